"""`git sessionlog docs`, on real repositories."""

import json
import os
from pathlib import Path

import pytest

from helpers import Repo, Result
from program import called

CAPSYS = pytest.CaptureFixture[str]
GOOD = """\
# Status

**Last Updated**: {date}

## Completed Fixes

| Fix | Description | Commit | Date |
| --- | ----------- | ------ | ---- |
| 2.3 | login | {commit} | {date} |

## In Progress

None

## Next Up

1. Fix 2.4: `src/limit.py`

## Session Log

| Date | Session | Summary |
| ---- | ------- | ------- |
| {date} | 1 | Fix 2.3 |
"""
CLEAN = "1 document checked, nothing to mend.\n"


@pytest.fixture
def good(repo: Repo) -> Repo:
    """A repository whose STATUS.md is as it should be."""
    repo.write("src/login.py", "")
    repo.git("add", "-A")
    fixed = repo.commit("feat(api): add login [Fix 2.3]")
    date = repo.git("log", "-1", "--format=%ad", "--date=format:%Y-%m-%d").strip()
    repo.write("STATUS.md", GOOD.format(commit=fixed[:10], date=date))
    repo.git("add", "-A")
    repo.commit("docs: update STATUS.md")
    return repo


def edit(repo: Repo, name: str, old: str, new: str) -> None:
    text = (repo.path / name).read_text()
    assert old in text
    repo.write(name, text.replace(old, new))


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("how", [(), ("--rev", "HEAD"), ("STATUS.md",), ("--fix",)])
def test_clean(capsys: CAPSYS, how: tuple[str, ...]) -> None:
    assert called(capsys, "docs", *how) == Result(0, CLEAN, "")


def test_each_kind_of_commit(good: Repo, capsys: CAPSYS) -> None:
    """One that is here, one of another branch, one that is nowhere, one that is none."""
    here = good.git("rev-parse", "HEAD").strip()
    good.git("switch", "-q", "-c", "other")
    foreign = good.commit("feat(api): elsewhere [Fix 9]")
    good.git("switch", "-q", "main")
    hashes = (here, foreign[:12], "9999999", "abcdefg1")
    rows = "\n".join(f"| 7.7 | x | {one} | 2026-01-01 |" for one in hashes)
    edit(good, "STATUS.md", "\n## In Progress", f"{rows}\n\n## In Progress")

    done = called(capsys, "docs")

    assert done.code == 1
    assert [line.partition(": ")[2] for line in done.out.splitlines() if "[hash-" in line] == [
        f"warning: {foreign[:12]} is not in the history of what is judged [hash-foreign]",
        "error: 9999999 is no commit of this repository; hint: git log --oneline [hash-unknown]",
        'error: "abcdefg1" is no commit: "g" is no digit of one [hash-form]',
    ]


def test_a_commit_that_is_gone_is_no_error_where_its_fix_has_another(good: Repo, capsys: CAPSYS) -> None:
    """As after a squash or a rebase: the row is right but for the hash."""
    edit(good, "STATUS.md", "\n## In Progress", "| 2.3 | x | 9999999 | 2026-01-01 |\n\n## In Progress")

    done = called(capsys, "docs")

    assert (done.code, "hash-unknown" in done.out) == (0, False)


def test_links_lead_to_what_is_there(good: Repo, capsys: CAPSYS) -> None:
    good.write("docs/plan.md", "# Plan\n\n## 2. Next steps\n")
    good.write("docs/plan.txt", "2.1 Details\n")
    good.write("build/out", "")
    good.write(".gitignore", "build/\n")
    links = (
        "[a](docs/plan.md#2-next-steps) [b](docs/plan.md#nothing) [c](src) [d](src/gone.py) "
        "[e](/build/out) see docs/plan.txt Section 2.1, docs/plan.md Section 2 and docs/plan.md Section 3"
    )
    edit(good, "STATUS.md", "None", links)

    done = called(capsys, "docs")

    assert [line.split(": ", 2)[2] for line in done.out.splitlines()[:-1]] == [
        'docs/plan.md has no heading "#nothing" [link-broken]',
        "src/gone.py is not there [link-broken]",
        "build/out is ignored by git: a clone does not have it [link-broken]",
        "docs/plan.md has no section 3 [link-broken]",
    ]


