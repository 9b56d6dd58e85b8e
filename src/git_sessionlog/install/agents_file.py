"""What AGENTS.md tells coding agents of the sessions, between marks of ours (https://agents.md)."""

import os

from ..core import regular_files
from ..core.errors import Failure
from ..git import worktree
from ..settings.model import Settings
from .action import Step, same

FILE = "AGENTS.md"
BEGIN, END = "<!-- git-sessionlog -->", "<!-- /git-sessionlog -->"
"""The lines between which everything is ours."""

_TEXT = f"""\
{BEGIN}
## Sessions

This repository is worked on in sessions, which git-sessionlog keeps resumable from a bare clone.

- `git sessionlog resume` says where the work stands: what is done, in progress, next, and not to retry.
- `git sessionlog start "GOAL"` begins a session. `git sessionlog checkpoint --next "TEXT"` writes down
  where it stands, `git sessionlog end --next "TEXT"` documents it, commits and pushes.
- The first line of a commit is `{{form}}`. A refusal shows the corrected line.
- A push is refused while a state document does not describe it; `git sessionlog check` says which.
- What the hooks refuse is mended, or left to the user: no `--no-verify`, no `SESSIONLOG_SKIP`.
{END}
"""


def offer(top: str) -> list[Step]:
    """What is said of an AGENTS.md that does not tell of us: one of others is changed when asked only."""
    text = _read(top)
    if text is None or BEGIN in text:
        return []
    return [same("kept", FILE, "`git sessionlog init --agents` adds how sessions go")]


def write(top: str, settings: Settings) -> Step:
    """Add our paragraph at the end of AGENTS.md, or write the file; one that is there stays.

    Raises Failure where that cannot be.
    """
    if os.path.islink(os.path.join(top, FILE)):  # it may lead anywhere
        return same("left", FILE, "it is a symbolic link")
    text = _read(top)
    if text is not None and BEGIN in text:
        return same("kept", FILE)
    ours = text_for(settings)
    line_end = "\r\n" if text and "\r\n" in text else "\n"
    gap = "" if not text else line_end if text.endswith("\n") else line_end * 2
    try:
        whole = (text or "") + gap + ours.replace("\n", line_end)
        worktree.write(os.path.join(top, FILE), whole.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise Failure(f"{FILE} cannot be written: {error.strerror}") from None
    return Step("wrote" if text is None else "edited", FILE, "how sessions go, for coding agents")


def text_for(settings: Settings) -> str:
    """The paragraph, with the form that the settings want of a first line."""
    scope = "(scope)" if settings.scope == "always" else ""
    tag = {"always": " [Fix ID]", "fix-type": " [Fix ID]"}.get(settings.fix_tag, "")
    return _TEXT.format(form=f"type{scope}: description{tag}")


def _read(top: str) -> str | None:
    try:
        data = regular_files.read(os.path.join(top, FILE), regular_files.SETTINGS)
        return data.decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failure(f"{FILE} cannot be read: {error.strerror}") from None
