"""What a rule found, and what all rules together say of one message."""

from typing import NamedTuple

SEVERITIES = ("error", "warn", "off")
"""`error` refuses, `warn` is shown, `off` is not looked at."""


class Finding(NamedTuple):
    """One cause, at one place. `line` and `column` count from 1, in characters of the message."""

    rule: str
    message: str
    line: int = 1
    column: int = 1
    width: int = 1
    severity: str = "error"
    allowed: tuple[str, ...] = ()
    hint: str = ""


class Verdict(NamedTuple):
    """What the rules say of one message.

    `subject` is the line that was judged, `corrected` the whole line that would pass, or "" where
    that is not certain; `skipped` says why nothing was judged ("merge", "bot", ...), or "".
    """

    subject: str
    findings: tuple[Finding, ...] = ()
    corrected: str = ""
    skipped: str = ""

    @property
    def refused(self) -> bool:
        """Whether one finding at least is an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def softened(self) -> "Verdict":
        """The same findings as warnings, for a message that somebody else wrote."""
        return self._replace(
            findings=tuple(f._replace(severity="warn") for f in self.findings),
        )


class Fault(NamedTuple):
    """A departure from the grammar of a line: a rule id, a sentence, the place as offsets from 0.

    `certain` is whether the reading that goes on from it is what the writer must have meant.
    """

    rule: str
    message: str
    start: int
    end: int
    certain: bool = True


class Part(NamedTuple):
    """A piece of a line, and the offset where it starts."""

    text: str
    at: int


class Source(NamedTuple):
    """What is judged: the message of a `commit`, a `file`, a `title` or `stdin`, or a `document`.

    `name` is the commit's id, the path of the file or document, or the kind again.
    """

    kind: str
    name: str
    author: str = ""

    @property
    def place(self) -> str:
        """What stands before the line number: ten digits of a commit, or the name."""
        return self.name[:10] if self.kind == "commit" else self.name


class Report(NamedTuple):
    """A message that has findings, and where it is from."""

    source: Source
    verdict: Verdict


class Tally:
    """What was looked at, counted while the reports go by.

    `oldest` and `newest` are the first and the last commit refused, `from_root` is whether the
    first has no parent; `merges` whether there were merges; `mend` the command that mends it all.
    """

    def __init__(self, what: str = "commit") -> None:
        self.what = what
        self.checked = 0
        self.refused = 0
        self.errors = 0
        self.warnings = 0
        self.oldest = ""
        self.newest = ""
        self.from_root = False
        self.merges = False
        self.mend = ""

    def count(self, verdict: Verdict) -> None:
        """Count the findings of one message."""
        errors = sum(finding.severity == "error" for finding in verdict.findings)
        self.errors += errors
        self.warnings += len(verdict.findings) - errors
        self.refused += bool(errors)

    def add(self, other: "Tally") -> None:
        """Count what another tally has counted."""
        self.checked += other.checked
        self.refused += other.refused
        self.errors += other.errors
        self.warnings += other.warnings
