"""Ways past the server by what is in commits: merges, secrets, odd objects."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import CLI, HOOK, Repo

TOKEN = "token ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
BAD = "whatever I like, no header"


def save(repo: Repo, message: str) -> str:
    repo.git("add", "-A")
    return repo.commit(message)


@pytest.fixture
def work(tmp_path: Path) -> Repo:
    """A clone of a server with the hook, with a described start on both."""
    bare, repo = Repo.init(tmp_path / "bare.git", "--bare"), Repo.init(tmp_path / "work")
    repo.git("remote", "add", "origin", f"file://{bare.path}")
    repo.write("STATUS.md", "# Status\n")
    repo.write(".sessionlog.toml", "")
    repo.write("src/app.py", "print(1)\n")
    repo.write("docs/sessions/a.md", "".join(f"line {number}\n" for number in range(30)))
    save(repo, "docs: start")
    repo.git("push", "-q", "origin", "main")
    bare.write("hooks/pre-receive", f'#!/bin/sh\nexec "{HOOK}" pre-receive\n').chmod(0o755)
    return repo


def a_subject_that_names_paths(repo: Repo) -> None:
    """git puts the subjects of the parents into the words of a conflict."""
    repo.git("checkout", "-q", "-b", "side")
    repo.git("mv", "docs/sessions/a.md", "docs/sessions/b.md")
    repo.commit("docs: rename for src/app.py and src/evil.sh here")
    repo.git("checkout", "-q", "main")
    repo.git("rm", "-q", "docs/sessions/a.md")
    repo.commit("docs: drop a")
    repo.run("git", "merge", "side")
    repo.write("src/app.py", "EVIL\n")
    repo.write("src/evil.sh", "EVIL\n")
    save(repo, BAD)


def _leaked_on_a_side(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write("docs/sessions/x.md", f"{TOKEN}\n")
    save(repo, "docs: notes")


def a_secret_that_a_side_takes_back(repo: Repo) -> None:
    _leaked_on_a_side(repo)
    repo.git("rm", "-q", "docs/sessions/x.md")
    repo.commit("docs: drop notes")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge branch 'side'", "side")


def a_secret_that_a_merge_drops(repo: Repo) -> None:
    _leaked_on_a_side(repo)
    repo.git("checkout", "-q", "main")
    repo.commit("docs: more")
    repo.git("merge", "-q", "-s", "ours", "-m", "Merge branch 'side'", "side")


def a_secret_in_a_quoted_name(repo: Repo) -> None:
    repo.write('docs/sessions/x"y.md', f"{TOKEN}\n")
    save(repo, "docs: notes")


def a_secret_in_a_name_with_a_backslash(repo: Repo) -> None:
    repo.write("docs/sessions/a\\b.md", f"{TOKEN}\n")
    save(repo, "docs: notes")


def a_revert_of_an_invented_request(repo: Repo) -> None:
    repo.write("STATUS.md", "# Status\n\nMore is there.\n")
    save(repo, f'Revert "!1 {BAD}"')


def parents_below_the_committer(repo: Repo) -> None:
    """git takes no line there for a parent."""
    others = []
    for name in ("one", "two"):
        repo.git("checkout", "-q", "--orphan", name)
        others.append(repo.commit("docs: root"))
    repo.git("push", "-q", "origin", "one", "two")
    repo.git("checkout", "-qf", "main")
    repo.write("src/app.py", "EVIL\n")
    save(repo, "docs: tidy up")
    raw = repo.git("cat-file", "commit", "HEAD")
    head, _, message = raw.partition("\n\n")
    fake = "".join(f"parent {oid}\n" for oid in others)
    data = f"{head}\n{fake}\n{message}"
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repo.path, input=data.encode(), capture_output=True, check=True,
    )  # fmt: skip
    repo.git("update-ref", "refs/heads/main", done.stdout.decode().strip())


def a_directory_that_begins_as_a_file_of_ours(repo: Repo) -> None:
    repo.write(".gitattributes-d/app.py", "EVIL\n")
    repo.write(".sessionlog.toml.py", "EVIL\n")
    save(repo, "docs: tidy up")


WAYS = [
    a_subject_that_names_paths,
    a_secret_that_a_side_takes_back,
    a_secret_that_a_merge_drops,
    a_secret_in_a_quoted_name,
    a_secret_in_a_name_with_a_backslash,
    a_revert_of_an_invented_request,
    parents_below_the_committer,
    a_directory_that_begins_as_a_file_of_ours,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_server_refuses(work: Repo, way: Callable[[Repo], None]) -> None:
    way(work)

    done = work.run("git", "push", "-q", "origin", "main")

    assert done.code == 1, done
    assert "remote: sessionlog: push refused" in done.err


def test_ci_finds_a_secret_that_a_later_commit_took_away(work: Repo) -> None:
    base = work.git("rev-parse", "HEAD").strip()
    work.write("docs/sessions/x.md", f"{TOKEN}\n")
    save(work, "docs: notes")
    work.git("rm", "-q", "docs/sessions/x.md")
    work.commit("docs: drop notes")

    done = work.run(CLI, "ci", "--base", base)

    assert (done.code, "[secret]" in done.out) == (1, True)


def test_attributes_of_a_request_make_no_conflict(work: Repo) -> None:
    """What git merges without them is no conflict, so what the merge has instead is a change of its own."""
    base = work.git("rev-parse", "HEAD").strip()
    work.write("src/big.py", "".join(f"{number}\n" for number in range(40)))
    save(work, "docs: a")
    work.git("checkout", "-q", "-b", "side")
    work.write("src/big.py", (work.path / "src/big.py").read_text().replace("\n5\n", "\nfive\n"))
    save(work, "docs: b")
    work.git("checkout", "-q", "main")
    work.write("src/big.py", (work.path / "src/big.py").read_text().replace("\n35\n", "\nx\n"))
    work.write(".gitattributes", "*.py -merge\n")
    save(work, "docs: c")
    work.run("git", "merge", "-q", "side")
    work.write("src/big.py", "EVIL\n")
    save(work, BAD)

    done = work.run(CLI, "ci", "--base", base)

    assert (done.code, "type-missing" in done.out) == (1, True)
