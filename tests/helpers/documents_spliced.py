"""Whether a document was changed at some places only."""

import re

from git_sessionlog.documents.document import Document
from git_sessionlog.documents.source import Edit


def is_spliced(document: Document, edits: list[Edit], new: Document) -> bool:
    """Whether the bytes are the old ones, in their order, with something else in the place of the spans.

    A document whose line ends were all CR LF stays one.
    """
    raw, shift = document.source.raw, document.source.shift
    units = re.findall(r"\r\n|[\s\S]", raw[shift:])  # one for each character of the text
    pattern, at = re.escape(raw[:shift]), 0
    for one in sorted(edits, key=lambda one: one[:2]):
        pattern += re.escape("".join(units[at : one.start])) + r"[\s\S]*"
        at = one.end
    whole = re.fullmatch(pattern + re.escape("".join(units[at:])), new.source.raw)
    return whole is not None and (not _is_of_pairs(raw) or _has_no_other(new.source.raw))


def is_kept(document: Document, new: Document) -> bool:
    """Whether all bytes are still there, with others put in at one place, or one line changed."""
    old, raw = document.source.raw.splitlines(), new.source.raw.splitlines()
    lead = next((at for at, pair in enumerate(zip(old, raw, strict=False)) if pair[0] != pair[1]), len(old))
    rest = old[lead:]
    return not rest or raw[-len(rest) :] == rest or raw[len(raw) - len(rest) + 1 :] == rest[1:]


def _is_of_pairs(raw: str) -> bool:
    return "\n" in raw and _has_no_other(raw)


def _has_no_other(raw: str) -> bool:
    return not re.search(r"\r(?!\n)|(?<!\r)\n", raw)
