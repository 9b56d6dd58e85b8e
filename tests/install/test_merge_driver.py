"""The merge driver of state documents: what .gitattributes and git's configuration get, what git does."""

import shutil
from pathlib import Path

import pytest

from git_sessionlog.install import merge_driver
from helpers import HOOK, Repo, Result

STATUS = "# Status\n\n| Fix | What |\n| --- | --- |\n| 1 | one |\n"
LINE = b"/STATUS.md merge=sessionlog\n"
WHY = "rows that two branches add are all kept"


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        (None, "STATUS.md", LINE),
        (b"", "STATUS.md", LINE),
        (b"* text=auto\n", "STATUS.md", b"* text=auto\n" + LINE),
        pytest.param(b"*.png -text", "STATUS.md", b"*.png -text\n" + LINE, id="no final newline"),
        pytest.param(b"* -text\r\n", "STATUS.md", b"* -text\r\n" + LINE[:-1] + b"\r\n", id="CRLF"),
        pytest.param(b"\xff -text\n", "STATUS.md", b"\xff -text\n" + LINE, id="not UTF-8"),
        pytest.param(b"# STATUS.md merge\n", "STATUS.md", b"# STATUS.md merge\n" + LINE, id="comment"),
        (b"STATUS.md -diff\n", "STATUS.md", b"STATUS.md -diff\n" + LINE),
        (b"docs/S.md merge=union\n", "S.md", b"docs/S.md merge=union\n/S.md merge=sessionlog\n"),
        (None, "docs/my state.md", b'"/docs/my state.md" merge=sessionlog\n'),
        (None, 'a"b\\c.md', b'"/a\\"b\\\\\\\\c.md" merge=sessionlog\n'),
        (None, "[a]*?.md", b"/\\[a]\\*\\?.md merge=sessionlog\n"),
        (None, "Übersicht.md", "/Übersicht.md merge=sessionlog\n".encode()),
    ],
)  # fmt: skip
def test_a_document_gets_its_line(repo: Repo, before: bytes | None, path: str, after: bytes) -> None:
    file = repo.path / ".gitattributes"
    if before is not None:
        file.write_bytes(before)

    step = merge_driver.ask_for(str(repo.path), [path])

    assert step == (
        "edited" if before else "wrote",
        ".gitattributes",
        "rows that two branches add are all kept",
        True,
    )
    assert file.read_bytes() == after
    assert repo.git("check-attr", "-z", "merge", path) == f"{path}\0merge\0sessionlog\0"
    assert merge_driver.ask_for(str(repo.path), [path]) == ("kept", ".gitattributes", "", False)
    assert file.read_bytes() == after


@pytest.mark.parametrize(
    "there",
    [
        "STATUS.md merge=union\n",
        "*.md merge=text",
        "* binary\n",
        "/STATUS.md -merge\r\n",
        '"STATUS.md" merge\n',
    ],
)
def test_how_a_document_is_merged_already_stays(repo: Repo, there: str) -> None:
    repo.write(".gitattributes", there.encode())

    assert merge_driver.ask_for(str(repo.path), ["STATUS.md"]) == ("kept", ".gitattributes", "", False)
    assert (repo.path / ".gitattributes").read_bytes() == there.encode()


def test_only_the_documents_that_are_free_get_a_line(repo: Repo) -> None:
    repo.write(".gitattributes", "A.md merge=union\n")

    merge_driver.ask_for(str(repo.path), ["A.md", "B.md"])

    assert (repo.path / ".gitattributes").read_text() == "A.md merge=union\n/B.md merge=sessionlog\n"


def test_what_a_user_has_at_home_does_not_count(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("*.md merge=union\n")
    repo.git("config", "core.attributesFile", str(tmp_path / "mine"))

    assert merge_driver.ask_for(str(repo.path), ["STATUS.md"]).verb == "wrote"


def test_a_link_is_neither_read_nor_replaced(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("secret\n")
    link = repo.path / ".gitattributes"
    link.symlink_to(tmp_path / "private")

    step = merge_driver.ask_for(str(repo.path), ["STATUS.md"])

    assert step == ("left", ".gitattributes", "it is a symbolic link", False)
    assert link.is_symlink()
    assert (tmp_path / "private").read_text() == "secret\n"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/STATUS.md merge=sessionlog\n", True),
        ('"/my state.md"\ttext merge=sessionlog\r\n', True),
        ("# /STATUS.md merge=sessionlog\n", False),
        ("STATUS.md merge=sessionlogs\nmerge=sessionlog\n", False),
    ],
)
def test_whether_the_driver_is_asked_for(repo: Repo, text: str, asked: bool) -> None:
    assert not merge_driver.is_asked_for(str(repo.path))
    repo.write(".gitattributes", text)
    assert merge_driver.is_asked_for(str(repo.path)) == asked


def test_install_and_uninstall(repo: Repo) -> None:
    top = str(repo.path)
    before = repo.git("config", "--local", "--list")
    assert list(merge_driver.install(top)) == []

    merge_driver.ask_for(top, ["STATUS.md"])
    what = "merge driver of the state documents"
    assert list(merge_driver.install(top)) == [("installed", what, "", True)]
    assert list(merge_driver.install(top)) == [("already installed", what, "", False)]
    repo.git("config", "merge.sessionlog.driver", "/gone/git-sessionlog-hook merge-document %O %A %B %L %P")
    assert list(merge_driver.install(top)) == [("updated", what, "", True)]

    assert list(merge_driver.uninstall(top)) == [("removed", what, "", True)]
    assert list(merge_driver.uninstall(top)) == []
    assert repo.git("config", "--local", "--list") == before
    assert (repo.path / ".gitattributes").read_text() == "/STATUS.md merge=sessionlog\n"


