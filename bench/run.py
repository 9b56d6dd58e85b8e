"""Measure against the peers, interleaved, medians and ratios: `make bench`.

    python3 bench/run.py [hook] [range] [long] [check] [push] [ci] [documents] [reading] [resume] [report]
                         [trace] [plan] [agent] [branches] [--rounds N]

Makes an environment of its own in .bench/ with this project (installed, not linked) and its peers,
and the histories it needs by `git fast-import`. Prints the table of bench/README.md.
"""

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

import agent
import branches
import documents
import gate
import plan
import reading
import report
import resume
import tracing
from measure import BIN, HOME, Must, git, interleaved, machine, peak, row, set_up, straight

MESSAGE = "feat(api): add login [Fix 2.3]\n\nThe token is kept for an hour.\n"
SETTINGS = 'scopes = ["api", "db", "web"]\nmax-subject = 90\n'


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=0)
    args = parser.parse_args()
    set_up()
    print(f"{machine()}\n\n| work | peer | ours | peer's | ratio | must |")
    print("| --- | --- | --- | --- | --- | --- |")
    for part in args.parts:
        PARTS[part](args.rounds)


def hook(rounds: int) -> None:
    """The commit-msg process: ours lints and writes the trailer, the peer lints."""
    repo = HOME / "hook"
    shutil.rmtree(repo, ignore_errors=True)
    git("init", "-q", str(repo))
    file = repo / ".git" / "COMMIT_EDITMSG"
    commands = {
        "pass": (BIN / "python", "-c", "pass"),
        "ours": (BIN / "git-sessionlog-hook", "commit-msg", str(file)),
        "conventional-pre-commit": (BIN / "conventional-pre-commit", str(file)),
    }
    for label, settings in (("with the defaults", ""), ("with a settings file", SETTINGS)):
        (repo / ".sessionlog.toml").unlink(missing_ok=True)
        if settings:
            (repo / ".sessionlog.toml").write_text(settings)
        times = interleaved(commands, repo, rounds or 60, before=lambda: file.write_text(MESSAGE))
        row(times, Must(f"commit-msg, {label}", "ours", "conventional-pre-commit", 0.7))
        row(times, Must(f"commit-msg, {label}", "ours", "pass", 3.6))


def range_500(rounds: int) -> None:
    repo = history("five", 501)
    commands = {
        "ours": (BIN / "git-sessionlog", "lint", "HEAD~500..HEAD"),
        "cz check": (BIN / "cz", "check", "--rev-range", "HEAD~500..HEAD"),
    }
    times = interleaved(commands, repo, rounds or 15)
    row(times, Must("`lint` of 500 commits", "ours", "cz check", 0.4))


def range_long(rounds: int) -> None:
    repo = history("long", 100_001)
    span = "HEAD~100000..HEAD"
    commands = {
        "ours": (BIN / "git-sessionlog", "lint", span),
        "committed": (BIN / "committed", span),
        "git log": ("git", "log", "-z", "--format=%H%n%B", span),
    }
    times = interleaved(commands, repo, rounds or 7)
    row(times, Must("`lint` of 100,000 commits", "ours", "committed", 0.6))
    row(times, Must("`lint` of 100,000 commits", "ours", "git log", 2.5))
    small, large = (peak(repo, "lint", f"HEAD~{count}..HEAD") for count in (10_000, 100_000))
    sizes = f"{large:.1f} MB | {small:.1f} MB | {large / small:.2f}"
    print(f"| peak memory of 100,000 commits | of 10,000 | {sizes} | flat |")


def history(name: str, count: int) -> Path:
    """A repository with so many commits, some of them bad, in one pack."""
    repo = HOME / name
    if not repo.exists():
        straight(repo, count, message_of)
    return repo


def message_of(number: int) -> str:
    """3 % have no type, 2 % are not ASCII, a third has a body."""
    if number % 33 == 0:
        subject = f"added something without a type {number}"
    elif number % 10 == 0:
        subject = "docs: update STATUS.md with session progress"
    else:
        kind = ("feat", "fix", "chore", "test", "refactor")[number % 5]
        scope = ("api", "web", "db")[number % 3]
        subject = f"{kind}({scope}): change number {number} of the thing [Fix {number % 30}.{number % 7}]"
    body = "\n\nThe body explains why, in two lines or so, and goes on\nfor a while until it ends."
    text = (
        subject + (body if number % 3 == 0 else "") + ("\n\nÄrger mit Ümläuten" if number % 50 == 0 else "")
    )
    return text + "\n"


PARTS: dict[str, Callable[[int], None]] = {
    **{"hook": hook, "range": range_500, "long": range_long},
    **{"check": gate.check, "push": gate.push, "ci": gate.ci, "documents": documents.documents},
    **{"reading": reading.reading, "resume": resume.resume, "report": report.report},
    **{"trace": tracing.trace, "plan": plan.plan},
    **{"agent": agent.agent, "branches": branches.branches},
}


if __name__ == "__main__":
    main()
