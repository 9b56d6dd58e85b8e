"""Which commits are new: what a job tells, found in the clone."""

import os
import shlex
from typing import NamedTuple

from ...core.errors import Failure
from ...git import ranges
from ...git import run as git
from ...state import state_documents
from .job import BRANCH, HEADS, PUSH, REQUEST, Job, Service, oid

_ORIGIN = "refs/remotes/origin/"


class Wish(NamedTuple):
    """What the user says: `--base`, and the setting `default-branch`; "" where nothing is said."""

    base: str = ""
    default: str = ""


class Scope(NamedTuple):
    """What is judged: the commits of `tip` that none of `known` has; ids.

    `base` is the one of them that tells where it starts, "" where all history is judged. `note` says
    what is not as one would expect, or is "".
    """

    tip: str
    known: tuple[str, ...] = ()
    base: str = ""
    note: str = ""


def here(job: Job) -> Job:
    """The job, with the branch that is checked out where the CI names none."""
    if job.branch or job.nothing:
        return job
    ref = os.fsdecode(git.ask("symbolic-ref", "-q", "HEAD", no=(1,))).strip()
    return job._replace(branch=ref.removeprefix(HEADS))


def scope(job: Job, service: Service, wish: Wish) -> Scope:
    """The commits that a job is about. Raises Failure, with the setting to change, where it cannot tell.

    A commit that the default branch has is never among them, but in a push to that branch. In a
    shallow clone nobody can tell what the default branch has, so it is refused.
    """
    if state_documents.is_shallow():
        raise Failure("this clone is shallow: what is new in it cannot be told", service.whole)
    job = job._replace(default=job.default or _origin_head() or wish.default)
    trunk = _branch(job.default)
    starts, note = _starts(job, trunk, service, wish.base)
    tip = _tip(job, service, starts)
    own = bool(job.branch) and job.branch != job.default
    known = (*starts, trunk) if trunk and (own or job.kind == REQUEST) else starts
    known = tuple(dict.fromkeys(known))
    return Scope(tip, known, known[0] if known else "", note)


def _starts(job: Job, trunk: str, service: Service, base: str) -> tuple[tuple[str, ...], str]:
    """What was there before, and the note."""
    if oid(base):
        return (ranges.commit(base),), ""
    if job.kind == REQUEST:
        found = tuple(filter(None, (_there(job.base), _branch(job.branch))))
        if not found:
            raise _missing(f"what the {job.what} goes to", job.branch, service)
        return found, ""
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
        hint = "set default-branch in the settings, or git remote set-head origin -a, or --base"
        raise Failure("the default branch cannot be told", hint)
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
    refspec = shlex.quote(f"+{HEADS}{branch}:{_ORIGIN}{branch}")
    hint = f"git fetch origin {refspec}" + (f" (or {service.whole})" if service.name else "")
    return Failure(f"{what} is not in this clone: {branch}", hint)


def _origin_head() -> str:
    ref = os.fsdecode(git.ask("symbolic-ref", "-q", f"{_ORIGIN}HEAD", no=(1, 128))).strip()
    return ref.removeprefix(_ORIGIN)


def _branch(name: str) -> str:
    """The id of a branch's tip as the remote had it, else of the branch here; "" for none."""
    refs = (f"{_ORIGIN}{name}", f"{HEADS}{name}") if name else ()
    return next(filter(None, map(_found, refs)), "")


def _there(commit: str) -> str:
    """The full id of a commit that a CI names, "" where it is not here. Raises Failure for no id."""
    if set(commit) - set("0123456789abcdefABCDEF"):
        raise Failure(f'"{commit}" is no id of a commit')
    return _found(commit) if commit else ""


def _found(name: str) -> str:
    found = git.ask("rev-parse", "-q", "--verify", "--end-of-options", f"{name}^{{commit}}", no=(1, 128))
    return found.decode().strip()
