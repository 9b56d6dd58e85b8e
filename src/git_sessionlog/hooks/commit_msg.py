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
from . import PARTS, caller, load
from .settings import of as settings_of

_ASKED = f"{ASKED_OF_GIT}|^{branch_sessions.ASKED}$"

_CALL = (
    'call it from git\'s hook of that name, with its "$1"; pre-commit and prek do for stages: [commit-msg]'
)


def run(args: list[str]) -> int:
    """Judge and complete the message file `args[0]`, the hook's only argument (githooks(5)).

    Returns 0, or 1 when the message is refused. Raises Failure when it cannot be checked.
    """
    if len(args) != 1 or not args[0]:
        raise Failure("commit-msg takes the message file and nothing else", _CALL)
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
        is_amend = verdict.refused and _amended() is not None
        commit = (verdict, message, encoding, path, worktree_.state, is_amend)
        refused.show(refused.Refused(*commit), settings.note)
    if verdict.refused:
        return FINDINGS
    if verdict.skipped not in ("empty", "merge"):
        try:
            sessions = branch_sessions.seen(worktree_.state, settings_of_git)
            now, auto = worktree_.situation, settings.auto_session
            complete = _with_checkpoint(data, cleanup, now, sessions, auto=auto)
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


def _with_checkpoint(
    data: bytes, cleanup: Cleanup, now: worktree.Situation, sessions: Sessions, *, auto: bool
) -> bytes:
    """The message with the trailer; one that is there stays, but in a new commit with another's message."""
    there = trailers.checkpoint_of(data, cleanup)
    anew = bool(there) and not (now.rebasing or now.picking) and _is_taken_over(there)
    value = _next(now, sessions, auto=auto) if anew or not there else there
    if not value and not anew:
        return data
    place = cleanup if there else for_trailer(data, cleanup)
    return trailers.with_checkpoint(data, value, place, anew=anew)


def _next(now: worktree.Situation, sessions: Sessions, *, auto: bool) -> str:
    """The checkpoint for a message without one, "" where there is none for it: a copy gets no new one."""
    if now.picking:
        return ""
    amended = _amended()
    if amended:
        # `--amend -m` brings a message without the trailer; in an editor its user took it away
        return amended if os.environ.get("GIT_EDITOR") == ":" else ""
    return "" if now.rebasing else _mint(sessions, auto=auto)


def _mint(sessions: Sessions, *, auto: bool) -> str:
    """The next checkpoint of the branch's session, "" where there is none to open."""
    day = time.strftime("%Y%m%d", time.gmtime())
    home = os.path.realpath(worktree.common(sessions.state))
    session = branch_sessions.minted(sessions, session_state.opened(day, os.urandom(4), home), auto=auto)
    return session.last if session else ""


def _is_taken_over(value: str) -> bool:
    """Whether a new commit has its message, and the number in it, from one in its history (`-C`, `-c`)."""
    told = caller.asked()
    if value == trailers.OPT_OUT or not told or told.amends or not told.reused:
        return False
    try:
        _, _, message = git.ask("cat-file", "commit", f"{told.reused}^{{commit}}").partition(b"\n\n")
        stays = git.ask("rev-list", "-1", f"{told.reused}^{{commit}}", "^HEAD") == b""
    except GitError:
        return False
    return stays and trailers.checkpoint_of(message, Cleanup("verbatim")) == value


def _amended() -> str | None:
    """The checkpoint of the commit at HEAD, if the commit under way amends it; "" where it has none."""
    told = caller.asked()
    author = "" if told else _old_author()
    if not (told.amends if told else author):
        return None
    try:
        head, _, message = git.ask("cat-file", "commit", "HEAD").partition(b"\n\n")
        if not told and not _is_author_of_one(author, head):
            return None
    except GitError:
        return None  # no commit yet
    return trailers.checkpoint_of(message, Cleanup("verbatim"))


def _old_author() -> str:
    """The author and the author date of the commit under way, "" where these can be a new commit's.

    That date is then the time at which git was started: within two seconds of it no question is asked, a
    new number does no harm where a copy would. Dates that the user forces say nothing.
    """
    name, email, date = (os.environ.get(f"GIT_AUTHOR_{part}", "") for part in ("NAME", "EMAIL", "DATE"))
    date = date.removeprefix("@")
    started = date.partition(" ")[0]
    if not started.isdecimal() or "GIT_COMMITTER_DATE" in os.environ or time.time() - int(started) <= 2:
        return ""
    return f"author {name} <{email}> {date}"


def _is_author_of_one(author: str, head: bytes) -> bool:
    """Whether the commit at HEAD has an author and a date, and not the one before it: those are forced."""
    line = os.fsencode(author)
    if line not in head.split(b"\n"):
        return False
    before = git.ask("rev-list", "-1", "--skip=1", "--format=author %an <%ae> %ad", "--date=raw", "HEAD")
    return line not in before.split(b"\n")
