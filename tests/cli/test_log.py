"""`git sessionlog log`, on real histories."""

import json
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from helpers import Repo

ONE, TWO = "20260213-7k3f9q", "20260214-0r6bq3"


def _commit(repo: Repo, message: str, checkpoint: str, minute: int) -> str:
    date = f"2026-02-13T18:{minute:02}:00Z"
    trailer = f"\n\nSession-Checkpoint: {checkpoint}" if checkpoint else ""
    repo.commit(message + trailer, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    return repo.git("rev-parse", "--short=10", "HEAD").strip()


def test_log_groups_by_session_the_last_first(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    first = _commit(repo, "feat(api): add login [Fix 2.3]", f"{ONE}/1", 1)
    other = _commit(repo, "fix(web): mend it [Fix #7, 2.3]", f"{TWO}/1", 2)
    _commit(repo, "chore(x): no checkpoint [Fix 1]", "", 3)
    second = _commit(repo, "docs: say so\x1b[31m", f"{ONE}/2", 4)
    tenth = _commit(repo, "test(api): ten [Fix 2.3]", f"{ONE}/10", 5)

    assert main(["log"]) == 0

    assert capsys.readouterr().out == (
        f"{ONE}  2026-02-13, 3 commits, fixes 2.3\n"
        f"   1  {first}  2026-02-13 18:01  feat(api): add login [Fix 2.3]\n"
        f"   2  {second}  2026-02-13 18:04  docs: say so<U+001B>[31m\n"
        f"  10  {tenth}  2026-02-13 18:05  test(api): ten [Fix 2.3]\n"
        "\n"
        f"{TWO}  2026-02-13, 1 commit, fixes 7 2.3\n"
        f"  1  {other}  2026-02-13 18:02  fix(web): mend it [Fix #7, 2.3]\n"
        "\n"
        "1 commit without a checkpoint.\n"
    )


def test_log_of_a_range_as_json(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    _commit(repo, "feat(api): add login [Fix 2.3]", f"{ONE}/1", 1)
    _commit(repo, "fix(web): mend it [Fix 7]\n\nWhy.", f"{ONE}/2", 2)

    assert main(["log", "HEAD~1..HEAD", "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "sessions": [
            {
                "id": ONE,
                "number": None,
                "goal": None,
                "status": None,
                "first": "2026-02-13T18:02:00Z",
                "last": "2026-02-13T18:02:00Z",
                "fixes": ["7"],
                "commits": 1,
                "files": 0,
                "added": 0,
                "removed": 0,
                "checkpoints": [
                    {
                        "number": 2,
                        "oid": repo.git("rev-parse", "HEAD").strip(),
                        "date": "2026-02-13T18:02:00Z",
                        "author": "Ann Author",
                        "subject": "fix(web): mend it [Fix 7]",
                        "fixes": ["7"],
                        "includes": [],
                        "copies": [],
                    }
                ],
            }
        ],
        "without": 0,
    }


def test_a_squash_names_what_it_includes(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the last line of the last block counts; a server's squash may have none there."""
    server = _commit(
        repo,
        f"feat(a): all of it (#3)\n\n* feat(a): one\n\nSession-Checkpoint: {ONE}/1\n\n* fix(a): two\n\n"
        f"Session-Checkpoint: {ONE}/2\n\n---------\n\nCo-authored-by: Ann <ann@example.com>",
        "",
        1,
    )
    here = _commit(repo, f"feat(a): squash\n\nSession-Checkpoint: {ONE}/3", f"{ONE}/4", 2)
    both = _commit(
        repo, f"feat(a): both\n\nSession-Checkpoint: {TWO}/1\nSession-Checkpoint: {TWO}/2", "", 3
    )
    _commit(repo, f"feat(a): ill-formed\n\nSession-Checkpoint: {ONE}/0", "", 4)
    _commit(repo, f"feat(a): in a sentence\n\nas Session-Checkpoint: {ONE}/9 has it", "", 5)

    assert main(["log"]) == 0

    assert capsys.readouterr().out == (
        f"{TWO}  2026-02-13, 2 commits\n"
        f"  2  {both}  2026-02-13 18:03  feat(a): both (includes 1)\n"
        "\n"
        f"{ONE}  2026-02-13, 4 commits\n"
        f"  -  {server}  2026-02-13 18:01  feat(a): all of it (#3) (includes 1 2)\n"
        f"  4  {here}  2026-02-13 18:02  feat(a): squash (includes 3)\n"
        "\n"
        "2 commits without a checkpoint.\n"
    )


def test_sizes_records_and_copies(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """A cherry-pick is the same work again; the same number with another change is not."""
    repo.write("docs/sessions/any-name.md", (
        f"---\nid: {ONE}\nnumber: 4\nstatus: in_progress\ngoal: Log in\x1b[m\n---\n"
    ))  # fmt: skip
    repo.write("a b", "1\n2\n3\n")
    repo.git("add", "-A")
    _commit(repo, "chore(x): start", "", 0)
    repo.write("a b", "1\n2\n3\n4\n")
    repo.write("c", b"\0\1")
    repo.git("add", "-A")
    one = _commit(repo, "feat(x): four [Fix 4]", f"{ONE}/1", 1)
    repo.git("switch", "-q", "-c", "side", "HEAD~1")
    repo.git("cherry-pick", one)
    copy = repo.git("rev-parse", "--short=10", "HEAD").strip()
    repo.write("d", "1\n")
    repo.git("add", "-A")
    other = _commit(repo, "feat(x): other", f"{ONE}/1", 3)
    empty = _commit(repo, "feat(x): empty", f"{ONE}/1", 4)
    repo.git("merge", "-q", "-m", "merge", "main")

    assert main(["log"]) == 0

    kept, folded = sorted((one, copy), key=(one, copy).index)
    out = capsys.readouterr().out
    assert out.replace(folded, "FOLDED").replace(kept, "FOLDED") == (
        f"{ONE}  2026-02-13, 3 commits, 3 files, +2 -0, fixes 4\n"
        "  session 4, in progress: Log in<U+001B>[m\n"
        "  1  FOLDED  2026-02-13 18:01  feat(x): four [Fix 4] (also FOLDED)\n"
        f"  1  {other}  2026-02-13 18:03  feat(x): other\n"
        f"  1  {empty}  2026-02-13 18:04  feat(x): empty\n"
        "\n"
        "1 commit without a checkpoint.\n"
    )


def test_the_last_sessions(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    _commit(repo, "feat(a): one", f"{ONE}/1", 1)
    _commit(repo, "feat(a): two", f"{TWO}/1", 2)

    assert main(["log", "-n", "1", "--format", "json"]) == 0

    assert [each["id"] for each in json.loads(capsys.readouterr().out)["sessions"]] == [TWO]


def test_log_without_any_checkpoint(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("feat(a): one")

    assert main(["log"]) == 0

    assert capsys.readouterr().out == "No checkpoints in 1 commit.\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["log"],
            "error: git log failed: bad revision 'HEAD'\nhint: there is no commit yet: make one\n",
        ),
        (
            ["log", "nope"],
            "error: git log failed: bad revision 'nope'\nhint: git fetch, or mend the name\n",
        ),
        (
            ["log", "--", "-x"],
            "error: git log failed: bad revision '-x'\nhint: git fetch, or mend the name\n",
        ),
    ],
)
def test_log_that_cannot_look(
    repo: Repo, capsys: pytest.CaptureFixture[str], args: list[str], words: str
) -> None:
    assert main(args) == 2

    assert capsys.readouterr() == ("", words)


@pytest.mark.parametrize("form", ["--object-format=sha256", "--bare"])
def test_log_in_repositories_that_gitpython_does_not_read(
    repo: Repo, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo.init(repo.path.parent / "other", form)
    tree = other.git("hash-object", "-t", "tree", "-w", "/dev/null").strip()
    message = f"feat(a): one [Fix 1]\n\nSession-Checkpoint: {ONE}/1"
    oid = other.git("commit-tree", "-m", message, tree).strip()
    other.git("update-ref", "refs/heads/main", oid)
    monkeypatch.chdir(other.path)

    assert main(["log", "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out)["sessions"][0]["checkpoints"][0]["oid"] == oid


def test_log_under_a_hostile_configuration(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    for key, value in (
        ("log.showSignature", "true"),
        ("color.ui", "always"),
        ("i18n.logOutputEncoding", "ISO-8859-1"),
        ("format.pretty", "oneline"),
        ("log.date", "relative"),
        ("trailer.separators", "="),
    ):
        repo.git("config", key, value)
    oid = _commit(repo, "feat(a): café [Fix 1]", f"{ONE}/1", 1)

    assert main(["log"]) == 0

    assert capsys.readouterr().out == (
        f"{ONE}  2026-02-13, 1 commit, fixes 1\n  1  {oid}  2026-02-13 18:01  feat(a): café [Fix 1]\n\n"
    )


def test_a_partial_clone_is_completed_in_one_fetch(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, id_ in enumerate((ONE, TWO), 1):
        repo.write(f"src/{number}.py", f"{number}\n")
        repo.git("add", "-A")
        _commit(repo, f"feat(api): add part {number}", f"{id_}/1", number)
        repo.write(
            f"docs/sessions/{id_}.md", f"---\nid: {id_}\ncovers: 1\nended: 2026-02-13\n---\n\n# One\n"
        )
        repo.git("add", "-A")
        _commit(repo, "docs: update STATUS.md with session progress", "", number + 10)
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git(
        "clone", "-q", "--filter=blob:none", "--no-checkout", repo.path.as_uri(), str(tmp_path / "clone")
    )
    monkeypatch.chdir(tmp_path / "clone")
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(tmp_path / "trace"))

    assert main(["log"]) == 0

    assert "1 file, +1 -0" in capsys.readouterr().out
    events = map(json.loads, (tmp_path / "trace").read_text().splitlines())
    assert sum("fetch" in event["argv"] for event in events if event["event"] == "start") == 1
