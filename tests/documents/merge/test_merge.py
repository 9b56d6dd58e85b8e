"""State documents that two branches changed, merged by the driver as git calls it."""

import errno
import os
import re
from pathlib import Path

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from git_sessionlog.documents.merge import fields
from git_sessionlog.hooks import main
from git_sessionlog.records.record import STATUSES
from helpers import CLI, Repo
from merge_oracle import git_merge_file, lines, list_of_both, lost, may_go
from strategies_merges import OPENED, Edited, Sides, edits, lists, merges, opened

CASES = sorted((Path(__file__).parents[2] / "cases" / "merges").glob("*.txt"))


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
        "sessionlog: error: merge-document takes %O %A %B %L %P %X %S %Y\nhint: git sessionlog install\n"
    )


@pytest.mark.parametrize("size", [7, 8, 40])
def test_markers_in_a_document_are_lines_like_others(tmp_path: Path, size: int) -> None:
    marks = [mark * size for mark in "<|=>"]
    text = "{} ours\n- a\n{} base\n{}\n- b\n{} theirs\n\n- first\n".format(*marks)
    sides = [f"{text}{added}".encode() for added in ("", "- c\n", "- d\n")]

    assert drive(tmp_path, *sides) == (0, f"{text}- c\n- d\n".encode())


def test_the_labels_are_those_that_git_gives(tmp_path: Path) -> None:
    """git has them since 2.45; an older one hands on `%X`."""
    sides = [b"a\n", b"b\n", b"c\n"]
    paths = [tmp_path / name for name in ("base", "ours", "theirs")]
    for name, shown in (("HEAD", "HEAD"), ("%X", "ours"), ("", "ours")):
        for path, data in zip(paths, sides, strict=True):
            path.write_bytes(data)
        assert main(["merge-document", *map(str, paths), "9", "STATUS.md", name, "%S", "it's theirs"]) == 1
        marks = f"<<<<<<<<< {shown}\nb\n=========\nc\n>>>>>>>>> it's theirs\n"
        assert paths[1].read_text() == marks


