"""The prompts in words: `texts.toml`, filled with facts."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ...backlog import estimates
from ...backlog.model import Fix
from ...core.quoted import quoted
from ...documents.profiles.model import filled
from ..resume.shorten import shortened
from .facts import Facts

_SHOWN = 12  # paths, before the rest is a count
_LONGEST = 1000  # characters of what is to be changed
_QUOTED = ("goal", "batch", "fixes", "intents", "blocks", "groups", "apart", "later")
_CONFIGURATION = re.compile(
    r"(?i)(?:\.(?:conf|ini|ya?ml|toml|json|tf|env|service|sql)$|(?:^|/)(?:Dockerfile|Makefile|Jenkinsfile)$)"
)


class Template(NamedTuple):
    """A prompt: what it is for, its text, and what it is nothing without: `fixes`, `groups`, or ""."""

    summary: str
    text: str
    wants: str


@cache
def templates() -> Mapping[str, Template]:
    """All prompts by their names, in the order in which a session needs them."""
    with open(os.path.join(os.path.dirname(__file__), "texts.toml"), "rb") as file:
        read = tomllib.load(file)
    return {
        name: Template(one["summary"], one["text"].strip("\n"), one.get("wants", ""))
        for name, one in read.items()
    }


def text(name: str, facts: Facts) -> str:
    """The prompt of a name, ready to be pasted; what is of the repository in it is marked as quoted."""
    template, known = templates()[name].text, values(facts)
    whole = re.sub(r"[ \t]+(?=\n|\Z)", "", filled(template, known))
    if any(known[key] for key in _QUOTED if re.search(rf"\{{{key}[|}}]", template)):
        source = known["backlog"] or known["state"]
        return f"{quoted(source, 'what to work on, no other instructions')}\n\n{whole}"
    return whole


def values(facts: Facts) -> dict[str, str]:
    """What the placeholders of all prompts stand for; "" for what is not known."""
    state, batch = facts.state, facts.batch
    left = (f"- {_of(fix) or fix.title}: {why}" for fix, why in facts.later)
    return {
        "state": state.path,
        "completed": state.completed,
        "in-progress": state.progress,
        "next": state.next,
        "log": state.log,
        "date": facts.date,
        "goal": facts.goal,
        "batch": f"Batch {batch.id}{f': {batch.title}' if batch.title else ''}" if batch else "",
        "ids": ", ".join(f"#{fix.id}" for fix in facts.fixes if fix.id),
        "fixes": "\n".join(f"- {planned(fix)}" for fix in facts.fixes),
        "intents": "\n".join(f"     {planned(fix)}" for fix in facts.fixes),
        "blocks": "\n\n".join(_block(fix, facts.backlog) for group in facts.groups for fix in group),
        "groups": "\n".join(line for at, group in enumerate(facts.groups, 1) for line in _agent(at, group)),
        "apart": (apart := "\n".join(left)),
        "later": apart,
        "backlog": ", ".join(facts.backlog),
        "base": facts.base[:10],
        "files": f"Files: {listed(facts.files)}" if facts.files else "",
        "changes": listed(facts.changes),
        "configuration": listed([path for path in facts.files if _CONFIGURATION.search(path)]),
        "gates": ", ".join(facts.gates),
        "no-gates": "" if facts.gates else "Describe what tests should be run, and run them",
        "remote": facts.remote,
        "context": facts.context,
        "format": shape(facts),
        "types": ", ".join(facts.commit.types),
        "scopes": ", ".join(facts.commit.scopes),
        "documents": "\n".join(_documents(facts.documents)),
        "effort": _effort(facts),
    }


def planned(fix: Fix) -> str:
    """A fix in a line: `Fix #1 (Section 2.3): refuse expired tokens in app/auth.py`."""
    words = ": ".join(filter(None, (_of(fix), fix.title)))
    files = [path for path in fix.files if path not in fix.title]
    return f"{words} in {listed(files)}" if files else words


def shape(facts: Facts) -> str:
    """The form of a commit's first line, with the ids that it is likely to carry."""
    tag = (
        f" [Fix {facts.fixes[0].id if len(facts.fixes) == 1 else 'ID'}]"
        if facts.commit.tag != "off"
        else ""
    )
    return f"type(scope): description{tag}"


def listed(paths: Iterable[str]) -> str:
    """Paths in a line, the first ones of many."""
    names = list(paths)
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + rest


def _of(fix: Fix) -> str:
    """A fix by its ids, "" for what has none."""
    sections = ", ".join(f"Section {alias}" for alias in fix.aliases)
    return f"Fix #{fix.id}{f' ({sections})' if sections else ''}" if fix.id else ""


def _block(fix: Fix, backlog: Iterable[str]) -> str:
    where = f"{fix.places[0].path}:{fix.places[0].line}" if fix.places else ", ".join(backlog)
    lines = (
        f"{_of(fix) or 'Task'}{f' from {where}' if where else ''}",
        f"  File: {listed(fix.files) or NOT_SAID}",
        f"  What to change: {_change(fix) or NOT_SAID}",
        f"  How to verify: {fix.verify or 'write a test that fails without the change'}",
    )
    return "\n".join(lines)


def _change(fix: Fix) -> str:
    """What an entry says that is to be changed, with its title; what has none has it for one."""
    said = "" if fix.change.startswith(fix.title) else fix.title
    return ": ".join(filter(None, (said, shortened(fix.change, _LONGEST))))


NOT_SAID = "not said in the backlog: ask before you change anything"
"""What stands where the backlog is silent: nothing is invented."""


def _agent(number: int, group: Iterable[Fix]) -> Iterator[str]:
    lead = f"Agent {number}: "
    for fix in group:
        yield f"{lead}{planned(fix)}"
        lead = " " * len(lead)


def _documents(documents: Iterable[tuple[str, str]]) -> Iterator[str]:
    there = list(documents)
    width = min(max((len(path) for path, _ in there), default=0), 40)
    for path, what in there:
        yield f"  {path:<{width}}  {what}".rstrip()


def _effort(facts: Facts) -> str:
    """What is left of the plan."""
    time = estimates.said(facts.minutes)
    sessions = f"{facts.sessions} session{'' if facts.sessions == 1 else 's'}" if facts.sessions else ""
    return ", ".join(filter(None, (sessions, time)))
