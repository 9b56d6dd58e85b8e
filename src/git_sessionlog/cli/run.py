"""`git sessionlog run`: a command, and its whole output in the session's runbook."""

import os
import re
import shlex
import sys
import time
from datetime import UTC, datetime
from typing import NamedTuple

import click

from ..core.errors import CLEAN, Failure
from ..core.finding_lines import counted
from ..core.secrets import masking
from ..core.secrets.allowed import ALLOWED_FILE, Noting
from ..core.terminal import complain, escaped, one_line, paint_for
from ..documents import tree_settings
from ..documents.profiles import registry as profiles
from ..git import worktree
from ..git.allowed_secrets import at_head
from ..git.trees import WorkTree
from ..records import drafts, store
from ..records.record import Record
from ..sessions import active
from ..sessions.runbook import markdown, recorder
from ..sessions.runbook.filter import Transcript
from ..sessions.runbook.screen import Screen
from ..sessions.runbook.writer import Book
from .writing import must_hold_no_secret

_PASTED = "Pasted: no exit code is known."


@click.command("run", context_settings={"allow_interspersed_args": False})
@click.argument("command_line", metavar="[COMMAND]...", nargs=-1, type=click.UNPROCESSED)
@click.option("--host", default="laptop", show_default=True, help="Label of the host, never its name.")
@click.option("--session", "number", default="", metavar="NUMBER", help="The session's number.")
@click.option(
    "--stdin", "pasted", is_flag=True, help="Record what is pasted: the command, then its output."
)
@click.option(
    "--command", "typed", metavar="TEXT", help="With --stdin: the command; all that is pasted is output."
)
@click.option("--note", metavar="TEXT", help="Add a line under `Verification`.")
def command(
    command_line: tuple[str, ...], host: str, number: str, pasted: bool, typed: str | None, note: str | None
) -> int:
    """Run COMMAND, and record it with all that it writes, its exit code and its time in docs/RUNBOOKS.

    It has the terminal as ever, and the exit code is its own. What is recorded has no escape sequences, and
    `***` in the place of secrets; .sessionlog-allowed-secrets lists what is none.
    """
    _check(command_line, pasted=pasted, typed=typed, noted=note is not None)
    tree = worktree.seen(worktree.ask())
    recording = _Recording(tree, _label(host, "--host", marks=".-/@ "), Noting(at_head()))
    heading = _heading(recording, _label(number, "--session", marks=".-") if number else "")
    pasting = pasted and typed is None
    line = recording.masked(_pasted_line() if pasting else typed or shlex.join(command_line))
    if pasted and not line:
        raise Failure("no command is pasted", "first the line of the command, then its output")
    book = Book(tree, heading)
    try:
        code = CLEAN
        if pasted:
            recording.paste(book, line)
        elif command_line:
            code = recording.run(book, line, command_line)
        if note is not None:
            book.note(recording.masked(" ".join(note.split())), recording.host, datetime.now(UTC))
    finally:
        book.close()
    _say(book, pasted=pasted, ran=bool(command_line))
    _say_unmasked(recording.allowed)
    return code


class _Recording(NamedTuple):
    """What all entries of this process have in common."""

    tree: worktree.Worktree
    host: str
    allowed: Noting

    def masked(self, text: str) -> str:
        """A text of the user, as it may stand in the file."""
        return masking.mask(escaped(text), self.allowed)

    def run(self, book: Book, line: str, command_line: tuple[str, ...]) -> int:
        """Run the command and record it; its exit code."""
        top, here = os.path.realpath(self.tree.top), os.path.realpath(os.getcwd())
        directory = escaped(os.path.relpath(here, top).replace(os.sep, "/"))
        book.begin(markdown.Call(line, self.host, directory, datetime.now(UTC)))
        transcript = Transcript(book, self.allowed)
        start = time.monotonic()
        try:
            code = recorder.run(command_line, transcript.heard)
        except recorder.NotStarted as error:
            code = error.code
            _error(error.why, _shell(command_line) if code == recorder.NOT_FOUND else "")
            transcript.heard(1, f"error: {error.why}\n".encode("utf-8", "backslashreplace"))
        self._end(book, transcript, markdown.ended(code, time.monotonic() - start))
        return code

    def paste(self, book: Book, line: str) -> None:
        """Record what is on standard input as the output of a command that ran elsewhere."""
        book.begin(markdown.Call(line, self.host, "", datetime.now(UTC)))
        transcript = Transcript(book, self.allowed)
        while piece := sys.stdin.buffer.read(65536):
            transcript.heard(1, piece)
        self._end(book, transcript, _PASTED)

    def _end(self, book: Book, transcript: Transcript, words: str) -> None:
        """End the entry; where it could not be written whole, say so: the command has done its work."""
        transcript.end()
        why = transcript.error
        try:
            book.finish(words)
        except OSError as error:
            why = why or str(error.strerror)
        if why:
            _error(f"{book.name} has not all of the output: {why}", "")


