"""`git sessionlog fixes add`: what it writes is read by everything that reads the backlog."""

import json
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from helpers import Repo

CASES = Path(__file__).parent.parent / "cases/backlog"
TITLE = "Refuse expired tokens"
DOCUMENTS = {
    "boxes": ("BACKLOG.md", "# Backlog\n\n- [x] **Fix #1**: Old\n- [ ] **Fix #2**: Next\n", "3"),
    "CRLF": ("BACKLOG.md", "# Backlog\r\n\r\n- [ ] **Fix #1**: Old\r\n", "2"),
    "no line end": ("BACKLOG.md", "- [ ] Fix 1: Old", "2"),
    "a table": (
        "docs/tracker.md",
        "| # | Title | Status |\n| - | - | - |\n| #1 | Old | done |\n\nEnd.\n",
        "2",
    ),
    "headings": ("improvements.md", "## 2.3 Old\n\nText.\n\n## 2.4 Next\n\nMore.\n", "2.5"),
    "codes": ("backlog.md", "- T-001: Old\n- T-002: Next\n\nEnd.\n", "T-003"),
    "text": ("backlog.txt", "#1 Old\n   File: a.py\n\n#2 Next\n   File: b.py\n", "3"),
    "nothing in it": ("docs/backlog.md", "# Backlog\n\nWhat is to be done.\n", "1"),
    "front matter": ("BACKLOG.md", "---\na: b\n---\n\n- [ ] **Fix #1**: Old\n", "2"),
}


def said(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert main(list(args)) == 0
    return capsys.readouterr().out


def is_read(repo: Repo, capsys: pytest.CaptureFixture[str], id: str, title: str = TITLE) -> None:
    """By `fixes`, `plan`, `trace` and `start --fix`, and a commit with its tag is one of it."""
    fixes = json.loads(said(capsys, "fixes", "list", "--format", "json"))["fixes"]
    assert {one["id"]: (one["title"], one["status"]) for one in fixes}[id] == (title, "open")
    assert id in said(capsys, "plan")
    assert title in said(capsys, "trace", id)
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", f"docs: plan [Fix {id}]")
    assert title in said(capsys, "start", "it", "--fix", id)
    repo.git("commit", "-q", "--allow-empty", "-m", f"fix(api): x [Fix {id}]")
    fixes = json.loads(said(capsys, "fixes", "list", "--format", "json"))["fixes"]
    assert {one["id"]: one["status"] for one in fixes}[id] == "done"


def test_without_a_backlog_it_opens_one(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("docs: first")
    assert said(capsys, "fixes", "add", TITLE) == "[Fix 1]\n"
    assert (repo.path / "BACKLOG.md").read_text() == f"# Backlog\n\n- [ ] **Fix #1**: {TITLE}\n"
    is_read(repo, capsys, "1")


def test_an_id_of_a_commit_is_not_given_again(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("fix(api): x [Fix 12]")
    assert said(capsys, "fixes", "add", TITLE) == "[Fix 13]\n"
    is_read(repo, capsys, "13")


@pytest.mark.parametrize(("path", "text", "id"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_it_is_written_as_the_others_are(
    path: str, text: str, id: str, repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit("docs: first")
    file = repo.write(path, text)
    assert said(capsys, "fixes", "add", TITLE) == f"[Fix {id}]\n"
    lines = iter(file.read_bytes().split(b"\n"))
    assert all(line in lines for line in text.encode().rstrip(b"\n").split(b"\n"))  # in their order
    is_read(repo, capsys, id)


@pytest.mark.parametrize("file", sorted(CASES.glob("analysis-*.*[dt]")), ids=lambda file: file.name)
def test_a_document_of_somebody(file: Path, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """All entries stay as they were, or nothing is written."""
    repo.commit("docs: first")
    there = repo.write(f"backlog{file.suffix}", file.read_bytes())
    before = json.loads(said(capsys, "fixes", "list", "--format", "json"))["fixes"]
    code = main(["fixes", "add", TITLE])
    tag = capsys.readouterr().out
    after = json.loads(said(capsys, "fixes", "list", "--format", "json"))["fixes"]
    if code:
        assert there.read_bytes() == file.read_bytes()
        assert after == before
    else:
        assert [one["id"] for one in after] == [*(one["id"] for one in before), tag[5:-2]]
        assert [one["title"] for one in after] == [*(one["title"] for one in before), TITLE]


def test_the_document_is_named(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("docs: first")
    assert said(capsys, "fixes", "add", TITLE, "--file", "docs/tracker.md") == "[Fix 1]\n"
    assert said(capsys, "fixes", "add", "Another", "--file", "backlog.md") == "[Fix 2]\n"
    is_read(repo, capsys, "2", "Another")
    for path in ("notes.md", "../backlog.md", ".git/backlog.md", "/etc/backlog.md"):
        assert main(["fixes", "add", TITLE, "--file", path]) == 2
        assert capsys.readouterr().err.startswith(f"error: {path} is no document of the backlog\nhint: ")
        assert not (repo.path / path).exists()


def test_the_setting_names_it(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write(".sessionlog.toml", 'backlog = ["plans/todo.md"]\n')
    repo.commit("docs: first")
    repo.write("plans/todo.md", "")
    assert said(capsys, "fixes", "add", TITLE) == "[Fix 1]\n"
    is_read(repo, capsys, "1")


@pytest.mark.parametrize("text", ["", " ", "...", "a\x1bb", "password: Tr0ub4dor9x"])
def test_what_is_no_entry(text: str, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("docs: first")
    assert main(["fixes", "add", text]) == 2
    assert not (repo.path / "BACKLOG.md").exists()


@pytest.mark.parametrize(
    "text", ["a | b", "`x` *y* [z](q)", "#7 is gone", "Fix 7: x", "x [Fix 9]", "- x", "done"]
)
def test_any_text_is_read_back_or_refused(
    text: str, repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit("docs: first")
    code = main(["fixes", "add", text])
    capsys.readouterr()
    assert (repo.path / "BACKLOG.md").exists() == (code == 0)


def test_a_refusal_says_where_ids_are(repo: Repo) -> None:
    repo.install()
    refused = repo.run("git", "commit", "--allow-empty", "-m", "feat(api): add login")
    assert (
        "  hint: an id is that of an entry of the backlog; there is none yet: "
        'git sessionlog fixes add "TEXT"\n' in refused.err
    )
    repo.write("docs/tracker.md", "| # | Title |\n| - | - |\n| 1 | Old |\n")
    refused = repo.run("git", "commit", "--allow-empty", "-m", "feat(api): add login")
    assert (
        "  hint: an id is that of an entry in docs/tracker.md: git sessionlog fixes list\n" in refused.err
    )
