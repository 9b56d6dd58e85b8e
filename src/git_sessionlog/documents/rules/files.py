"""Rules about files, not about what is in one, for `gate/lint_documents.py` and `gate/incoming.py`."""

from typing import NamedTuple

from ...core.fix_ids import RULE


class FileRule(NamedTuple):
    """A rule by its id, what it wants, and what to do where it is broken."""

    id: str
    text: str
    hint: str = ""


MISSING = FileRule(
    "document-missing",
    "The documents that the settings' profiles require are there; where the settings name no profile, the "
    "state document is.",
    "git sessionlog init",
)
IGNORED = FileRule(
    "document-ignored",
    "git does not ignore a document: what is ignored is in no clone.",
    "git check-ignore -v says by which rule",
)
TOO_LARGE = FileRule(
    "too-large",
    "A document has at most 4,000,000 bytes, 40,000 lines, 150,000 bars, 20,000 links and 10,000 headings; "
    "in a runbook only the bytes count. What is in a longer one is not looked at.",
    "move what is over into an archive",
)
UNFINISHED = FileRule(
    "session-unfinished",
    "A session with a plan that is not the last one has a file that says what was completed, and a review.",
)
UNRECORDED = FileRule(
    RULE,
    "Each fix in the tags of new commits is named in a state document of the tip: prose alone tells nobody "
    "later what became of it, and the mend is one line. Judged at a push, on the server and in CI, where "
    "the documents are fresh. What is left out: [Documents](documents.md#fixes-that-no-document-names).",
)
UNKNOWN = FileRule(
    "fix-unknown",
    "Each fix in the tag of a commit is in the backlog, by its id or another one of its entry. Judged by "
    "the backlog of the tip and of the commit, in `lint`, at a push, on the server and in CI; before the "
    "commit by that of the work tree. Where no backlog can be read, none is said to be missing: exit 2.",
    "git sessionlog fixes list",
)
FILE_RULES = {rule.id: rule for rule in (MISSING, IGNORED, TOO_LARGE, UNFINISHED, UNRECORDED, UNKNOWN)}
"""They all, by their ids."""
