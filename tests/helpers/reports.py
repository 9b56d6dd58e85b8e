"""Reports as the forms get them: one of each kind, and hostile ones."""

from collections.abc import Iterator

from git_sessionlog.core.errors import Failure
from git_sessionlog.core.findings import Finding, Report, Source, Tally, Verdict

OID = "0123456789abcdef0123456789abcdef01234567"
OTHER = "fedcba9876543210fedcba9876543210fedcba98"

UNKNOWN = Finding(
    "type-unknown", 'unknown type "feature", did you mean "feat"?', 1, 1, 7, "error", ("feat", "chore")
)
LONG = Finding("subject-length", "120/100 characters", 1, 101, 20)
TWICE = Finding("fix-duplicate", 'fix id "7" is named twice', 1, 30, 1, "warn", (), "say it once")

REFUSED = Report(
    Source("commit", OID, "Ann Author"),
    Verdict("feature(api): x [Fix 1]", (UNKNOWN, LONG), "feat(api): x [Fix 1]"),
)
WARNED = Report(Source("commit", OTHER, "Bob"), Verdict("fix(api): x [Fix 7, 7]", (TWICE,)))
HOSTILE = Report(
    Source("commit", OTHER, "\x1b[31mEve\u202e\n::error::x"),
    Verdict(
        "a\x1b]0;x\x07b\u202ec\r\x00 100%: <&\"'",
        (Finding("type-missing", "a\u200bb\r\n::warning::x 100%", hint="\x9b31m", allowed=("\x1b",)),),
        "feat(\u202e): 100%\r",
    ),
)
FILE = Report(Source("file", "a b\n%ü\udcff.txt"), Verdict("x", (LONG,)))

DOCUMENT = Report(
    Source("document", "docs/a.md"),
    Verdict(
        "docs/a.md",
        (
            Finding("date-form", "no date", 3, 5, 4),
            Finding("path-local", "of one machine", 9, severity="warn"),
        ),
    ),
)


def tally(*reports: Report, what: str = "commit", mend: str = "") -> Tally:
    """What lint would have counted; each report stands for two messages."""
    counted = Tally(what)
    counted.checked = 2 * len(reports)
    for report in reports:
        counted.count(report.verdict)
    counted.mend = mend
    return counted


def cut_off(*reports: Report) -> Iterator[Report]:
    """The reports, and then the history ends."""
    yield from reports
    raise Failure("the history is cut off", "fetch it")
