"""`report` in a long history with many sessions: figures, tables and the page."""

import time
from pathlib import Path

from measure import BIN, HOME, Must, git, interleaved, peak, row, straight

COUNT, SESSIONS, EACH, FIXES = 100_000, 300, 10, 1000
STEP = 300  # seconds between two commits: almost a year in all
FIRST = 1_700_000_000
WHO = ("-c", "user.name=A", "-c", "user.email=a@b")


def report(rounds: int) -> None:
    """Against git's own reading of the same messages."""
    repo = reported()
    commands: dict[str, tuple[object, ...]] = {
        "ours": (BIN / "git-sessionlog", "report"),
        "page": (BIN / "git-sessionlog", "report", "--html", "-"),
        "git log": ("git", "log", "-z", "--format=%H%n%B"),
    }
    times = interleaved(commands, repo, rounds or 7)
    work = f"of {COUNT:,} commits, {SESSIONS} sessions, {FIXES:,} fixes"
    row(times, Must(f"`report` {work}", "ours", "git log", 4))
    row(times | {"ours": times["page"]}, Must("`report --html` there", "ours", "git log", 4))
    small = reported(COUNT // 10)
    few, many = (peak(where, "report") for where in (small, repo))
    print(
        f"| peak memory of `report` there | of {COUNT // 10:,} commits | {many:.1f} MB | {few:.1f} MB | ",
        end="",
    )
    print(f"{many / few:.2f} | flat |")


def reported(count: int = COUNT) -> Path:
    """A long history, with sessions all along it, their records, a backlog, and a STATUS.md.

    Shorter ones have as many sessions.
    """
    repo = HOME / f"reported-{count}"
    if repo.exists():
        return repo
    straight(repo, count, lambda number: message(number, count), lambda number: files(number, count), STEP)
    git("-C", str(repo), "reset", "-q", "--hard")
    records = repo / "docs" / "sessions"
    records.mkdir(parents=True)
    for number in range(1, SESSIONS + 1):
        (records / f"{session(number, count)}.md").write_text(record(number, count))
    entries = (
        f"#{fix} Mend the thing number {fix}\nFile: src/d{fix % 40}/m{fix}.py\n\n"
        for fix in range(1, FIXES)
    )
    (repo / "improvement-analysis.md").write_text("# Improvements\n\n" + "".join(entries))
    (repo / "STATUS.md").write_text(
        "# Status\n\n## Completed Fixes\n\n## Next Up\n\n1. Fix 999: the last one\n"
    )
    git("-C", str(repo), "add", "-A")
    git("-C", str(repo), *WHO, "commit", "-q", "-m", "docs: describe")
    return repo


def session(number: int, count: int) -> str:
    """The id of a session, by the day on which it starts."""
    day = time.strftime("%Y%m%d", time.gmtime(FIRST + STEP * start(number, count)))
    return f"{day}-{number:06}"


def start(number: int, count: int) -> int:
    """The first commit of a session."""
    return (number - 1) * (count // SESSIONS) + 5


def message(number: int, count: int) -> str:
    """Each commit has a fix; ten in a row belong to a session, every so many."""
    kind = ("feat", "fix", "chore", "test", "refactor")[number % 5]
    subject = f"{kind}(api): change number {number} of the thing [Fix {number % FIXES}]"
    at = (number - 5) // (count // SESSIONS) + 1
    place = number - start(at, count) if number >= 5 and at <= SESSIONS else EACH
    body = "\n\nThe body explains why, in two lines or so, and goes on\nfor a while until it ends."
    trailer = f"\n\nSession-Checkpoint: {session(at, count)}/{place + 1}" if place < EACH else ""
    return subject + (body if number % 3 == 0 else "") + trailer + "\n"


def files(number: int, count: int) -> list[str]:
    """The last commit of a session describes it, but for every fifth session."""
    at = (number - 5) // (count // SESSIONS) + 1
    is_last = number >= 5 and number == start(at, count) + EACH - 1
    return [f"src/d{number % 40}/m{number % 1000}.py", *(["STATUS.md"] if is_last and at % 5 else [])]


def record(number: int, count: int) -> str:
    """The record of a session as `end` leaves it."""
    first = FIRST + STEP * start(number, count)
    started, ended = (
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when)) for when in (first, first + STEP * EACH)
    )
    return (
        f"---\nid: {session(number, count)}\nnumber: {number}\nstatus: completed\nbranch: main\n"
        f'started: {started}\nended: {ended}\ngoal: "Batch {number}: a few fixes"\n'
        f'fixes: ["{start(number, count) % FIXES}:a fix:src/api.py"]\nminutes: {STEP * EACH // 60}\n'
        "---\n\n# Session\n"
    )
