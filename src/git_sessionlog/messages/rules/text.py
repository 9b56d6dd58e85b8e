"""Can the message be read as text at all?"""

import re
from collections.abc import Iterator
from itertools import islice

from ...core.findings import Finding
from ...core.terminal import invisible
from .rule import Draft, rule

GOOD = "feat(api): add login [Fix 2.3]"

_CONTROL = "[\x00-\x1f\x7f-\x9f\u2028\u2029]"


def visible(line: str) -> str:
    """The line without the characters that `invisible-character` refuses."""
    left = line
    for found in reversed([*invisible(line)]):
        left = left[: found.start()] + left[found.end() :]
    return left


def _flaw(draft: Draft, id: str) -> Iterator[Finding]:
    flaw = draft.message.flaw
    if flaw and flaw.rule == id:
        yield Finding(id, flaw.message, flaw.line, flaw.column, hint=flaw.hint)


@rule("encoding-invalid", "text", bad="feat(api): caf\\xe9 [Fix 1]", good="feat(api): café [Fix 1]")
def encoding_invalid(draft: Draft) -> Iterator[Finding]:
    """The message is UTF-8, or what `i18n.commitEncoding` says."""
    return _flaw(draft, "encoding-invalid")


@rule("nul-byte", "text", bad="feat(api): add\\x00login [Fix 2.3]", good=GOOD)
def nul_byte(draft: Draft) -> Iterator[Finding]:
    """There is no NUL byte in the message; git refuses it."""
    return _flaw(draft, "nul-byte")


@rule("byte-order-mark", "text", bad="\\xef\\xbb\\xbffeat(api): add login [Fix 2.3]", good=GOOD)
def byte_order_mark(draft: Draft) -> Iterator[Finding]:
    """The message does not start with a byte order mark, which git would keep."""
    return _flaw(draft, "byte-order-mark")


@rule("message-empty", "text", bad="", good=GOOD)
def message_empty(draft: Draft) -> Iterator[Finding]:
    """A commit has a message. (Before the commit git itself refuses an empty one.)"""
    if draft.in_range and draft.message.is_empty:
        yield Finding("message-empty", "the commit has no message")


@rule(
    "invisible-character",
    "text",
    bad="\\u200bfeat(api): add login [Fix 2.3]",
    good=GOOD,
)
def invisible_character(draft: Draft) -> Iterator[Finding]:
    """The first line has no character that cannot be seen: zero-width, bidirectional, tag."""
    for found in islice(invisible(draft.message.subject), 1):
        yield Finding(
            "invisible-character",
            f"invisible character U+{ord(found.group()):04X} at column {found.start() + 1}",
            column=found.start() + 1,
        )


@rule("control-character", "layout", bad="feat(api): add\\tlogin [Fix 2.3]", good=GOOD)
def control_character(draft: Draft) -> Iterator[Finding]:
    """The first line has no control character; only LF ends a line."""
    faults = draft.header.faults  # one that covers it has been said already
    for found in () if draft.line.isprintable() else re.finditer(_CONTROL, draft.line):
        if any(fault.start <= found.start() < fault.end for fault in faults):
            continue
        where = draft.at(found.start())
        code = f"U+{ord(found.group()):04X}"
        yield where._replace(message=f"control character {code} at column {where.column}")
        return
