"""What is known here of the branches that remotes have: the remote-tracking branches."""

import re
from collections.abc import Iterator, Sequence
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


def tracked(*, newest: int = 0) -> list[Tracked]:
    """The branches of all remotes. What else is fetched to their side, requests of a forge say, is none.

    With `newest` no more than so many, those with the latest commits.
    """
    refspecs = [
        refspec
        for key, values in git.config(r"^remote\..*\.fetch$").items()
        for refspec in _refspecs(key.removeprefix("remote.").removesuffix(".fetch"), values)
    ]
    form = "--format=%(objectname)%00%(refname)%00%(symref)"
    order = (f"--count={newest}", "--sort=-committerdate") if newest else ()
    lines = git.ask("for-each-ref", *order, form, _TRACKING).decode("utf-8", "surrogateescape").splitlines()
    found: list[Tracked] = []
    heads = set()
    for line in lines:
        oid, ref, leads_to = line.split("\0")
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
