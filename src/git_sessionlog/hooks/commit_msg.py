"""commit-msg: judge the message that git will record, then write the checkpoint trailer."""

import os
import time

from ..core.errors import CLEAN, FINDINGS, Failure, GitError, system_words
from ..core.findings import Verdict
from ..core.terminal import complain, one_line
from ..git import branch_sessions, session_state, trailers, worktree
from ..git import run as git
from ..git.branch_sessions import Sessions
from ..git.cleanup import ASKED_OF_GIT, Cleanup, Message, cleanup_of, decoded, for_trailer, recorded
from ..messages.lint import judge
from ..settings.model import Settings
from . import PARTS, load
from .settings import of as settings_of

_ASKED = f"{ASKED_OF_GIT}|^{branch_sessions.ASKED}$"


def run(args: list[str]) -> int:
    """Judge and complete the message file `args[0]`, the hook's only argument (githooks(5)).

    Returns 0, or 1 when the message is refused. Raises Failure when it cannot be checked.
    """
    if len(args) != 1:
        raise Failure("commit-msg takes the message file and nothing else")
    path = args[0]
    here, asked = worktree.ask(), git.Question("config", "-z", "--show-scope", "--get-regexp", _ASKED)
    data = _read(path)
    worktree_ = worktree.seen(here)
    settings_of_git = git.scoped(asked)
    config = git.by_key(settings_of_git)
    cleanup = cleanup_of(data, config, editor=os.environ.get("GIT_EDITOR") != ":")
    encoding = config.get("i18n.commitencoding", ["utf-8"])[-1]
    message = decoded(recorded(data, cleanup), encoding)
    settings = settings_of(worktree_.top)
    verdict = _judged(message, settings, worktree_.situation)
    if settings.checks_fixes("fix-unknown"):
        verdict = load(PARTS, "unknown").of_message(verdict, settings, worktree_.top)
        verdict = _softened(verdict, worktree_.situation)
    if any(finding.rule == "fix-missing" for finding in verdict.findings):
        verdict = load(PARTS, "unknown").with_hint(verdict, settings, worktree_.top)
    if verdict.findings:
        refused = load(PARTS, "refused")
        commit = (verdict, message, encoding, path, worktree_.state, _amended() is not None)
        refused.show(refused.Refused(*commit))
    if verdict.refused:
        return FINDINGS
    if verdict.skipped not in ("empty", "merge"):
        try:
            sessions = branch_sessions.seen(worktree_.state, settings_of_git)
            value = _checkpoint(data, cleanup, worktree_, sessions, auto=settings.auto_session)
            if not trailers.checkpoint_of(data, cleanup):
                cleanup = for_trailer(data, cleanup)
            complete = trailers.with_checkpoint(data, value, cleanup) if value else data
            if complete != data:
                worktree.write(path, complete)
        except OSError as error:  # a missing checkpoint is a note, a lost commit is not
            _note(system_words(error))
        except GitError as error:
            _note(error.message)
    return CLEAN


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Failure(f"the message file {path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise Failure("the message file's name has a NUL byte") from None


def _judged(message: Message, settings: Settings, now: worktree.Situation) -> Verdict:
    """The verdict, with regard to what git is in the middle of."""
    if now.merging:
        return Verdict(message.subject, skipped="merge")
    return _softened(judge(message, settings), now)


def _softened(verdict: Verdict, now: worktree.Situation) -> Verdict:
    """Warnings only, where the message is somebody else's."""
    return verdict.softened() if now.picking and not now.rebasing else verdict


def _note(why: str) -> None:
    complain(f"sessionlog: note: no checkpoint in this commit: {one_line(why)}")


def _checkpoint(
    data: bytes, cleanup: Cleanup, here: worktree.Worktree, sessions: Sessions, *, auto: bool
) -> str:
    """The trailer's value; one that is there stays, a copy of another commit gets none: it is "" then."""
    value = trailers.checkpoint_of(data, cleanup)
    copied = here.situation.rebasing or here.situation.picking
    return value if value or copied else _next(sessions, auto=auto)


def _next(sessions: Sessions, *, auto: bool) -> str:
    """The checkpoint for a message without one, "" where there is none for it."""
    amended = _amended()
    if amended:
        # `--amend -m` brings a message without the trailer; in an editor its user took it away
        return amended if os.environ.get("GIT_EDITOR") == ":" else ""
    day = time.strftime("%Y%m%d", time.gmtime())
    home = os.path.realpath(worktree.common(sessions.state))
    session = branch_sessions.minted(sessions, session_state.opened(day, os.urandom(4), home), auto=auto)
    return session.last if session else ""


def _amended() -> str | None:
    """The checkpoint of the commit at HEAD, if the commit under way amends it; "" where it has none.

    git says so in no other way: it has the same author and the same author date. That of a new commit is
    the time at which git was started: within two seconds of it no question is asked, a new number does no
    harm where a copy would. Dates that the user forces say nothing.
    """
    name, email, date = (os.environ.get(f"GIT_AUTHOR_{part}", "") for part in ("NAME", "EMAIL", "DATE"))
    date = date.removeprefix("@")
    started = date.partition(" ")[0]
    if not started.isdecimal() or "GIT_COMMITTER_DATE" in os.environ:
        return None
    if time.time() - int(started) <= 2:
        return None
    try:
        head, _, message = git.ask("cat-file", "commit", "HEAD").partition(b"\n\n")
    except GitError:
        return None  # no commit yet
    if os.fsencode(f"author {name} <{email}> {date}") not in head.split(b"\n"):
        return None
    return trailers.checkpoint_of(message, Cleanup("verbatim"))
