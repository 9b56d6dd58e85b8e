"""Measure against the peers, interleaved, medians and ratios: `make bench`.

    python3 bench/run.py [hook] [range] [long] [--rounds N]

Makes an environment of its own in .bench/ with this project (installed, not linked) and its peers,
and the histories it needs by `git fast-import`. Prints the table of bench/README.md.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".bench"
BIN = HOME / "venv" / "bin"
PEERS = ("conventional-pre-commit==4.4.0", "commitizen==4.19.3", "committed==1.1.11")
ENV = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "HOME": str(HOME),
    "GIT_CONFIG_NOSYSTEM": "1",
}
MESSAGE = "feat(api): add login [Fix 2.3]\n\nThe token is kept for an hour.\n"
SETTINGS = 'scopes = ["api", "db", "web"]\nmax-subject = 90\n'


class Must(NamedTuple):
    """One row of the table: what is measured, against what, and the ratio that must not be passed."""

    work: str
    ours: str
    peer: str
    at_most: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=["hook", "range", "long"])
    parser.add_argument("--rounds", type=int, default=0)
    args = parser.parse_args()
    set_up()
    print(f"{machine()}\n\n| work | peer | ours | peer's | ratio | must |")
    print("| --- | --- | --- | --- | --- | --- |")
    parts: dict[str, Callable[[int], None]] = {"hook": hook, "range": range_500, "long": range_long}
    for part in args.parts:
        parts[part](args.rounds)


def set_up() -> None:
    if not (HOME / ".peers").exists():
        subprocess.run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
        pip("install", *PEERS)
        (HOME / ".peers").touch()
    pip("install", "--force-reinstall", "--no-deps", str(ROOT))
    pip("install", str(ROOT))


def pip(*args: str) -> None:
    quiet = ("-q", "--disable-pip-version-check")
    subprocess.run([BIN / "python", "-m", "pip", args[0], *quiet, *args[1:]], check=True)


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
    small, large = (peak(repo, f"HEAD~{count}..HEAD") for count in (10_000, 100_000))
    sizes = f"{large:.1f} MB | {small:.1f} MB | {large / small:.2f}"
    print(f"| peak memory of 100,000 commits | of 10,000 | {sizes} | flat |")


def interleaved(
    commands: dict[str, tuple[object, ...]],
    cwd: Path,
    rounds: int,
    before: Callable[[], object] = lambda: None,
) -> dict[str, float]:
    """The median seconds of each command; one run of each in every round, after one to warm up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            before()
            start = time.perf_counter()
            quietly([str(word) for word in command], cwd)
            if number:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def row(times: dict[str, float], must: Must) -> None:
    ours, peer = times[must.ours], times[must.peer]
    ratio = ours / peer
    kept = "" if ratio <= must.at_most else " **missed**"
    name = "`python -c pass`" if must.peer == "pass" else f"`{must.peer}`"
    figures = f"{ours * 1e3:.0f} ms | {peer * 1e3:.0f} ms | {ratio:.2f}"
    print(f"| {must.work} | {name} | {figures} | {must.at_most}{kept} |")


def peak(repo: Path, span: str) -> float:
    """The largest resident size of our process in MB; git's own is not counted."""
    code = (
        "import resource, sys; from git_sessionlog.cli import main; main(sys.argv[1:]); "
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    done = quietly([str(BIN / "python"), "-c", code, "lint", span], repo)
    return int(done.stderr.split()[-1]) / 1024


def quietly(command: list[str], cwd: Path) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command, cwd=cwd, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )


def history(name: str, count: int) -> Path:
    """A repository with so many commits, some of them bad, in one pack."""
    repo = HOME / name
    if repo.exists():
        return repo
    git("init", "-q", "-b", "main", str(repo))
    with subprocess.Popen(
        ["git", "-C", repo, "fast-import", "--quiet"], stdin=subprocess.PIPE, env=ENV
    ) as process:
        assert process.stdin is not None
        for number in range(1, count + 1):
            message = message_of(number).encode()
            who = f"Ann Author <ann@example.com> {1_700_000_000 + number} +0000".encode()
            head = b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n" % (number, who, who)
            process.stdin.write(head + b"data %d\n%s\n" % (len(message), message))
            if number > 1:
                process.stdin.write(b"from :%d\n" % (number - 1))
        process.stdin.close()
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


def git(*args: str) -> None:
    subprocess.run(["git", *args], check=True, env=ENV)


def machine() -> str:
    version = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[
        2
    ]
    pages = resource.getpagesize() * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {pages:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, git {version}"
    )


if __name__ == "__main__":
    main()
