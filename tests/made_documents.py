"""State documents as people write them, made up from a seed."""

import random
from dataclasses import dataclass, field

from section_names import NAMES

PROFILES = {
    "status": ("STATUS.md",),
    "sessions": ("STATUS.md",),
    "session-md": ("SESSION.md", "IMPLEMENTATION_PHASES.md"),
    "continuity": ("CURRENT-STATE.md", "TRACKER.md", "PENDING-CHANGES.md"),
    "storage": ("STATUS.md",),
}
"""The documents of each profile, that of the state first."""
IDS = ("6", "7", "12", "2.3", "24", "25", "30")
_SUBJECTS = (
    "importer",
    "login page",
    "nightly export",
    "Zeitplan",
    "検索の画面",
    "dark mode",
    "retry loop",
    "mapa",
)
_DEEDS = (
    "repair the",
    "look into the",
    "speed up the",
    "write tests for the",
    "replace the",
    "document the",
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


class Maker:
    """Makes documents of one style from a source of chance; no two texts are equal."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.language = chance.choice((*(0,) * 5, *range(12)))
        self.loose = chance.random() < 0.8
        self.rules = chance.random() < 0.2
        self.told: dict[str, list[str]] = {}
        """The texts of the entries by what their section is about."""
        self._count = chance.randrange(500)

    def text(self) -> str:
        """A text that is nowhere else."""
        self._count += 1
        name = "".join(chr(97 + self._count // 26**n % 26) for n in range(3))
        return f"{self.chance.choice(_DEEDS)} {self.chance.choice(_SUBJECTS)} q{name}"

    def entry(self) -> str:
        """An entry that is about a fix, that mentions one, or that does neither."""
        text, fix = self.text(), self.chance.choice(IDS)
        return self.chance.choice(
            (
                *(
                    text,
                    f"Fix {fix}: {text}",
                    f"Fix {fix}: {text}",
                    f"#{fix} {text}",
                    f"**Fix {fix}**: {text}",
                ),
                *(f"[Fix {fix}] {text}", f"Fix #{fix} - {text}", f"{fix}: {text}", f"{text} [Fix {fix}]"),
                *(f"Fixes #24-30: {text}", f"Fixes 24, 25 and 30: {text}", f"{text}, waits for #{fix}"),
                *(
                    f"{text} from {fix} s to 1 s",
                    f"{text} of version {fix}",
                    f"{text} (same variables as #{fix})",
                ),
                *(f"{text} once Fix {fix} is out", f"{text}: {fix} % of all", f"{text} at `Fix {fix}`"),
                *(
                    f"{fix} days of {text}",
                    f"{text}, see [Fix {fix}] for the reason",
                    f"v{fix}.0 needs: {text}",
                ),
                *(
                    f"Fix {fix}0: {text}",
                    f"Fix {fix}.1: {text}",
                    f"Prefix {fix} {text}",
                    f"T-00{fix}: {text}",
                ),
                *(f"2026-12-0{fix[0]}: {text}", f"**0{fix[0]}.08.2026**: {text}", f"Issue {fix}0: {text}"),
                *(f"~~Fix {fix}~~ {text}", f"✅ Fix {fix}: {text}", f"⚠️ {text}", f"After #{fix}: {text}"),
            )
        )

    def detail(self) -> list[str]:
        """Lines below an item."""
        text, fix = self.text(), self.chance.choice(IDS)
        return self.chance.choice(
            (
                *(
                    [],
                    [],
                    [],
                    [f"  - {text}"],
                    [f"  - begin when #{fix} is out: {text}", f"    - Fix {fix}: {text}"],
                ),
                *([f"  {text} goes on"], ["  ```sh", f"  - Fix {fix}: {text}", "  # no heading", "  ```"]),
                *(
                    [f"  > Fix {fix}: {text}"],
                    ["", f"  {text}, a paragraph of its own"],
                    [f"  1. {text}", f"  2. Fix {fix}"],
                ),
            )
        )

    def remember(self, concept: str, text: str) -> str:
        """The text, kept for `--did` and `--resolved`."""
        self.told.setdefault(concept, []).append(text)
        return text

    # The bodies of a section

    def items(self, concept: str) -> list[str]:
        """A list: bullets, numbers or boxes; its entries may have details."""
        form = self.chance.choice(("-", "-", "*", "1.", "1)", "- [ ]", "- [x]", "mixed"))
        start, lines = self.chance.choice((1, 1, 1, 4)), list[str]()
        for at in range(self.chance.randint(1, 4)):
            marker = {"1.": f"{start + at}.", "1)": f"{start + at})"}.get(form, form)
            if form == "mixed":
                marker = self.chance.choice(("- [ ]", "- [x]"))
            pad = "   " if marker[0].isdigit() else "  "
            lines.append(f"{marker} {self.remember(concept, self.entry())}")
            lines += [one.replace("  ", pad, 1) if one.startswith("  ") else one for one in self.detail()]
            if self.chance.random() < 0.1:
                lines[-1] += "  "
        return lines

    def table(self, concept: str) -> list[str]:
        """A table with columns of the project's own, with or without a header."""
        columns = self.chance.choice(
            (
                *(("Fix", "Description", "Commit", "Date"), ("Blocker", "Impact", "Mitigation", "Status")),
                *(
                    ("ID", "Task", "Status", "Completed", "References"),
                    ("What", "Why"),
                    ("Nr", "Aufgabe", "Stand"),
                ),
                *(("Priority", "Item", "Owner"), ("Date", "Session", "Summary"), ("Task", "ID", "État")),
            )
        )
        lines = []
        if self.chance.random() < 0.85:
            rule = self.chance.choice((" --- ", "---", " :-- "))
            lines = ["| " + " | ".join(columns) + " |", "|" + "|".join(rule for _ in columns) + "|"]
        for _ in range(self.chance.randint(0 if lines else 1, 3)):
            row = [self._cell(concept, name) for name in columns]
            if self.chance.random() < 0.1:
                row.pop()
            lines.append("| " + " | ".join(row) + " |")
        return lines

    def _cell(self, concept: str, name: str) -> str:
        fix = self.chance.choice(IDS)
        if name in {"Fix", "ID", "Nr"}:
            return self.chance.choice((fix, fix, f"#{fix}", f"T-{fix}", "—"))
        if name in {"Description", "Task", "Item", "What", "Aufgabe", "Blocker", "Summary"}:
            text = self.text()
            return self.remember(
                concept, self.chance.choice((text, text, f"{text} after #{fix}", f"`a\\|b` {text}"))
            )
        if name in {"Status", "Stand", "État"}:
            return self.chance.choice(("Open", "TODO", "🔥 open", "Offen", ""))
        if name in {"Date", "Completed"}:
            return self.chance.choice(("2026-02-13", "—", "", "13.02.2026"))
        return self.chance.choice((f"{self.text()}", "high", f"waits for #{fix}", "—"))

    def parts(self, concept: str) -> list[str]:
        """Sub-sections: entries of their own, or groups of entries."""
        lines = list[str]()
        for at in range(self.chance.randint(1, 3)):
            if self.chance.random() < 0.5:
                lead = self.chance.choice((f"{at + 1}. ", "", f"P{at}: "))
                lines += [f"### {lead}{self.remember(concept, self.entry())}", f"**Action**: {self.text()}"]
                lines += [f"**Dependencies**: Fix {self.chance.choice(IDS)}", ""]
            else:
                name = self.chance.choice(
                    ("Short term", "Phase 2", "This week", "Database move", "高優先度", "🔥 Urgent")
                )
                lines += [f"### {name} {self.text()[-4:]}", "", *self.items(concept), ""]
        return lines

    def prose(self, concept: str) -> list[str]:
        """Paragraphs."""
        return [
            *(f"{self.entry()}, and {self.text()}." for _ in range(self.chance.randint(1, 2))),
            "",
            self.text() + ".",
        ]

    def empty(self, concept: str) -> list[str]:
        """What says that there is no entry, or nearly."""
        return self.chance.choice(
            (
                *([], ["None"], ["_(None)_"], ["- None"], ["None of the tests run on " + self.text()]),
                *(
                    ["**NONE** - " + self.text()],
                    ["<!-- " + self.text(), "- Fix 6: in a comment", "-->"],
                    ["N/A"],
                ),
            )
        )

    def fence(self, concept: str) -> list[str]:
        """A fence with what looks like entries in it."""
        fix = self.chance.choice(IDS)
        return [
            "```md",
            "## Next Up",
            f"- [ ] Fix {fix}: {self.text()}",
            f"| {fix} | {self.text()} |",
            "---",
            "```",
        ]

    def diary(self, concept: str) -> list[str]:
        """Entries by date."""
        days = [f"2026-0{month}-1{month}" for month in range(1, self.chance.randint(3, 5))]
        if self.chance.random() < 0.5:
            days.reverse()
        lines = list[str]()
        for day in days:
            lines += [f"### {day}: {self.text()}", "", *self.items("diary"), ""]
            if self.chance.random() < 0.4:
                lines += ["#### Decisions", "", *self.items("diary"), ""]
        return lines

    # The document

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
        fields = self.chance.choice(
            (
                *(
                    "",
                    "**Last Updated**: 2025-09-10  ",
                    "> Last updated: 2026-04-21 · Current version: v0.28.6",
                ),
                *(
                    "> Last updated: 2026-06-21 ET",
                    "> Last updated: 2026-06-22.",
                    "*Last Updated: 2026-02-03*",
                ),
                *(
                    "**Last updated:** 2026-09-19 (W443 complete)",
                    "Enclave · Office · Last updated: 2026-08-22",
                ),
                *(
                    "Date: 2026-08-22",
                    "**Atualizado em:** 20 de julho de 2026",
                    "> 最終更新: 2026-06-06（2回目）",
                ),
                *(
                    "- **날짜**: 2026-03-20",
                    "**Last Updated:** November 11, 2025 - release freeze until the 20th",
                ),
                *(
                    "**Last Updated**: Nov 20, 2025, 10:15 (by Kim)\n**Session**: 4 (night shift)\n**Status**: Ready",
                ),
                *(
                    "**Last Updated**: 2026-02-13 18:15 UTC\n**Session**: 3 | **Status**: In progress  \n**Branch**: main",
                ),
                *(
                    "| Last Updated | 2026-04-29T18:01:06.628627+00:00 |\n| --- | --- |\n| Owner | Kim, since 2025-01-01 |",
                ),
                *("**Status:** Ready - waiting for the auditors  ", "**Stand**: 20.08.2026, vor dem Umzug"),
            )
        )
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
