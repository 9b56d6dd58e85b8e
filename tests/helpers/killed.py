"""A program that a signal ends, with all that it started, at a step that can be counted and met again.

A step is a change that it is about to make to a file, a git command that it is about to start, or a hook
that such a git calls: there git is in the middle of its own work, and has its locks.
"""

import importlib
import os
import re
import shutil
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from git_sessionlog.cli import COMMANDS, main
from helpers import Repo, Result
from life_repo import plain

_WIDTH = 40
_CHANGING = {"add", "commit", "push", "fetch", "reset", "switch", "config"}
_HOOKS = (
    *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change", "pre-push"),
    *("reference-transaction", "pre-receive", "post-receive"),
)
_STEP = """\
#!/bin/sh
if [ -n "$STEPS" ]; then
    printf '%-39s\\n' "{name} $([ {name} != reference-transaction ] || echo "$1")" >>"$STEPS"
    [ "$(wc -l <"$STEPS")" -ne "$STOP_AT" ] || kill -s "$STOP_BY" 0
fi
{then}
"""
_NUMBER = r"(?m)(?<=^checkpoints: )\d+|(?<=^covers: )[\d, -]+|(?<=^\| )\d+(?= \|.*`)"
"""The numbers of checkpoints: one that was given to a commit that was killed is given to no other one."""

_FILES = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.truncate"}


class Stopped(NamedTuple):
    """What became of a run: its result, and the steps that it took."""

    result: Result
    steps: list[str]


