"""What an entry says, whatever stands before and behind it: the words by which users and fixes name one."""

import re

from ..documents.entries import Entry

_BEFORE = r"(?i)^(?:[*_~`✅]+(?=\S)|\d{1,3}[.)] |\d{4}-\d\d-\d\d:? |fix #?[\d.]+: )"

# What is set between an id and its text, and no mark with which a text begins.
_AFTER = r"[\s:;,.)\]|*_~—–-]*"

UNKNOWN = "not described"
"""What stands for the text of a fix that nothing is known of."""


def says(entry: Entry, text: str) -> bool:
    """Whether an entry is a text, with a number, a date or a fix before it, or with reasons behind."""
    return _begins(entry, text, r"[.,;:]?(?:$|\*|\s[—→(])")


def may_mean(entry: Entry, text: str) -> bool:
    """Whether an entry is what a user names by a text: it begins so."""
    return _begins(entry, text, r"(?=$|[*:;.,]|\s+[—→(:-])")


def _begins(entry: Entry, text: str, behind: str) -> bool:
    escaped = re.escape(flat(text))
    return bool(escaped) and any(
        re.match(escaped + behind, said)
        for one in (entry.text, *entry.cells.values())
        for said in (flat(one), core(one))
    )


def core(text: str) -> str:
    """The text of an entry without the marks, the number, the date and the fix before it."""
    left, before = flat(text), ""
    while left != before:
        before = left
        left = re.sub(_BEFORE, "", left)
    return left or flat(text)


def flat(text: str) -> str:
    """A text in one line, with one blank between its words."""
    return " ".join(text.split())


def without_fix(text: str, fix: str) -> str:
    """A text without the id of the fix that it is about, at its start or in a tag."""
    id_ = rf"#?{re.escape(fix)}(?![\w.])"
    bare = re.sub(rf"(?i)^\W*(?:fix(?:es)? +{id_}|{id_}){_AFTER}|\s*\[Fix {id_}\]", "", text).strip()
    return "" if bare == UNKNOWN else bare
