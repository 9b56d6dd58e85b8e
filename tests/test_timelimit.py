"""Patterns of users, which may take for ever."""

import signal
import threading
import time

import pytest

from git_sessionlog.errors import ConfigError
from git_sessionlog.timelimit import search


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
    assert time.perf_counter() - start < 2
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
