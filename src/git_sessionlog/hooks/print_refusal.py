"""Say what is wrong with a message, and how to get it back."""

import os
import re
import shlex
import sys
from importlib import import_module

from ..core.findings import Verdict
from ..core.terminal import complain, escaped, paint_for
from ..git.cleanup import Message
from ..messages.refusal import refusal

_LONGEST = 1_000_000
"""Characters of a message that are searched whole; of a longer one the lines that are shown."""


def show(verdict: Verdict, message: Message, path: str, *, is_amend: bool) -> None:
    """Print the findings to standard error, where hooks speak; `path` is the message file's.

    Secrets are not shown; the message file has them still, so the retry loses nothing.
    """
    retry = _retry(path, is_amend=is_amend)
    verdict, message = _without_secrets(verdict, message)
    complain(refusal(verdict, message, retry, paint_for(sys.stderr)), end="")


def _without_secrets(verdict: Verdict, message: Message) -> tuple[Verdict, Message]:
    """The same to be shown: the secrets of the message's lines as `*`, so that carets stay in place.

    What finds them is loaded here: an accepted message does not wait for it.
    """
    text = message.text
    if not re.search(r"\d|[^\s:]{6}", text):
        return verdict, message  # no word is long enough for one
    masking = import_module("..core.secrets.masking", __package__)
    if len(text) > _LONGEST:
        shown = {one.line for one in verdict.findings}
        text = "\n".join(line for number, line in enumerate(message.lines, 1) if number in shown)
    secrets = masking.values(text)
    if not secrets:
        return verdict, message

    def hidden(text: str, form: str = masking.MASK) -> str:
        for secret in secrets:
            text = text.replace(secret, form or "*" * len(secret))
        return text

    findings = tuple(
        one._replace(
            message=hidden(one.message),
            hint=hidden(one.hint),
            allowed=tuple(map(hidden, one.allowed)),
        )
        for one in verdict.findings
    )
    corrected = hidden(verdict.corrected)
    if corrected != verdict.corrected:
        corrected = f"{corrected}  ({masking.MASK} as you typed it)"
    return (
        verdict._replace(findings=findings, corrected=corrected),
        message._replace(text=hidden(message.text, "")),
    )


def _retry(path: str, *, is_amend: bool) -> str:
    """The command that brings the message back, for the shell of the user who typed the commit."""
    here, typed = os.getcwd(), _typed_in()
    words = ["git", "commit"]
    if not _same(typed, here):
        path = os.path.abspath(path)
        if not os.path.realpath(typed).startswith(os.path.join(here, "")):
            words[1:1] = ["-C", here]
    index = os.path.basename(os.environ.get("GIT_INDEX_FILE", ""))
    if index == "index.lock":
        words.append("-a")  # git has added the changes to an index of its own, and drops it
    if is_amend:
        words.append("--amend")
    words += ["-e", "-F", path]
    command = escaped(" ".join(shlex.quote(word) for word in words))
    return f"{command} -- <the same paths>" if index.startswith("next-index-") else command


def _typed_in() -> str:
    """The directory in which the commit was typed.

    A hook starts at the top of the work tree, and a shell between git and us makes $PWD so. Linux
    tells where git was called, after `git -C` too; elsewhere git tells the subdirectory.
    """
    top, prefix = os.environ.get("PWD", ""), os.environ.get("GIT_PREFIX", "")
    told = os.path.join(top, prefix) if prefix and _same(top, os.getcwd()) else top
    process, was_git = os.getppid(), False
    try:
        while True:
            with open(f"/proc/{process}/stat", errors="replace") as file:
                before, _, after = file.read().rpartition(") ")
            is_git = before.partition(" (")[2] == "git"
            if was_git and not is_git:
                return os.readlink(f"/proc/{process}/cwd")
            process, was_git = int(after.split()[1]), is_git
    except (OSError, ValueError):
        return told


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
