"""What people write into the sections of their documents, made up from a source of chance."""

import random

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


class Bodies:
    """Entries and the shapes of sections, all in one style; no two texts are equal."""

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
