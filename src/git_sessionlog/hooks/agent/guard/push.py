"""A push that an agent is about to make, judged as pre-push would: no remote is asked."""

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stderr

from ....core.errors import FINDINGS, Failure
from ....gate import skipped_pushes
from ....git import run as git
from ....state.ref_updates import BRANCHES, Update
from ... import pre_push
from .git_call import Call
from .words import UNKNOWN


def refusal(call: Call) -> str:
    """The refusal of a push, "" where it would pass, or nobody can tell before it is made."""
    updates, said = tuple(sent(call)), io.StringIO()
    if not updates or os.environ.get(skipped_pushes.VARIABLE, "").strip():
        return ""  # the variable is the user's, who has started the agent with it
    remote = [*call.rest[:1], *call.values("--repo"), _remote()][0]
    is_url = ":" in remote or "/" in remote or remote.startswith(".")
    try:
        with redirect_stderr(said):
            code = pre_push.judged(updates, (remote, remote) if is_url else (remote,), "")
    except Failure:
        return ""  # pre-push will say it
    return said.getvalue() if code == FINDINGS else ""


def sent(call: Call) -> Iterator[Update]:
    """The branches that a push sends; none where it cannot be told which."""
    if any(UNKNOWN in word for word in call.args) or call.values(
        *("-n", "--dry-run", "-d", "--delete", "-h", "--help")
    ):
        return
    specs = list(call.rest[1:])
    if call.values("--all", "--branches", "--mirror"):
        specs = _ask("for-each-ref", "--format=%(refname)", BRANCHES).splitlines()
    elif not specs and not call.values("--tags"):
        default = _ask("config", "--get", "push.default")
        kind = "upstream" if default in ("upstream", "tracking") else "push"
        branch = _ask("symbolic-ref", "-q", "HEAD") if default not in ("nothing", "matching") else ""
        to = _ask("for-each-ref", f"--format=%({kind}:remoteref)", branch) if branch else ""
        specs = [f"{branch}:{to or branch}"] if branch else []
    while specs:
        source, _, to = specs.pop(0).removeprefix("+").partition(":")
        if source == "tag" and specs:
            specs.pop(0)
        elif source and not source.startswith("-"):
            yield from _update(source, to)


def _update(source: str, to: str) -> Iterator[Update]:
    """The update of a refspec; what is not there is none."""
    oid = _ask("rev-parse", "-q", "--verify", "--end-of-options", f"{source}^{{commit}}")
    full = _ask("rev-parse", "-q", "--symbolic-full-name", "--end-of-options", source)
    full = full.removeprefix("--end-of-options\n")  # git before 2.42 gives it back
    if full == "HEAD" or source in ("HEAD", "@"):
        full = _ask("symbolic-ref", "-q", "HEAD")
    name = to if to.startswith("refs/") or (to and full.startswith("refs/tags/")) else to and BRANCHES + to
    if oid and (name or full):
        yield Update(name or full, "", oid)


def _remote() -> str:
    """The remote that the branch at HEAD is pushed to."""
    branch = _ask("symbolic-ref", "-q", "HEAD")
    return (branch and _ask("for-each-ref", "--format=%(push:remotename)", branch)) or "origin"


def _ask(*question: str) -> str:
    try:
        return os.fsdecode(git.ask(*question, no=(1, 128))).strip()
    except Failure:
        return ""
