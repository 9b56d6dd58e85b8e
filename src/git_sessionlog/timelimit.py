"""Search with a pattern that a user wrote, which may take for ever."""

import faulthandler
import re
import signal
from types import FrameType

from .errors import ConfigError

SECONDS = 0.5
"""How long one search may take."""


class _TimeUp(Exception):
    pass


def search(pattern: str, text: str, *, key: str, whole: bool = False) -> bool:
    """Whether `pattern` is found in `text`, or matches the `whole` of it.

    `key` names the setting that holds the pattern.

    Raises ConfigError when the search takes longer than `SECONDS`: `re` backtracks, and
    `^(a+)+$` doubles its time with each character. Where there is no interval timer (Windows) the
    whole process is ended instead: a Python thread would not run while `re` holds the interpreter.
    """
    look = re.fullmatch if whole else re.search
    try:
        before = signal.signal(signal.SIGALRM, _raise)
    except (AttributeError, ValueError):  # no such signal, or not the main thread
        faulthandler.dump_traceback_later(SECONDS * 4, exit=True)
        try:
            return look(pattern, text) is not None
        finally:
            faulthandler.cancel_dump_traceback_later()
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return look(pattern, text) is not None
    except _TimeUp:
        raise ConfigError(
            f'{key} = "{pattern}" took longer than {SECONDS} s on "{text[:40]}"',
            "rewrite it without a repeated group such as (a+)+",
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise _TimeUp
