"""Reading and changing documents, without the start of a process. Called by run.py."""

import json
import statistics
import subprocess
from collections.abc import Iterable
from typing import Any

from documents import limit
from measure import BIN, ENV, HOME, Must, row

CODE = """
import json, sys, time
import mistune
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents import lines, update
from git_sessionlog.documents.document import Document

KIND = profiles.load("status", ".").document("state")
parse = mistune.create_markdown(renderer=None, plugins=["table", "task_lists"])

def read(text):
    document = Document.of(text.encode())
    for section in document.sections:
        lines.tables(document, section.body, section.own)
        lines.items(document, section.body, section.own)
    lines.field(document, 0, len(document.text), ("Last Updated", "Not There"))

def change(text):
    document = Document.of(text.encode())
    update.add(document, KIND, "next", {"text": "login", "fix": "7"})
    update.remove(document, KIND, "next", lambda entry: entry.start % 3 == 0)

def taken(work, texts):
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start

mixed, hostile, sizes = json.load(sys.stdin)
many, large = [mixed * (10_000 // len(mixed))] * 100, [mixed * (1_000_000 // len(mixed))]
found = {}
for name, texts in (("many", many), ("large", large)):
    works = {"ours": read, "mistune": parse, "change": change}
    found[name] = {each: taken(work, texts) for each, work in works.items()}
for unit in hostile:
    found[unit] = [taken(read, [unit * (size // len(unit))]) for size in sizes]
print(json.dumps(found))
"""
MIXED = """## ✅ 3. What's Next (Priority Order)

Some text that goes on, with `code` and **bold** words in it.
A second line of it.

- [ ] Refuse expired tokens — not started
  - nested
    goes on
- [x] plain [link](x.md)

| Session | Date | Duration | Progress |
|---------|------|----------|----------|
| 1 | 2026-06-30 | — | a \\| b |

```sh
# no heading
```

> Last updated: 2026-04-21 · Current version: v0.28.6

"""
HOSTILE = (
    *(
        "<!--\n",
        "```\n",
        "[",
        "*",
        "|",
        "- ",
        "a_",
        "> " * 50 + "\n",
        "<a\n",
        "word ",
        "    - a\n",
        "|a\n-\n",
    ),
    *(
        "| a | b |\n",
        "- a\n",
        "# A\n",
        "- a\n  - b\n",
        "a\n\n",
        "<div>\n",
        "``` `\n",
        "Last Updated: ",
        "a\n=\n",
    ),
)
SIZES = (100_000, 300_000, 1_000_000)


def reading(rounds: int) -> None:
    """Ours is read in whole: sections, tables, items and a field; the peer parses, and no more."""
    runs = [run(HOSTILE if number == 0 else ()) for number in range(rounds or 5)]
    for name, work, most in (("many", "100 documents of 10 kB", 0.6), ("large", "a document of 1 MB", 0.8)):
        times = {each: statistics.median(one[name][each] for one in runs) for each in runs[0][name]}
        row(times, Must(f"reading {work}", "ours", "mistune", 0.5))
        limit(f"reading {work}", times["ours"], most)
        row(times | {"reading": times["ours"]}, Must(f"changing {work}", "change", "reading", 1.5))
    linear({unit: runs[0][unit] for unit in HOSTILE})


def run(hostile: Iterable[str]) -> dict[str, Any]:
    """The times of one process."""
    given = json.dumps([MIXED, [*hostile], SIZES]).encode()
    command = [str(BIN / "python"), "-c", CODE]
    return json.loads(subprocess.run(command, cwd=HOME, env=ENV, input=given, stdout=-1, check=True).stdout)


def linear(each: dict[str, list[float]]) -> None:
    """What a kilobyte of a large hostile document costs, at its worst, against one of a smaller one."""
    worst = max(each, key=lambda unit: growth(each[unit]))
    kept = "" if growth(each[worst]) <= 1.5 else " **missed**"
    three = " / ".join(f"{taken * 1e3:.0f}" for taken in each[worst])
    shown = repr(worst).replace("|", "\\|")
    work = f"{len(HOSTILE)} hostile documents of 100 kB, 300 kB, 1 MB, the worst: `{shown}`"
    figures = f"{three} ms | {each[worst][1] / 0.3:.2f} ms | {growth(each[worst]):.2f}"
    print(f"| {work} | a kB of 300 kB | {figures} | 1.5{kept} |")


def growth(times: list[float]) -> float:
    """How much more a kilobyte of 1 MB costs than one of 300 kB; a few milliseconds say nothing."""
    return times[2] / 1000 / max(times[1] / 300, 0.05e-3)
