"""The first lines that git and forges give to merges. Only a merge, known by its parents, may have one."""

import re

_LONGEST = 2000

# git-fmt-merge-msg(1): "Merge branches 'a' and 'b', tag 'c' of <url>; commit 'd' of <url> into e"; with
# "(early part)" for a commit below a branch, and of git-subtree(1) "Merge commit 'a' as 'dir'".
_ITEM = r"'\S+'(?: \(early part\))?"
_KIND = r"(?:(?:remote-tracking )?branch(?:es)?|tags?|commits?)"
_GROUP = rf"{_KIND} {_ITEM}(?:(?:, | and ){_ITEM})*"
_SOURCE = rf"(?:HEAD|{_GROUP})(?:, {_GROUP})*(?: of [^;]+?)?"
_INTO = r"(?: into \S+)?"
_FORMS = (
    rf"Merge {_SOURCE}(?:; {_SOURCE})*(?: (?:into|as) \S+)?",
    rf"Merge (?:\w[\w+.-]*://|\S+@\S+:|\.{{0,2}}/|\.)\S*{_INTO}",  # the HEAD of a URL, by `git pull URL`
    r"Add '\S+' from commit '\S+'",  # git-subtree(1)
    # GitHub, and its refs/pull/N/merge; a queue writes the same
    r"Merge pull request #\d+ from \S+",
    r"Merge [0-9a-f]+ into [0-9a-f]+",
    r"Auto-merged \S+ into \S+ on deployment",
    # Bitbucket: Cloud, then Data Center
    r"Merged in \S+ \(pull request #\d+\)",
    r"Merged \S+ into \S+",
    r"Merge pull request #\d+ in \S+ from \S+ to \S+",
    r"Automatic merge(?: from \S+ (?:->|to) \S+)?",
    # Azure DevOps, and its refs/pull/N/merge
    r"Merge pull request \d+ from \S+ into \S+",
    # Gitea, Forgejo, Gogs, Gitee, Pagure
    r"Merge pull request #\d+ from \S+ into \S+",
    # Gerrit, and topics of changes
    rf"Merge changes? I[0-9a-f]+(?:, ?I[0-9a-f]+)*(?:, ?\.\.\.)?{_INTO}",
    rf"Merge (?:changes from )?topics? ['\"].+['\"]{_INTO}",
    # bors, homu
    r"Merge(?: #\d+)+",
)

# The same with the title of the request in it: `title` is what somebody has typed.
_TITLED = (
    r"Pull request #\d+: (?P<title>.+)",
    r"Merged PR \d+: (?P<title>.+)",
    rf"Merge pull request '(?P<title>.+)' \([#!]\d+\) from \S+{_INTO}",
    r"(?:Merge pull request )?!\d+ (?P<title>.+)",
    r"Merge #\d+ `(?P<title>.+)`",
    rf"Merge \"(?P<title>.+)\"{_INTO}",
    r"Auto merge of #\d+ - (?P<title>.+)",
)


def is_usual(subject: str) -> bool:
    """Whether git or a forge writes a line like this for a merge (GitLab's is git's own)."""
    if len(subject) > _LONGEST:
        return False
    return any(re.fullmatch(form, subject) for form in (*_FORMS, *_TITLED))


def title_of(subject: str) -> str | None:
    """What somebody has typed of such a line: "" for nothing, None where the line is no such one."""
    if len(subject) > _LONGEST:
        return None
    titles = (found["title"] for form in _TITLED if (found := re.fullmatch(form, subject)))
    return next(titles, "" if any(re.fullmatch(form, subject) for form in _FORMS) else None)
