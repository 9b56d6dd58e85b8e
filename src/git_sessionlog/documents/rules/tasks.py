"""The tasks of a session, in JSON: documents/tasks.schema.json says what they look like."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from ...core.findings import Finding
from .. import json_places
from ..scaffold import STATUSES
from ..scaffold import metrics as counted
from .rule import Page, rule

_MOST = 20
_TEXTS = ("files", "tests", "blockers")
_MINUTES = ("estimatedMinutes", "actualMinutes")
_TASK = ("id", "title", "agent", "status", *_MINUTES, *_TEXTS, "output")
_METRICS = ("totalTasks", "completed", "failed", "blocked", "timeSpent", "timeEstimated")
_GOOD = """{
  "sessionId": "039",
  "tasks": [
    {"id": "task-1", "title": "login", "agent": "", "status": "completed", "estimatedMinutes": 30,
     "actualMinutes": 40, "files": ["src/auth.py"], "tests": [], "blockers": [], "output": null}
  ],
  "metrics": {"totalTasks": 1, "completed": 1, "failed": 0, "blocked": 0, "timeSpent": 40,
              "timeEstimated": 30}
}"""


class Metric(NamedTuple):
    """A metric that is not what the tasks say: what is written, and what it should be."""

    name: str
    said: float
    is_so: float


class _Wrong(NamedTuple):
    """What is wrong, and the way to the value."""

    message: str
    at: json_places.Path = ()
    allowed: tuple[str, ...] = ()


@rule(
    "tasks-form",
    bad=_GOOD.replace('"status": "completed"', '"status": "done"'),
    good=_GOOD,
    of="sessions/tasks",
    form="json",
)
def tasks_form(page: Page) -> Iterator[Finding]:
    """A file of tasks is JSON with a session, its tasks and metrics, each value of its kind."""
    try:
        found = json.loads(page.document.text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        yield Finding("", f"no JSON: {getattr(error, 'msg', 'it is too deep')}", line, column)
        return
    for wrong in islice(_departures(found), _MOST):
        yield _place(page, wrong.at)._replace(message=wrong.message, allowed=wrong.allowed)


@rule(
    "tasks-metrics",
    bad=_GOOD.replace('"totalTasks": 1', '"totalTasks": 5'),
    good=_GOOD,
    of="sessions/tasks",
    form="json",
)
def tasks_metrics(page: Page) -> Iterator[Finding]:
    """The metrics of a file of tasks are what the tasks say."""
    for one in page.once(metrics):
        words = f"{one.name} is {_figure(one.said)}, the tasks make {_figure(one.is_so)}"
        yield _place(page, ("metrics", one.name))._replace(message=words, hint="git sessionlog docs --fix")


def _figure(value: float) -> str:
    """A number in a few letters; a file may have one that no computer counts with."""
    try:
        return f"{value:g}"
    except OverflowError:
        return "more than can be counted"


def metrics(page: Page) -> list[Metric]:
    """The metrics that are not what the tasks say, of a file that has the form."""
    try:
        found = json.loads(page.document.text)
    except (ValueError, RecursionError):
        return []
    if next(_departures(found), None):
        return []
    said = found["metrics"]
    every = (Metric(name, said[name], is_so) for name, is_so in counted(found["tasks"]).items())
    return [one for one in every if one.said != one.is_so]


def _departures(found: Any) -> Iterator[_Wrong]:
    if not isinstance(found, dict):
        yield _Wrong("not an object")
        return
    if not isinstance(found.get("sessionId"), str) or not found["sessionId"]:
        yield _Wrong('"sessionId" is missing, or no text', ("sessionId",))
    tasks, said = found.get("tasks"), found.get("metrics")
    if not isinstance(tasks, list):
        yield _Wrong('"tasks" is missing, or no list', ("tasks",))
    known: set[str] = set()
    for at, task in enumerate(tasks if isinstance(tasks, list) else ()):
        yield from _of_task(at, task, known)
    if not isinstance(said, dict):
        yield _Wrong('"metrics" is missing, or no object', ("metrics",))
        return
    yield from _absent("metrics", _METRICS, said, ("metrics",))
    for name in _METRICS:
        if name in said and not _is_number(said[name]):
            yield _Wrong(f'"{name}" is no number', ("metrics", name))


def _absent(
    name: str, keys: tuple[str, ...], there: Mapping[str, Any], at: json_places.Path
) -> Iterator[_Wrong]:
    missing = [f'"{key}"' for key in keys if key not in there]
    if missing:
        yield _Wrong(f"{name}: no {', no '.join(missing)}", at)


def _of_task(at: int, task: Any, known: set[str]) -> Iterator[_Wrong]:
    where = ("tasks", at)
    if not isinstance(task, dict):
        yield _Wrong(f"task {at + 1} is no object", where)
        return
    id = task.get("id")
    name = id if isinstance(id, str) and id else f"task {at + 1}"
    yield from _absent(name, _TASK, task, where)
    if name in known:
        yield _Wrong(f"{name} is there twice", (*where, "id"))
    known.add(name)
    for key, (is_right, what) in _VALUES.items():
        if key in task and not is_right(task[key]):
            allowed = STATUSES if key == "status" else ()
            yield _Wrong(f'{name}: "{key}" is {what}', (*where, key), allowed)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


_VALUES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "id": (lambda value: _is_text(value) and value != "", "no text"),
    "title": (lambda value: _is_text(value) and value != "", "no text"),
    "agent": (_is_text, "no text"),
    "status": (lambda value: value in STATUSES, "none"),
    **dict.fromkeys(_MINUTES, (lambda value: value is None or _is_number(value), "no number, nor null")),
    **dict.fromkeys(_TEXTS, (_is_list, "no list of texts")),
    "output": (lambda value: value is None or _is_text(value), "no text, nor null"),
}


def place(page: Page, path: json_places.Path) -> tuple[int, int]:
    """Where a value is; where it is not there, where is what it should be in."""
    found = page.once(_places)
    while path and path not in found:
        path = path[:-1]
    return found.get(path, (0, 1))


def _place(page: Page, path: json_places.Path) -> Finding:
    return page.at(*place(page, path))


def _places(page: Page) -> dict[json_places.Path, tuple[int, int]]:
    return json_places.places(page.document.text)
