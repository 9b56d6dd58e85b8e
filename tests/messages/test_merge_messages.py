"""Which first lines are those that git and forges give to merges."""

import time
from pathlib import Path

import pytest

from git_sessionlog.messages.merge_messages import is_usual
from helpers import Repo

FILE = Path(__file__).parent.parent / "cases/merge-messages.txt"
CASES = [line.partition(" ") for line in FILE.read_text().splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("said", "subject"), [(said, subject) for said, _, subject in CASES])
def test_first_line(said: str, subject: str) -> None:
    assert is_usual(subject) == (said == "yes")


@pytest.mark.parametrize(
    "text",
    ["Merge branch 'a'" * 90, "Merge branch 'a', " * 90, "Merge branch 'a' of b; " * 80, "Merge #1" * 200],
)
def test_a_long_line_takes_no_time(text: str) -> None:
    begun = time.process_time()
    is_usual(text)
    assert time.process_time() - begun < 2


def test_what_git_writes(repo: Repo, tmp_path: Path) -> None:
    """Of every kind of thing that can be merged, the words that this git writes."""
    repo.commit("root")
    for name in ("a", "b", "c"):
        repo.git("branch", name)
    repo.git("tag", "v1")
    other = Repo.init(tmp_path / "with a blank")
    other.commit("other")
    oid = repo.git("rev-parse", "HEAD").strip()
    fetched = [
        *(
            f"{oid}\t\tbranch '{name}' of {place}"
            for name in "ab"
            for place in (".", "https://x.y/z", "host:a b")
        ),
        *(
            f"{oid}\t\ttag 'v1' of host:x",
            f"{oid}\t\thttps://x.y/z",
            f"{oid}\t\t'{oid}' of host:x",
        ),
        f"{oid}\t\tremote-tracking branch 'o/a'",
    ]
    for number in range(1, len(fetched) + 1):
        for options in ([], ["--into-name", "side"]):
            for lines in (fetched[:number], fetched[number - 1 : number]):
                done = repo.run("git", "fmt-merge-msg", *options, stdin="\n".join(lines) + "\n")
                assert is_usual(done.out.partition("\n")[0]), done.out
