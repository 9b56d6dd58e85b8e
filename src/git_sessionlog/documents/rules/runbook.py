"""A runbook has every command with its whole output."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ...core.findings import Finding
from .. import headings
from ..document import Section
from .rule import Page, rule

_FENCED = "```\nkubectl apply -f topic.yaml\n```\n"
_TRUNCATED = re.compile(
    r"(?im)^[ \t]*(?:[\[(<{]{1,3} *(?:\.{3} *|… *)?(?:\d[\d,.]* (?:more )?(?:lines|rows) )?"
    r"(?:truncated|snip(?:ped)?|omitted|cut|output (?:truncated|omitted|cut)|redacted for brevity)"
    r"[^\n]{0,40}[\])>}]|"  # three dots alone are what real commands print
    r"(?:\.{3}|…) ?\(?\d[\d,]* (?:more )?(?:lines|rows)[^\n]{0,40})[ \t]*$"
)


@rule(
    "runbook-output",
    bad=f"## Command 1\n{_FENCED}\n## Command 2\n{_FENCED}\n## Output 2\n```\ncreated\n```",
    good=f"## Command 1\n{_FENCED}\n## Output 1\n```\ncreated\n```",
    of="continuity/runbook",
)
def runbook_output(page: Page) -> Iterator[Finding]:
    """Each command of a runbook has an output, the one of its number or the next section."""
    commands, outputs = _numbered(page, "command"), _numbered(page, "output")
    following = dict(pairwise(page.document.sections))
    numbers, there = {one for one, _ in outputs if one}, {where for _, where in outputs}
    for number, command in commands:
        if number not in numbers and (number or following.get(command) not in there):
            yield page.heading(command)._replace(
                message=f'"{command.title[:60]}" has no output', hint=f"## Output {number}".rstrip()
            )


@rule(
    "runbook-truncated",
    bad="## Output 1\n```\nNAME READY\n[truncated]\n```",
    good="## Output 1\n```\nNAME READY\nkafka True\n```",
    of="continuity/runbook",
)
def runbook_truncated(page: Page) -> Iterator[Finding]:
    """The output of a command is all there: nothing says that it was cut."""
    for _, where in _numbered(page, "output"):
        found = _TRUNCATED.search(page.document.text, where.body, where.own)
        if found:
            yield page.at(found.start(), found.end())._replace(
                message="the output was cut", hint="put in all of it"
            )


@rule(
    "runbook-empty",
    bad="# Session: 2026-02-13 - Deploy\n\nRan some commands, got it working",
    good=f"# Session: 2026-02-13 - Deploy\n\n## Command 1\n{_FENCED}",
    of="continuity/runbook",
)
def runbook_empty(page: Page) -> Iterator[Finding]:
    """A runbook has a command in it, as code or below a heading for one."""
    if not _is_runbook(page):
        return
    text = page.document.text
    plain = any(text[where.body : where.own].strip() for _, where in _numbered(page, "command"))
    indented = any(re.match(r"(?: {4}|\t)\S", line.text) for line in page.lines)
    if not plain and not indented and not any(block.kind == "code" for block in page.document.blocks):
        yield page.at(0)._replace(
            message="no command is in it", hint="write each command, and its output, as code"
        )


def _is_runbook(page: Page) -> bool:
    return {"command", "output"} <= {section.concept for section in page.kind.sections}


def _numbered(page: Page, concept: str) -> list[tuple[str, Section]]:
    """The sections for a concept, all of them, each with its number or ""."""
    declared = page.kind.section(concept)
    if declared is None or not _is_runbook(page):
        return []
    names = [headings.name(name) for name in (declared.heading, *declared.aliases)]
    found = page.document.called(names)
    return [(_number(section.title), section) for section in found if section.level > 1]


def _number(title: str) -> str:
    found = re.search(r"\d{1,6}", title)
    return found.group() if found else ""
