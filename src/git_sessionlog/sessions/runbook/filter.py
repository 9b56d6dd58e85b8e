"""What a command writes, on its way to the runbook: as a terminal shows it, and without secrets."""

import time

from ...core.errors import Failure
from ...core.secrets.allowed import Allows
from ...core.secrets.masking import Masker
from ...core.terminal import escaped
from .screen import Screen
from .writer import Book

_SHOWN = 0.25
"""Seconds after which a line that has not ended is written as well."""


class Transcript:
    """The output of one command, written to a runbook while it comes.

    A failure to write is kept for the end: the command goes on.
    """

    def __init__(self, book: Book, allowed: Allows) -> None:
        self._book = book
        self._streams = {number: (Screen(), Masker(allowed)) for number in (1, 2)}
        self._due = 0.0
        self._open = 0
        self._partial = ""
        self._full = False
        self.error = ""
        """Why not all could be written, "" where it could."""

    def heard(self, stream: int, data: bytes) -> None:
        """Take a piece of standard output (1) or standard error (2); (0, b"") when nothing comes."""
        text = ""
        if stream:
            screen, masker = self._streams[stream]
            text = self._joined(stream, self._masked(masker, screen.feed(data)))
        now = time.monotonic()
        if not stream or now >= self._due:
            self._due = now + _SHOWN
            self._write(text, self._unfinished())
        elif text:
            self._write(text, "")

    def end(self) -> None:
        """Write the lines that had no end."""
        for stream, (screen, masker) in self._streams.items():
            text = self._joined(stream, self._masked(masker, screen.end(), last=True))
            self._write(text + ("\n" if text or self._open == stream else ""), "")
            self._open = 0

    def _joined(self, stream: int, text: str) -> str:
        """The text, on a line of its own where the other stream has left one without end."""
        if not text:
            return ""
        start = "\n" if self._open not in (0, stream) else ""
        self._open = 0 if text.endswith("\n") else stream
        return start + text

    def _unfinished(self) -> str:
        lines = [
            self._masked(masker, screen.partial(), again=True) for screen, masker in self._streams.values()
        ]
        return "\n".join(filter(None, lines))

    def _masked(self, masker: Masker, text: str, *, last: bool = False, again: bool = False) -> str:
        """The text without secrets, and with what a reader cannot see made visible."""
        try:
            masked = masker.glimpsed(text) if again else masker.masked(text, last=last)
        except Failure as failure:  # a pattern of the list takes too long
            self.error = failure.message
            masker.allow_nothing()
            return self._masked(masker, text, last=last, again=again)
        return masked if masked.isascii() else escaped(masked)

    def _write(self, text: str, partial: str) -> None:
        if self._full or (not text and partial == self._partial):
            return
        self._partial = partial
        try:
            self._book.write(text, partial)
        except OSError as error:
            self._full, self.error = True, error.strerror or str(error)
