"""Messages that git wrote, and that no rule is for."""

import re

from ...git.cleanup import Message

# git-revert(1): `Revert "<subject>"`, since 2.43 `Reapply "<subject>"` for a revert of a revert.
_REVERT_SUBJECT = r'(?s)(?:Revert|Reapply) ".*"(?: \(#[0-9]+\))*'
_REVERT_BODY = r"(?m)^This reverts commit [0-9a-f]{7,64}\b"


def is_revert(message: Message) -> bool:
    """Whether git wrote it for a revert: the subject's form and the line that names the commit."""
    if not message.text.startswith(("Revert ", "Reapply ")):
        return False
    if not re.fullmatch(_REVERT_SUBJECT, message.subject[:10_000]):
        return False
    return re.search(_REVERT_BODY, message.text[len(message.subject) :]) is not None
