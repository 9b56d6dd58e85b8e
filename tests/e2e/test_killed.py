"""A command that was killed at any step, run again: all is as if nobody had disturbed it."""

import signal
import sys
from collections.abc import Iterator

import pytest

from helpers import Repo
from killed import Scene
from killed_scenes import BESIDE, COMMANDS, SHAPES, scene, scene_beside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="process groups")
QUICK = {
    "start": ("left",),
    "checkpoint": ("status",),
    "end": ("continuity",),
    "minimal": ("pushed",),
}
"""The shapes that are tried with each change; all of them are under stress."""


@pytest.fixture
def alone(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """An empty repository in a directory that is put back as a whole."""
    made = repo.moved_down()
    monkeypatch.chdir(made.path)
    monkeypatch.setenv("PWD", str(made.path))
    return made


def wrong(one: Scene, words: tuple[str, ...], tried: int = 0) -> Iterator[str]:
    """What differs where the command is killed at its steps, or at some `tried` ones, and run again."""
    whole = one.run(*words)
    assert whole.result.code in (0, 1), whole.result
    expected = one.outcome()
    assert expected["left"] == ""
    count = len(whole.steps)
    for at in range(count, 0, -max(1, count // tried) if tried else -1):
        one.restore()
        stopped = one.run(*words, stop=at)
        where = f"at {at} of {count}, {whole.steps[at - 1]}"
        assert stopped.result.code == -9, (where, stopped.result)
        done = one.again(*words)
        got = one.outcome()
        for name in expected.keys() | got.keys():
            if got.get(name) != expected.get(name):
                yield f"{where}: {name}: {got.get(name)!r}, not {expected.get(name)!r}"
        if done.code != whole.result.code and "has ended" not in done.err:
            yield f"{where}: run again, it says {done.err or done.out}"


@pytest.mark.parametrize(
    ("command", "shape"), [(command, shape) for command, shapes in QUICK.items() for shape in shapes]
)
def test_killed_here_and_there(alone: Repo, command: str, shape: str) -> None:
    one, words = scene(alone, shape, command)

    assert list(wrong(one, words, 12)) == []


@pytest.mark.stress
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_anywhere(alone: Repo, command: str, shape: str) -> None:
    one, words = scene(alone, shape, command)

    assert list(wrong(one, words)) == []


@pytest.mark.parametrize("tried", [3, pytest.param(0, marks=pytest.mark.stress)])
@pytest.mark.parametrize("command", BESIDE)
def test_killed_beside_a_session(alone: Repo, command: str, tried: int) -> None:
    one, words = scene_beside(alone, command)

    assert list(wrong(one, words, tried)) == []


@pytest.mark.parametrize("tried", [3, pytest.param(0, marks=pytest.mark.stress)])
@pytest.mark.parametrize("command", COMMANDS)
def test_ctrl_c_says_what_is_done(alone: Repo, command: str, tried: int) -> None:
    one, words = scene(alone, "pushed", command)
    whole = one.run(*words)
    expected, count = one.outcome(), len(whole.steps)
    for at in range(count, 0, -max(1, count // tried) if tried else -1):
        one.restore()
        before = alone.git("rev-parse", "HEAD")

        stopped = one.run(*words, stop=at, by=signal.SIGINT).result

        where = (at, whole.steps[at - 1], stopped)
        assert (stopped.code, "Traceback" in stopped.err) == (130, False), where
        said = stopped.err.strip().splitlines()[-2:]
        assert len(said) == 2, where
        assert said[0].startswith("interrupted: "), where
        assert said[0].endswith("; the rest is not done"), where
        assert said[1].startswith(
            f"hint: run it again, it goes on from there: git sessionlog {words[0]}"
        ), where
        assert ("committed: " in said[0]) <= (alone.git("rev-parse", "HEAD") != before), where
        done = one.again(*words)
        assert (done.code in (0, 2), one.outcome()) == (True, expected), (where, done)
