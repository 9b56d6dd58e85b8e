"""The message contract has 119 cases; none of them is forgotten."""

import re
from pathlib import Path

from message_cases import FOLDER, message_cases

IDS = {*map(str, range(1, 119)), "29b"}


def elsewhere() -> dict[str, str]:
    text = FOLDER.joinpath("elsewhere.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^(\w+) +(.*)$", text))


def test_every_case_has_its_place() -> None:
    here = {case.id for case in message_cases()}
    assert here | set(elsewhere()) == IDS
    assert here & set(elsewhere()) == set()


def test_the_places_exist() -> None:
    for place in elsewhere().values():
        name, _, test = place.partition("::")
        text = (Path(__file__).parent.parent / name).read_text(encoding="utf-8")
        assert f"def {test}(" in text


def test_no_case_is_there_twice() -> None:
    titles = [(case.id, case.title) for case in message_cases()]
    assert len(titles) == len(set(titles))
