"""`git sessionlog trace`, on a real repository."""

import json
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from git_sessionlog.state.fixes import collect
from helpers import CLI, Repo
from traced_repo import BACKLOG, ONE, STATUS, Made, made

TABLE = """\
4 of 6 fixes have commits; 5 disagree.

 1  done         jwt.......  JWT refresh tokens are not validated
 2  open                     Alert checker calls get_connector() without an organisation
  ! done in STATUS.md:10, no commit [no-commit]
 3  reverted     chat......  Wire AIEngine to the chat
  ! reverted in back......, still done in STATUS.md:11 [reverted]
 4  unmerged     headers...  Security headers in nginx.conf
  ! done in STATUS.md:12, but headers... is only on feature/headers [unmerged]
 5  done         limiter...  Rate limiter in Redis
  ! committed in limiter..., still under Next Up in STATUS.md:18 [still-next]
 6  open                     Pagination
99  done         other.....  feat(api): something else [Fix 99]
  ! named by other....., not in the backlog [not-in-backlog]
"""
JWT = f"""\
Fix 1 (2.3): JWT refresh tokens are not validated
  status   done
  backlog  improvement-analysis.txt:3, improvement-analysis.txt:27
  batch    A

commits
  jwt.......  2026-02-13 10:01  Ann Author  fix(api): validate refresh tokens [Fix 2.3]
    on feature/headers, main

sessions
  4, {ONE}, 2026-02-13: Batch A: critical bug fixes

documents
  STATUS.md:9  Completed Fixes: | #1 | JWT refresh tokens | — | 2026-02-13 |
  improvement-analysis.txt:5  Section: 2.3
  improvement-analysis.txt:17  Depends on: #1
"""
CHAT = """\
Fix 3: Wire AIEngine to the chat
  status   reverted
  backlog  improvement-analysis.txt:14, improvement-analysis.txt:29
  batch    A

commits
  chat......  2026-02-13 10:02  Ann Author  feat(api): wire the engine [Fix #3]
    on feature/headers, main; reverted in back......

documents
  STATUS.md:11  Completed Fixes: | #3 | Chat | — | 2026-02-13 |

disagreements
  ! reverted in back......, still done in STATUS.md:11 [reverted]
"""


@pytest.fixture
def there(repo: Repo) -> Made:
    return made(repo)


