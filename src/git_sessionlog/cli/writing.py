"""Commands that write what they are told into documents: they take no secret."""

from collections.abc import Iterator

import click

from ..core.errors import Failure
from ..core.secrets import masking
from ..core.secrets.allowed import ALLOWED_FILE
from ..git import objects
from ..git.allowed_secrets import AtHead

_HOW = (
    "say where it is kept, as in vault:path or $NAME; if it is none: write the text as a line of its own "
    f"into {ALLOWED_FILE}, and commit that file"
)


class Writing(click.Command):
    """A command whose texts go into documents, records and commits: one with a secret is refused."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it. Raises Failure, before anything is written, for a text that holds a secret."""
        for param in self.params:
            if not isinstance(param.type, click.Choice):
                for text in _texts(ctx.params.get(param.name or "")):
                    must_hold_no_secret(text, _name(param))
        with objects.shared():
            return super().invoke(ctx)


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
