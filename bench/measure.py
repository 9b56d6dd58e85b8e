"""What all measurements share: the environment in .bench/, rounds that are interleaved, the rows."""

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
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


class Must(NamedTuple):
    """One row of the table: what is measured, against what, and the ratio that must not be passed."""

    work: str
    ours: str
    peer: str
    at_most: float


def set_up() -> None:
    if not (HOME / ".peers").exists():
        subprocess.run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
        pip("install", *PEERS)
        (HOME / ".peers").touch()
    pip("install", "--force-reinstall", "--no-deps", str(ROOT))
    pip("install", f"{ROOT}[agents]")


def pip(*args: str) -> None:
    quiet = ("-q", "--disable-pip-version-check")
    subprocess.run([BIN / "python", "-m", "pip", args[0], *quiet, *args[1:]], check=True)


def interleaved(
    commands: dict[str, tuple[object, ...]],
    cwd: Path,
    rounds: int,
    before: Callable[[], object] = lambda: None,
    given: bytes = b"",
) -> dict[str, float]:
    """The median seconds of each command; one run of each in every round, after one to warm up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            before()
            start = time.perf_counter()
            quietly([str(word) for word in command], cwd, given)
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


def quietly(
    command: list[str], cwd: Path, given: bytes = b"", limit: int | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command; it is ended after so many seconds."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=ENV,
        input=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        timeout=limit,
    )


def git(*args: str) -> None:
    subprocess.run(["git", *args], check=True, env=ENV)


def straight(
    repo: Path,
    count: int,
    message: Callable[[int], str],
    files: Callable[[int], Iterable[str]] = lambda _: (),
    step: int = 1,
) -> None:
    """A new repository of so many commits in a row, in one pack, so many seconds between them.

    Told the number of a commit, from 1 on, `message` is its message, and `files` names what it changes.
    """
    git("init", "-q", "-b", "main", str(repo))
    command = ["git", "-C", repo, "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=ENV) as process:
        assert process.stdin is not None
        for number in range(1, count + 1):
            who = f"Ann Author <ann@example.com> {1_700_000_000 + number * step} +0000"
            text = message(number)
            lines = [f"commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}"]
            lines += [f"data {len(text.encode())}\n{text}"]
            lines += [f"from :{number - 1}"] if number > 1 else []
            for name in files(number):
                lines.append(f"M 100644 inline {name}\ndata {len(str(number))}\n{number}")
            process.stdin.write(("\n".join(lines) + "\n\n").encode())
        process.stdin.close()


def machine() -> str:
    version = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[
        2
    ]
    pages = resource.getpagesize() * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {pages:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, git {version}"
    )


def peak(repo: Path, *words: str) -> float:
    """The largest resident size of one of our commands in MB; git's own is not counted."""
    code = (
        "import resource, sys; from git_sessionlog.cli import main; main(sys.argv[1:]); "
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    done = quietly([str(BIN / "python"), "-c", code, *words], repo)
    return int(done.stderr.split()[-1]) / 1024
