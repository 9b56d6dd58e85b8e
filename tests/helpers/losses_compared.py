"""Two states of a document: which line of the one became which of the other, and what is wrong."""

import difflib
from collections.abc import Callable, Iterator

from document_lines import Line, cells
from losses_aligned import NEVER, cheapest
from losses_allowed import (
    Step,
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
from losses_entries import PLACES, concept_of, is_moved, is_named, names, places, untold, whole

Pair = Callable[[Line, Line], bool]


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
        yield from self._copied()
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
            # An entry in the section of another concept has been moved: it is looked for as a whole.
            if i in self.spans and {concept_of(old), concept_of(new)} == set(PLACES):
                return NEVER
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
            if line.kind in {"blank", "literal", "front", "delimiter", "header", "rule", "quote"}:
                continue
            if is_stand_in(line.text) or (
                self.step.repairs and line.kind == "row" and not "".join(cells(line.text)).strip("—- ")
            ):
                yield i, i
            elif self._is_meant(i, concept_of(line)):
                yield from ((one, i) for one in whole(self.before, i))
            elif line.text in self.step.dropped:
                yield i, i

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
        return any(names(line, one) for one in named.get(concept, []))

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
        if self.step.merge:
            yield from self._merged(i)
        elif first != i:
            if first in self.to and line.kind != "blank":
                yield f"line {i + 1}: a part of an entry that stays is gone: {line.text!r}"
        elif not is_stand_in(line.text):
            yield from self._removed(i)

    def _removed(self, i: int) -> Iterator[str]:
        """What is wrong with an entry that is gone from its place: it is done, or it is somewhere else."""
        line, entry = self.before[i], self._entry(i)
        if is_moved(line, self.step.output):
            if (count := len(self._elsewhere(i))) != 1 and line.text not in self.step.own:
                yield f"line {i + 1}: {line.text!r} was moved, and is {count} times in the other section"
        elif self._is_left(line):
            told = untold(entry, self.after)
            yield from (f"line {i + 1}: not done, but no section has {one!r} of it" for one in told)
        if line.text in self.step.own:
            return
        stays = [
            one
            for one in whole(self.before, i)
            if one in self.to and self.before[one].kind not in {"blank", "rule"}
        ]
        if stays:
            below = self.before[stays[0]].text
            yield f"line {i + 1}: {line.text!r} is gone, but not what is below it: {below!r}"
        if not is_named(line, self.step.output):
            yield f"line {i + 1}: removed without a word: {line.text!r}"

    def _merged(self, i: int) -> Iterator[str]:
        """What is wrong with a line that a merge left out: the other side took it away, or has moved it."""
        first, line = self.spans[i], self.before[i]
        if line.kind == "blank" or is_stand_in(line.text) or line.text in self.step.dropped:
            return
        if self.step.conflict:
            there = {one.text.strip() for one in self.after}
            there_whole = all(one.text.strip() in there for one in self._entry(first))
        else:
            there_whole = len(self._elsewhere(first)) == 1
        if first in self.to or not there_whole:
            yield f"line {i + 1}: removed without a word: {line.text!r}"

    def _copied(self) -> Iterator[str]:
        """Entries that are said to be moved, and are still where they were too."""
        gone = {one.text for i, one in enumerate(self.before) if i not in self.to}
        for i, line in enumerate(self.before):
            stays = self.spans.get(i) == i and i in self.to and line.text not in gone
            if stays and is_moved(line, self.step.output) and self._elsewhere(i):
                yield f"line {i + 1}: {line.text!r} was moved, and is still there too"

    def _entry(self, i: int) -> list[Line]:
        return [self.before[one] for one in whole(self.before, i)]

    def _elsewhere(self, i: int) -> list[int]:
        """Where an entry is that was moved."""
        own = concept_of(self.before[i])
        return places(self._entry(i), self.after, [one for one in self.step.to if one != own])

    def _is_left(self, line: Line) -> bool:
        """Whether an entry is about a fix that is not done, and was not named either."""
        named = [*self.step.did, *self.step.resolved]
        return bool(about(line.text, line.kind) & self.step.left) and not any(
            names(line, one) for one in named
        )

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
