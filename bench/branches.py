"""The commands of a session among many branches and records: what the reading of records takes."""

import resource
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import BIN, ENV, HOME, Must, git, quietly, row
from resume import record

COMMITS, BRANCHES, RECORDS = 300_000, 2_200, 3_000
EACH = COMMITS // RECORDS
"""Commits of main for each that brings a record."""
GOAL = "Raise the pool from 10 to 20 in src/db.py"
LIMIT = 60
"""Seconds after which a command is given up."""


def branches(rounds: int) -> None:
    """The processor's time of a command, and of git in it, against the clock."""
    repo = crowded()
    program = str(BIN / "git-sessionlog")
    where = f"{COMMITS:,} commits, {BRANCHES:,} branches, {RECORDS:,} records: processor"
    begin = [program, "start", GOAL, "--force"]
    start = processor(begin, repo, rounds or 5, lambda: forgotten(repo))
    row({"ours": start, "the clock": 1.0}, Must(f"`start`, {where}", "ours", "the clock", 1))
    for words in ("status", "checkpoint --no-commit", "end --dry-run"):
        taken = processor([program, *words.split()], repo, rounds or 5)
        row({"ours": taken, "the clock": 0.6}, Must(f"`{words}` there", "ours", "the clock", 1))


def processor(
    command: list[str], repo: Path, rounds: int, before: Callable[[], object] = lambda: None
) -> float:
    """The median of the processor's seconds that a command and its processes take, after one to warm up."""
    taken = []
    for number in range(rounds + 1):
        before()
        start = used()
        quietly(command, repo, limit=LIMIT)
        if number:
            taken.append(used() - start)
    return statistics.median(taken)


def used() -> float:
    """The processor's seconds of all processes that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def forgotten(repo: Path) -> None:
    """The work tree as it was before a session."""
    git("-C", str(repo), "reset", "-q", "--hard", "described")
    git("-C", str(repo), "clean", "-q", "-fd")
    shutil.rmtree(repo / ".git" / "sessionlog", ignore_errors=True)
    subprocess.run(
        ["git", "-C", repo, "config", "--unset-all", "branch.main.sessionlog"], check=False, env=ENV
    )


def crowded() -> Path:
    """Records that came to main one by one, and branches from all along it, each with one of its own."""
    repo = HOME / "grown"
    if not repo.exists():
        git("init", "-q", "-b", "main", str(repo))
        command = ["git", "-C", str(repo), "fast-import", "--quiet"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=ENV) as process:
            assert process.stdin is not None
            process.stdin.writelines(_commits())
            process.stdin.close()
        git("-C", str(repo), "tag", "described", "main")
        _publish(repo)
        git("-C", str(repo), "config", "user.name", "A")
        git("-C", str(repo), "config", "user.email", "a@b")
    return repo


def _publish(repo: Path) -> None:
    """A remote that has main, and the branches that are known to be its."""
    git("init", "-q", "--bare", "-b", "main", str(repo / "remote.git"))
    git("-C", str(repo), "remote", "add", "origin", f"file://{repo}/remote.git")
    git("-C", str(repo), "push", "-q", "origin", "main", "refs/remotes/origin/b*:refs/heads/b*")
    git("-C", str(repo), "branch", "-q", "-u", "origin/main", "main")
    (repo / ".git" / "info" / "exclude").write_text("remote.git/\n")


def _commits() -> Iterator[bytes]:
    for number in range(1, COMMITS + 1):
        files = {"STATUS.md": "# Status\n\n## Next Up\n\n1. Raise the pool\n"} if number == 1 else {}
        yield _commit("refs/heads/main", number, number - 1, files)
    for number in range(1, BRANCHES + 1):
        place = "heads" if number % 2 else "remotes/origin"
        files = _record(COMMITS // EACH + number)
        yield _commit(f"refs/{place}/b{number}", COMMITS + number, number * COMMITS // BRANCHES, files)


def _record(number: int) -> dict[str, str]:
    id_ = f"2026{number // 28 % 12 + 1:02}{number % 28 + 1:02}-{number:06}"
    return {f"docs/sessions/{id_}.md": record(id_, number)}


def _commit(ref: str, number: int, parent: int, files: dict[str, str]) -> bytes:
    """A commit of work; each that is the last of its session brings the record."""
    files = {f"src/m{number % 40}.py": str(number), **files}
    files |= _record(number // EACH) if number <= COMMITS and number % EACH == 0 else {}
    text = f"feat(api): change {number} [Fix {number}.1]\n"
    who = f"Ann Author <ann@example.com> {1_600_000_000 + number * 60} +0000"
    lines = [f"commit {ref}\nmark :{number}\nauthor {who}\ncommitter {who}\ndata {len(text)}\n{text}"]
    lines += [f"from :{parent}"] if parent else []
    lines += [f"M 100644 inline {name}\ndata {len(data.encode())}\n{data}" for name, data in files.items()]
    return ("\n".join(lines) + "\n\n").encode()
