"""Commands that write what they are told into documents: they take no secret."""

import os
from collections.abc import Iterator

import click

from ..core import journal
from ..core.errors import Failure
from ..core.secrets import masking
from ..core.secrets.allowed import ALLOWED_FILE
from ..core.terminal import complain, one_line
from ..git import objects, worktree
from ..git.allowed_secrets import AtHead
from .options import typed

_HOLDER = "SESSIONLOG_WRITING"
"""The variable by which what a command calls knows that it has the work tree to itself."""

_HOW = (
    "say where it is kept, as in vault:path or $NAME; if it is none: write the text as a line of its own "
    f"into {ALLOWED_FILE}, and commit that file"
)


class Writing(click.Command):
    """A command whose texts go into documents, records and commits: one with a secret is refused."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it. Raises Failure, before anything is written, for a text that holds a secret."""
        journal.begin()
        for param in self.params:
            if not isinstance(param.type, click.Choice):
                for text in _texts(ctx.params.get(param.name or "")):
                    must_hold_no_secret(text, _name(param))
        try:
            return self.run(ctx)
        except KeyboardInterrupt:
            interrupted(typed(ctx))
            raise

    def run(self, ctx: click.Context) -> object:
        """Do what the command does."""
        with objects.shared():
            return super().invoke(ctx)


class Alone(Writing):
    """A command that changes documents and commits them: one at a time in a work tree.

    A second one waits for the first. What the first one calls itself, a gate or a hook, does not.
    """

    def run(self, ctx: click.Context) -> object:
        """Do it, when it is its turn."""
        state = os.path.realpath(worktree.seen(worktree.ask()).state)
        if os.environ.get(_HOLDER) == state:
            return super().run(ctx)
        try:
            lock = worktree.Lock(state, "writing")
        except OSError:  # the command itself will say what it cannot write
            return super().run(ctx)
        lock.waited(lambda: complain("sessionlog: another command is at work here: waiting for it"))
        os.environ[_HOLDER] = state
        try:
            return super().run(ctx)
        finally:
            del os.environ[_HOLDER]
            lock.__exit__()


def interrupted(again: str) -> None:
    """Say, after Ctrl-C, what is done, what is not, and how to go on."""
    done = "; ".join(journal.done()) or "nothing was written"
    complain(f"interrupted: {one_line(done, 400)}; the rest is not done")
    complain(f"hint: run it again, it goes on from there: {one_line(again, 400)}")


def must_hold_no_secret(text: str, name: str) -> None:
    """Raises Failure, which names what holds the text and not the secret, where there is one in it."""
    found = masking.found(text, AtHead())
    if found:
        raise Failure(f"{name} holds a secret ({found[0].kind}), and nothing was written", _HOW)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)


def _name(param: click.Parameter) -> str:
    """`--next`, `GOAL`: as the user has it."""
    longest = max(param.opts, key=len)
    return longest if isinstance(param, click.Option) else longest.upper()
