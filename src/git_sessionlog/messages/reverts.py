"""Messages of reverts, as git and forges write them: what they quote, which commits they name."""

import re
from typing import NamedTuple

from ..git.cleanup import Message
from .merge_messages import title_of

_LONGEST = 10_000
_MOST = 8  # ids of one message that are looked up

# git-revert(1): `Revert "<subject>"`, since 2.43 `Reapply "<subject>"` for the revert of a revert; Gerrit's
# `Revert^2 "<subject>"` is that too; Azure DevOps has '...'. Forges add the number of the request.
_NUMBER = r"(?: \((?:pull request )?[#!][0-9]+\))"
_SUBJECT = rf"(?s)(Revert|Reapply|Revert\^([0-9]{{1,4}})) (?:\"(.*)\"|'(.*)'){_NUMBER}*"
_BODY = r"(?m)^This reverts commit ([0-9a-f]{4,64})\b"


class Revert(NamedTuple):
    """A revert: the subject of the commit that it takes back, the ids of commits that it names.

    `innermost` is the subject that it quotes in the end, however often that was reverted, without the
    number of a request.
    """

    target: str
    names: tuple[str, ...]
    innermost: str

    @property
    def quoted(self) -> str:
        """What has to pass the rules of what it takes back: of a merge the title of its request, or ""."""
        title = title_of(self.innermost)
        return self.innermost if title is None else title


def read(message: Message) -> Revert | None:
    """The revert that a message is, None where its first line has not the form of one."""
    quoted = _quoted(message.subject)
    if not quoted:
        return None
    target, inner = quoted
    while deeper := _quoted(inner):
        inner = deeper[1]
    found = re.findall(_BODY, message.text[len(message.subject) :])
    names = tuple(dict.fromkeys(found))[:_MOST]
    return Revert(target, names, without_number(inner))


def target_of(subject: str) -> str | None:
    """The subject of what a first line takes back; None where it has not the form of a revert."""
    found = _quoted(subject)
    return found[0] if found else None


def without_number(subject: str) -> str:
    """A subject without the number of a request that a forge has put behind it."""
    return re.sub(rf"{_NUMBER}+$", "", subject)


def _quoted(subject: str) -> tuple[str, str] | None:
    """The subject that was reverted, and the one between the quotes: not the same for a second revert."""
    found = re.fullmatch(_SUBJECT, subject[:_LONGEST])
    if not found:
        return None
    inner = found[3] if found[3] is not None else found[4]
    if found[1] == "Reapply" or found[2] == "2":
        return f'Revert "{inner}"', inner
    if found[2]:
        return f'Revert^{int(found[2]) - 1} "{inner}"', inner
    return inner, inner
