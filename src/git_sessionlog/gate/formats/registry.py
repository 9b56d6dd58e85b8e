"""The forms by name: a new one is a generator in a file of its own, and a line here."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from ...core.findings import Report, Tally
from ...core.terminal import Paint

Form = Callable[[Iterable[Report], Tally], Iterator[str]]

FORMS = {
    "text": "...core.finding_lines",
    "json": ".json",
    "github": ".github",
    "gitlab": ".gitlab",
    "sarif": ".sarif",
}
"""Name → module with a generator of that name. Loaded when used: json and hashlib are slow to load."""

ANNOTATIONS = ("::error ", "::warning ")
"""How the lines of the form `github` begin that GitHub takes for commands; no text of a repository begins
a line there."""

NAMES = tuple(FORMS)
"""What `--format` takes where findings are shown."""


def form(name: str, paint: Paint) -> Form:
    """The generator of a form's lines, for a stream of reports and its tally.

    Where the reports end with a Failure, so do the lines, when the form is complete: half an
    object would be no JSON.
    """
    lines: Form = getattr(import_module(FORMS[name], __package__), name)
    if name == "text":
        return lambda reports, tally: lines(reports, tally, paint)  # type: ignore[call-arg]
    return lines
