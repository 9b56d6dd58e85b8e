"""The forms of secrets that detect-secrets has no detector for, and private keys over several lines."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Form(NamedTuple):
    """A form of a secret: a line has one of `words`, in lower case, and `pattern` finds `secret` in it."""

    kind: str
    words: tuple[str, ...]
    pattern: str


FORMS = (
    Form("GitHub Token", ("github_pat_",), r"(?P<secret>github_pat_[A-Za-z0-9_]{22,255})"),
    Form("Google API Key", ("aiza",), r"(?P<secret>AIza[0-9A-Za-z_-]{35})"),
    Form("API Key", ("sk-",), r"\b(?P<secret>sk-(?=\S{0,99}[0-9])(?=\S{0,99}[A-Z])[\w-]{20,300})"),
    Form("Vault Token", ("hvs.",), r"\b(?P<secret>hvs\.[A-Za-z0-9_-]{24,300})"),
    Form("NPM tokens", ("npm_",), r"\b(?P<secret>npm_[A-Za-z0-9]{36})"),
    Form("Slack Token", ("xapp-",), r"\b(?P<secret>xapp-[0-9]-[A-Za-z0-9-]{20,200})"),
    Form(
        "Authorization Header", ("authorization",),
        r"(?i)authorization\\?[\"']?\s{0,2}[:=]\s{0,2}\\?[\"']?(?:bearer|basic|token|digest|apikey)\s{1,2}"
        r"(?P<secret>[^\s\"'\\,]{6,4000})",
    ),
    Form(
        "Authorization Header", ("bearer ",),
        r"(?i)\bbearer (?P<secret>(?=\S{0,99}[0-9])[\w.~+/=-]{16,4000})",
    ),
    Form("Basic Auth Credentials", ("://",), r"://[^\s/:@\"']{0,200}:(?P<secret>[^\s/\"']{3,400})@"),
    Form(
        "Password Option", ("curl ",),
        r"\bcurl [^\n]{0,1000}?(?<=\s)(?:-u|--user|--proxy-user)[ =]?['\"]?[^\s:'\"]{1,100}:"
        r"(?P<secret>[^\s'\"]{1,200})",
    ),
    Form(
        "Password Option", ("mysql", "mariadb"),
        r"\b(?:mysql|mariadb)[\w-]{0,20} [^\n|;&]{0,500}?(?<=\s)-p['\"]?(?P<secret>[^\s'\"]{1,200})",
    ),
    Form("Password Option", ("sshpass ",), r"\bsshpass -p ?['\"]?(?P<secret>[^\s'\"]{1,200})"),
    Form("Password Option", ("identified by",), r"(?i)\bidentified by ['\"](?P<secret>[^'\"\n]{1,200})"),
)  # fmt: skip

_KEY = r"(?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?"
_BEGIN = re.compile(rf"-{{4,5}} ?BEGIN {_KEY} ?-{{4,5}}|PuTTY-User-Key-File-[0-9]: \S{{1,80}}")
_END = re.compile(rf"-{{4,5}} ?END {_KEY}|Private-MAC:")
_HEADER = re.compile(r"\W{0,8}[A-Za-z][A-Za-z-]{1,30}: ")
_BODY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\"
_SHORTEST = 16
"""Characters of a key's first line at least: `grep BEGIN` shows a BEGIN with no key behind it."""


_BEGUN, _AMID = 1, 2


class Keys:
    """Private keys while the text goes by, from BEGIN to END, line by line.

    `state` is 0 outside of a key, 1 after its BEGIN, 2 among its lines.
    """

    def __init__(self, state: int = 0) -> None:
        self.state = state

    def spans(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """The start and end of each line's part of a key, and whether it is the key's first."""
        if not self.state and "PRIVATE KEY" not in text and "PuTTY-User" not in text:
            return
        at = 0
        for line in text.split("\n"):
            begin = None if self.state else _BEGIN.search(line)
            self.state = _BEGUN if begin else self.state
            if self.state:
                before = self.state
                start, end = self._part(line, begin.end() if begin else 0)
                if start < end:
                    yield at + start, at + end, before == _BEGUN
            at += len(line) + 1

    def _part(self, line: str, start: int) -> tuple[int, int]:
        """What of a line is key, from `start` on; notes where the key begins and ends."""
        ending = _END.search(line, start)
        body = line[start : ending.start() if ending else None].rstrip(" \t\r\"',;")
        if ending and start:  # all of it in one line
            self.state = 0
            return start, start + len(body)
        if not ending and (not body.strip() or _HEADER.match(body)):
            return 0, 0
        field = body[max(body.rfind(" "), body.rfind("\t"), body.rfind("|")) + 1 :].lstrip("\"'>+-")
        shortest = 1 if self.state == _AMID and not ending else _SHORTEST
        is_key = len(field) >= shortest and not field.strip(_BODY)
        self.state = 0 if ending or not (is_key or start) else _AMID if is_key else _BEGUN
        return (start + len(body) - len(field), start + len(body)) if is_key else (0, 0)
