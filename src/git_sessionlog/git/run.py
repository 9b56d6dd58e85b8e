"""Ask git: one question, one answer. With `streams.py` the only module that starts processes."""

import os
import re
import select
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import GitError
from . import discovery

if sys.platform == "win32":
    import subprocess

# Answers must not depend on the user's language, ask for a password, take optional locks
# (git(1), GIT_OPTIONAL_LOCKS) or follow `git replace`. GIT_DIR, GIT_INDEX_FILE and the quarantine
# variables of a hook stay: they say which repository and which index git is working on.
_SETTINGS = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
UNLOCK = "when no other git is at work here: rm "
"""What to do about a lock file, before its path."""

_KILL = 9  # SIGKILL on every POSIX system; `import signal` is not for the commit-msg process
_HINTS = (
    (b"not a git repository", "run it inside a repository, or `git init` one"),
    (b"argument 'HEAD'", "there is no commit yet: make one"),
    (b"bad revision 'HEAD'", "there is no commit yet: make one"),
    (b"unknown revision", "git fetch, or mend the name"),
    (b"bad revision", "git fetch, or mend the name"),
    (b"must be run in a work tree", "run it in a work tree, not in a bare repository"),
)


class Question:
    """A git process that has been started; several can be at work at a time.

    Started with posix_spawn(3): `import subprocess` alone takes as long as two of git's answers,
    and each commit would wait for it. Raises GitError when git does not start.
    """

    def __init__(self, *args: str, cwd: str | None = None) -> None:
        self._args = args
        try:
            self._start((program(), *(("-C", cwd) if cwd else ()), *args), environment(cwd))
        except FileNotFoundError as error:
            raise GitError("git is not on PATH", "install git, or mend PATH") from error
        except OSError as error:
            raise GitError(f"git does not start: {error.strerror}") from error
        except ValueError as error:  # "embedded null byte"
            raise GitError(f"git cannot be asked that: {error}") from error

    def answer(self, *, no: tuple[int, ...] = ()) -> bytes:
        """What git wrote to its standard output, when it has ended.

        Exit codes in `no` are answers too (`git config --get` says "not set" with 1). Raises
        GitError, with git's own words, for any other code but 0.
        """
        code, out, err = self._finish()
        if code and code not in no:
            raise failure(self._args, err)
        return out

    if sys.platform == "win32":

        def _start(self, command: tuple[str, ...], env: dict[str, str]) -> None:
            self._process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )

        def _finish(self) -> tuple[int, bytes, bytes]:
            out, err = self._process.communicate()
            return self._process.returncode, out, err

    else:
        _pid = 0

        def __del__(self) -> None:
            if self._pid:  # nobody has waited for the answer: git must not go on alone
                with suppress(OSError):
                    os.kill(self._pid, _KILL)
                    os.waitpid(self._pid, 0)
                    os.close(self._out)
                    os.close(self._err)

        def _start(self, command: tuple[str, ...], env: dict[str, str]) -> None:
            (self._out, out), (self._err, err) = os.pipe(), os.pipe()  # closed on exec (PEP 446)
            try:
                self._pid = os.posix_spawnp(
                    command[0],
                    command,
                    env,
                    file_actions=[
                        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                        (os.POSIX_SPAWN_DUP2, out, 1),
                        (os.POSIX_SPAWN_DUP2, err, 2),
                    ],
                )
            except BaseException:
                os.close(self._out)
                os.close(self._err)
                raise
            finally:
                os.close(out)
                os.close(err)

        def _finish(self) -> tuple[int, bytes, bytes]:
            said: dict[int, list[bytes]] = {self._out: [], self._err: []}
            open_ones = list(said)
            try:
                while open_ones:
                    for pipe in select.select(open_ones, [], [])[0]:
                        piece = os.read(pipe, 65536)
                        said[pipe].append(piece)
                        if not piece:
                            os.close(pipe)
                            open_ones.remove(pipe)
            except BaseException:  # Ctrl-C, or a time limit: git must not go on alone
                os.kill(self._pid, _KILL)
                os.waitpid(self._pid, 0)
                self._pid = 0
                raise
            code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
            self._pid = 0
            return code, b"".join(said[self._out]), b"".join(said[self._err])


def ask(*args: str, cwd: str | None = None, no: tuple[int, ...] = ()) -> bytes:
    """What `git *args` wrote to its standard output; `no` and errors as for `Question.answer`."""
    return Question(*args, cwd=cwd).answer(no=no)


def program() -> str:
    """What git is started by. Raises FileNotFoundError on Windows, where it is not on PATH.

    Windows would look into the current directory first, for a git.exe that came with a clone: there it is
    an absolute path, which is looked for once.
    """
    if sys.platform != "win32":
        return "git"
    if not _FOUND:
        _FOUND.append(on_path("git.exe", os.environ.get("PATH", "")))
    return _FOUND[0]


def on_path(name: str, path: str) -> str:
    """The file of a program in the absolute directories of a PATH. Raises FileNotFoundError for none."""
    for directory in path.split(os.pathsep):
        file = os.path.join(directory.strip('"'), name)
        if os.path.isabs(file) and os.path.isfile(file):
            return file
    raise FileNotFoundError(name)


_FOUND: list[str] = []