def test_done_without_a_commit(good: Repo, capsys: CAPSYS) -> None:
    date = "2026-01-01"
    edit(
        good,
        "STATUS.md",
        "\n## In Progress",
        f"| 2.4 | x | — | {date} |\n| 9 | x | — | {date} |\n\n## In Progress",
    )
    good.commit("fix(api): limit [Fix 2.4, #8]")

    done = called(capsys, "docs")

    assert done == Result(
        0,
        "STATUS.md:11:3: warning: fix 9 is done, but no commit has [Fix 9] [fix-without-commit]\n"
        "STATUS.md:19:4: warning: fix 2.4 is done, by the section for that [fix-both]\n"
        "0 of 1 document refused: 0 errors, 2 warnings.\n",
        "",
    )


def test_the_log_is_compared_with_the_last_commit(good: Repo, capsys: CAPSYS) -> None:
    edit(good, "STATUS.md", "| 1 | Fix 2.3 |", "| 1 | something else |")
    rewritten = called(capsys, "docs")
    good.git("commit", "-qam", "docs: rewrite")

    assert "[history-rewritten]" in rewritten.out
    assert called(capsys, "docs").out == CLEAN
    assert "[history-rewritten]" in called(capsys, "docs", "--rev", "HEAD").out


def test_a_date_before_the_last_work(good: Repo, capsys: CAPSYS) -> None:
    good.write("src/limit.py", "")
    good.git("add", "-A")
    good.commit("fix(api): limit [Fix 2.4]", GIT_AUTHOR_DATE="2098-01-01T00:00:00Z")

    done = called(capsys, "docs")

    assert done.code == 0
    assert "but the last commit is of 2098-01-01" in done.out


def test_what_is_staged_is_judged(good: Repo, capsys: CAPSYS) -> None:
    """Not what is written beside it, and no document that the commit does not change."""
    edit(good, "STATUS.md", "## Next Up", "## Something Else")
    assert called(capsys, "docs", "--staged") == Result(0, "0 documents checked, nothing to mend.\n", "")
    good.git("add", "STATUS.md")
    good.git("checkout", "HEAD", "--", "STATUS.md")
    assert called(capsys, "docs", "--staged").out.startswith("0 documents")

    good.write("STATUS.md", "<<<<<<< HEAD\n")
    good.git("add", "STATUS.md")
    good.write("STATUS.md", "written later")
    done = called(capsys, "docs", "--staged")

    assert done.code == 1
    assert done.out.startswith("STATUS.md:1:1: error: a conflict was committed unresolved")


