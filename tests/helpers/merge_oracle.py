"""What a merge owes, worked out from the three texts alone: the slow definition, without our code."""

import re
import subprocess
from collections import Counter
from pathlib import Path

STAND_INS = {"None", "_(None)_", "| — | — |", "- None yet"}
"""The lines of the made-up documents that say that there is nothing."""

SESSION = ("**Last Updated**: ", "**Session**: ")
"""How those lines of the made-up documents begin of which the later one may be kept."""

NOTE = " — frozen"
"""What somebody may have written behind such a line."""

Line = tuple[str, bool]


def git_merge_file(directory: Path, *labels: str) -> tuple[int, bytes]:
    """The exit code of git's own merge of the files ours, base and theirs, and what it makes of them."""
    options = [word for label in labels or ("ours", "base", "theirs") for word in ("-L", label)]
    command = ["git", "merge-file", "-p", *options, "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=directory, capture_output=True, check=False)
    return done.returncode, done.stdout


def lines(text: str) -> "Counter[Line]":
    """How often there is each line that is not blank, and whether a fence or the like has it.

    The items of a numbered list have no number here.
    """
    found: Counter[Line] = Counter()
    end = ""
    every = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(every):
        bare = line.lstrip("> \t").removeprefix("- ").removeprefix("1. ").strip()
        quoted = bool(end)
        if end:
            end = "" if bare == end else end
        elif number == 0 and line == "---" and "---" in every[1:]:
            end, quoted = "---", True
        elif bare == "<!--":
            end, quoted = "-->", True
        elif bare.startswith(("```", "~~~")):
            end, quoted = bare[: len(bare) - len(bare.lstrip(bare[0]))], True
        found[re.sub(r"^(\s*)\d+([.)]\s)", r"\1\2", line), quoted] += bool(line.strip())
    return +found


def lost(base: str, ours: str, theirs: str, merged: str) -> "Counter[Line]":
    """The lines that a merge should have and has not."""
    b, o, t, there = map(lines, (base, ours, theirs, merged))
    missing: Counter[Line] = Counter()
    for line in {*o, *t}:
        added = max(o[line] - b[line], t[line] - b[line], 0)
        taken = max(b[line] - o[line], 0) + max(b[line] - t[line], 0)
        owed = max(b[line] - taken, 0) + added
        missing[line] = max(owed - there[line], 0)
    return +missing


def may_go(line: str, base: str, ours: str, theirs: str, merged: str) -> bool:
    """Whether a lost line is one of the two kinds that may give way, and something came in its place."""
    if line in STAND_INS:
        before = {each for each, _ in lines(base)}
        added = {each for each, _ in lines(ours) + lines(theirs)} - before - STAND_INS
        return any(each in added for each, _ in lines(merged))
    sides = [_fields(text) for text in (base, ours, theirs)]
    if not any(line in side for side in sides) or any(side == sides[0] for side in sides[1:]):
        return False
    old, new = sorted(sides[1:])  # the update time comes first, and its days have two digits
    notes = (NOTE in " ".join(side) for side in (old, sides[0], new))
    return _fields(merged) == new and (not next(notes) or any(notes))


def _fields(text: str) -> list[str]:
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.startswith(SESSION)]


Edits = list[tuple[str, ...]]
"""What a side made of each entry of a list: nothing, the entry, another one, or more than one."""


def list_of_both(names: list[str], ours: Edits, theirs: Edits) -> list[str] | None:
    """The entries of a list that two sides changed, None where one entry was changed by both.

    Names are unique, and each side may have put new entries behind its last one.
    """
    found: list[str] = []
    for name, one, other in zip(names, ours, theirs, strict=True):
        if (name,) not in (one, other) and one != other:
            return None
        found += other if one == (name,) else one
    return found
