"""How a session that goes on is standing: how long, how large, what its end would still want."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ...core import globs
from ...core.stamps import minutes_between, seconds, stamp
from ...records.record import Record
from ...sessions import end, other_sessions, save, session_commits
from ...sessions.clone import Clone, as_it_is
from ...sessions.handoff_checks import FAIL, Line
from ...sessions.session_commits import Piece
from ...settings.model import Settings
from ...state.open_sessions import OpenSession


class Standing(NamedTuple):
    """A session that goes on.

    `pieces` are its commits of work, the oldest first; `lines` and `files` what they and the work tree came
    to, of which `new_lines` in `new_files` are not committed. `layers` are those of the settings that it
    touches. `opened_by` is what began it: `start`, `commit`, or "" where nobody did, and only commits wait
    for a description. `others` are those that go on elsewhere, `offers` what is said of those that
    could go on here. `now` is in seconds since 1970, UTC. `wanted` is what its end would still want, as far
    as that is seen without running anything.
    """

    record: Record
    path: str
    pieces: tuple[Piece, ...]
    lines: int
    files: int
    new_lines: int
    new_files: int
    layers: tuple[str, ...]
    settings: Settings
    wanted: tuple[Line, ...]
    now: int
    opened_by: str = ""
    others: tuple[OpenSession, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it has gone on."""
        return minutes_between(self.record.started, stamp(self.now))

    @property
    def since(self) -> int:
        """The minutes since its last commit of work, or its start."""
        last = self.pieces[-1].when if self.pieces else 0
        return min(self.minutes, max(self.now - last, 0) // 60) if last else self.minutes

    @property
    def warnings(self) -> Iterator[str]:
        """What a session should not be: too large, or in several layers."""
        most = self.settings
        if (seconds(self.record.started) or 0) > self.now:
            begun = f"it began in the future, {self.record.started}"
            yield f"{begun}: was the clock set back? Its time counts as 0"
        if self.lines > most.session_lines and self.files > most.session_files:
            yield (
                f"it is larger than session-lines = {most.session_lines} and session-files = "
                f"{most.session_files}: end it, and go on in another one"
            )
        if len(self.layers) > 1:
            yield f"it touches {' and '.join(self.layers)}: one layer a session, unless a fix needs both"


def standing(now: int, drafted: Callable[[Clone, end.Asked], end.Draft] = end.draft) -> Standing:
    """The session of this work tree. Raises Failure where there is none, or no commit yet.

    `drafted` is how it would end.
    """
    clone = as_it_is()
    draft = drafted(clone, end.Asked())
    done = draft.done
    lines, files = session_commits.uncommitted(clone)
    every = files | done.files
    here = clone.sessions.here()
    return Standing(
        draft.record,
        draft.desk.home.path,
        done.pieces,
        lines + done.lines,
        len(every),
        lines,
        len(files),
        touched(every, clone.settings.layers),
        clone.settings,
        tuple(_wanted(clone, end.judged(draft))),
        now,
        ("commit" if here.auto else "start") if here and here.id == draft.record.id else "",
        other_sessions.elsewhere(clone).sessions,
        tuple(other_sessions.offers(clone)),
    )


def touched(paths: Sequence[str] | frozenset[str], layers: Sequence[str]) -> tuple[str, ...]:
    """The layers that some of the paths are in."""
    return tuple(layer for layer in layers if any(map(globs.matcher((layer,)), paths)))


def _wanted(clone: Clone, judged: Sequence[Line]) -> Iterator[Line]:
    yield from (line for line in judged if line.verdict == FAIL)
    to = save.destination(clone.remotes)
    if isinstance(to, str):
        yield Line("pushed", FAIL, to, f"git push -u REMOTE {clone.branch}" if "remotes" in to else "")
