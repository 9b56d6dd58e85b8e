"""What `checkpoint` and `end` are told for the documents, and git's words where it refuses."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import click

from ..core.errors import Failure
from ..core.secrets.masking import mask
from ..core.stamps import stamp
from ..core.terminal import complain, one_line
from ..records.record import fix_of
from ..sessions.checkpoint import Said
from ..sessions.notes import note
from ..sessions.save import Refused

F = TypeVar("F", bound=Callable[..., object])

CONCEPTS = {
    "next": ("next", "TEXT", "A next step."),
    "blocker": ("blockers", "WHAT|IMPACT|MITIGATION", "What blocks the work."),
    "failed": ("failed", "WHAT|WHY", "What was tried in vain."),
    "decision": ("decisions", "WHAT|WHY", "What was decided."),
    "issue": ("issues", "WHAT|WORKAROUND", "What is known to be wrong."),
}
"""Option → the concept of the documents, what it takes, and its help."""

_WORDS = 40  # lines of git's that are shown


def note_options(command: F) -> F:
    """The options for entries in the documents; all can be given again."""
    options = [
        click.option(f"--{name}", name, multiple=True, metavar=takes, help=help)
        for name, (_, takes, help) in CONCEPTS.items()
    ]
    options += [
        click.option("--done", "done", multiple=True, metavar="ID", help="A fix that is done."),
        click.option("--did", "did", multiple=True, metavar="WHAT", help="A next step that is done."),
        click.option(
            "--resolved", "resolved", multiple=True, metavar="WHAT", help="A blocker that blocks no more."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def said(remark: str, given: Mapping[str, tuple[str, ...]]) -> Said:
    """What the options say. Raises Failure for an id that is none, options at odds, and an empty text."""
    date = stamp()[:10]
    notes = []
    for name, (concept, takes, _) in CONCEPTS.items():
        for text in given.get(name, ()):
            one = note(concept, text[:4000], date)
            if not one.text:
                raise Failure(f"--{name} says nothing", f'--{name} "{takes}"')
            notes.append(one)
    done, undone = (tuple(map(_id, given.get(name, ()))) for name in ("done", "unfinished"))
    for fix in (one for one in done if one in undone):
        raise Failure(f"fix {fix} cannot be both done and unfinished", f"leave out --unfinished {fix}")
    remark = " ".join(remark.split())[:4000]
    resolved, did = (tuple(given.get(name, ())) for name in ("resolved", "did"))
    return Said(tuple(notes), remark, done, undone, resolved, did)


@contextmanager
def git_words() -> Iterator[None]:
    """Show what git and its hooks said, before the error that tells of it."""
    try:
        yield
    except Refused as refused:
        sys.stdout.flush()
        lines = refused.words.rstrip("\n").split("\n") if refused.words else []
        if len(lines) > _WORDS:
            print(f"({len(lines) - _WORDS} lines left out)", file=sys.stderr)
        for line in lines[-_WORDS:]:
            complain(one_line(mask(line), 400))
        raise


def _id(text: str) -> str:
    fix = fix_of(text)
    if not fix.id:
        raise Failure(f'"{text}" is no id of a fix', "an id is 7, #7 or 2.3")
    return fix.id
