"""`trace` in a long history with many sessions and a backlog: all fixes, one of them, the list."""

from measure import BIN, Must, interleaved, peak, row
from report import COUNT, FIXES, SESSIONS, reported


def trace(rounds: int) -> None:
    """Against git's own reading of the same messages."""
    repo = reported()
    commands: dict[str, tuple[object, ...]] = {
        "ours": (BIN / "git-sessionlog", "trace"),
        "one": (BIN / "git-sessionlog", "trace", "7"),
        "list": (BIN / "git-sessionlog", "fixes", "list"),
        "git log": ("git", "log", "-z", "--format=%H%n%B"),
    }
    times = interleaved(commands, repo, rounds or 7)
    work = f"of {COUNT:,} commits, {SESSIONS} sessions, {FIXES:,} fixes"
    row(times, Must(f"`trace` {work}", "ours", "git log", 4))
    row(times | {"ours": times["one"]}, Must("`trace 7` there", "ours", "git log", 4))
    row(times | {"ours": times["list"]}, Must("`fixes list` there", "ours", "git log", 4))
    small = reported(COUNT // 10)
    few, many = (peak(where, "trace") for where in (small, repo))
    sizes = f"{many:.1f} MB | {few:.1f} MB | {many / few:.2f}"
    print(f"| peak memory of `trace` there | of {COUNT // 10:,} commits | {sizes} | flat |")