def _check(command_line: tuple[str, ...], *, pasted: bool, typed: str | None, noted: bool) -> None:
    if pasted and command_line:
        raise Failure("--stdin runs nothing: a command cannot follow", "name it with --command")
    if typed is not None and not pasted:
        raise Failure("--command goes with --stdin", "to run a command: git sessionlog run -- COMMAND")
    if not (pasted or command_line or noted):
        raise Failure("there is no command to run", "git sessionlog run -- COMMAND")


def _label(text: str, option: str, *, marks: str) -> str:
    if not re.fullmatch(rf"\w[\w{re.escape(marks)}]{{0,59}}", text):
        also = " ".join(marks.strip())
        raise Failure(f'{option} "{text}" is no label: letters, digits, and {also} between them')
    must_hold_no_secret(text, option)
    return text


def _heading(recording: _Recording, number: str) -> markdown.Heading:
    """The active session, which has one runbook from its first day on; without one, that of the day."""
    top, state, *_ = recording.tree
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    session = active.read(state)
    if not session or (session.auto and session.id[:8] != today.replace("-", "")):
        return markdown.Heading(today, number=number)
    record = Record(session.id)
    if not session.auto:
        own = profiles.active(tree_settings.here(top).settings, WorkTree(top))
        stored = store.of(drafts.tree(top, state), own).find(session.id)
        record = stored.record if stored else record
    goal = recording.masked(" ".join((record.goal or record.title).split()))
    return markdown.Heading(record.date, record.id, number or str(record.number or ""), goal)


def _pasted_line() -> str:
    """The first line of standard input, without the colours that a terminal may have copied."""
    if sys.stdin.isatty():
        print(
            "paste the line of the command and its output, then Ctrl-D on a line of its own:",
            file=sys.stderr,
        )
    screen = Screen()
    return (screen.feed(sys.stdin.buffer.readline(100_000)) + screen.end()).strip()


def _shell(command_line: tuple[str, ...]) -> str:
    """What to type where the whole command is one word, as `sh` wants it."""
    line = command_line[0]
    if len(command_line) > 1 or not re.search(r"[\s|&;<>$*]", line):
        return ""
    return f"git sessionlog run -- sh -c {shlex.quote(line)}"


def _error(message: str, hint: str) -> None:
    complain(f"error: {one_line(message, 400)}")
    if hint:
        complain(f"hint: {one_line(hint, 400)}")


def _say_unmasked(allowed: Noting) -> None:
    """How many values were left as they are, and by which pattern."""
    for pattern, values in allowed.let_through.items():
        words = f'{counted(len(values), "value")} left unmasked by "re: {pattern}" in {ALLOWED_FILE}'
        complain(one_line(words, 400))


def _say(book: Book, *, pasted: bool, ran: bool) -> None:
    """Where it is recorded; after a command only to somebody who sits there, the output is its own."""
    words = (
        f"recorded as Command {book.number} in {book.name}" if pasted or ran else f"noted in {book.name}"
    )
    if not ran:
        click.echo(words)
    elif sys.stderr.isatty():
        print(paint_for(sys.stderr).faint(words), file=sys.stderr)
