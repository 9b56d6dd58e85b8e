"""How far long work has come, for somebody who waits at a terminal."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeVar

T = TypeVar("T")

_PATIENCE = 1.0
"""Seconds before anything is shown, and between two numbers."""


class Progress:
    """`checked 20,000 commits` in the last line of a terminal; elsewhere it does nothing."""

    def __init__(self, stream: IO[str] | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream if stream and stream.isatty() else None
        self._clock = clock
        self._drawn = False

    def counted(self, things: Iterable[T], what: str = "commits") -> Iterator[T]:
        """The same things, counted while they go by."""
        return self._counted(things, what, self._stream) if self._stream else iter(things)

    def between(self, lines: Iterable[T]) -> Iterator[T]:
        """The same lines, each with a clean line to stand on."""
        try:
            for line in lines:
                self._clear()
                yield line
        finally:
            self._clear()

    def _clear(self) -> None:
        if self._drawn and self._stream:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
        self._drawn = False

    def _counted(self, things: Iterable[T], what: str, stream: IO[str]) -> Iterator[T]:
        due = self._clock() + _PATIENCE
        for count, thing in enumerate(things):
            if count % 100 == 0 and self._clock() >= due:
                due = self._clock() + _PATIENCE
                stream.write(f"\rchecked {count:,} {what}")
                stream.flush()
                self._drawn = True
            yield thing
