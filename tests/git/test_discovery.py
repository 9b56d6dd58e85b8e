"""git finds no repository that came along in a clone, and any other as ever."""

import json
import os
import shlex
from pathlib import Path

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import run
from helpers import CLI, HOOK, Repo

PROGRAMS = {
    "core.fsmonitor": "[core]\n\tfsmonitor = {}\n",
    "a filter": '[filter "x"]\n\tclean = {}\n\trequired = true\n',
    "a diff driver": '[diff]\n\texternal = {0}\n[diff "x"]\n\ttextconv = {0}\n',
    "gpg.program": "[gpg]\n\tprogram = {}\n[log]\n\tshowSignature = true\n",
    "the pager": "[core]\n\tpager = {0}\n\teditor = {0}\n\tsshCommand = {0}\n\thooksPath = hooks\n",
    "an alias": '[alias]\n\tstatus = "!{0}"\n\tlog = "!{0}"\n',
}


def embedded(repo: Repo, config: str, *, common: bool = False) -> Path:
    """A directory of the work tree that git takes for a repository."""
    made = repo.path / "sub"
    bare = made / "real" if common else made
    (bare / "objects").mkdir(parents=True)
    (bare / "refs").mkdir()
    repo.write("sub/HEAD", "ref: refs/heads/main\n")
    repo.write("sub/.gitattributes", "* filter=x diff=x\n")
    repo.write("sub/.sessionlog.toml", "")
    repo.write(
        f"{bare.relative_to(repo.path)}/config",
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n" + config,
    )
    if common:
        repo.write("sub/commondir", "real\n")
        repo.write("sub/config", (bare / "config").read_text())
        repo.write("sub/real/HEAD", "ref: refs/heads/main\n")
    return made


COMMANDS = [
    *(
        "resume",
        "status",
        "docs",
        "log",
        "check",
        "trace",
        "plan",
        "report",
        "doctor",
        "end --dry-run",
        "init",
    ),
    *("lint HEAD", "config", "agent claude session-start", "agent claude pre-compact", "agent claude stop"),
]


@pytest.mark.parametrize("common", [False, True], ids=["plain", "with commondir"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_of_an_embedded_repository_is_run(repo: Repo, program: str, *, common: bool) -> None:
    repo.commit("docs: x")
    ran = repo.path / "ran"
    touch = shlex.quote(f"touch {ran}; false") if program != "an alias" else f"touch {ran}"
    made = embedded(repo, PROGRAMS[program].format(touch), common=common)
    event = json.dumps({"cwd": str(made), "source": "startup", "session_id": "x"})
    for command in COMMANDS:
        words = command.split()
        hook = words[0] == "agent"
        done = Repo(made).run(HOOK if hook else CLI, *words, stdin=event if hook else "")
        assert not ran.exists(), command
        assert done.code == (0 if hook else 2), (command, done)


def test_one_that_is_meant(repo: Repo) -> None:
    repo.commit("docs: x")
    Repo.init(repo.path / "inner.git", "--bare")
    inner = Repo(repo.path / "inner.git")
    assert inner.run(CLI, "lint", "HEAD").code == 2
    assert "export GIT_DIR=." in inner.run(CLI, "lint", "HEAD").err
    assert "bare repository in the work tree" not in inner.run(CLI, "lint", "HEAD", GIT_DIR=".").err


def test_a_bare_repository_of_its_own_and_git_directories(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Repo.init(tmp_path / "bare.git", "--bare")
    repo.commit("docs: x")
    repo.git("worktree", "add", "-q", "../other")
    for place in (tmp_path / "bare.git", repo.path / ".git", repo.path / ".git/worktrees/other"):
        monkeypatch.chdir(place)
        assert run.ask("rev-parse", "--git-dir")
    monkeypatch.chdir(tmp_path / "other")
    assert run.top() == str(tmp_path / "other")


def test_settings_of_the_environment_stay(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.nick")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "ann")
    assert run.ask("config", "user.nick") == b"ann\n"
    assert run.ask("config", "safe.bareRepository") == b"explicit\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
@pytest.mark.parametrize("name", [".gitattributes", ".gitignore"])
def test_a_fifo_that_git_would_wait_for(repo: Repo, name: str) -> None:
    os.mkfifo(repo.path / name)
    status = run.Question("status")  # it waits, until nobody wants the answer
    with pytest.raises(GitError, match="is a FIFO"):
        run.top()
    pid = status._pid
    del status
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def test_a_program_is_never_found_in_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "git.exe").touch()
    monkeypatch.chdir(tmp_path / "here")
    wanted = str(tmp_path / "there/git.exe")
    for path in ("{}", ":{}", ".:{}", "../here:{}", '"":{}'):
        assert run.on_path("git.exe", path.format(tmp_path / "there").replace(":", os.pathsep)) == wanted
    with pytest.raises(FileNotFoundError):
        run.on_path("git.exe", "")
