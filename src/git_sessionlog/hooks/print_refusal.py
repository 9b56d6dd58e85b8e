"""Say what is wrong with a message, and how to commit it all the same."""

import re
import sys
from importlib import import_module

from ..core.findings import Verdict
from ..core.terminal import complain, one_line, paint_for
from ..git.cleanup import Message
from ..messages.refusal import refusal
from .retry import Refused, command

_LONGEST = 1_000_000
"""Characters of a message that are searched whole; of a longer one the lines that are shown."""


def show(refused: Refused, note: str) -> None:
    """Print the findings to standard error, where hooks speak.

    `note` says where the settings are from, "" for nothing. Secrets are not shown; the message file has
    them still, so the retry loses nothing.
    """
    verdict, message = _without_secrets(refused.verdict, refused.message)
    has_none = message == refused.message
    retry = command(refused, show=has_none) if verdict.refused else ""
    complain(refusal(verdict, message, retry, paint_for(sys.stderr)), end="")
    if note:
        complain(f"sessionlog: note: {one_line(note)}")


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