def test_the_first_commit(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("STATUS.md", GOOD.format(commit="abcdef1", date="2026-01-01"))
    repo.git("add", "-A")

    for how in ((), ("--staged",)):
        done = called(capsys, "docs", *how)
        assert done.code == 1
        assert done.out.splitlines()[0] == (
            "STATUS.md:9:3: warning: fix 2.3 is done, but no commit has [Fix 2.3] [fix-without-commit]"
        )


def test_a_commit_in_a_bare_repository(
    good: Repo, tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    good.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")

    assert called(capsys, "docs", "--rev", "HEAD") == Result(0, CLEAN, "")
    assert called(capsys, "docs") == Result(
        2, "", "error: a bare repository has no work tree\nhint: git sessionlog docs --rev HEAD\n"
    )


def test_a_shallow_clone_cannot_tell(
    good: Repo, tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    good.git("clone", "-q", "--depth=1", f"file://{good.path}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")

    done = called(capsys, "docs")
    assert (done.code, done.out) == (2, "")
    assert "cannot be told in a shallow clone\nhint: git fetch --unshallow" in done.err

    edit(Repo(tmp_path / "shallow"), "STATUS.md", "None", "Nothing.")
    Repo(tmp_path / "shallow").git("add", "-A")
    assert called(capsys, "docs", "--staged") == Result(0, CLEAN, "")  # the commit can be made


def test_paths(good: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good.write("notes/a.md", "see [x](../src/login.py) and [y](gone.md)\n")
    good.write("sub/STATUS.md", "# Status\n")
    good.write("README.md", "# Readme\n")
    monkeypatch.chdir(good.path / "notes")

    assert called(capsys, "docs", "a.md").out.startswith(
        "notes/a.md:1:34: error: notes/gone.md is not there"
    )
    assert "[section-missing]" in called(capsys, "docs", "../sub/STATUS.md").out
    assert called(capsys, "docs", "..").out == "2 documents checked, nothing to mend.\n"
    assert called(capsys, "docs", str(good.path / "STATUS.md")).out == CLEAN
    for path, words in (
        ("gone.md", "notes/gone.md is not there"),
        (".", "notes is no document"),
        (str(tmp_path / "x"), f"{tmp_path / 'x'} is not in the work tree"),
    ):
        assert called(capsys, "docs", path) == Result(2, "", f"error: {words}\n")


def test_documents_of_the_settings(repo: Repo, capsys: CAPSYS) -> None:
    """One elsewhere is what its name says; one that is not there is missing."""
    repo.write(".sessionlog.toml", 'documents = ["docs/STATUS.md", "docs/OTHER.md"]\n')
    repo.write("docs/STATUS.md", "# Status\n")

    done = called(capsys, "docs")

    assert [line.split(" ")[0] + line.rpartition(" ")[2] for line in done.out.splitlines()[:-1]] == [
        "docs/OTHER.md:1:1:[document-missing]",
        "docs/STATUS.md:1:1:[section-missing]",
    ]


def test_documents_that_a_profile_of_the_settings_wants(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("CURRENT-STATE.md", "# State\n")
    without = called(capsys, "docs").out
    repo.write(".sessionlog.toml", 'profiles = ["continuity"]\n')
    named = called(capsys, "docs").out

    assert "[document-missing]" not in without
    assert [line.partition(":")[0] for line in named.splitlines() if "[document-missing]" in line] == [
        *(
            "TRACKER.md",
            "PENDING-CHANGES.md",
            "docs/env-details.md",
            "docs/ecr-manifest.md",
            "docs/RUNBOOKS/",
        ),
    ]


def test_a_document_may_be_elsewhere(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("own.toml", OWN)
    repo.write(".sessionlog.toml", 'profiles = ["own.toml"]\n')
    repo.write("notes/PLAN.md", "# Plan\n\nsee [it](gone.md)\n")

    assert called(capsys, "docs").out == (
        "notes/PLAN.md:3:10: error: notes/gone.md is not there [link-broken]\n"
        "1 of 1 document refused: 1 error, 0 warnings.\n"
    )


OWN = """\
[[documents]]
id = "plan"
path = "PLAN.md"
also = ["notes/PLAN.md"]
state = true
required = true
title = "Plan"
"""


def test_a_document_that_git_ignores(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".gitignore", "*.tmp\n")
    repo.write(".sessionlog.toml", 'profiles = ["storage"]\n[rules]\nsection-missing = "off"\n')
    repo.write(".claude/sessions/2026-01-01-login.tmp", "# Login\n")

    done = called(capsys, "docs")

    place = ".claude/sessions/2026-01-01-login.tmp:1:1: error: git ignores it"
    assert f"{place}; hint: git check-ignore -v says by which rule [document-ignored]\n" in done.out
    repo.git("add", "-f", "-A")
    assert "[document-ignored]" not in called(capsys, "docs").out


def test_a_session_that_was_not_finished(repo: Repo, capsys: CAPSYS) -> None:
    off = "".join(f'{rule} = "off"\n' for rule in ("section-missing", "document-missing"))
    repo.write(".sessionlog.toml", f'profiles = ["sessions"]\n[rules]\n{off}')
    whole = ("001-7k3f9q-plan", "001-7k3f9q-completed", "001-7k3f9q-review")
    others = ("001-zzzzzz-plan", "001-zzzzzz-review")  # another session with that number
    for name in (*whole, *others, "002-plan", "002-review", "003-plan", "003-7k3f9q-plan"):
        repo.write(f".claude/sessions/session-{name}.md", "# Session\n\n## One\n\n## Two\n")

    done = called(capsys, "docs")

    assert [line for line in done.out.splitlines() if "unfinished" in line] == [
        f".claude/sessions/session-{name}-plan.md:1:1: warning: its session is over, and has no "
        f"session-{name}-completed.md [session-unfinished]"
        for name in ("001-zzzzzz", "002")
    ]


def test_mended(good: Repo, capsys: CAPSYS) -> None:
    """What is certain is mended, all else stays byte by byte, and twice is once."""
    text = (good.path / "STATUS.md").read_text().replace("\n", "\r\n")
    broken = text.replace("## In Progress\r\n\r\nNone\r\n\r\n", "").replace(
        " |\r\n\r\n## Next", " |\r\n| 9 | x\r\n\r\n## Next"
    )
    good.write("STATUS.md", broken.encode())
    os.chmod(good.path / "STATUS.md", 0o640)

    done = called(capsys, "docs", "--fix")

    assert done.err == 'STATUS.md: added the section "In Progress", made a row of a table even\n'
    added = "## In Progress\r\n\r\n"
    expected = broken.replace("## Next Up", f"{added}## Next Up").replace(
        "| 9 | x\r\n", "| 9 | x |  |  |\r\n"
    )
    assert (good.path / "STATUS.md").read_bytes().decode() == expected
    assert called(capsys, "docs", "--fix").err == ""


def test_a_conflict_is_not_mended(good: Repo, capsys: CAPSYS) -> None:
    good.write("STATUS.md", "<<<<<<< a\n=======\n>>>>>>> b\n")
    done = called(capsys, "docs", "--fix")
    assert (done.code, done.err) == (1, "")
    assert (good.path / "STATUS.md").read_text() == "<<<<<<< a\n=======\n>>>>>>> b\n"


def test_rules_can_be_switched_off(good: Repo, capsys: CAPSYS) -> None:
    good.write("STATUS.md", "# Status\n")
    for severity, code, out in (
        ("error", 1, "1 of 1 document refused: 1 error, 0 warnings."),
        ("warn", 0, "0 of 1 document refused: 0 errors, 1 warning."),
        ("off", 0, "1 document checked, nothing to mend."),
    ):
        good.write(".sessionlog.toml", f'[rules]\nsection-missing = "{severity}"\n')
        done = called(capsys, "docs")
        assert (done.code, done.out.splitlines()[-1]) == (code, out)


def test_forms(good: Repo, capsys: CAPSYS) -> None:
    good.write("STATUS.md", "# Status\n")

    found = json.loads(called(capsys, "docs", "--format", "json").out)

    assert found["summary"] == {"checked": 1, "refused": 1, "errors": 1, "warnings": 0}
    assert found["messages"][0]["source"] == "document"
    assert found["messages"][0]["findings"][0]["rule"] == "section-missing"
    for form in ("github", "gitlab", "sarif"):
        done = called(capsys, "docs", "--format", form)
        assert done.code == 1
        assert "section-missing" in done.out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--staged", "--fix"), "give one of --staged, --rev and --fix"),
        (("--rev", ""), "--rev is empty: is a variable not set?"),
        (("--rev", "gone"), '"gone" is no commit of this clone'),
    ],
)
@pytest.mark.usefixtures("good")
def test_usage(capsys: CAPSYS, args: tuple[str, ...], words: str) -> None:
    done = called(capsys, "docs", *args)
    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", f"error: {words}")


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_no_link_is_followed(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("password: Tr0ub4dor-and-3\n")
    (repo.path / "STATUS.md").symlink_to(tmp_path / "secret.md")

    done = called(capsys, "docs")

    assert "[document-missing]" in done.out
    assert "[secret]" not in done.out


def test_a_secret_is_not_printed(good: Repo, capsys: CAPSYS) -> None:
    edit(good, "STATUS.md", "None", "password: Tr0ub4dor-and-3")
    done = called(capsys, "docs", "--format", "json")
    assert "secret" in done.out
    assert "Tr0ub4dor" not in done.out + done.err

    listed = ".sessionlog-allowed-secrets"
    good.write(listed, "Tr0ub4dor-and-3\n")
    assert "[secret]" in called(capsys, "docs").out
    good.git("add", listed)
    good.git("commit", "-q", "--no-verify", "-m", "docs: list what is none", "--only", listed)
    assert "[secret]" not in called(capsys, "docs").out


def test_a_memory_that_people_had_under_headings_of_their_own(repo: Repo, capsys: CAPSYS) -> None:
    """The source of these files names no heading: a new one has some, an old one needs none of them."""
    repo.write(".sessionlog.toml", 'profiles = ["sessions"]\n')
    for name in ("architecture", "patterns", "decisions", "errors"):
        repo.write(f".claude/memory/{name}.md", f"# {name.title()}\n\n## Ours\n\n- one\n")
    repo.write("STATUS.md", "# Status\n")
    repo.git("add", "-A")
    repo.commit("docs: remember")
    paths = [f".claude/memory/{name}.md" for name in ("architecture", "patterns", "decisions", "errors")]
    assert called(capsys, "docs", *paths) == Result(0, "4 documents checked, nothing to mend.\n", "")
