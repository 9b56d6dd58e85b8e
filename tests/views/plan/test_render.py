"""What a plan says of what nobody could look at."""

import json

from git_sessionlog.backlog.model import Fix, Register
from git_sessionlog.backlog.next_batch import Done, Next
from git_sessionlog.core.terminal import Paint
from git_sessionlog.views.plan import render, render_json
from git_sessionlog.views.plan.collect import Plan

SHALLOW = Plan(
    Register((Fix("1"), Fix("2"), Fix("3"))),
    Done(frozenset({"1"})),
    Next(),
    {"1": "done", "2": "unknown", "3": "unknown"},
)


def test_what_is_unknown_is_counted_apart() -> None:
    assert list(render.table(SHALLOW, render.Page(Paint()))) == ["1 of 3 fixes done, 2 unknown"]

    found = json.loads("".join(render_json.table(SHALLOW)))
    assert (found["fixes"], found["done"], found["unknown"]) == (3, 1, 2)