def environment(cwd: str | None = None) -> dict[str, str]:
    """The environment in which git is asked in a directory. Raises GitError as `discovery.settings`."""
    made = {**os.environ, **_SETTINGS}
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    count = int(given) if given.isdecimal() and len(given) < 5 else 0
    for key, value in discovery.settings(cwd or "."):
        made[f"GIT_CONFIG_KEY_{count}"], made[f"GIT_CONFIG_VALUE_{count}"] = key, value
        count += 1
        made["GIT_CONFIG_COUNT"] = str(count)
    return made


def failure(args: tuple[str, ...], err: bytes) -> GitError:
    """The error for a git command that failed: its words in one sentence, and a hint if one is known."""
    lines = [line for line in err.decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines[-1:]
    words = (said[-1].partition(": ")[2] or said[-1]) if said else "it said nothing"
    trust = re.search(r"(?m)^\s+(git config --global --add safe\.directory .+)$", "\n".join(lines))
    lock = re.search(r"(?m)could not lock config file (.+): File exists$", "\n".join(lines))
    if lock:
        path = f"{lock[1]}.lock"
        place = os.path.abspath(path) if os.path.exists(path) else path
        return GitError(f"git {_command(args)} failed: {lock[0]}", f"{UNLOCK}{place}")
    hint = trust[1] if trust else next((hint for text, hint in _HINTS if text in err), "")
    return GitError(f"git {_command(args)} failed: {words}", hint)


def _command(args: tuple[str, ...]) -> str:
    return next((arg for arg in args if not arg.startswith("-") and "=" not in arg), "")


def fields(out: bytes) -> list[bytes]:
    """The fields of an answer whose fields each end with NUL (`-z`)."""
    return out.split(b"\0")[:-1]


def configured(question: Question) -> dict[str, list[str]]:
    """The answer to `git config -z --get-regexp`: all values of each key, the last one in force.

    Section and last part of a key are in lower case. A key without `=` has the value "true".
    """
    return by_key(Setting("", *_setting(entry)) for entry in fields(question.answer(no=(1,))))


class Setting(NamedTuple):
    """A value of a configuration key, and its scope: `local` is that of the repository."""

    scope: str
    key: str
    value: str


def scoped(question: Question) -> list[Setting]:
    """The answer to `git config -z --show-scope --get-regexp`, as `configured` has it."""
    pieces = fields(question.answer(no=(1,)))
    return [
        Setting(scope.decode(), *_setting(entry))
        for scope, entry in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def by_key(settings: Iterable[Setting]) -> dict[str, list[str]]:
    """All values of each key, the last one in force."""
    found: dict[str, list[str]] = {}
    for _, key, value in settings:
        found.setdefault(key, []).append(value)
    return found


def _setting(entry: bytes) -> tuple[str, str]:
    key, equals, value = entry.decode("utf-8", "surrogateescape").partition("\n")
    return key, value if equals else "true"


def config(pattern: str, cwd: str | None = None) -> dict[str, list[str]]:
    """All values of the configuration keys that match `pattern`, as `configured` gives them."""
    return configured(Question("config", "-z", "--get-regexp", pattern, cwd=cwd))


def literal(path: str) -> str:
    """The pathspec that is this path and no other one (gitglossary(7))."""
    return f":(literal){path}" if path[:1] == ":" or set(path) & set("*?[\\") else path


def where(*names: str, also: tuple[str, ...] = (), cwd: str | None = None) -> Question:
    """The question for the top of the work tree and for where git keeps `names` (`--git-path`).

    `also` are options of `git rev-parse` that are answered in a line each.
    """
    asked = [word for name in names for word in ("--git-path", name)]
    return Question("rev-parse", "--show-toplevel", *asked, *also, cwd=cwd)


def top_and_paths(question: Question, count: int) -> tuple[str, list[str]]:
    """The answer to `where`, for `count` names: relative to its directory, or absolute.

    Raises GitError in a bare repository, and where git would wait for ever.
    """
    lines = os.fsdecode(question.answer()).split("\n")[:-1]
    split = len(lines) - count  # a top with a line end in its name is more than one line
    top = "\n".join(lines[:split])
    _must_not_wait(top)
    return top, lines[split:]


def _must_not_wait(top: str) -> None:
    """Raise GitError for a FIFO that git would read, and so wait for it for ever."""
    for name in (".gitattributes", ".gitignore"):
        with suppress(OSError):
            if stat.S_ISFIFO(os.lstat(os.path.join(top, name)).st_mode):
                raise GitError(f"{name} is a FIFO, for which git would wait for ever", f"rm {name}")


def top(cwd: str | None = None) -> str:
    """The top of the work tree. Raises GitError in a bare repository."""
    return top_and_paths(where(cwd=cwd), 0)[0]


def top_if_any() -> str:
    """The top of the work tree, "" in a bare repository. Raises GitError outside of both."""
    try:
        return top()
    except GitError:
        if is_bare():
            return ""
        raise


def is_bare() -> bool:
    """Whether the repository has no work tree."""
    return ask("rev-parse", "--is-bare-repository", no=(128,)) == b"true\n"


def version() -> tuple[int, int]:
    """Major and minor version of git."""
    words = ask("version").split()
    major, minor = words[2].split(b".")[:2]
    return int(major), int(minor)
