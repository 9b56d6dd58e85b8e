"""`docs`: many documents, a large one, and whether the time grows with the size. Called by run.py."""

import shutil
from pathlib import Path

from measure import BIN, HOME, Must, git, interleaved, quietly, row

PARSE = """
import glob, mistune
parse = mistune.create_markdown(renderer=None, plugins=["table", "task_lists"])
for name in glob.glob("**/*.md", recursive=True):
    parse(open(name, encoding="utf-8").read())
"""
KB = 1000
SIZES = (100, 300, 1000)
HEAD = "| ID | Task | Status | Completed | References |\n|---|---|---|---|---|\n"


def documents(rounds: int) -> None:
    """The whole process, as a user starts it; the peer parses the same documents, and no more."""
    commands = {"ours": (BIN / "git-sessionlog", "docs"), "mistune": (BIN / "python", "-c", PARSE)}
    runbooks = {f"docs/RUNBOOKS/{number:03}.md": runbook(number, 10 * KB) for number in range(98)}
    many = made("many", {"TRACKER.md": tracker(10 * KB), **runbooks})
    assert quietly([str(BIN / "git-sessionlog"), "docs"], many).returncode in (0, 1)
    taken = interleaved(commands, many, rounds or 7)
    row(taken, Must("`docs` of 100 documents of 10 kB", "ours", "mistune", 4))
    limit("`docs` of 100 documents of 10 kB", taken["ours"], 1.5)
    repo = made("trackers", {f"{size}/TRACKER.md": tracker(size * KB) for size in SIZES})
    each = {str(size): (*commands["ours"], f"{size}/TRACKER.md") for size in SIZES}
    times = interleaved(each, repo, rounds or 15)
    limit("`docs` of a tracker of 300 kB", times["300"], 1)
    linear({int(size): taken for size, taken in times.items()})


def limit(work: str, taken: float, seconds: float) -> None:
    """A row that compares with the clock."""
    kept = "" if taken <= seconds else " **missed**"
    figures = f"{taken * 1e3:.0f} ms | {seconds * 1e3:.0f} ms | {taken / seconds:.2f}"
    print(f"| {work} | the clock | {figures} | 1{kept} |")


def linear(times: dict[int, float]) -> None:
    """What a kilobyte costs from 300 kB to 1 MB, against one from 100 to 300 kB."""
    small, large = ((times[b] - times[a]) / (b - a) for a, b in ((100, 300), (300, 1000)))
    kept = "" if large <= 1.3 * small else " **missed**"
    three = " / ".join(f"{times[size] * 1e3:.0f}" for size in SIZES)
    figures = f"{three} ms | {small * 1e3:.2f} ms | {large / small:.2f}"
    print(f"| `docs` of a tracker of 100 kB, 300 kB, 1 MB | a kB at its start | {figures} | 1.3{kept} |")


def made(name: str, files: dict[str, str]) -> Path:
    """A repository with a state document, and these files."""
    repo = HOME / "documents" / name
    shutil.rmtree(repo, ignore_errors=True)
    git("init", "-q", "-b", "main", str(repo))
    for path, content in {"CURRENT-STATE.md": state(), **files}.items():
        (repo / path).parent.mkdir(parents=True, exist_ok=True)
        (repo / path).write_text(content, encoding="utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    git("-C", str(repo), "add", "-A")
    git("-C", str(repo), *who, "commit", "-q", "-m", "feat(api): start [Fix 2.3]")
    return repo


def state() -> str:
    """A state document of 10 kB."""
    sections = ("What Was Just Completed", "What Is Currently In Progress", "What's Next (Priority Order)")
    sections += ("Current Environment State", "Key Files & References", "Known Issues")
    entry = "- **Login**: the token of `src/auth.py` is refused, see [the tracker](TRACKER.md), `docs/x`\n"
    head = "# Current State\n**Last Updated**: 2026-02-13 18:15 UTC\n**Session**: 4\n**Status**: Ready\n"
    return head + "".join(f"\n## {title}\n\n{entry * 17}" for title in sections)


def runbook(number: int, size: int) -> str:
    """Commands with their output, as `run` writes them."""
    text, step = f"# Session: 2026-02-13 - Deploy {number}\n\n**Date**: 2026-02-13\n", 0
    while len(text) < size:
        step += 1
        lines = "".join(f"kafka-{step}-{line}   Running   1   0   {line}h\n" for line in range(12))
        text += f"\n## Command {step}\n\n```\nkubectl get pods -n kafka-{step}\n```\n"
        text += f"\n## Output {step}\n\n```\n{lines}```\n"
    return text


def tracker(size: int) -> str:
    """Rows, items and prose, as a tracker grows over the years."""
    text, part = f"# Tracker\n\n**Last Updated**: 2026-02-13\n\n## Tasks\n\n{HEAD}", 0
    while len(text) < size:
        part += 1
        for number in range(part * 50, part * 50 + 50):
            what = f"Mend `src/app/{number}.py` \\| so that it works"
            text += f"| ENC-{number} | {what} | DONE | 2026-02-13 | [state](/CURRENT-STATE.md) |\n"
        text += f"\n### Part {part}\n\n- **Location**: here\n- [x] two of `abc`\n\nProse goes on.\n\n{HEAD}"
    return text