def test_what_a_killed_driver_leaves_is_in_the_git_directory(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(new: str, path: str) -> None:
        assert Path(new).read_bytes() == b"b\n"
        made.append(Path(new).resolve())
        os.rename(new, path)

    made: list[Path] = []
    monkeypatch.setattr(os, "replace", killed)
    (repo.path / "ours").write_bytes(b"a\n")
    (repo.path / "ours").chmod(0o640)

    assert drive(repo.path, b"a\n", b"a\n", b"b\n") == (0, b"b\n")
    assert [path.parent for path in made] == [(repo.path / ".git" / "sessionlog").resolve()]
    assert (repo.path / "ours").stat().st_mode & 0o777 == 0o640


def test_a_git_directory_on_another_file_system(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(new: str, path: str) -> None:
        if ".git" in new:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        os.rename(new, path)

    monkeypatch.setattr(os, "replace", replace)

    assert drive(repo.path, b"a\n", b"a\n", b"b\n") == (0, b"b\n")
    assert sorted(os.listdir(repo.path)) == [".git", "base", "ours", "theirs"]
    assert os.listdir(repo.path / ".git" / "sessionlog") == []


def test_what_git_cannot_merge_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drive(tmp_path, b"a\n", b"\0b\n", b"c\n") == (2, b"\0b\n")
    assert "Cannot merge binary files" in capsys.readouterr().err


def driven(directory: Path, sides: Sides) -> tuple[int, str]:
    """The exit code of the driver, and its text."""
    code, merged = drive(directory, *(text.encode("utf-8", "surrogateescape") for text in sides))
    return code, merged.decode("utf-8", "surrogateescape")


def by_git(directory: Path, sides: Sides) -> tuple[int, str]:
    """The exit code of git's own merge, and its text."""
    for name, text in zip(("base", "ours", "theirs"), sides, strict=True):
        (directory / name).write_bytes(text.encode())
    code, merged = git_merge_file(directory)
    return code, merged.decode()


@given(merges())
def test_what_git_merges_and_what_nobody_can_are_as_git_has_them(tmp_path: Path, sides: Sides) -> None:
    conflicts, text = by_git(tmp_path, sides)
    code, merged = driven(tmp_path, sides)

    assert conflicts or code == 0
    if code or not conflicts:
        assert merged == text


@given(st.one_of(merges(), lists(), lists(), opened()))
def test_no_line_is_lost_and_what_is_quoted_stays_so(tmp_path: Path, sides: Sides) -> None:
    conflicts, _ = by_git(tmp_path, sides)
    code, merged = driven(tmp_path, sides)
    event(f"git {min(conflicts, 1)}, ours {code}")

    if conflicts and not code:
        missing = lost(*sides, merged)
        assert all(may_go(line, *sides, merged) for line, _ in missing), missing
        assert lines(merged).keys() <= lines(sides.ours).keys() | lines(sides.theirs).keys()


@given(st.one_of(merges(), lists(), lists(), opened()))
def test_the_sides_can_change_places(tmp_path: Path, sides: Sides) -> None:
    code, merged = driven(tmp_path, sides)
    other, turned = driven(tmp_path, Sides(sides.base, sides.theirs, sides.ours))

    assert code == other
    if not code:
        assert lines(merged) == lines(turned)


@given(opened())
def test_sections_that_sides_opened_are_one_and_have_their_entries(tmp_path: Path, sides: Sides) -> None:
    assume(by_git(tmp_path, sides)[0])  # what git merges is left to it, a heading that is there twice too
    code, merged = driven(tmp_path, sides)

    assert code == 0
    text = merged.replace("\r\n", "\n")
    for name in OPENED:
        asked = any(f"{name}\n" in side.replace("\r\n", "\n") for side in sides)
        assert text.count(f"{name}\n") == asked
        body = re.split(r"(?m)^#", text.partition(f"{name}\n")[2])[0]
        there = re.findall(rf"{name.strip('# ')} (?:ours|theirs) \d", text)
        assert [each for each in there if each not in body] == []
        assert len(there) == len({*there})


@given(merges())
def test_a_side_with_itself_and_with_its_base(tmp_path: Path, sides: Sides) -> None:
    base, ours, theirs = sides

    assert driven(tmp_path, Sides(base, ours, ours)) == (0, ours)
    assert driven(tmp_path, Sides(base, ours, base)) == (0, ours)
    assert driven(tmp_path, Sides(base, base, theirs)) == (0, theirs)


FORMS = ("{number}. {name}", "{number}) {name}", "- {name}", "| {name} | open |", "1. {name}", "- {name}\n")
APART = ("{number}. {name}\n", "{number}. {name}\n   - open", "### {number}. {name}\n\nopen\n")
"""An entry of a list or a table; and those whose numbers mislead git, as other lines are in between."""


@given(edits(), st.sampled_from(FORMS + APART))
def test_what_was_taken_away_is_gone_and_what_both_edited_is_a_conflict(
    tmp_path: Path, made: Edited, form: str
) -> None:
    code, merged = driven(tmp_path, made.sides(form))
    wanted = list_of_both(made.names, made.ours, made.theirs)
    event(f"{code}, {wanted is None}")

    if wanted is None:
        assert code == 1
    elif code:  # both took one away, and a new one may be what became of it
        assert form in (*APART, "- {name}\n") or ((), ()) in zip(made.ours, made.theirs, strict=True)
    else:
        new = made.new[0] + made.new[1]
        names = re.findall(r"Fix \d+(?: ours| theirs)?|new of \w+", merged)
        assert [name for name in names if name not in new] == wanted
        assert sorted(names) == sorted(wanted + new)
        if form not in APART:  # where no entry got another number, git's own merge stays
            assert merged.split() == made._replace(names=names).sides(form).base.split()


WRITTEN = {
    "last updated": ("2026-02-13", "2026-02-13 (10:00 UTC)"),
    "session": ("4", "Session 4", "2026-02-13-login", "—"),
    "status": ("In progress", "✅ Completed", "in_progress", "None"),
    "branch": ("main", "`feature/a`"),
    "last commit": ("1234567", "`1234567` — fix(a): b (again)"),
    "uncommitted changes": ("None", "M a.py", "M a.py, ?? b.txt"),
}
NOTES = (" — frozen", " (frozen)", ", frozen", " frozen", "; ask Ann", " 🔥 ask Ann")


@pytest.mark.parametrize("name", WRITTEN)
def test_only_what_the_tool_writes_gives_way(name: str, tmp_path: Path) -> None:
    first = "Last Updated" if name in fields.HEADER else "Timestamp"
    time = "" if name == "last updated" else f"**{first}**: 2026-02-1{{}}\n"

    def merged(value: str) -> int:
        values = enumerate(("x", value, "2026-02-20"), 1)
        return drive(tmp_path, *(f"{time.format(at)}**{name}**: {each}\n".encode() for at, each in values))[
            0
        ]

    for value in WRITTEN[name]:
        assert merged(value) == 0, value
        for note in NOTES:
            is_subject = name == "last commit" and " — " in value + note
            assert merged(value + note) == int(not is_subject), value + note


def test_every_status_of_a_session_is_known() -> None:
    assert set(STATUSES) <= set(fields.STATUSES)


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
