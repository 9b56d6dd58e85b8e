"""State documents that two branches changed, merged by the driver as git calls it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents import merge
from git_sessionlog.hooks import main
from helpers import CLI, Repo

CASES = sorted((Path(__file__).parent.parent / "cases" / "merges").glob("*.txt"))


def parts(case: Path) -> list[bytes]:
    """Base, ours, theirs and what is expected, of a case whose first line says what it shows."""
    pieces = case.read_text("utf-8").split("\n---- ")
    return [piece.partition("\n")[2].removesuffix("\n").encode() + b"\n" for piece in pieces[1:]]


def drive(directory: Path, base: bytes, ours: bytes, theirs: bytes) -> tuple[int, bytes]:
    """The exit code of the driver, and what it made of our file."""
    paths = [directory / name for name in ("base", "ours", "theirs")]
    for path, data in zip(paths, (base, ours, theirs), strict=True):
        path.write_bytes(data)
    code = main(["merge-document", *map(str, paths), "7", "STATUS.md"])
    return code, paths[1].read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_cases(case: Path, tmp_path: Path) -> None:
    *sides, expected = parts(case)
    assert drive(tmp_path, *sides) == (int(b"<<<<<<<" in expected), expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_line_ends_stay(case: Path, tmp_path: Path) -> None:
    *sides, expected = (part.replace(b"\n", b"\r\n") for part in parts(case))
    code, merged = drive(tmp_path, *sides)
    assert code == int(b"<<<<<<<" in expected)
    assert code or merged == expected


def test_what_git_merges_itself_is_left_to_it(tmp_path: Path) -> None:
    base = b"".join(b"%d\n" % number for number in range(20))
    ours, theirs = base.replace(b"2\n", b"two\n", 1), base.replace(b"17\n", b"seventeen\n")
    assert drive(tmp_path, base, ours, theirs) == (0, ours.replace(b"17\n", b"seventeen\n"))


def test_a_wrong_call_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge-document", "a", "b"]) == 2
    assert capsys.readouterr().err == (
        "sessionlog: error: merge-document takes %O %A %B %L %P\nhint: git sessionlog install\n"
    )


ROWS = st.lists(st.sampled_from([f"| {letter} | x |\n" for letter in "abcdefgh"]), unique=True, max_size=6)


@given(base=ROWS, ours=ROWS, theirs=ROWS)
def test_no_row_is_lost_that_nobody_took_away(base: list[str], ours: list[str], theirs: list[str]) -> None:
    mark = {char: char * merge.SIZE for char in "<|=>"}
    text = "".join([f"{mark['<']} ours\n", *ours, f"{mark['|']} base\n", *base])
    text += "".join([f"{mark['=']}\n", *theirs, f"{mark['>']} theirs\n"])
    merged, left = merge.resolved(text)
    added = (set(ours) | set(theirs)) - set(base)
    kept = set(base) & set(ours) & set(theirs)
    assert left == 0
    assert sorted(merged.splitlines(keepends=True)) == sorted(added | kept)


def test_three_branches(repo: Repo) -> None:
    """As git does it: each adds its row and its session, and no merge stops."""
    table = "# Status\n\n## Session Log\n\n| Date | Session |\n| ---- | ------- |\n"
    repo.write("STATUS.md", table)
    repo.write(".gitattributes", "/STATUS.md merge=sessionlog\n")
    repo.git("add", "-A")
    repo.commit("docs: start")
    assert repo.run(CLI, "install").code == 0
    for name in "abc":
        repo.git("checkout", "-q", "-b", name, "main")
        repo.write("STATUS.md", f"{table}| 2026-02-13 | {name} |\n")
        repo.git("commit", "-q", "--no-verify", "-a", "-m", f"docs: {name}")
    repo.git("checkout", "-q", "main")
    for name in "abc":
        repo.git("merge", "-q", "--no-ff", "--no-verify", "-m", f"Merge {name}", name)
    rows = "".join(f"| 2026-02-13 | {name} |\n" for name in "abc")
    assert (repo.path / "STATUS.md").read_text() == table + rows
    assert repo.git("status", "--porcelain") == ""
