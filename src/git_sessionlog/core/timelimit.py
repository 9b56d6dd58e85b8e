"""Time limits: on a search with a pattern that a user wrote, and on the whole work of a hook."""

import faulthandler
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .errors import ConfigError, Failure

SECONDS = 0.5
"""How long one search may take."""

_AGAIN = 1.0
"""How long after the end of a limit it is said once more, should the first time have gone unheard."""


class _TimeUp(Exception):
    pass


class _Over(BaseException):
    """No Exception: nothing on its way up may take it for its own trouble, and go on."""


@contextmanager
def limit(seconds: float, over: Failure) -> Iterator[None]:
    """Let a block take so long, what it waits for included; then raise `over` in it.

    A `search` in it keeps its own limit. There is no limit where there is no interval timer (Windows),
    nor outside the main thread.
    """
    try:
        before = signal.signal(signal.SIGALRM, _end)
    except (AttributeError, ValueError):
        yield
        return
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _Over:
        raise over from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)  # where the limit ended just before the first one
        signal.signal(signal.SIGALRM, before)


def search(pattern: str, text: str, *, key: str, whole: bool = False) -> bool:
    """Whether `pattern` is found in `text`, or matches the `whole` of it.

    `key` names the setting that holds the pattern.

    Raises ConfigError when the search takes longer than `SECONDS`: `re` backtracks, and
    `^(a+)+$` doubles its time with each character. Where there is no interval timer (Windows) the
    whole process is ended instead: a Python thread would not run while `re` holds the interpreter.
    """
    look = re.fullmatch if whole else re.search
    over = ConfigError(
        f'{key} = "{pattern}" took longer than {SECONDS} s on "{text[:40]}"',
        "rewrite it without a repeated group such as (a+)+",
    )
    with briefly(over):
        return look(pattern, text) is not None


@contextmanager
def briefly(over: Failure) -> Iterator[None]:
    """Let a block take `SECONDS`; then raise `over`, or end the process, as `search` has it."""
    try:
        with _briefly():
            yield
    except _TimeUp:
        raise over from None


@contextmanager
def _briefly() -> Iterator[None]:
    """Let a block take `SECONDS`; the limit around it goes on, and comes first where it ends first."""
    try:
        left, again = signal.getitimer(signal.ITIMER_REAL)
        within = _end if 0 < left <= SECONDS else _raise
        before = signal.signal(signal.SIGALRM, within)
    except (AttributeError, ValueError):  # no such signal, or not the main thread
        faulthandler.dump_traceback_later(SECONDS * 4, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
        return
    start = time.monotonic()
    try:
        if within is _raise:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)  # not before its own handler is back
        signal.signal(signal.SIGALRM, before)
        if left:
            rest = left - (time.monotonic() - start)
            signal.setitimer(signal.ITIMER_REAL, max(rest, 0.001), again)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise _TimeUp


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Over
