"""The forms by name: a new one is a generator in a file of its own, and a line here."""

from collections.abc import Callable, Iterable, Iterator

from ..finding import Report, Tally
from .github import github
from .gitlab import gitlab
from .json import json
from .sarif import sarif
from .terminal import Paint
from .text import text

Form = Callable[[Iterable[Report], Tally], Iterator[str]]

NAMES = ("text", "json", "github", "gitlab", "sarif")
"""What `--format` takes where findings are shown."""


def form(name: str, paint: Paint) -> Form:
    """The generator of a form's lines, for a stream of reports and its tally."""
    if name == "text":
        return lambda reports, tally: text(reports, tally, paint)
    return {"json": json, "github": github, "gitlab": gitlab, "sarif": sarif}[name]