def test_the_table(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace"]) == 0
    assert there.said(capsys.readouterr().out) == TABLE

    assert main(["trace", "--strict"]) == 1
    assert there.said(capsys.readouterr().out) == TABLE


@pytest.mark.parametrize("what", ["1", "#1", "2.3", "#2.3", "Fix 1", "[Fix 2.3]", "section 2.3"])
def test_the_trail_by_each_of_its_names(what: str, there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", what, "--strict"]) == 0

    assert there.said(capsys.readouterr().out) == JWT


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("main~3", CHAT),
        ("main~4..main~2", CHAT),
        ("main~5..main~2", f"{JWT}\n{CHAT}"),
        ("main~5", "It names no fix.\n"),
        ("main..main", "It names no fix.\n"),
    ],
)
def test_the_trails_of_commits(
    what: str, expected: str, there: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", what]) == 0

    assert there.said(capsys.readouterr().out) == expected


@pytest.mark.parametrize(
    ("what", "words", "hint"),
    [
        (
            "77",
            "no backlog entry, commit or state document has fix 77",
            "the backlog has 1 to 6, all: git sessionlog trace",
        ),
        ("23", "no backlog entry, commit or state document has fix 23", "did you mean 2.3?"),
        (
            "8.5",
            "no backlog entry, commit or state document has fix 8.5",
            "the backlog has 1 to 6, all: git sessionlog trace",
        ),
        ("2.30", "no backlog entry, commit or state document has fix 2.30", "did you mean 2.3?"),
        ("4.1", "no backlog entry, commit or state document has fix 4.1", "did you mean 4?"),
        ("gone", '"gone" is no fix and no commit here', "git fetch, or mend the name"),
        ("gone..main", '"gone" is no commit of this clone', "git fetch, or mend the name"),
        ("main~99..main", '"main~99" is no commit of this clone', "git fetch, or mend the name"),
        ("main...x", "main...x: three dots are no range here", "write main..x"),
        ("\x1b[2J", '"<U+001B>[2J" is no fix and no commit here', "git fetch, or mend the name"),
    ],
)
def test_what_is_nothing_here(
    what: str, words: str, hint: str, there: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", what]) == 2

    assert capsys.readouterr() == ("", f"error: {words}\nhint: {hint}\n")


def test_a_name_that_can_be_both_is_a_fix(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """A branch of that name is meant where there is no such fix, or by its whole name."""
    for name in ("3", "33"):
        there.repo.git("branch", name, "main~4")

    assert main(["trace", "3"]) == 0
    assert there.said(capsys.readouterr().out).startswith("Fix 3: ")
    for what in ("33", "refs/heads/3"):
        assert main(["trace", what]) == 0
        assert there.said(capsys.readouterr().out).startswith("Fix 1 (2.3): ")


def test_json(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "--format", "json", "5"]) == 0

    assert json.loads(there.said(capsys.readouterr().out)) == {
        "coverage": {"fixes": 1, "with_commits": 1, "disagreeing": 1},
        "unseen": [],
        "fixes": [
            {
                "id": "5",
                "aliases": [],
                "title": "Rate limiter in Redis",
                "status": "done",
                "in_backlog": True,
                "places": [
                    {"path": "improvement-analysis.txt", "line": 22},
                    {"path": "improvement-analysis.txt", "line": 33},
                ],
                "commits": [
                    {
                        "oid": "limiter",
                        "date": "2026-02-13T10:05:00Z",
                        "author": "Ann Author",
                        "subject": "feat(api): keep the rates in Redis [Fix 5]",
                        "merged": True,
                        "branches": ["main"],
                        "copies": [],
                        "reverted_by": [],
                        "sessions": [],
                    }
                ],
                "more_commits": 0,
                "commits_by_hash": [],
                "sessions": [],
                "mentions": [
                    {
                        "path": "STATUS.md",
                        "line": 18,
                        "section": "Next Up",
                        "concept": "next",
                        "text": "1. Fix #5: rate limiter",
                        "claims": True,
                    },
                    {
                        "path": "STATUS.md",
                        "line": 19,
                        "section": "Next Up",
                        "concept": "next",
                        "text": "2. Fix #6: pagination, as #5",
                        "claims": False,
                    },
                ],
                "disagreements": [
                    {
                        "kind": "still-next",
                        "message": "committed in limiter..., still under Next Up in STATUS.md:18",
                        "path": "STATUS.md",
                        "line": 18,
                        "commit": "limiter",
                    }
                ],
            }
        ],
    }


def test_json_of_the_table(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "--format", "json", "--strict"]) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["coverage"] == {"fixes": 6, "with_commits": 4, "disagreeing": 5}
    assert [one["id"] for one in told["fixes"]] == ["1", "2", "3", "4", "5", "6", "99"]


def test_in_a_bare_repository(there: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there.repo.git("clone", "-q", "--bare", str(there.repo.path), str(tmp_path / "bare.git"))
    bare = Repo(tmp_path / "bare.git")

    assert there.said(bare.run(CLI, "trace").out) == TABLE


def test_in_a_shallow_clone_what_is_not_seen_is_said(there: Made, tmp_path: Path) -> None:
    there.repo.git("clone", "-q", "--depth=1", there.repo.path.as_uri(), str(tmp_path / "clone"))
    done = Repo(tmp_path / "clone").run(CLI, "trace", "--strict")

    assert there.said(done.out) == (
        "0 of 6 fixes have commits; 1 disagrees.\n"
        "\n"
        " 1  unknown                  JWT refresh tokens are not validated\n"
        " 2  unknown                  Alert checker calls get_connector() without an organisation\n"
        " 3  unknown                  Wire AIEngine to the chat\n"
        " 4  unknown                  Security headers in nginx.conf\n"
        " 5  unknown                  Rate limiter in Redis\n"
        " 6  unknown                  Pagination\n"
        "99  done         other.....  feat(api): something else [Fix 99]\n"
        "  ! named by other....., not in the backlog [not-in-backlog]\n"
    )
    assert (done.code, done.err) == (
        2,
        "error: the clone is shallow: a fix without a commit may have one that is not here\n"
        "hint: git fetch --unshallow (GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0)\n",
    )


def test_documents_that_are_not_there(there: Made, capsys: pytest.CaptureFixture[str]) -> None:
    there.repo.write(
        ".sessionlog.toml", 'documents = ["GONE.md"]\nbacklog = ["improvement-analysis.txt", "NO.md"]\n'
    )

    assert main(["trace", "6", "--strict"]) == 2
    assert capsys.readouterr().err == "error: GONE.md is not there; NO.md is not there\n"


def test_documents_that_cannot_be_read(
    there: Made, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "_LARGEST", len(BACKLOG))
    there.repo.write("STATUS.md", STATUS * 5)

    assert main(["trace", "6"]) == 2
    assert capsys.readouterr().err == "error: STATUS.md cannot be read\n"


def test_without_a_backlog(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("docs: start")
    assert main(["trace"]) == 0
    assert capsys.readouterr().out == "No fixes: no backlog document, commit or state document names one.\n"

    oid = repo.commit("fix(api): a [Fix 7]")
    assert main(["trace"]) == 0
    assert capsys.readouterr().out == (
        "1 of 1 fix has commits; nothing disagrees; there is no backlog document.\n"
        "\n"
        f"7  done         {oid[:10]}  fix(api): a [Fix 7]\n"
    )


def test_before_the_first_commit(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write("improvement-analysis.txt", "#1 First thing to mend\n")

    assert main(["trace"]) == 0
    assert capsys.readouterr().out == (
        "0 of 1 fix have commits; nothing disagrees.\n\n1  open                     First thing to mend\n"
    )
    assert main(["trace", "HEAD"]) == 2


def test_hostile_text_is_escaped(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write("improvement-analysis.txt", "#7 A \x1b[31mtitle\u202e\n")
    repo.write("STATUS.md", "# S\n\n## Next Up \x1b[2J\n\n1. Fix 7: \x1b]0;x\x07\n")
    repo.write("\x1b[2J/TRACKER.md", "#7\n")
    repo.git("add", "-A")
    repo.commit("fix(x): \x1b[31m\u202e [Fix 7]", GIT_AUTHOR_NAME="A\x9bB")

    for args in (["trace"], ["trace", "7"], ["trace", "--color", "always"], ["fixes", "show", "7"]):
        assert main(args) == 0
        out = capsys.readouterr().out
        plain = out.replace("\x1b[m", "")
        for colour in ("\x1b[31m!", "\x1b[32m", "\x1b[33m", "\x1b[2m", "\x1b[1m"):
            plain = plain.replace(colour, "")
        assert not {char for char in plain if not char.isprintable()} - {"\n"}


def test_many_commits_are_cut(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    given = "".join(
        f"commit refs/heads/main\ncommitter A <a@b> {n} +0000\ndata 18\nfix(x): {n} [Fix 7]\n"
        for n in range(10, 60)
    )
    repo.run("git", "fast-import", "--quiet", stdin=given)

    assert main(["trace"]) == 0
    assert " +49 " in capsys.readouterr().out
    assert main(["trace", "7"]) == 0
    assert capsys.readouterr().out.endswith("\n  … 30 more\n")
