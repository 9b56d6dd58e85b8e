"""What is known here of the branches that remotes have: the remote-tracking branches."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from . import run as git
from .default_ref import USUAL

_TRACKING = "refs/remotes/"
_BRANCHES = "refs/heads/"


class Tracked(NamedTuple):
    """A branch of a remote, by its name there, as it was when it was last seen.

    `is_head` is whether the remote's HEAD names it, as far as that is known.
    """

    remote: str
    branch: str
    oid: str
    is_head: bool = False

    @property
    def may_be_default(self) -> bool:
        """Whether the remote's HEAD names it, or it has a usual name of default branches."""
        return self.is_head or self.branch in USUAL


class Follows(NamedTuple):
    """What a branch follows: the ref here, the remote, and the ref there; "" where it follows nothing.

    `pushes` is the remote that it is pushed to, `how` how it differs from what it follows ("ahead 1, behind
    2"), "gone" where that was deleted on the other side.
    """

    upstream: str = ""
    remote: str = ""
    ref: str = ""
    pushes: str = ""
    how: str = ""

    @property
    def behind(self) -> int:
        """How many commits it has not that are in what it follows."""
        found = re.search(r"behind (\d+)", self.how)
        return int(found[1]) if found else 0


class Remotes:
    """What is known here of the branches of remotes, and what `branch` follows ("" for none).

    git is asked once, when the first of it is needed; raises GitError then. `settings` are those of
    the configuration, `ASKED` at least.
    """

    def __init__(self, branch: str, settings: Mapping[str, list[str]]) -> None:
        self.branch = branch
        self.settings = settings

    def anew(self) -> "Remotes":
        """The same, asked once more: after a fetch."""
        return Remotes(self.branch, self.settings)

    @property
    def names(self) -> list[str]:
        """The names of the remotes that are configured."""
        keys = (
            key.removeprefix("remote.").rpartition(".")[0] for key in self.settings if key[:7] == "remote."
        )
        return sorted({name for name in keys if name})

    @property
    def pushes_upstream(self) -> bool:
        """Whether `push.default` says that a branch is pushed to what it follows, whatever its name."""
        return self.settings.get("push.default", [])[-1:] in (["upstream"], ["tracking"])

    @cached_property
    def tracked(self) -> list[Tracked]:
        """The branches of all remotes. What else is fetched to their side, requests of a forge, is none."""
        return _tracked(self.settings, [row[:3] for row in self._rows if row[1].startswith(_TRACKING)])

    @cached_property
    def follows(self) -> Follows:
        """What the branch follows."""
        own = _BRANCHES + self.branch
        return next((Follows(*row[3:]) for row in self._rows if row[1] == own), Follows())

    def tip(self, ref: str) -> str:
        """The id of what a tracking ref names here, "" where there is none."""
        return next((oid for oid, name, *_ in self._rows if name == ref), "")

    @cached_property
    def _rows(self) -> list[list[str]]:
        own = [_BRANCHES + self.branch] if self.branch else []
        form = "%00".join((_FORM, *_FOLLOWED))
        return _listed(f"--format={form}", _TRACKING, *own)


ASKED = r"remote\..*|push\.default"
"""The keys that `Remotes` reads, for a pattern of `git config --get-regexp`."""

_FORM = "%(objectname)%00%(refname)%00%(symref)"
_FOLLOWED = (
    *("%(upstream)", "%(upstream:remotename)", "%(upstream:remoteref)", "%(push:remotename)"),
    "%(upstream:track,nobracket)",
)


def here(branch: str = "") -> Remotes:
    """What there is now, the configuration being asked."""
    return Remotes(branch, git.config(f"^({ASKED})$"))


def newest(count: int) -> list[Tracked]:
    """So many of the branches of all remotes, those with the latest commits."""
    options = (f"--count={count}", "--sort=-committerdate", f"--format={_FORM}", _TRACKING)
    return _tracked(here().settings, _listed(*options))


def _listed(*options: str) -> list[list[str]]:
    out = git.ask("for-each-ref", *options).decode("utf-8", "surrogateescape")
    return [line.split("\0") for line in out.splitlines()]


def _tracked(settings: Mapping[str, list[str]], rows: Sequence[Sequence[str]]) -> list[Tracked]:
    refspecs = [
        refspec
        for key, values in settings.items()
        if key.startswith("remote.") and key.endswith(".fetch")
        for refspec in _refspecs(key.removeprefix("remote.").removesuffix(".fetch"), values)
    ]
    found: list[Tracked] = []
    heads = set()
    for oid, ref, leads_to in rows:
        if leads_to:
            heads.add(leads_to)
            continue
        sources = {(one.remote, one.source(ref)) for one in refspecs} - {
            (one.remote, "") for one in refspecs
        }
        if len(sources) == 1:
            remote, source = sources.pop()
            if source.startswith(_BRANCHES):
                found.append(Tracked(remote, source.removeprefix(_BRANCHES), oid, ref in heads))
    return found


def default(there: Sequence[Tracked]) -> str:
    """The default branch of a remote: what its HEAD names, else one with a usual name, "" for none."""
    head = next((one.branch for one in there if one.is_head), "")
    names = {one.branch for one in there}
    return head or next((name for name in USUAL if name in names), "")


class _Refspec(NamedTuple):
    remote: str
    there: str
    here: re.Pattern[str]

    def source(self, ref: str) -> str:
        """The ref of the remote that is fetched to a ref here, "" for none."""
        found = self.here.fullmatch(ref)
        return self.there.replace("*", found[1] if found.lastindex else "", 1) if found else ""


def _refspecs(remote: str, values: list[str]) -> Iterator[_Refspec]:
    for value in values:
        there, colon, here = value.removeprefix("+").partition(":")
        if colon and not there.startswith("^"):
            yield _Refspec(remote, there, re.compile(re.escape(here).replace(r"\*", "(.*)", 1)))
