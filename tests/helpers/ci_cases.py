"""The files cases/ci/*.toml: what a CI tells, the job that we take it for, the commits that are judged.

`env` are its variables, `event` the file of GitHub's event; `job` the fields of `Job` that are not
empty. `run` is the clone: what is checked out, detached but on a `branch`; `fetch`, the refspecs, all
branches when left out; a `depth`; whether `origin-head` is set, and `--base`. Then the
subjects of the commits that are `judged` and the `line` that says so, or `error` and `hint`.

`<m4>` stands for the id of that commit, `<m4:10>` for its first ten digits. The remote has

    m1---m2-------m3---m4          main
     \\     \\        \\
      r1    f1---f2---x---f3       release, feature (x merges m3)
              \\
               o1                  kept: what feature was before a push by force

and three merges of f3 and m4: s (m4 is the first parent), j (f3 is), and q, of the merge queue. The
subject of a commit is its name. `<gone>` is in no clone.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent.parent / "cases" / "ci"


class Case(NamedTuple):
    """One situation, with the ids of commits as placeholders."""

    name: str
    env: dict[str, str]
    event: str
    job: dict[str, str]
    run: dict[str, Any]


def ci_cases() -> list[Case]:
    """Every case."""
    found = ((path.stem, tomllib.loads(path.read_text())) for path in sorted(FOLDER.glob("*.toml")))
    return [Case(name, got["env"], got.get("event", ""), got["job"], got["run"]) for name, got in found]


def filled(text: str, ids: Mapping[str, str]) -> str:
    """The text with the ids of the commits that it names."""

    def id_of(found: re.Match[str]) -> str:
        return ids[found[1]][: int(found[2] or 64)] if found[1] in ids else found[0]

    return re.sub(r"<(\w+)(?::(\d+))?>", id_of, text)
