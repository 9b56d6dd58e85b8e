"""`git sessionlog check`, on real histories."""

import json
import subprocess
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from helpers import Repo


def _write(repo: Repo, message: str, **files: str) -> str:
    for name, text in files.items():
        repo.write(name.replace("__", "."), text)
    repo.git("add", "-A")
    date = "2026-02-13T18:00:00Z"
    return repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)


@pytest.fixture
def adopted(repo: Repo) -> str:
    """A repository whose STATUS.md describes its first commit; gives that commit's id."""
    return _write(repo, "docs: start", STATUS__md="# Status\n")


def test_fresh(repo: Repo, adopted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0

    assert capsys.readouterr() == ("STATUS.md: fresh, it describes the commit\n", "")


def test_stale_names_what_is_not_described(
    repo: Repo, adopted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = _write(repo, "feat(api): add login [Fix 2.3]", app="1")
    two = _write(repo, "fix(api): mend\x1b[31m it [Fix #7, 2.3]", app="2")

    assert main(["check"]) == 1

    assert capsys.readouterr().out == (
        "STATUS.md: stale, 2 commits behind\n"
        f"  last updated on 2026-02-13 in {adopted[:10]}\n"
        f"  {two[:10]}  2026-02-13  fix(api): mend<U+001B>[31m it [Fix #7, 2.3]\n"
        f"  {one[:10]}  2026-02-13  feat(api): add login [Fix 2.3]\n"
        "  fixes in them: 7 2.3\n"
        "mend: git sessionlog end\n"
    )


def test_a_tolerated_distance_is_fresh(
    repo: Repo, adopted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(repo, "feat(api): add login", app="1")

    assert main(["check", "--tolerance", "1"]) == 0

    assert capsys.readouterr().out == "STATUS.md: fresh, 1 commit behind\n"


def test_json(repo: Repo, adopted: str, capsys: pytest.CaptureFixture[str]) -> None:
    tip = _write(repo, "feat(api): add login [Fix 2.3]", app="1")

    assert main(["check", "--format", "json"]) == 1

    assert json.loads(capsys.readouterr().out) == {
        "tip": tip,
        "documents": [
            {
                "path": "STATUS.md",
                "state": "stale",
                "behind": 1,
                "complete": True,
                "updated_in": adopted,
                "commits": [{"oid": tip, "subject": "feat(api): add login [Fix 2.3]", "fixes": ["2.3"]}],
                "why": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("settings", "message", "files"),
    [
        ('ignore = ["*.lock", "!keep.lock"]', "chore(x): lock", {"a__lock": "1"}),
        ("allow-skip = true", "feat(x): excused\n\nSession-Skip: only a comment", {"app": "1"}),
        ('documents = ["STATUS.md"]', "docs: another", {"SESSION__md": "x"}),
        ('bots = ["Ann *"]', "feat(x): by a bot", {"app": "1"}),
        ("", "docs: a session", {"docs/sessions/1__md": "x", ".claude/sessions/001-plan__md": "x"}),
        ("", "docs: a runbook", {"docs/RUNBOOKS/1__md": "x", "docs/reports/1__md": "x"}),
    ],
    ids=["ignored", "excused", "a state document", "a bot", "records", "runbooks"],
)
def test_commits_that_need_no_description(
    repo: Repo, settings: str, message: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _write(repo, "docs: start", STATUS__md="# Status\n", **{"__sessionlog__toml": settings})
    _write(repo, message, **files)

    assert main(["check"]) == 0
    assert capsys.readouterr().out == "STATUS.md: fresh, it describes the commit\n"


@pytest.mark.parametrize(
    ("settings", "message", "files"),
    [
        ('ignore = ["*.lock", "!keep.lock"]', "chore(x): lock", {"keep__lock": "1"}),
        ("", "feat(x): excuses itself\n\nSession-Skip: only a comment", {"app": "1"}),
        ("allow-skip = true", "feat(x): no reason\n\nSession-Skip:", {"app": "1"}),
        ("allow-skip = true", "feat(x): quoted\n\nSession-Skip: no\n\nas text", {"app": "1"}),
        ("", "docs: both", {"SESSION__txt": "x"}),
        ("", "docs: no record", {"docs/sessions.py": "x", "app/docs/sessions/1__md": "x"}),
    ],
)
def test_commits_that_need_one(repo: Repo, settings: str, message: str, files: dict[str, str]) -> None:
    _write(repo, "docs: start", STATUS__md="# Status\n", **{"__sessionlog__toml": settings})
    _write(repo, message, **files)

    assert main(["check"]) == 1


def test_every_document_must_be_fresh(repo: Repo, adopted: str, capsys: pytest.CaptureFixture[str]) -> None:
    _write(repo, "feat(x): work", app="1")
    _write(repo, "docs: session", SESSION__md="x")

    assert main(["check"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.endswith(("behind", "commit"))] == [
        "STATUS.md: stale, 1 commit behind",
        "SESSION.md: fresh, it describes the commit",
    ]


def test_missing(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    _write(repo, "feat(x): work", app="1")

    assert main(["check"]) == 1
    assert main(["check", "--document", "/docs/STATE.md"]) == 1

    assert capsys.readouterr().out == (
        "STATUS.md: missing, there is none of STATUS.md, CURRENT-STATE.md, SESSION.md\n"
        "mend: git sessionlog init\n"
        "docs/STATE.md: missing, not there\n"
        "mend: write docs/STATE.md, and commit it\n"
    )


def test_a_shallow_clone_is_unknown(
    repo: Repo,
    adopted: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clone = tmp_path / "clone"
    _write(repo, "feat(x): work", app="1")
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repo.path}", clone], check=True)
    monkeypatch.chdir(clone)

    assert main(["check"]) == 2

    assert capsys.readouterr() == (
        f"STATUS.md: unknown, {adopted[:10]} is not in this clone: it is shallow, partial or damaged\n",
        "error: not every document could be judged\n"
        "hint: git fetch --unshallow (GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0)\n",
    )


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["nope"],
            'error: "nope" is no commit of this clone\nhint: git fetch, or mend the name\n',
        ),
        (
            ["no such name 5"],
            'error: "no such name 5" is no commit of this clone\nhint: git fetch, or mend the name\n',
        ),
        (["caf\udce9"], 'error: "caf<E9>" is no commit of this clone\nhint: git fetch, or mend the name\n'),
        (["--document", "../x"], 'error: "../x" is no path of a file in the repository\n'),
        (["--document", ""], 'error: "" is no path of a file in the repository\n'),
    ],
)
def test_what_cannot_be_checked(
    repo: Repo, adopted: str, args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *args]) == 2

    assert capsys.readouterr() == ("", words)


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_the_other_forms_name_the_document(
    repo: Repo, adopted: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(repo, "feat(x): work", app="1")

    assert main(["check", "--format", form]) == 1

    out = capsys.readouterr().out
    assert "document-stale" in out
    assert "STATUS.md" in out
