"""Commands and hooks on hostile repositories: no traceback, no hang, nothing raw in what they say.

An example is one command in one state of a repository, made from a seed that a fault names; the examples
of a test are the same in each run. `make stress` runs 20,000 of them.
"""

import gc
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest

from git_sessionlog import cli, hooks
from helpers import Result
from hostile import Hostile, State, enter, repository
from outputs import faults

resource = pytest.importorskip("resource")

STATES, EACH = 20, 5
"""States of one repository, and commands in each: a hundred examples."""

SECONDS = 2.0
"""What an example may take of a processor, its processes included."""

COMMANDS, TAKING = (
    (Path(__file__).parents[1] / "cases" / "hostile" / name).read_text().splitlines()
    for name in ("commands.txt", "commands-with-a-word.txt")
)
"""Commands as they are, and those that a hostile word is given to."""


class Ran(NamedTuple):
    """What an example did, and how long it took of a processor."""

    result: Result
    seconds: float


class Hang(BaseException):
    """An example takes far too long."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Hang


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Seconds of a processor that a block takes; more than ten times of what it may take end it."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, 10 * SECONDS)
    start = _spent()
    taken: list[float] = []
    try:
        yield taken
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        taken.append(_spent() - start)


def _spent() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in usages)


def _ran(call: Callable[[], int], given: bytes = b"") -> Ran:
    out, err, is_open = io.StringIO(), io.StringIO(), _open_files()
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given), errors="surrogateescape")
    code = 3
    try:
        with _timed() as taken, redirect_stdout(out), redirect_stderr(err):
            code = call()
    except Hang:
        pass  # its time tells
    finally:
        sys.stdin = before
        _close(is_open)
    return Ran(Result(code, out.getvalue(), err.getvalue()), taken[0])


def _open_files() -> set[str]:
    return set(os.listdir("/dev/fd"))


def _close(before: set[str]) -> None:
    """Close what is open since: a process of ours that fails leaves questions to git without an answer."""
    if len(_open_files()) == len(before):
        return
    gc.collect()
    for name in _open_files() - before:
        with suppress(OSError):  # that of the listing itself
            os.close(int(name))
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _command(maker: Hostile) -> tuple[list[str], bytes]:
    """A command of ours, with what is on its standard input."""
    if maker.chance.random() < 0.6:
        return maker.chance.choice(COMMANDS).split(), b""
    return [*maker.chance.choice(TAKING).split(), maker.argument()], b""


def _hook(maker: Hostile, path: Path) -> tuple[list[str], bytes]:
    """A hook, with what is on its standard input."""
    kind = maker.chance.choice(("commit-msg", "pre-push", "merge-document", "session-start", "command"))
    if kind == "commit-msg":
        file = path / ".git/MESSAGE"
        file.write_bytes(maker.message().encode("utf-8", "surrogatepass"))
        return [kind, str(file)], b""
    if kind == "pre-push":
        head = (path / ".git" / (path / ".git/HEAD").read_text()[5:-1]).read_text().strip()
        return [kind, "origin", "url"], f"HEAD {head} refs/heads/main {'0' * 40}\n".encode()
    if kind == "merge-document":
        names = [path / f".git/{name}" for name in ("ours", "base", "theirs")]
        base = maker.document()
        for name in names:
            name.write_bytes(maker.document() if maker.chance.random() < 0.5 else base)
        return [kind, *map(str, names), "STATUS.md"], b""
    agent = maker.chance.choice(("claude", "codex", "gemini", "cursor"))
    if kind == "session-start":
        event = {"claude": "session-start", "codex": "session-start", "gemini": "session-start"}
        return ["agent", agent, event.get(agent, "session-start")], json.dumps(
            {"source": "startup"}
        ).encode()
    command = f"git commit -m '{maker.words()}' {maker.words()} && git push {maker.words(2)}"
    tool = {"tool_input": {"command": command}, "command": command}
    events = {"gemini": "before-tool", "cursor": "before-shell-execution"}
    return ["agent", agent, events.get(agent, "pre-tool-use")], json.dumps(tool).encode()


def _form(args: list[str]) -> str:
    if args[:1] == ["agent"]:
        return "json"
    named = args[args.index("--format") + 1] if "--format" in args else "text"
    return "json" if named in ("sarif", "gitlab") else named


def _examples(path: Path, state: State, maker: Hostile) -> Iterator[str]:
    """The faults of the examples in a state."""
    enter(path, state)
    for _ in range(EACH):
        is_hook = maker.chance.random() < 0.2
        args, given = _hook(maker, path) if is_hook else _command(maker)
        ran = _ran(lambda: (hooks if is_hook else cli).main(args), given)  # noqa: B023 - it is called at once
        found = list(faults(ran.result, form="html" if "--html" in args else _form(args)))
        if ran.seconds > SECONDS:
            found.append(f"it took {ran.seconds:.1f} s")
        yield from (f"seed {maker.seed}: {args!a}: {fault}" for fault in found)


def nothing_is_wrong(path: Path, seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    makers = [Hostile(seed) for seed in seeds]
    states = repository(path, makers)
    monkeypatch.chdir(path)
    monkeypatch.setenv("PWD", str(path))
    pairs = zip(makers, states, strict=True)
    found = [fault for maker, state in pairs for fault in _examples(path, state, maker)]
    if found:
        pytest.fail("\n\n".join([f"{len(found)} faults", *found[:8]]), pytrace=False)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timer here")
@pytest.mark.parametrize("first", range(0, 40, STATES))
def test_of_seeds(tmp_path: Path, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_wrong(tmp_path / "repo", range(first, first + STATES), monkeypatch)


@pytest.mark.stress
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timer here")
@pytest.mark.parametrize("first", range(1000, 5000, STATES))
def test_of_more_seeds(tmp_path: Path, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_wrong(tmp_path / "repo", range(first, first + STATES), monkeypatch)
