"""`plan` of a thousand fixes in two hundred batches, in a short history."""

from pathlib import Path

from measure import BIN, HOME, Must, git, interleaved, row, straight

FIXES, BATCHES, COMMITS = 1000, 200, 600
WHO = ("-c", "user.name=A", "-c", "user.email=a@b")


def plan(rounds: int) -> None:
    """Against the clock."""
    repo = planned()
    program = BIN / "git-sessionlog"
    commands: dict[str, tuple[object, ...]] = {
        "plan": (program, "plan"),
        "check": (program, "plan", "check"),
        "next": (program, "plan", "next"),
        "parallel": (program, "plan", "parallel", *(f"{at}-{at + 199}" for at in range(1, FIXES, 200))),
    }
    times = interleaved(commands, repo, rounds or 7) | {"the clock": 1.0}
    work = f"of {FIXES:,} fixes in {BATCHES} batches, {COMMITS:,} commits"
    row(times, Must(f"`plan` {work}", "plan", "the clock", 1))
    for name in ("check", "next", "parallel"):
        row(times, Must(f"`plan {name}` there", name, "the clock", 1))


def planned() -> Path:
    """A backlog with ranks, sections and fields, its batches and their table, and a file for each fix."""
    repo = HOME / "planned"
    if repo.exists():
        return repo
    straight(repo, COMMITS, lambda number: f"fix(api): mend a thing [Fix {number}]\n", _files)
    git("-C", str(repo), "reset", "-q", "--hard")
    (repo / "improvement-analysis.txt").write_text("\n".join(map(_entry, range(1, FIXES + 1))))
    (repo / "prompting-strategy.txt").write_text(_batches())
    git("-C", str(repo), "add", "-A")
    git("-C", str(repo), *WHO, "commit", "-q", "-m", "docs: describe")
    return repo


def _files(number: int) -> list[str]:
    return [f"src/d{number % 40}/m{number}.py"]


def _entry(fix: int) -> str:
    head = f"{fix // 50 + 2}.{fix % 50 + 1} Mend the thing number {fix} (Rank #{fix})"
    needs = f"Depends on: #{fix - 7}\n" if fix % 10 == 0 else ""
    files = f"src/d{fix % 40}/*.py" if fix % 20 == 0 else f"d{fix % 40}/m{fix}.py, m{fix + 40}.py"
    size = ("small", "small", "medium")[fix % 3]
    fields = (
        f"Files: {files}\nWhat to change: this and that\nHow to verify: pytest\nEffort: {size} (~10 min)\n"
    )
    return f"{head}\n{'-' * len(head)}\nProblem: it is broken, and nobody knows why.\n{fields}{needs}"


def _batches() -> str:
    each = FIXES // BATCHES
    ids = [[*range(at * each + 1, (at + 1) * each + 1)] for at in range(BATCHES)]
    lists = (
        f'SESSION BATCH {at + 1}: "Part {at + 1}" (~30 min session)\n'
        + "".join(f"  - Fix #{fix}: mend the thing number {fix}\n" for fix in fixes)
        for at, fixes in enumerate(ids)
    )
    table = (
        f"  {at + 1}    Batch {at + 1}    Fixes #{fixes[0]}-{fixes[-1]}    30 min\n"
        for at, fixes in enumerate(ids)
    )
    return "\n".join(lists) + "\n" + "".join(table)
