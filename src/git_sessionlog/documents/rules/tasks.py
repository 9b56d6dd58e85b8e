"""The tasks of a session, in JSON: documents/tasks.schema.json says what they look like."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from ...finding import Finding
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


class _Wrong(NamedTuple):
    """What is wrong, and the words that lead to the place: the task's id, then the key."""

    message: str
    at: tuple[str, ...] = ()
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
        words = getattr(error, "msg", "it is too deep")
        yield Finding("", f"no JSON: {words}", line, column)
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
    for name, said, is_so in metrics(page):
        yield _place(page, ("metrics", name))._replace(
            message=f"{name} is {said:g}, the tasks make {is_so:g}"
        )


def metrics(page: Page) -> Iterator[tuple[str, float, float]]:
    """The metrics that are not what the tasks say: the name, what is written, what it should be."""
    try:
        found = json.loads(page.document.text)
    except (ValueError, RecursionError):
        return
    if next(_departures(found), None):
        return
    said = found["metrics"]
    for name, is_so in counted(found["tasks"]).items():
        if said[name] != is_so:
            yield name, said[name], is_so


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
    for at, task in enumerate(tasks if isinstance(tasks, list) else (), 1):
        yield from _of_task(at, task, known)
    if not isinstance(said, dict):
        yield _Wrong('"metrics" is missing, or no object', ("metrics",))
        return
    for name in _METRICS:
        if not _is_number(said.get(name)):
            yield _Wrong(f'"{name}" is missing, or no number', ("metrics", name))


def _of_task(at: int, task: Any, known: set[str]) -> Iterator[_Wrong]:
    if not isinstance(task, dict):
        yield _Wrong(f"task {at} is no object", ("tasks",))
        return
    id = task.get("id")
    name, where = (id, (id,)) if isinstance(id, str) and id else (f"task {at}", ("tasks",))
    missing = [f'"{key}"' for key in _TASK if key not in task]
    if missing:
        yield _Wrong(f"{name} has no {', '.join(missing)}", where)
    if name in known:
        yield _Wrong(f"{name} is there twice", where)
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


def _place(page: Page, words: tuple[str, ...]) -> Finding:
    """Under the last of some words, each looked for in quotes behind the one before it."""
    text, at, width = page.document.text, 0, 1
    for word in words:
        found = re.compile(re.escape(json.dumps(word, ensure_ascii=False))).search(text, at)
        if found:
            at, width = found.start(), len(found.group())
    return page.at(at, at + width)
