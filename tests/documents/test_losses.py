"""The comparison that the made-up documents are held to objects to what it should, and to nothing else."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from losses import Step, entry_losses, losses

CASES = Path(__file__).parent.parent / "cases/losses.txt"


class Case(NamedTuple):
    """An edit, what was asked, and whether it loses something."""

    name: str
    before: bytes
    after: bytes
    step: Step
    bad: bool


def _case(block: str) -> Case:
    name, *lines = block.rstrip("\n").split("\n")
    asked = {one.partition(": ")[0]: one.partition(": ")[2] for one in lines if re.match(r"[a-z]+:", one)}
    body = [one for one in lines if one[:1] in {" ", "-", "+"}]
    before, after = ("".join(one[1:] + "\n" for one in body if one[0] in kept) for kept in (" -", " +"))
    step = Step(
        set(asked.get("fixes", "").split()),
        set(asked.get("left", "").split()),
        did=[asked["did"]] if "did" in asked else [],
        resolved=[asked["resolved"]] if "resolved" in asked else [],
        output=asked.get("said", ""),
        repairs="docs:" in lines,
        dropped=(asked["dropped"],) if "dropped" in asked else (),
        merge="merge:" in lines,
    )
    return Case(name, _bytes(before), _bytes(after), step, name.startswith("bad"))


def _bytes(text: str) -> bytes:
    return text.replace("␄\n", "").replace("␍\n", "\r\n").encode()


def _cases() -> list[Case]:
    return [_case(one) for one in re.split(r"(?m)^== ", CASES.read_text("utf-8"))[1:]]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.name)
def test_an_edit(case: Case) -> None:
    found = losses(case.before, case.after, case.step)
    assert bool(found) == case.bad, found


@pytest.mark.parametrize(
    "case", [one for one in _cases() if "docs" not in one.name], ids=lambda case: case.name
)
def test_nothing_is_said_of_no_edit(case: Case) -> None:
    assert losses(case.before, case.before, case.step) == []


@pytest.mark.parametrize(
    ("written", "lost"),
    [
        ("- No disk — all — buy one\n", False),
        ("- **No disk** (all)\n  - buy one\n", False),
        ("- No disk\n", True),
        ("- [x] No disk — all — buy one\n", True),
        ("```\n- No disk — all — buy one\n```\n", True),
        ("## Notes\n- No disk — all — buy one\n", True),
        ("", True),
    ],
)
def test_a_new_entry(written: str, lost: bool) -> None:
    before = b"## Blockers\n- one\n"
    found = entry_losses(
        before, before + written.encode(), "blockers", ["No disk", "all", "buy one"], needed=True
    )
    assert bool(found) == lost, found
