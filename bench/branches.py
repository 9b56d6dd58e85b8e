"""The commands of a session among many branches and records: what the reading of records takes."""

import resource
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import BIN, ENV, HOME, Must, git, quietly, row
from resume import record

BRANCHES, RECORDS = 2_200, 3_000
GOAL = "Raise the pool from 10 to 20 in src/db.py"
LIMIT = 60
"""Seconds after which a command is given up."""


def branches(rounds: int) -> None:
    """The processor's time of a command, and of git in it, against the clock."""
    repo = crowded()
    program = str(BIN / "git-sessionlog")
    where = f"{BRANCHES:,} branches, {RECORDS:,} records: processor"
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
    subprocess.run(["git", "-C", repo, "config", "--remove-section", "branch.main"], check=False, env=ENV)


def crowded() -> Path:
    """Records that came to main one by one, and branches from all along it, each with one of its own."""
    repo = HOME / "crowded"
    if not repo.exists():
        git("init", "-q", "-b", "main", str(repo))
        command = ["git", "-C", str(repo), "fast-import", "--quiet"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=ENV) as process:
            assert process.stdin is not None
            process.stdin.writelines(_commits())
            process.stdin.close()
        git("-C", str(repo), "tag", "described", "main")
        git("-C", str(repo), "config", "user.name", "A")
        git("-C", str(repo), "config", "user.email", "a@b")
    return repo


def _commits() -> Iterator[bytes]:
    for number in range(1, RECORDS + 1):
        files = {"STATUS.md": "# Status\n\n## Next Up\n\n1. Raise the pool\n"} if number == 1 else {}
        yield _commit("refs/heads/main", number, number - 1, files)
    for number in range(1, BRANCHES + 1):
        place = "heads" if number % 2 else "remotes/origin"
        yield _commit(f"refs/{place}/b{number}", RECORDS + number, number * RECORDS // BRANCHES)


def _commit(ref: str, number: int, parent: int, files: dict[str, str] | None = None) -> bytes:
    """A commit with the record of a session, and a file of its work."""
    id_ = f"2026{number // 28 % 12 + 1:02}{number % 28 + 1:02}-{number:06}"
    files = {f"docs/sessions/{id_}.md": record(id_, number), f"src/m{number % 40}.py": id_, **(files or {})}
    text = f"feat(api): change {number} [Fix {number}.1]\n"
    who = f"Ann Author <ann@example.com> {1_767_225_600 + number * 600} +0000"
    lines = [f"commit {ref}\nmark :{number}\nauthor {who}\ncommitter {who}\ndata {len(text)}\n{text}"]
    lines += [f"from :{parent}"] if parent else []
    lines += [f"M 100644 inline {name}\ndata {len(data.encode())}\n{data}" for name, data in files.items()]
    return ("\n".join(lines) + "\n\n").encode()
