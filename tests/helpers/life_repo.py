"""A repository in which sessions go on: with a remote, the commit-msg hook, and a state document."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from git_sessionlog.cli import main
from git_sessionlog.records import drafts
from git_sessionlog.records.record import Record
from git_sessionlog.records.store import Records
from git_sessionlog.sessions import trusted_gates
from git_sessionlog.settings import config
from helpers import Repo

GOAL = "Complete Batch A: critical fixes"
STATUS = """\
# Status

## Completed Fixes

| Fix | Description | Commit | Date |
| --- | ----------- | ------ | ---- |

## In Progress

## Next Up

1. Fix 7: add a health check
2. Fix 8: add pagination in `api/v1.py`

## Session Log

| Date | Session | Summary |
| ---- | ------- | ------- |
"""
DIRECTORIES = ("docs/sessions/", ".claude/sessions/")
_SAVED = tempfile.TemporaryDirectory(prefix="sessionlog-tests-")
PUBLIC = (
    (r"\b\d{8}-[0-9a-z]{6}\b", "ID"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z| UTC)", "TIME"),
    (r"\b\d{4}-\d\d-\d\d\b", "DAY"),
    (r"\b[0-9a-f]{40}\b", "OID"),
    (r"\b[0-9a-f]{7}\b", "HASH"),
    (r"\b\d{1,2} min\b", "0 min"),
)


def plain(text: str) -> str:
    """A text without what is another one in each run: ids, times, hashes."""
    for pattern, word in PUBLIC:
        text = re.sub(pattern, word, text)
    return text


def adopted(repo: Repo, remote: Path | None, *, settings: str = "", **files: str) -> Repo:
    """The repository with a first commit, pushed where a remote beside it is named; gives that one."""
    repo.write(".sessionlog.toml", settings)
    if "profiles" not in settings:
        repo.write("STATUS.md", STATUS)
    for name, text in files.items():
        repo.write(name, text)
    repo.git("add", "-A")
    repo.commit("docs: start")
    repo.install()
    if remote is None:
        return repo
    made = Repo.init(remote, "--bare")
    repo.git("remote", "add", "origin", f"../{remote.name}")
    repo.git("push", "-q", "-u", "origin", "main")
    return made


def prepared(repo: Repo, build: Callable[[Repo], None], name: str = "") -> Repo:
    """What `build` makes of the repository, and of what is beside it, made once; gives the remote.

    Later tests get a copy: that takes less time than a few git commands. `name` tells apart what one
    `build` makes.
    """
    home = repo.path.parent
    saved = Path(_SAVED.name) / f"{build.__module__}.{build.__qualname__}" / (name or "it")
    if saved.exists():
        shutil.copytree(saved, home, dirs_exist_ok=True, symlinks=True)
    else:
        build(repo)
        shutil.copytree(home, saved, symlinks=True)
    return Repo(home / "remote.git")


def trusted(repo: Repo) -> None:
    """Trust the gates of the settings, as somebody at a terminal does; `repo` is the current directory."""
    trusted_gates.trust(config.load(str(repo.path)).settings.gates)


def work(repo: Repo, message: str, **files: str) -> str:
    """A commit through the hooks."""
    for name, text in files.items():
        repo.write(name.replace("__", "/"), text)
    repo.git("add", "-A")
    repo.git("commit", "-q", "--allow-empty", "-m", message)
    return repo.git("rev-parse", "HEAD").strip()


def with_session(repo: Repo) -> None:
    """A repository with a remote, a session, and a commit in it that is not pushed."""
    adopted(repo, repo.path.parent / "remote.git")
    assert main(["start", GOAL, "--fix", "2.3:refuse expired tokens"]) == 0
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", src__auth="1\n")


def the_record(repo: Repo) -> Record:
    """The record of the session that was started last, a draft too."""
    state = repo.git("rev-parse", "--absolute-git-dir").strip() + "/sessionlog"
    records = Records(drafts.tree(str(repo.path), state), DIRECTORIES)
    return records.whole(next(iter(records))).record


def own_file(repo: Repo, pattern: str) -> str:
    """The path of the only file that a pattern names, with `*` for the random part of a session's id."""
    (found,) = repo.path.glob(pattern)
    return found.relative_to(repo.path).as_posix()


def document(repo: Repo, path: str, rev: str = "") -> str:
    """A document in the work tree or in a commit, without what is another one in each run."""
    return plain(repo.git("show", f"{rev}:{path}") if rev else (repo.path / path).read_text())