def forked(
    repo: Repo, status: str = STATUS, rows: tuple[str, str] = ("| 2 | ours |", "| 2 | theirs |")
) -> None:
    """Two branches that each add a line to a document, the first one checked out."""
    for name, row in (("STATUS.md", status), (".gitattributes", "/STATUS.md merge=sessionlog\n")):
        repo.write(name, row)
    repo.git("add", "-A")
    repo.commit("base")
    for branch, row in zip(("ours", "theirs"), rows, strict=True):
        repo.git("checkout", "-q", "-b", branch, "main")
        repo.write("STATUS.md", f"{status}{row}\n")
        repo.git("commit", "-q", "-a", "-m", branch)
    repo.git("checkout", "-q", "ours")


def merged(repo: Repo, status: str = STATUS) -> tuple[Result, str]:
    """What `git merge` says of two branches that each add a row, and what it makes of the document."""
    forked(repo, status)
    return repo.run("git", "merge", "-q", "theirs"), (repo.path / "STATUS.md").read_text()


BOTH = f"{STATUS}| 2 | ours |\n| 2 | theirs |\n"
CONFLICT = f"{STATUS}<<<<<<< HEAD\n| 2 | ours |\n=======\n| 2 | theirs |\n>>>>>>> theirs\n"


def test_rows_of_both_sides_are_kept_whatever_the_path_of_the_program(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / 'it\'s 100%O "odd" $HOME `x`'
    odd.mkdir()
    (odd / "git-sessionlog-hook").symlink_to(HOOK)
    monkeypatch.setattr(merge_driver, "own", lambda: str(odd / "git-sessionlog-hook"))
    repo.write(".gitattributes", "/STATUS.md merge=sessionlog\n")
    list(merge_driver.install(str(repo.path)))

    done, text = merged(repo)

    assert (done.code, done.err, text) == (0, "", BOTH)


def test_a_clone_without_the_driver_merges_as_git_does(repo: Repo) -> None:
    done, text = merged(repo)

    assert (done.code, text) == (1, CONFLICT)


QUOTED = "<<<<<<< HEAD\nis how a conflict begins\n\n"


@pytest.mark.parametrize("program", ["/gone/git-sessionlog-hook", shutil.which("false")])
def test_no_side_is_lost_when_the_program_is_gone_or_fails(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(merge_driver, "own", lambda: program)
    repo.write(".gitattributes", "/STATUS.md merge=sessionlog\n")
    list(merge_driver.install(str(repo.path)))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    done, text = merged(repo, QUOTED + STATUS)

    assert done.code == 1
    assert text == QUOTED + CONFLICT.replace("HEAD", "ours")


COMMANDS = {
    "merge": ("merge", "-q", "theirs"),
    "rebase": ("rebase", "-q", "theirs"),
    "cherry-pick": ("cherry-pick", "theirs"),
    "stash": ("stash", "pop", "-q"),
    "revert": ("revert", "--no-edit", "HEAD~1"),
}
"""What has git call the driver; a rebase has the sides the other way round."""


def prepared(repo: Repo, command: str, rows: tuple[str, str]) -> None:
    """A repository with the driver, in which the command has to unite the two rows."""
    repo.write(".gitattributes", "/STATUS.md merge=sessionlog\n")
    list(merge_driver.install(str(repo.path)))
    forked(repo, STATUS, rows)
    if command == "stash":
        repo.git("checkout", "-q", "main")
        repo.write("STATUS.md", f"{STATUS}{rows[1]}\n")
        repo.git("stash", "-q")
        repo.git("checkout", "-q", "ours")
    if (
        command == "revert"
    ):  # brings back the row that the first commit took away, beside that of the second
        repo.git("checkout", "-q", "theirs")
        repo.write("STATUS.md", STATUS)
        repo.git("commit", "-q", "-a", "-m", "take it away")
        repo.write("STATUS.md", f"{STATUS}{rows[0]}\n")
        repo.git("commit", "-q", "-a", "-m", "add another one")


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_calls_the_driver_has_the_rows_of_both_sides(repo: Repo, command: str) -> None:
    rows = ("| 2 | ours |", "| 2 | theirs |")
    prepared(repo, command, rows)

    repo.git(*COMMANDS[command])

    text = (repo.path / "STATUS.md").read_text()
    assert text.startswith(STATUS)
    assert sorted(text.removeprefix(STATUS).splitlines()) == sorted(rows)


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_calls_the_driver_has_the_conflict_that_git_has(repo: Repo, command: str) -> None:
    prepared(repo, command, ("Ours is prose.", "Theirs too."))
    before = repo.git("rev-parse", "HEAD", "HEAD:STATUS.md")

    assert repo.run("git", *COMMANDS[command]).code

    text = (repo.path / "STATUS.md").read_text()
    first, second = (
        ("Theirs too.", "Ours is prose.") if command == "rebase" else ("Ours is prose.", "Theirs too.")
    )
    assert text == f"{STATUS}<<<<<<< ours\n{first}\n=======\n{second}\n>>>>>>> theirs\n"
    assert command == "rebase" or repo.git("rev-parse", "HEAD", "HEAD:STATUS.md") == before
    assert [name for name in repo.git("ls-files", "--others").split() if "merge" in name] == []
