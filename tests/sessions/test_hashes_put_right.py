"""Hashes of fixes after a squash, a rebase and a gc: `docs --fix`, `update` and `end` put them right."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from forge import SETTINGS
from helpers import CLI, Repo
from life_repo import adopted

STATUS = """\
# Status

Shipped in 1234567, says the changelog; the fix of login is {two}.

## Completed Fixes

| Fix | Description | Commit | Date |
| --- | ----------- | ------ | ---- |
| 1 | add one | {one} | 2026-01-04 |
| 2 | add two — see 1234567 | {two} | 2026-01-04 |
| 9 | from before | 7654321 | 2026-01-04 |

## In Progress

None

## Next Up

1. Fix 8: order the runs in `src/api.py`

## Session Log

| Date | Session | Summary |
| ---- | ------- | ------- |
| 2026-01-04 | 1 | Add one and two (fixes 1, 2; 2 commits) |

```
| 1 | add one | {one} | 2026-01-04 |
```
"""


def committed(repo: Repo, fix: str, text: str) -> str:
    """A commit with the tag of a fix; its whole id."""
    repo.write(f"src/f{fix}.py", f"{text}\n")
    repo.git("add", "-A")
    return repo.commit(f"feat(api): add {text} [Fix {fix}]")


def squashed(repo: Repo) -> None:
    repo.git("reset", "-q", "--hard", "HEAD~2")
    for fix, text in (("1", "one"), ("2", "two")):
        committed(repo, fix, text)
        repo.write(f"src/g{fix}.py", "more\n")
        repo.git("add", "-A")
        repo.git("commit", "-q", "--no-verify", "--amend", "-m", f"feat(api): add {text} [Fix {fix}] (#7)")


def rebased(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "side", "HEAD~2")
    repo.write("other", "x\n")
    repo.git("add", "-A")
    repo.commit("chore(x): be first")
    repo.git("checkout", "-q", "main")
    repo.git("rebase", "-q", "side")


def collected(repo: Repo) -> None:
    squashed(repo)
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("update-ref", "-d", "ORIG_HEAD")
    repo.git("gc", "-q", "--prune=now")


def moved(repo: Repo, how: Callable[[Repo], None], settings: str = "") -> dict[str, str]:
    """Two fixes whose hashes are in STATUS.md, and whose commits are other ones now; the old hashes."""
    adopted(repo, None, settings=settings)
    one, two = committed(repo, "1", "one"), committed(repo, "2", "two")
    old = {"one": one[:7], "two": two[:10]}
    how(repo)
    repo.write("STATUS.md", STATUS.format(**old))
    repo.git("add", "-A")
    repo.commit("docs: say what is done")
    return old


def wanted(repo: Repo, old: dict[str, str]) -> str:
    """STATUS.md with the hashes as they are now, in the rows and nowhere else."""
    new = {
        name: repo.git("log", "-1", "--format=%H", f"--grep=Fix {fix}").strip()[: len(old[name])]
        for name, fix in (("one", "1"), ("two", "2"))
    }
    assert set(new.values()).isdisjoint(old.values())
    text = STATUS.format(**old)
    for name, fix in (("one", "1"), ("two", "2")):
        row = next(line for line in text.splitlines() if line.startswith(f"| {fix} | add"))
        text = text.replace(f"\n{row}\n", "\n" + row.replace(old[name], new[name]) + "\n", 1)
    return text


@pytest.mark.parametrize("how", [squashed, rebased, collected])
@pytest.mark.parametrize("command", [("docs", "--fix"), ("update",)])
def test_a_hash_that_was_left_behind(
    repo: Repo, how: Callable[[Repo], None], command: tuple[str, ...]
) -> None:
    old = moved(repo, how)

    done = repo.run(CLI, *command)

    assert (repo.path / "STATUS.md").read_text() == wanted(repo, old)
    told = done.out + done.err
    assert f"{old['one']} is " in told
    assert "7654321 (Fix 9)" in told  # nothing tells which commit that was
    repo.git("add", "-A")
    repo.commit("docs: put the hashes right")
    again = repo.run(CLI, *command)
    assert " now" not in again.out + again.err
    assert repo.git("status", "--porcelain") == ""


def test_an_end_puts_them_right(repo: Repo) -> None:
    old = moved(repo, rebased)
    repo.install()
    assert repo.run(CLI, "start", "Order the runs in src/api.py", "--fix", "8:order the runs").code == 0
    repo.write("src/api.py", "1\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "feat(api): order the runs [Fix 8]")

    done = repo.run(CLI, "end", "--next", "Fix 10: look at src/api.py")

    assert done.code == 0, done
    lines = (repo.path / "STATUS.md").read_text().splitlines()
    rows = [line for line in wanted(repo, old).splitlines() if line.startswith(("| 1 |", "| 2 |"))]
    assert all(row in lines for row in rows)
    assert f"{old['two']} is " in done.out


def test_a_commit_without_a_tag_is_known_by_its_patch(repo: Repo) -> None:
    adopted(repo, None)
    repo.write("src/f1.py", "one\n")
    repo.git("add", "-A")
    old = repo.commit("feat(api): add one")
    rebased_on = repo.git("rev-parse", "HEAD~1").strip()
    repo.git("checkout", "-q", "-b", "side", rebased_on)
    repo.write("other", "x\n")
    repo.git("add", "-A")
    repo.commit("chore(x): be first")
    repo.git("checkout", "-q", "main")
    repo.git("rebase", "-q", "side")
    new = repo.git("rev-parse", "HEAD").strip()
    text = STATUS.format(one=old[:8], two="—")
    repo.write("STATUS.md", text)

    repo.run(CLI, "docs", "--fix")

    row = f"| 1 | add one | {old[:8]} | 2026-01-04 |"
    assert (repo.path / "STATUS.md").read_text() == text.replace(row, row.replace(old[:8], new[:8]), 1)


def test_nothing_on_another_branch(repo: Repo) -> None:
    moved(repo, rebased, SETTINGS)
    repo.git("checkout", "-q", "-b", "topic")

    repo.run(CLI, "docs", "--fix")

    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("options", [("--depth=2",), ("--filter=blob:none",)])
def test_a_clone_that_is_not_whole(repo: Repo, tmp_path: Path, options: tuple[str, ...]) -> None:
    moved(repo, collected)
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", *options, repo.path.as_uri(), clone.path], check=True)

    done = clone.run(CLI, "docs", "--fix")

    assert clone.git("status", "--porcelain") == ""
    assert "could not be looked at" in done.err
