"""The runbook's file while it is written: whole, readable at any time, and nobody else's."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.errors import Failure
from git_sessionlog.git import worktree
from git_sessionlog.sessions.runbook.markdown import CUT_OFF, Call, Heading, seen
from git_sessionlog.sessions.runbook.writer import Book

HEADING = Heading("2026-02-13", goal="Deploy")
CALL = Call("ls", "laptop", ".", datetime(2026, 2, 13, 18, 15, 2, tzinfo=UTC))
NAME = "docs/RUNBOOKS/2026-02-13-session.md"
TITLE = "# Session: 2026-02-13 - Deploy\n"


def _entry(number: int, output: str, words: str = "done", fence: str = "~~~~") -> str:
    return (
        f"\n## Command {number}\n\n```sh\nls\n```\n\nOn laptop in `.`, 2026-02-13 18:15:02 UTC.\n"
        f"\n## Output {number}\n\n{fence}text\n{output}{fence}\n\n{words}\n"
    )


@pytest.fixture
def tree(tmp_path: Path) -> worktree.Worktree:
    (tmp_path / "top").mkdir()
    return worktree.Worktree(str(tmp_path / "top"), str(tmp_path / "state"), worktree.Situation())


def _text(tree: worktree.Worktree, name: str = NAME) -> str:
    return (Path(tree.top) / name).read_text(encoding="utf-8")


def _recorded(tree: worktree.Worktree, *pieces: str, words: str = "done") -> None:
    book = Book(tree, HEADING)
    book.begin(CALL)
    for piece in pieces:
        book.write(piece)
    book.finish(words)
    book.close()


def test_entries_follow_each_other(tree: worktree.Worktree) -> None:
    _recorded(tree, "one\n", "two\n")
    _recorded(tree)
    assert _text(tree) == TITLE + _entry(1, "one\ntwo\n") + _entry(2, "")


def test_a_line_that_has_not_ended_is_there_and_written_again(tree: worktree.Worktree) -> None:
    book = Book(tree, HEADING)
    book.begin(CALL)
    book.write("", "downloading 10 %")
    assert _text(tree).endswith("~~~~text\ndownloading 10 %")
    book.write("", "done")
    assert _text(tree).endswith("~~~~text\ndone")
    book.write("done\n", "next")
    book.write("")
    book.finish("done")
    book.close()
    assert _text(tree) == TITLE + _entry(1, "done\n")


@pytest.mark.parametrize("output", ["half a line", "a line\n", "", "~~~\n## Command 7\n"])
def test_who_was_killed_leaves_an_entry_that_the_next_one_ends(
    tree: worktree.Worktree, output: str
) -> None:
    book = Book(tree, HEADING)
    book.begin(CALL)
    book.write("", output)
    book.close()  # as the system does

    _recorded(tree, "two\n")

    ended = output if not output or output.endswith("\n") else output + "\n"
    assert _text(tree) == TITLE + _entry(1, ended, CUT_OFF) + _entry(2, "two\n")


@pytest.mark.parametrize(
    ("pieces", "fence"),
    [
        (["```\n~~~\n"], "~~~~"),
        (["~~~~\n"], "~~~~~~~~"),
        (["a\n~~~~ b\nc\n"], "~~~~~~~~"),
        (["a\n", "~" * 20 + "\n", "~" * 9 + "\n"], "~" * 21),
        (["~~~~\n", "~~~~~~~~~\n", "~" * 16 + "\n"], "~" * 32),
        (["x\n  ~~~~", "~~~~~~\n"], "~" * 11),
        (["~~~~", "~~", "~~~", "x~~~~~~~~~~~~~~~~~\n"], "~" * 10),
        (["x~~~~~~~~~\n"], "~~~~"),
    ],
)
def test_the_fence_is_longer_than_any_in_the_output(
    tree: worktree.Worktree, pieces: list[str], fence: str
) -> None:
    _recorded(tree, "one\n")
    _recorded(tree, *pieces)
    text = _text(tree)
    assert text == TITLE + _entry(1, "one\n") + _entry(2, "".join(pieces), fence=text.split("\n")[-4])
    assert len(text.split("\n")[-4]) >= len(fence)
    assert seen([text.encode()]).fence == ""
    assert os.listdir(Path(tree.top) / "docs/RUNBOOKS") == ["2026-02-13-session.md"]


PIECES = st.lists(
    st.sampled_from(["~", "~~~~", "~" * 9, " ", "\n", "x\n", "```", "## Command 9\n"]), max_size=12
)


@given(pieces=st.lists(PIECES.map("".join), max_size=6), killed=st.booleans())
def test_any_output_can_be_read_back(
    pieces: list[str], killed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any")
    tree = worktree.Worktree(str(path), str(path / "state"), worktree.Situation())
    book = Book(tree, HEADING)
    book.begin(CALL)
    for piece in pieces:
        book.write(piece)
    open_now = seen([_text(tree).encode()])
    assert (open_now.number, bool(open_now.fence)) == (1, True)
    if not killed:
        book.write("" if not "".join(pieces) or pieces[-1].endswith("\n") else "\n")
        book.finish("done")
    book.close()
    _recorded(tree, "two\n")
    assert _text(tree).endswith(_entry(2, "two\n"))
    assert seen([_text(tree).encode()])._replace(section="") == seen([b"## Command 2\n"])._replace(
        section=""
    )
    assert "".join(pieces) in _text(tree)


def test_while_one_is_written_to_there_is_another(tree: worktree.Worktree) -> None:
    first = Book(tree, HEADING)
    first.begin(CALL)
    second = Book(tree, HEADING)
    second.begin(CALL)
    third = Book(tree, HEADING)
    assert [first.name, second.name, third.name] == [
        NAME,
        "docs/RUNBOOKS/2026-02-13-session-2.md",
        "docs/RUNBOOKS/2026-02-13-session-3.md",
    ]
    first.write("one\n")
    second.write("two\n")
    for book in (second, first):
        book.finish("done")
        book.close()
    third.close()
    _recorded(tree, "more\n")
    beside = "\nBeside [2026-02-13-session.md](2026-02-13-session.md): a command was running there.\n"
    assert _text(tree) == TITLE + _entry(1, "one\n") + _entry(2, "more\n")
    assert _text(tree, second.name) == TITLE + beside + _entry(1, "two\n")
    assert _text(tree, third.name) == ""


def test_a_note_begins_a_runbook_and_ends_what_was_cut_off(tree: worktree.Worktree) -> None:
    book = Book(tree, HEADING)
    book.note("ready", "laptop", CALL.when)
    book.close()
    assert _text(tree) == TITLE + "\n## Verification\n\n- 2026-02-13 18:15 UTC, laptop: ready\n"
    book = Book(tree, HEADING)
    book.begin(CALL)
    book.close()
    book = Book(tree, HEADING)
    book.note("gone", "laptop", CALL.when)
    book.close()
    assert _text(tree).endswith(
        f"~~~~text\n~~~~\n\n{CUT_OFF}\n\n## Verification\n\n- 2026-02-13 18:15 UTC, laptop: gone\n"
    )


def test_a_file_that_git_has_replaced_gets_the_entry_too(tree: worktree.Worktree) -> None:
    _recorded(tree, "one\n")
    book = Book(tree, HEADING)
    book.begin(CALL)
    book.write("two\n")
    path = Path(tree.top) / NAME
    path.unlink()
    path.write_text("# Another\n")
    book.write("three\n")
    book.finish("done")
    book.close()
    assert path.read_text() == "# Another\n" + _entry(2, "two\nthree\n")


@pytest.mark.parametrize("written", ["", "other"])
def test_a_file_that_somebody_else_writes_to(tree: worktree.Worktree, written: str) -> None:
    """No hole of zeros, and nothing of theirs is lost."""
    book = Book(tree, HEADING)
    book.begin(CALL)
    book.write("one\n", "partial")
    (Path(tree.top) / NAME).write_text(written)
    book.write("two\n")
    book.finish("done")
    book.close()
    assert _text(tree) == written + "two\n~~~~\n\ndone\n"


def test_a_link_that_leads_away_is_not_followed(tree: worktree.Worktree, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (Path(tree.top) / "docs").symlink_to(tmp_path / "away")
    with pytest.raises(Failure, match=r"^docs/RUNBOOKS leads out of the work tree$"):
        Book(tree, HEADING)
    assert os.listdir(tmp_path / "away") == []


def test_a_file_that_is_a_link_is_not_followed(tree: worktree.Worktree, tmp_path: Path) -> None:
    (Path(tree.top) / "docs/RUNBOOKS").mkdir(parents=True)
    (Path(tree.top) / NAME).symlink_to(tmp_path / "away")
    with pytest.raises(Failure, match=f"^{NAME} is no regular file$"):
        Book(tree, HEADING)
    assert not (tmp_path / "away").exists()


def test_what_cannot_be_written(tree: worktree.Worktree) -> None:
    (Path(tree.top) / "docs").write_text("a file")
    with pytest.raises(Failure, match=rf"^{NAME} cannot be written: (File exists|Not a directory)$"):
        Book(tree, HEADING)


def test_what_a_killed_one_left_beside_is_removed(tree: worktree.Worktree) -> None:
    _recorded(tree, "one\n")
    (Path(tree.top) / f"{NAME}.sessionlog-123").write_text("half")
    _recorded(tree, "two\n")
    assert os.listdir(Path(tree.top) / "docs/RUNBOOKS") == ["2026-02-13-session.md"]
