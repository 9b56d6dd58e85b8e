"""The tasks of a session in JSON, as `documents/tasks.schema.json` has them."""

import json
from collections.abc import Iterable

from ..documents import about
from ..documents.scaffold import metrics


def done(text: str, fixes: Iterable[str]) -> str:
    """The text in which the tasks of fixes are completed, and the metrics are those of the tasks.

    As it is, where it is no such JSON, or not laid out as `json.dumps(indent=2)` does: what people have
    arranged is not arranged anew.
    """
    closed = frozenset(fixes)
    try:
        found = json.loads(text)
        laid_out = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        tasks = found["tasks"]
        for task in tasks:
            ids = about.of_text(str(task["title"]))
            if closed.intersection(ids) and task["status"] != "failed":
                task["status"] = "completed"
        found["metrics"] = {**found["metrics"], **metrics(tasks)}
    except (ValueError, LookupError, TypeError, RecursionError):
        return text
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n" if laid_out == text else text
