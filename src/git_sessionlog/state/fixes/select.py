"""What a user means by a few characters: a fix, or those that a commit or a range of commits names."""

import re
from collections.abc import Iterable

from ...backlog.model import Fix
from ...core import fix_ids
from ...core.errors import Failure
from ...git import ranges
from . import commit_scan
from .collect import Look, Place, look
from .commit_scan import Counted

_FIX = re.compile(rf"(?i)\s*\[?(fix\s*|section\s*)?({fix_ids.ID})\]?\s*")
_COMMITS = 3  # that are asked for their branches: git walks the history for each
_NEAR, _FAR = 3, 20
_NOWHERE = "no backlog entry, commit or state document has fix"
_ALL, _LIST = "all: git sessionlog trace", "all: git sessionlog fixes list"


def asked(place: Place, counted: Counted, what: str) -> Look:
    """The rows that are meant; what can be both is a fix. Raises Failure for what is nothing here."""
    named = _FIX.fullmatch(what)
    if named:
        found = look(place, counted, fix_ids.normal(named[2]))
        if found.rows:
            return _with_branches(found)
    try:
        span = ranges.resolve(what)
    except Failure as failure:
        if named:
            raise _unknown(place, fix_ids.normal(named[2]), _NOWHERE, _ALL) from None
        if ".." in what:
            raise
        raise Failure(f'"{what}" is no fix and no commit here', failure.hint) from None
    ids = commit_scan.named_in(span, place.settings)
    whole = look(place, counted) if ids else Look((), place.register)
    keys = {place.register.key(id) for id in ids}
    return _with_branches(whole._replace(rows=tuple(row for row in whole.rows if row.fix.id in keys)))


def entry(place: Place, what: str) -> Fix:
    """The entry of the backlog that is meant. Raises Failure where there is none."""
    named = _FIX.fullmatch(what)
    found = place.register.find(named[2]) if named else None
    if found:
        return found
    if named:
        raise _unknown(place, fix_ids.normal(named[2]), "the backlog has no fix", _LIST)
    raise Failure(f'"{what}" is no id of a fix', "git sessionlog fixes list")


def _with_branches(found: Look) -> Look:
    """The rows with all branches that have the first few commits."""
    left, rows = _COMMITS, []
    for row in found.rows:
        told = [one._replace(branches=commit_scan.branches(one.oid)) for one in row.commits[:left]]
        left -= len(told)
        rows.append(row._replace(commits=(*told, *row.commits[len(told) :])))
    return found._replace(rows=tuple(rows))


def _unknown(place: Place, id: str, words: str, hint: str) -> Failure:
    fixes = place.register.fixes
    near = _nearest(id, {each for fix in fixes for each in (fix.id, *fix.aliases)})
    if fixes:
        hint = f"the backlog has {fixes[0].id} to {fixes[-1].id}, {hint}"
    return Failure(f"{words} {id}", f"did you mean {' or '.join(near)}?" if near else hint)


def _nearest(id: str, known: Iterable[str]) -> list[str]:
    """The known ids most like one: the same digits, else one digit off, else a section above or below."""
    digits = id.replace(".", "").lstrip("0")

    def distance(other: str) -> int:
        if other.replace(".", "").lstrip("0") == digits:
            return 0
        longer, shorter = sorted((id, other), key=len, reverse=True)
        if len(longer) > len(shorter):
            off = any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
        else:
            off = len(id) > 1 and sum(a != b for a, b in zip(id, other, strict=True)) == 1
        return 1 if off else 2 if longer.startswith(f"{shorter}.") else _FAR

    ranked = sorted((distance(other), len(other), other) for other in set(known) if len(other) < _FAR)
    return [other for far, _, other in ranked if far == ranked[0][0] < _FAR][:_NEAR]
