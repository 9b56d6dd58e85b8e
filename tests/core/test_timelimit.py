"""Patterns of users, which may take for ever, and limits on what else may."""

import select
import signal
import threading
import time
from contextlib import suppress

import pytest

from git_sessionlog.core.errors import ConfigError, Failure
from git_sessionlog.core.timelimit import limit, search


def test_found_and_not() -> None:
    assert search("b", "abc", key="k")
    assert not search("x", "abc", key="k")
    assert not search("b", "abc", key="k", whole=True)
    assert search("^a.c$", "abc", key="k", whole=True)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timer")
def test_for_ever() -> None:
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    start = time.perf_counter()
    with pytest.raises(ConfigError) as error:
        search("^(a+)+$", "a" * 60 + "!", key="scope-pattern")
    assert time.perf_counter() - start < 30  # it does end
    assert error.value.message == (f'scope-pattern = "^(a+)+$" took longer than 0.5 s on "{"a" * 40}"')
    assert error.value.hint == "rewrite it without a repeated group such as (a+)+"
    assert signal.signal(signal.SIGALRM, before) == signal.SIG_IGN
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_in_another_thread() -> None:
    """Where no signal can be caught the search goes on all the same."""
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(search("b", "abc", key="k")))
    thread.start()
    thread.join()
    assert found == [True]


OVER = Failure("it took too long", "less of it")
timed = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timer")


@timed
def test_limit_is_kept() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(Failure) as error, limit(0.02, OVER):
        select.select([], [], [], 60)
    assert error.value is OVER
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@timed
def test_limit_that_is_not_reached_leaves_nothing() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(KeyError), limit(60, OVER):
        raise KeyError
    with limit(60, OVER):
        pass
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@timed
def test_a_search_in_a_limit() -> None:
    """Each has its own; the limit goes on after the search."""
    with limit(60, OVER):
        handler = signal.getsignal(signal.SIGALRM)
        assert search("b", "abc", key="k")
        with pytest.raises(ConfigError):
            search("^(a+)+$", "a" * 60 + "!", key="k")
        left, again = signal.getitimer(signal.ITIMER_REAL)
        assert 50 < left < 59.6
        assert again == 1
        assert signal.getsignal(signal.SIGALRM) is handler


@timed
@pytest.mark.parametrize("seconds", [0.05, 0.6])
def test_a_limit_that_ends_in_a_search(seconds: float) -> None:
    """It is the limit that is told, before the search would have taken too long and in a second one."""

    def work() -> None:
        for _ in range(2):
            with suppress(ConfigError):
                search("^(a+)+$", "a" * 60 + "!", key="k")

    with pytest.raises(Failure) as error, limit(seconds, OVER):
        work()
    assert error.value is OVER
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@timed
def test_a_limit_that_was_not_heard_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in a finaliser, say, is dropped by Python."""
    monkeypatch.setattr("git_sessionlog.core.timelimit._AGAIN", 0.02)

    def work() -> None:
        with suppress(BaseException):
            select.select([], [], [], 60)
        select.select([], [], [], 60)

    with pytest.raises(Failure) as error, limit(0.02, OVER):
        work()
    assert error.value is OVER


def test_no_limit_in_another_thread() -> None:
    done: list[bool] = []

    def work() -> None:
        with limit(0.001, OVER):
            done.append(search("b", "abc", key="k"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
