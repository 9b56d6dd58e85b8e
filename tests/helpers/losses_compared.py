"""Two states of a document: which line of the one became which of the other, and what is wrong."""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from document_lines import Line, cells, words
from losses_aligned import NEVER, cheapest
from losses_allowed import (
    about,
    field_changed,
    filled,
    has_field,
    is_stand_in,
    one_less,
    padded,
    renumbered,
    ticked,
)

Pair = Callable[[Line, Line], bool]


@dataclass
class Step:
    """What a step was asked, and what it said: all that the comparison knows of it."""

    fixes: set[str] = field(default_factory=set)
    """The ids that are started or done."""
    did: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    output: str = ""
    repairs: bool = False
    """Whether rows may be filled up and those that say nothing taken away, as `docs --fix` does."""
    own: frozenset[str] = frozenset()
    """Lines that the product has written of itself: they may go without a word."""
    dropped: tuple[str, ...] = ()
    """Lines that the other side of a merge took away."""
    merge: bool = False
    """Whether it is a merge: fields that both sides have set may come in another order."""
    conflict: bool = False
    """Whether the marks of a conflict are in it: then only what is there counts, not where."""


class Comparison:
    """Two states of a document, with which line of the one became which of the other."""

    def __init__(self, before: list[Line], after: list[Line], step: Step) -> None:
        self.before, self.after, self.step = before, after, step
        self.spans = dict(self._removable())
        self.to = self._aligned()
        self.back = {new: old for old, new in self.to.items()}

    def found(self) -> Iterator[str]:
        """All that is wrong."""
        yield from self._lost()
        if not self.step.conflict:
            yield from self._moved_under()
            yield from self._inserted()

    # Which line became which

    def _aligned(self) -> dict[int, int]:
        """Which line became which: equal lines where there are, then allowed changes."""
        rules = [list(self._changes(i)) for i in range(len(self.before))]
        gone = [self._cost_of_removal(i) for i in range(len(self.before))]

        def change(i: int, j: int) -> float:
            old, new = self.before[i], self.after[j]
            if old.text == new.text:
                if old.end != new.end and old.end:
                    return NEVER
                # A line that stays where it is said to be is better than its double elsewhere.
                return 0 if old.kind == new.kind and old.concepts == new.concepts else 0.25
            return 1 if any(rule(old, new) for rule in rules[i]) else NEVER

        return cheapest(gone, len(self.after), change)

    def _cost_of_removal(self, i: int) -> float:
        if i in self.spans:
            return 2
        return 50 if self.before[i].kind == "blank" else 1000

    def _changes(self, i: int) -> Iterator[Pair]:
        """The changes that a line may go through."""
        line, step = self.before[i], self.step
        if line.kind in {"blank", "literal"}:
            return
        if self._may_hold_fields(i):
            yield lambda old, new: field_changed(old.text, new.text)
        if line.kind in {"item", "heading"} and any(line.concepts):
            yield lambda old, new: renumbered(old.text, new.text)
        if len(about(line.text, line.kind)) > 1:
            yield lambda old, new: one_less(old.text, new.text, step.fixes)
        if line.kind == "item" and self._is_meant(i):
            yield lambda old, new: ticked(old.text, new.text)
        if line.kind == "row" and self._is_meant(i):
            titles = self._titles(i)
            yield lambda old, new: filled(old.text, new.text, titles)
        if line.kind in {"row", "header", "delimiter"} and step.repairs:
            yield lambda old, new: padded(old.text, new.text)

    def _may_hold_fields(self, i: int) -> bool:
        line = self.before[i]
        if line.kind in {"literal", "blank"} or not has_field(line.text):
            return False
        above = [one for one in self.before[:i] if one.kind == "heading"]
        if line.kind == "heading" and line.level in {1, -1}:
            return True
        if line.kind != "heading" and all(one.level in {1, -1} for one in above):
            return True
        last = [at for at, one in enumerate(self.before) if one.kind != "blank"][-2:]
        return i in last or bool({"checkpoint", "phase"} & set(line.concepts))

    def _titles(self, i: int) -> list[str]:
        """The header of the table that a row is in."""
        while i > 0 and self.before[i].kind in {"row", "delimiter", "blank"}:
            i -= 1
        return cells(self.before[i].text.casefold()) if self.before[i].kind == "header" else []

    # What may go

    def _removable(self) -> Iterator[tuple[int, int]]:
        """The lines that may be taken away, each with the first line of its entry."""
        for i, line in enumerate(self.before):
            concept = next((one for one in reversed(line.concepts) if one), "")
            if line.kind in {"blank", "literal", "front", "delimiter", "header", "rule", "quote"}:
                continue
            if (
                is_stand_in(line.text)
                or (self.step.repairs and line.kind == "row" and not "".join(cells(line.text)).strip("—- "))
                or line.text in self.step.dropped
            ):
                yield i, i
            elif self._is_meant(i, concept):
                yield from ((one, i) for one in self._whole(i))

    def _is_meant(self, i: int, concept: str = "tasks") -> bool:
        """Whether the line begins an entry that the step was about."""
        line, step = self.before[i], self.step
        if line.kind == "heading" and (not line.concepts[:-1] or not any(line.concepts[:-1])):
            return False
        if line.owner >= 0:
            return False
        ids = about(line.text, line.kind)
        if concept in {"next", "in-progress", "tasks"} and ids and ids <= step.fixes:
            return True
        named = {
            "next": step.did,
            "in-progress": step.did,
            "blockers": step.resolved,
            "tasks": [*step.did, *step.resolved],
        }
        return any(_names(line, one) for one in named.get(concept, []))

    def _whole(self, i: int) -> Iterator[int]:
        """The lines of the entry that begins with this one."""
        line = self.before[i]
        yield i
        for j in range(i + 1, len(self.before)):
            one = self.before[j]
            if line.kind == "heading":
                if one.kind == "heading" and abs(one.level) <= abs(line.level):
                    return
            elif line.kind == "row" or (line.kind == "text" and one.kind != "text"):
                return
            elif line.kind == "item":
                inside = one.owner >= i or (one.region > i and self.before[one.region].owner >= i)
                if not inside:
                    return
            yield j

    # What is wrong

    def _lost(self) -> Iterator[str]:
        gone = [i for i in range(len(self.before)) if i not in self.to]
        for i in gone:
            line = self.before[i]
            if i in self.spans:
                yield from self._explained(i)
            elif line.kind == "blank":
                if not any(self._touched(one) for one in (i - 1, i + 1, i - 2, i + 2)):
                    yield f"line {i + 1}: an empty line is gone"
            elif not (self.step.merge and has_field(line.text) and self._has_new(line)):
                yield f"line {i + 1} ({line.kind}) is gone: {line.text!r}{self._near(line)}"

    def _has_new(self, line: Line) -> bool:
        return any(one.text == line.text for j, one in enumerate(self.after) if j not in self.back)

    def _touched(self, i: int) -> bool:
        return 0 <= i < len(self.before) and (
            i not in self.to or self.after[self.to[i]].text != self.before[i].text
        )

    def _near(self, line: Line) -> str:
        """What a line seems to have become."""
        new = [one.text for j, one in enumerate(self.after) if j not in self.back]
        close = difflib.get_close_matches(line.text, new, n=1, cutoff=0.5)
        return f"; instead {close[0]!r}" if close else ""

    def _explained(self, i: int) -> Iterator[str]:
        first, line = self.spans[i], self.before[i]
        if first != i:
            if first in self.to and line.kind != "blank":
                yield f"line {i + 1}: a part of an entry that stays is gone: {line.text!r}"
            return
        if is_stand_in(line.text) or line.text in {*self.step.dropped, *self.step.own}:
            return
        stays = [
            one
            for one in self._whole(i)
            if one in self.to and self.before[one].kind not in {"blank", "rule"}
        ]
        if stays:
            below = self.before[stays[0]].text
            yield f"line {i + 1}: {line.text!r} is gone, but not what is below it: {below!r}"
        if not is_named(line, self.step.output):
            yield f"line {i + 1}: removed without a word: {line.text!r}"

    def _moved_under(self) -> Iterator[str]:
        """Lines that are still there, but are something else now, or belong to something else."""
        for i, j in self.to.items():
            old, new = self.before[i], self.after[j]
            if old.kind in {"blank", "rule"}:
                continue
            if old.kind != new.kind and {old.kind, new.kind} != {"row", "header"}:
                yield f"line {i + 1}: {old.text!r} was {old.kind}, and is read as {new.kind} now"
            elif (
                old.heading >= 0
                and old.kind != "heading"
                and not self._may_hold_fields(i)
                and self.to.get(old.heading) != new.heading
            ):
                if old.heading in self.to:
                    where = self.after[new.heading].text if new.heading >= 0 else "no heading"
                    yield f"line {i + 1}: {old.text!r} is under {where!r} now"
            elif (
                old.kind == "heading"
                and self.to.get(old.heading, -1) != new.heading
                and old.heading in self.to
            ):
                yield f"line {i + 1}: the section {old.text!r} is in {self.after[new.heading].text!r} now"
            elif old.owner >= 0 and old.owner in self.to and self.to[old.owner] != new.owner:
                yield f"line {i + 1}: {old.text!r} is a part of another entry now"
            elif old.owner < 0 <= new.owner:
                yield f"line {i + 1}: {old.text!r} has become a part of {self.after[new.owner].text!r}"

    def _inserted(self) -> Iterator[str]:
        for j, line in enumerate(self.after):
            if j in self.back:
                continue
            if line.kind == "front" or (line.kind == "literal" and line.region in self.back):
                yield f"written into a fence, a comment or front matter: {line.text!r}"
            elif line.kind == "heading":
                yield from self._misplaced_section(line)

    def _misplaced_section(self, line: Line) -> Iterator[str]:
        """A new section that is a part of somebody else's."""
        if line.heading not in self.back:
            return
        parent = self.after[line.heading]
        titles = [one for one in self.after if one.kind == "heading" and one.level in {1, -1}]
        if any(parent.concepts) or (abs(parent.level) == 1 and len(titles) == 1):
            return
        yield f"the new section {line.text!r} is in {parent.text!r}"


def _names(line: Line, given: str) -> bool:
    """Whether an entry is the one that was named to be done or resolved."""
    own = [words(one) for one in cells(line.text)] if line.kind == "row" else [words(line.text)]
    return any(words(given).casefold() in one.casefold() for one in own)


def is_named(line: Line, output: str) -> bool:
    """Whether the output says what was removed: the beginning of its text, or of its longest cell."""
    told = [one for one in output.splitlines() if not re.match(r"- Fix #", one)]
    text = max(cells(line.text), key=len) if line.kind == "row" else line.text
    wanted = words(text).replace("\\|", "|")[:28].strip()
    return wanted in words(" ".join(told).replace("\n", " "))
