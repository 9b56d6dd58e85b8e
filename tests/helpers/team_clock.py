"""Weeks that go by in a test: git gets its dates, and our programs their clock, from the environment."""

import time
from pathlib import Path

import pytest

_DAY = 86_400
_BEGIN = 1_770_624_000  # Monday, 9 February 2026, 08:00 UTC

_SITE = """\
import datetime
import os
import time

if os.environ.get("TEAM_NOW"):
    _now, _gmtime = float(os.environ["TEAM_NOW"]), time.gmtime

    class _Datetime(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(_now, tz)

    datetime.datetime = _Datetime
    time.time = lambda: _now
    time.gmtime = lambda when=None: _gmtime(_now if when is None else when)
"""


class Clock:
    """The time of the team, the same for all of its people and for the forge."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        site = home / "site"
        site.mkdir()
        (site / "sitecustomize.py").write_text(_SITE)  # Python loads it when a program of ours starts
        monkeypatch.setenv("PYTHONPATH", str(site))
        self._set, self._now = monkeypatch.setenv, _BEGIN
        self.goes_on(0)

    @property
    def day(self) -> str:
        """The current day, `2026-02-09`."""
        return time.strftime("%Y-%m-%d", time.gmtime(self._now))

    def goes_on(self, minutes: int = 7) -> None:
        """Let some minutes pass."""
        self._now += 60 * minutes
        for name, value in (
            ("TEAM_NOW", str(self._now)),
            ("GIT_AUTHOR_DATE", f"@{self._now} +0000"),
            ("GIT_COMMITTER_DATE", f"@{self._now} +0000"),
        ):
            self._set(name, value)

    def next_day(self, days: int = 1) -> None:
        """Go on in the morning of a later day."""
        self._now += days * _DAY - (self._now - _BEGIN) % _DAY
        self.goes_on(0)
