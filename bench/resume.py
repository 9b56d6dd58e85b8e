"""`resume` in a long history with many sessions: what it takes to say where the work stands."""

from pathlib import Path

from gate import imported
from measure import BIN, HOME, Must, git, interleaved, row

COUNT, RECORDS, STEPS = 100_000, 300, 40
PARSE = """
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.cli import resume
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.entries import entries
kind = profiles.load("status", ".").document("state")
document = Document.of(open("STATUS.md", "rb").read(), "STATUS.md")
for concept in ("completed", "in-progress", "next", "blockers", "failed"):
    entries(document, kind, concept)
"""
"""What the documents alone take: to start the program, and to read them."""


def resume(rounds: int) -> None:
    """The whole command, and the brief; what the parsing of the documents takes is measured beside it."""
    repo = described()
    commands: dict[str, tuple[object, ...]] = {
        "resume": (BIN / "git-sessionlog", "resume"),
        "brief": (BIN / "git-sessionlog", "resume", "--brief"),
        "parse": (BIN / "python", "-c", PARSE),
        "git log -1000": ("git", "log", "-1000"),
    }
    times = interleaved(commands, repo, rounds or 15)
    rest = max(times["resume"] - times["parse"], 0)
    must = Must("`resume`, 100,000 commits, 300 records, less start and parse", "ours", "git log -1000", 3)
    row(times | {"ours": rest}, must)
    half = {"half a second": 0.5, "ours": times["brief"]}
    row(half, Must("`resume --brief` there", "ours", "half a second", 1))


def described() -> Path:
    """A long history that ends with a STATUS.md, a CLAUDE.md and the records of 300 sessions."""
    repo = HOME / "resumed"
    if not repo.exists():
        imported(repo, COUNT, {"STATUS.md": 5_000})
        git("-C", str(repo), "reset", "-q", "--hard")
        records = repo / "docs" / "sessions"
        records.mkdir(parents=True)
        for number in range(1, RECORDS + 1):
            id_ = f"2026{number % 12 + 1:02}{number % 28 + 1:02}-{number:06}"
            (records / f"{id_}.md").write_text(record(id_, number))
        (repo / "CLAUDE.md").write_text("# Context\n\n" + "A line of context.\n" * 150)
        (repo / "STATUS.md").write_text(status())
        git("-C", str(repo), "add", "-A")
        git(
            "-C",
            str(repo),
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@b",
            "commit",
            "-q",
            "-m",
            "docs: describe",
        )
    return repo


def record(id_: str, number: int) -> str:
    """A record as `end` leaves it."""
    started = f"{id_[:4]}-{id_[4:6]}-{id_[6:8]}T10:00:00Z"
    rows = (f"| {n} | feat(api): change {n} [Fix {number}.{n}] | `{n:040x}` |\n" for n in range(1, 9))
    return (
        f"---\nid: {id_}\nnumber: {number}\nstatus: completed\nbranch: main\nstarted: {started}\n"
        f'goal: "Batch {number}: a few fixes"\nfixes: ["{number}.1:a fix:src/api.py"]\nminutes: 95\n---\n\n'
        "# Session\n\n## Failed Approaches\n\n1. **A cache** → it was stale\n\n## Next Steps\n\n1. Test\n\n"
        f"## Checkpoints\n\n| Checkpoint | Subject | Patch |\n| --- | --- | --- |\n{''.join(rows)}"
    )


def status() -> str:
    """A STATUS.md of some 15 kB."""
    done = "".join(
        f"| {n}.1 | Mend the thing number {n} | `{n:07x}` | 2026-02-13 |\n" for n in range(1, 200)
    )
    following = "".join(f"{n}. Fix {n}.2: run `make step-{n}` in src/d{n % 20}\n" for n in range(1, STEPS))
    return (
        "# Status\n\n## Completed Fixes\n\n"
        f"| Fix | Description | Commit | Date |\n"
        f"| --- | --- | --- | --- |\n{done}\n"
        f"## In Progress\n\n- Fix 7: the limiter\n\n## Next Up\n\n{following}\n## Session Log\n\n"
        "| Date | Session | Summary |\n| --- | --- | --- |\n| 2026-02-13 | 299 | Batch 299 |\n"
    )
