"""A pattern that only messages without any finding match: most commits of a long range."""

import re

from ...core.fix_ids import ID
from ...settings.model import Settings
from .layout import LONGEST

# Printable ASCII, without the brackets that may start a tag.
_TEXT = rb"[!-'*-Z\\-~](?:[ -'*-Z\\-~]*[!-'*-Z\\-~])?"
_NAME = r"(?a:[\w./@-]+)"


def pattern(settings: Settings) -> re.Pattern[bytes] | None:
    """The pattern for these settings, or None where they have a regular expression of their own.

    It matches at the start of a message; group 1 is what counts for `max-subject`. A message that
    it does not match may be good all the same.
    """
    if settings.scope_pattern or settings.description_pattern:
        return None
    scopes = [re.escape(name) for name in settings.scopes if re.fullmatch(_NAME, name)]
    if settings.scopes and not scopes:
        return None
    scope = rb"\((?:%s)\)" % ("|".join(scopes) or _NAME).encode()
    tag = rb" \[Fix %s\]" % ID.encode() if settings.fix_tag != "off" else rb""
    forms = []
    for kind in settings.types:
        bare = kind in settings.bare_types
        free_scope = bare or settings.scope == "optional"
        free_tag = {"always": bare, "fix-type": kind != "fix"}.get(settings.fix_tag, True)
        forms.append(
            re.escape(kind).encode()
            + (rb"(?:%s)?" % scope if free_scope else scope)
            + rb"!?: "
            + _TEXT
            + (rb"(?:%s)?" % tag if free_tag else tag)
        )
    return re.compile(rb"(%s)(?: \(#\d+\))?(?:\n\n|\n?\Z)" % b"|".join(forms))


def is_good(message: bytes, quick: "re.Pattern[bytes]", settings: Settings) -> bool:
    """Whether the message has no finding, for all that can be told quickly."""
    found = quick.match(message)
    if not found or found.end(1) > settings.max_subject or found.end() > LONGEST or b"\0" in message:
        return False
    if message.isascii():
        return True
    try:
        message.decode()
    except UnicodeDecodeError:
        return False
    return True
