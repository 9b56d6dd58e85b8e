"""State documents as people write them, made up from a seed."""

import random
from dataclasses import dataclass, field

from made_bodies import Bodies
from section_names import NAMES

PROFILES = {
    "status": ("STATUS.md",),
    "sessions": ("STATUS.md",),
    "session-md": ("SESSION.md", "IMPLEMENTATION_PHASES.md"),
    "continuity": ("CURRENT-STATE.md", "TRACKER.md", "PENDING-CHANGES.md"),
    "storage": ("STATUS.md",),
}
"""The documents of each profile, that of the state first."""
_FIELDS = (
    "",
    "**Last Updated**: 2025-09-10  ",
    "> Last updated: 2026-04-21 · Current version: v0.28.6",
    "> Last updated: 2026-06-21 ET",
    "> Last updated: 2026-06-22.",
    "*Last Updated: 2026-02-03*",
    "**Last updated:** 2026-09-19 (W443 complete)",
    "Enclave · Office · Last updated: 2026-08-22",
    "Date: 2026-08-22",
    "**Atualizado em:** 20 de julho de 2026",
    "> 最終更新: 2026-06-06（2回目）",
    "- **날짜**: 2026-03-20",
    "**Last Updated:** November 11, 2025 - release freeze until the 20th",
    "**Last Updated**: Nov 20, 2025, 10:15 (by Kim)\n**Session**: 4 (night shift)\n**Status**: Ready",
    "**Last Updated**: 2026-02-13 18:15 UTC\n**Session**: 3 | **Status**: In progress  \n**Branch**: main",
    "| Last Updated | 2026-04-29T18:01:06.628627+00:00 |\n| --- | --- |\n| Owner | Kim, since 2025-01-01 |",
    "**Status:** Ready - waiting for the auditors  ",
    "**Stand**: 20.08.2026, vor dem Umzug",
)


@dataclass
class Made:
    """A document in pieces, so that a failing one can be made smaller."""

    pieces: list[str] = field(default_factory=list)
    ends: str = "\n"
    mark: str = ""
    last: str = "\n"

    def data(self) -> bytes:
        """Its bytes."""
        text = "".join(self.pieces).removesuffix("\n") + self.last
        return (self.mark + text.replace("\n", self.ends)).encode()


class Maker(Bodies):
    """Makes documents of one style."""

    def heading(self, concept: str, level: int = 2) -> list[str]:
        """The heading of a section, as people dress it up."""
        names = NAMES[concept]
        name = names[self.language % len(names)] if self.language else self.chance.choice(names[:4])
        if level == 2 and self.chance.random() < 0.05:
            return [name, "-" * len(name) * 2]
        before = self.chance.choice(("", "", "", "", "✅ ", "⚠️ ", "3. ", "🎯 2. "))
        behind = self.chance.choice(("", "", "", "", " ✅", " (Priority Order)", " — Phase D", ":", " ##"))
        if self.chance.random() < 0.1:
            name = f"**{name}**"
        return ["#" * level + f" {before}{name}{behind}"]

    def section(self, concept: str, level: int = 2) -> str:
        """A section with a body of some shape."""
        shapes = [self.items, self.items, self.items, self.table, self.prose, self.empty, self.fence]
        if level == 2:
            shapes += [self.parts, self.parts]
        shape = self.chance.choice(shapes)
        body = shape(concept)
        if self.chance.random() < 0.25:
            extra = self.chance.choice(
                (self.fence, self.prose, self.items, lambda _: ["> - Fix 7: quoted", "> ## Next Up"])
            )
            body = [*body, "", *extra(concept)]
        lines = [*self.heading(concept, level), *([""] if self.loose else []), *body, ""]
        if self.rules:
            lines += ["---", ""]
        return "\n".join(lines) + "\n"

    def topic(self) -> str:
        """A section of something else, maybe with sections of known names in it."""
        name = self.chance.choice(
            ("Technical Notes", "Architecture", "Ideas", "Umgebung", "技術メモ", "Release freeze")
        )
        lines = [f"## {name} {self.text()[-4:]}", ""]
        lines += self.chance.choice((self.prose, self.items, self.fence, self.table, self.diary))("topic")
        body = "\n".join([*lines, ""]) + "\n"
        if self.chance.random() < 0.3:
            body += self.section(self.chance.choice(tuple(NAMES)), 3)
        return body

    def header(self) -> str:
        """Title and fields of a document, with its date in one of its many forms."""
        title = self.chance.choice(
            ("# Status", "# 📋 Project — Status", "# Session Handoff - 2026-01-20", "Status\n======", "")
        )
        fields = self.chance.choice(_FIELDS)
        front = self.chance.choice(("",) * 6 + ("---\nlast_updated: 2026-09-03\nfixes: [6, 7]\n---\n",))
        said = self.chance.choice(
            ("", "", "> To the next agent: do Fix 7 first.\n\n", "<!-- keep this -->\n\n")
        )
        return front + "\n\n".join(one for one in (title, fields) if one) + "\n\n" + said

    def state(self) -> Made:
        """A document of the state of a project."""
        wanted = [one for one in NAMES if one != "tasks" and self.chance.random() < 0.6]
        if self.chance.random() < 0.15:
            wanted.append(self.chance.choice(wanted or ["next"]))
        if self.chance.random() < 0.4:
            self.chance.shuffle(wanted)
        pieces = [self.section(one, self.chance.choice((2,) * 9 + (3,))) for one in wanted]
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            pieces.insert(self.chance.randint(0, len(pieces)), self.topic())
        if self.chance.random() < 0.1:
            pieces.append("*Last Updated: 2026-02-03*\n")
        return self.finished([self.header(), *pieces])

    def tracker(self) -> Made:
        """A document of all tasks: a table, boxes, or phases."""
        pieces = ["# Tracker\n\n"]
        form = self.chance.choice(("table", "boxes", "phases"))
        if form == "phases":
            for at in range(1, 3):
                boxes = self.items("tasks")
                pieces.append(
                    "\n".join([f"## Phase {at}: {self.text()}", "", "**Tasks**:", "", *boxes, "", ""])
                )
        else:
            body = self.table("tasks") if form == "table" else self.items("tasks")
            pieces.append("\n".join([*self.heading("tasks"), "", *body, "", ""]))
        return self.finished([*pieces, self.topic()])

    def finished(self, pieces: list[str]) -> Made:
        """The document with the ends that an editor leaves."""
        ends = self.chance.choice(("\n",) * 6 + ("\r\n",))
        last = self.chance.choice(("\n",) * 5 + ("", "\n\n"))
        return Made(pieces, ends, self.chance.choice(("",) * 12 + ("\ufeff",)), last)


def made(seed: int) -> tuple[str, dict[str, Made], Maker]:
    """The profile of a seed, its documents, and the maker that knows their entries."""
    chance = random.Random(seed)
    profile = chance.choice(tuple(PROFILES))
    maker = Maker(chance)
    names = PROFILES[profile]
    files = {names[0]: maker.state()}
    for name in names[1:]:
        files[name] = maker.tracker()
    return profile, files, maker
