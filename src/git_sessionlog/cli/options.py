"""Options that several commands have, and how lines are written out."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import click

from ..core.errors import Failure
from ..core.paths import cloned_link
from ..core.secrets import shown
from ..core.terminal import Paint, complain, inert, inert_json, one_line, paint_for
from ..gate.formats import registry
from ..gate.formats.registry import ANNOTATIONS
from ..git import worktree
from ..git.allowed_secrets import AtHead
from ..settings.model import Settings

_JSON = ("json", "sarif", "gitlab")
F = TypeVar("F", bound=Callable[..., object])


def format_option(*names: str) -> Callable[[F], F]:
    """`--format`, for the forms that the command has; all forms of findings when none is named."""
    return click.option(
        "--format", "form", type=click.Choice(names or registry.NAMES), default="text",
        show_default=True, help="Form of the output.",
    )  # fmt: skip


def color_option() -> Callable[[F], F]:
    """`--color`; the command gets a `Paint` for standard output."""
    return click.option(
        "--color", "paint", type=click.Choice(["auto", "always", "never"]), default="auto",
        show_default=True, callback=_paint, help="Colour; auto also asks NO_COLOR.",
    )  # fmt: skip


def write(lines: Iterable[str], form: str = "") -> None:
    """Write each line to standard output as it comes, `***` in the place of secrets, and no command that a
    CI service would find in its log but our own annotations; `form` where it is not that of --format.

    All that the commands show goes through here. Only the cells of CSV are masked by who makes them.
    """
    context = click.get_current_context(silent=True)
    form = form or (str(context.params.get("form", "text")) if context else "text")
    for line in public(lines, form):
        sys.stdout.write(line + "\n")


def public(lines: Iterable[str], form: str) -> Iterator[str]:
    """The lines of a form as they may be shown: what `write` writes."""
    for line in lines if form == "csv" else shown.masked(lines, AtHead(), is_json=form in _JSON):
        yield _inert(line, form)


def save(path: str, text: str) -> None:
    """Put a text, whole, into the file that an option names.

    Raises Failure for what is no file, and where the way leads through a link that came with a clone.
    """
    link = cloned_link(path)
    if link:
        raise Failure(f"{path} is not written: {link} is a symbolic link", "name the file itself")
    if os.path.lexists(path) and not os.path.isfile(path):
        raise Failure(f"{path} cannot be written: it is no file")
    try:
        worktree.write(os.path.realpath(path), text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from None


def columns() -> int:
    """How wide the terminal is that is written to, 0 where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def must_be_seen(sentences: Sequence[str], hint: str) -> None:
    """Raise Failure where something could not be looked at: the sentences that say what."""
    if sentences:
        raise Failure("; ".join(sentences), hint)


def _inert(line: str, form: str) -> str:
    if form in _JSON:
        return inert_json(line)
    is_ours = form == "html" or (form == "github" and line.startswith(ANNOTATIONS))
    return line if is_ours else inert(line)


def _paint(_ctx: click.Context, _param: click.Parameter, wish: str) -> Paint:
    return paint_for(sys.stdout, wish)


def typed(context: click.Context) -> str:
    """The command that is running, as it can be pasted to be run again."""
    words = ["git", "sessionlog", context.info_name or ""]
    for option in context.command.params:
        value = context.params.get(option.name or "")
        name = max(option.opts, key=len)
        if isinstance(option, click.Argument):
            words += [value] if isinstance(value, str) and value else []
        elif type(value) is tuple:  # no value that was made of what was typed
            words += [word for each in value for word in (name, str(each))]
        elif value is True:
            words.append(name)
        elif isinstance(value, str) and value != option.get_default(context):
            words += [name, value]
    return shlex.join(words)


def note(settings: Settings) -> None:
    """Say above what was found where the settings are from, where that is not what one would expect."""
    if settings.note:
        complain(f"sessionlog: note: {one_line(settings.note)}")
