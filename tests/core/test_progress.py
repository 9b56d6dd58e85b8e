"""How far the work has come: on a terminal, after a second, and gone in the end."""

import io
from collections.abc import Iterator

import pytest

from git_sessionlog.core.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """An eighth of a second passes with each look at it."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        self.time += 0.125
        return self.time


def test_a_number_each_second_and_a_clean_line_in_the_end() -> None:
    terminal = Terminal()
    progress = Progress(terminal, Clock())
    assert list(progress.between(progress.counted(range(2000)))) == list(range(2000))
    assert terminal.getvalue() == "\rchecked 700 commits\r\x1b[K\rchecked 1,500 commits\r\x1b[K"


def test_short_work_shows_nothing() -> None:
    terminal = Terminal()
    assert list(Progress(terminal, lambda: 0.0).counted(range(5000))) == list(range(5000))
    assert terminal.getvalue() == ""


def test_nobody_waits_at_a_pipe() -> None:
    pipe = io.StringIO()
    progress = Progress(pipe, Clock())
    assert list(progress.between(progress.counted(range(5000)))) == list(range(5000))
    assert list(Progress(None, Clock()).counted("ab")) == ["a", "b"]
    assert pipe.getvalue() == ""


def test_a_line_of_the_output_stands_on_a_clean_line() -> None:
    terminal = Terminal()
    progress = Progress(terminal, Clock())

    def lines() -> Iterator[str]:
        for number in progress.counted(range(2000)):
            if number == 1000:
                yield "a finding"

    shown = []
    for line in progress.between(lines()):
        shown.append(line)
        assert terminal.getvalue() == "\rchecked 700 commits\r\x1b[K"
    assert shown == ["a finding"]
    assert terminal.getvalue().endswith("\rchecked 1,500 commits\r\x1b[K")


def test_the_line_is_clean_when_the_work_breaks_off() -> None:
    terminal = Terminal()
    progress = Progress(terminal, Clock())

    def broken() -> Iterator[int]:
        yield from range(1000)
        raise KeyError

    with pytest.raises(KeyError):
        sum(1 for _ in progress.between(number for number in progress.counted(broken()) if number > 900))
    assert terminal.getvalue() == "\rchecked 700 commits\r\x1b[K"