class Scene(NamedTuple):
    """A repository, and what is beside it, as they were when the scene was set: to be put back."""

    repo: Repo

    @property
    def home(self) -> Path:
        """The directory of the repository and its remote."""
        return self.repo.path.parent

    @property
    def remote(self) -> Repo | None:
        """The remote beside the repository, if there is one."""
        made = self.home / "remote.git"
        return Repo(made) if made.exists() else None

    @property
    def _saved(self) -> Path:
        return self.home.with_name(f"{self.home.name}.saved")

    def save(self) -> None:
        """Keep all as it is now, with hooks that count the steps of git."""
        count_hooks(self.repo.path / ".git/hooks")
        if self.remote:
            count_hooks(self.remote.path / "hooks")
        shutil.copytree(self.home, self._saved, symlinks=True)

    def restore(self) -> None:
        """Put all back, at the same place: a session knows where it was begun."""
        os.chdir(self.home.parent)
        shutil.rmtree(self.home)
        shutil.copytree(self._saved, self.home, symlinks=True)
        os.chdir(self.repo.path)

    def run(self, *args: str, stop: int = 0, by: signal.Signals = signal.SIGKILL) -> Stopped:
        """Run the program in a process group of its own; at the step `stop` all of it gets the signal."""
        steps, out, err = (self.home.with_suffix(f".{name}") for name in ("steps", "out", "err"))
        steps.write_text("")
        for name in COMMANDS:
            if name in args[:1]:
                importlib.import_module(f"git_sessionlog.cli.{name}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a fork of a process with threads: they hold no lock of ours
            child = os.fork()
        if not child:
            _become(args, (steps, out, err), self.home, stop, by)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        taken = [line.rstrip() for line in steps.read_text().splitlines()]
        return Stopped(Result(code, out.read_text(), err.read_text()), taken)

    def again(self, *args: str) -> Result:
        """Run the program as the user does who was interrupted: a lock that it names goes as it says."""
        if self.remote:
            for lock in self.remote.path.rglob("*.lock"):
                lock.unlink()  # what the owner of the server does
        for _ in range(4):
            done = self.run(*args).result
            lock = re.search("(?m)^hint: when no other git is at work here: rm (.*)$", done.err)
            if not lock:
                break
            Path(lock[1]).unlink()
        for left in self.repo.path.glob(".git/**/*.lock"):
            if not left.name.startswith("next-index"):
                left.unlink()  # git's own, in nobody's way until now: git itself names it where it is
        return done

    def outcome(self) -> dict[str, str]:
        """All that a run has left, without what is another one in each run."""
        repo, found = self.repo, {}
        for what in ("status --porcelain", "diff", "diff --cached", "stash list"):
            found[f"git {what}"] = repo.git(*what.split())
        log = repo.git("log", "--all", "--format=%D%n%B")
        found["log"] = re.sub(r"(ID)/\d+", r"\1/N", plain(log))
        for name in repo.git("ls-tree", "-r", "--name-only", "HEAD").splitlines():
            _gather(found, name, repo.git("show", f"HEAD:{name}"))
        for name in repo.git("ls-files", "--others", "--exclude-standard").splitlines():
            found[f"untracked {name}"] = plain((repo.path / name).read_text())
        for file in sorted((repo.path / ".git").glob("*/**/*")):
            part = file.relative_to(repo.path).parts[1]
            if part in ("sessionlog", "hooks", "info") and file.is_file():
                _gather(found, str(file.relative_to(repo.path)), file.read_text())
        found["config"] = plain(repo.git("config", "--local", "--list"))
        found["left"] = "\n".join(self._left())
        if self.remote:
            refs = self.remote.git("for-each-ref", "--format=%(objectname) %(refname)")
            found["remote"] = plain(refs.replace(repo.git("rev-parse", "HEAD").strip(), "HEAD"))
        return found

    def _left(self) -> Iterator[str]:
        """Files of processes that are no more."""
        for file in self.repo.path.rglob("*"):
            name = str(file.relative_to(self.repo.path))
            if re.search(r"\.sessionlog-\d|\.git/.*\.tmp$|/next-index-", name):
                yield name


def count_hooks(directory: Path) -> None:
    """Have each hook of a directory count its calls before it does what it did."""
    directory.mkdir(exist_ok=True)
    is_remote = directory.parent.name == "remote.git"
    for name in _HOOKS:
        hook = directory / name
        if is_remote != (name.endswith("receive")) and name != "reference-transaction":
            continue
        then = "exit 0"
        if hook.exists():
            hook.rename(directory / f"{name}.real")
            then = 'exec "$0.real" "$@"'
        hook.write_text(_STEP.format(name=name, then=then))
        hook.chmod(0o755)


def _gather(found: dict[str, str], name: str, text: str) -> None:
    loose = re.sub(r"-[0-9a-z]{6}(?=\.\w+$|-\w+\.\w+$)", "", plain(name))
    text = re.sub(_NUMBER, "N", plain(text))
    found[loose] = "\n".join(sorted(filter(None, (found.get(loose, ""), text))))


def _become(
    args: tuple[str, ...], files: tuple[Path, ...], home: Path, stop: int, by: signal.Signals
) -> None:
    """Be the program, in this forked process, to its end."""
    code = 99
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.update(STEPS=str(files[0]), STOP_AT=str(stop), STOP_BY=by.name.removeprefix("SIG"))
        log = os.open(files[0], os.O_WRONLY | os.O_APPEND)
        for number, file in enumerate(files[1:], 1):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        sys.addaudithook(_counting(log, str(home), stop, by))
        code = main(list(args))
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _counting(log: int, home: str, stop: int, by: signal.Signals) -> Callable[[str, Any], None]:
    def hook(event: str, args: Any) -> None:
        if not (step := _step(event, args, home)):
            return
        os.write(log, f"{step[: _WIDTH - 1]:<{_WIDTH - 1}}\n".encode())
        if os.fstat(log).st_size == stop * _WIDTH:
            os.killpg(0, by)

    return hook


def _step(event: str, args: Any, home: str) -> str:
    """The step that an audit event is, "" for none."""
    if event in _FILES:
        if event == "open" and not (isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)):
            return ""
        path = args[0]
        if not isinstance(path, str | bytes) or not os.path.abspath(os.fsdecode(path)).startswith(home):
            return ""
        return f"{event} {os.path.basename(os.fsdecode(path))}"
    if event in ("subprocess.Popen", "os.posix_spawn"):
        words = [os.fsdecode(word) for word in args[1]]
        if _CHANGING & set(words[:4]) and not (words[1] == "config" and "--local" not in words):
            return f"git {' '.join(words[1:3])}"
    return ""
