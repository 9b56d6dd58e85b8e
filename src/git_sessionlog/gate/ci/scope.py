"""Which commits are new: what a job tells, found in the clone."""

import os
import shlex
from collections.abc import Callable
from typing import NamedTuple

from ...core.errors import Failure
from ...git import ranges
from ...git import run as git
from ...git.default_ref import ORIGIN, USUAL
from ...state import state_documents
from .job import BRANCH, HEADS, PUSH, REQUEST, UNTOLD, Job, Service, oid


class Scope(NamedTuple):
    """What is judged: the commits of `tip` that none of `known` has; ids.

    The first of them tells where it starts; without one all history is judged. `trunk` is the tip of the
    default branch, whose commits are not judged either, "" where they are. `rules` is the commit whose
    settings hold, "" for the tip itself. `note` says what is not as one would expect, or is "".
    """

    tip: str
    known: tuple[str, ...] = ()
    trunk: str = ""
    rules: str = ""
    note: str = ""


def here(job: Job, service: Service, named: Callable[[str], str]) -> Job:
    """The job, with the branch that is checked out where the CI names none, and the default branch.

    `named` is asked for the setting `default-branch` of a commit, where neither the CI nor the remote tells
    that branch: of the tip of a branch with a usual name, never of a commit that is judged. In a shallow
    clone nobody can tell what the default branch has, so it is refused with a Failure.
    """
    if job.nothing:
        return job
    if state_documents.is_shallow():
        raise Failure("this clone is shallow: what is new in it cannot be told", service.whole)
    default = job.default or _origin_head()
    if not default:
        usual = next((name for name in USUAL if _branch(name)), "")
        default = named(_branch(usual)) or usual
    return job._replace(branch=job.branch or _checked_out(), default=default)


def scope(job: Job, service: Service, base: str) -> Scope:
    """The commits that a job is about. Raises Failure, with the setting to change, where it cannot tell.

    `base` is what the user says, "" for nothing. A commit that the default branch has is never among them,
    but in a push to that branch.

    A request may choose its base among the commits of its target, old ones too. So it is the tip of the
    target that has the settings, in whatever way the commits before it are told.
    """
    trunk = _branch(job.default, job.kind)
    starts, note = _starts(job, trunk, service, base)
    tip = _tip(job, service, starts)
    if job.kind == UNTOLD and not base and starts and not git.ask("rev-list", "-1", tip, f"^{starts[0]}"):
        what = (
            f"this CI is not known, and {job.default} has all that is checked out: what is new is not told"
        )
        raise Failure(what, "git sessionlog ci --base COMMIT, the one before")
    own = bool(job.branch) and job.branch != job.default
    target = _branch(job.branch, job.kind) if job.kind == REQUEST else ""
    rules = target or next(iter(starts), "")
    return Scope(tip, starts, trunk if own or job.kind == REQUEST else "", rules, note)


def _starts(job: Job, trunk: str, service: Service, base: str) -> tuple[tuple[str, ...], str]:
    """What was there before, and the note."""
    if oid(base):
        return (ranges.commit(base),), ""
    if job.kind == REQUEST:
        target = _branch(job.branch, REQUEST)
        if not target:
            raise _missing(f"what the {job.what} goes to", job.branch, service)
        return tuple(dict.fromkeys(filter(None, (_there(job.base), target)))), ""
    before = "" if base else _there(job.base)
    if before:
        return (before,), ""
    note = "what was there before is gone" if job.base and not base else ""
    if job.default and job.branch == job.default and (job.kind == PUSH or base):
        return (), note
    if trunk:
        alone = service.name and job.kind == BRANCH and job.branch == job.default
        return (trunk,), "it is the default branch: --base says what is new" if alone else note
    if not job.default:
        raise Failure("the default branch cannot be told", "git remote set-head origin -a, or --base")
    raise _missing("the default branch", job.default, service)


def _tip(job: Job, service: Service, starts: tuple[str, ...]) -> str:
    if job.head:
        tip = _there(job.head)
        if not tip:
            hint = service.head or f"git fetch origin {job.head}"
            raise Failure(f"{job.head[:10]}, the head of the {job.what}, is not in this clone", hint)
        return tip
    tip = ranges.commit("HEAD")
    return _unmerged(tip, starts) if job.kind == REQUEST else tip


def _unmerged(tip: str, target: tuple[str, ...]) -> str:
    """The commit that was asked to be merged, where a CI made a merge of it with its target.

    Which of the parents that is differs: it is the one that the target does not have.
    """
    parents = git.ask("rev-parse", f"{tip}^@").decode().split()
    without = [f"^{commit}" for commit in target]
    new = [parent for parent in parents if git.ask("rev-list", "-1", parent, *without)]
    return new[0] if len(parents) == 2 and len(new) == 1 else tip


def _missing(what: str, branch: str, service: Service) -> Failure:
    refspec = shlex.quote(f"+{HEADS}{branch}:{ORIGIN}{branch}")
    hint = f"git fetch origin {refspec}" + (f" (or {service.whole})" if service.name else "")
    return Failure(f"{what} is not in this clone: {branch}", hint)


def _origin_head() -> str:
    ref = os.fsdecode(git.ask("symbolic-ref", "-q", f"{ORIGIN}HEAD", no=(1, 128))).strip()
    return ref.removeprefix(ORIGIN)


def _branch(name: str, kind: str = "") -> str:
    """The id of a branch's tip as the remote had it, else of the branch here; "" for none.

    Some services check a request out as a branch with the name of its target: that is no target.
    """
    refs = [f"{ORIGIN}{name}", f"{HEADS}{name}"] if name else []
    if kind == REQUEST and name == _checked_out():
        refs.pop()
    return next(filter(None, map(_found, refs)), "")


def _checked_out() -> str:
    """The name of the branch that is checked out, "" for none."""
    return os.fsdecode(git.ask("symbolic-ref", "-q", "HEAD", no=(1,))).strip().removeprefix(HEADS)


def _there(commit: str) -> str:
    """The full id of a commit that a CI names, "" where it is not here. Raises Failure for no id."""
    if set(commit) - set("0123456789abcdefABCDEF"):
        raise Failure(f'"{commit}" is no id of a commit')
    return _found(commit) if commit else ""


def _found(name: str) -> str:
    found = git.ask("rev-parse", "-q", "--verify", "--end-of-options", f"{name}^{{commit}}", no=(1, 128))
    return found.decode().strip()
