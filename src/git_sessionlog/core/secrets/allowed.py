"""What is no secret, though it looks like one: the list that a repository has, as it was committed."""

import os
import re
import shlex
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol

from .. import timelimit
from ..errors import ConfigError

ALLOWED_FILE = ".sessionlog-allowed-secrets"
"""The file at the top that lists what is no secret."""

_MOST_PATTERNS = 200
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_WIDE = "it matches any text of some form, and would let secrets through"
_TOKENS = ("", "ghp_", "sk_live_", "glpat-", "xoxb-", "AKIA", "password=")


class Allows(Protocol):
    """Who says what is no secret."""

    def has(self, value: str) -> bool:
        """Whether the value is on the list."""


class Allowed(NamedTuple):
    """What is no secret: an example, the password of a test."""

    values: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()

    def has(self, value: str) -> bool:
        """Whether the value is on the list. Raises ConfigError for a pattern that takes too long."""
        return (
            value in self.values
            or any(value in line and value in _secrets_of(line) for line in self.values)
            or (bool(self.digests) and _digest_of(value) in self.digests)
            or self.pattern_of(value) is not None
        )

    def pattern_of(self, value: str) -> str | None:
        """The first pattern that matches a value; errors as `has`."""
        for one in self.patterns:
            if timelimit.search(one, value, key=ALLOWED_FILE, whole=True):
                return one
        return None


class Noting:
    """A list that notes the values that its patterns let through."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self.let_through: dict[str, set[str]] = {}

    def has(self, value: str) -> bool:
        """As `Allowed.has`."""
        pattern = self._allowed.pattern_of(value)
        if pattern is not None:
            self.let_through.setdefault(pattern, set()).add(value)
        return pattern is not None or self._allowed.has(value)


def how_to_allow(path: str, line: int, commit: str = "") -> str:
    """The command that puts a line of a file on the list, of a commit where one is given.

    So what is found is listed and nobody has to print it.
    """
    pick = f"sed -n '{line}s/^[# ]*//p'"
    if commit:
        source = f"git show {shlex.quote(f'{commit[:10]}:{path}')} | {pick}"
    else:
        source = f"{pick} {shlex.quote(path)}"
    return f"if it is none: {source} >> {ALLOWED_FILE}, and commit that file"


def allowed_from(text: str) -> Allowed:
    """The list that a file holds: a value, `re:<pattern>` or `sha256:<digest>` a line, `#` for a comment.

    A line of text lists the values that are found in it: `the tests use password: hunter2`.
    A value as it is for what everybody may read; a pattern, which matches all of a value, for a family of
    them; a digest for what must not be spelled out once more. Raises ConfigError for a line that is none,
    and for a pattern that matches anything.
    """
    values, digests = set[str](), set[str]()
    patterns: list[str] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.strip()
        kind, _, rest = line.partition(":")
        if not line or line.startswith("#"):
            continue
        if kind == "re":
            if len(patterns) == _MOST_PATTERNS:
                raise ConfigError(f"{ALLOWED_FILE}:{number}: more than {_MOST_PATTERNS} patterns")
            patterns.append(_pattern(rest.strip(), number))
        elif kind == "sha256":
            digests.add(_digest(rest.strip().lower(), number))
        else:
            values.add(line)
    return Allowed(frozenset(values), frozenset(digests), tuple(patterns))


@cache
def _secrets_of(line: str) -> frozenset[str]:
    """The values in a line of the list; what finds them is loaded where one may be meant."""
    found = import_module(".masking", __package__).found
    return frozenset(line[one.column - 1 : one.column - 1 + one.width] for one in found(line))


def _pattern(text: str, number: int) -> str:
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise ConfigError(f"{ALLOWED_FILE}:{number}: no regular expression: {error}") from None
    if any(timelimit.search(text, sample, key=ALLOWED_FILE, whole=True) for sample in _samples()):
        raise ConfigError(
            f'{ALLOWED_FILE}:{number}: "re: {text[:80]}": {_WIDE}', "list the values themselves"
        )
    return text


def _samples() -> Iterator[str]:
    """The empty text, and random ones of the forms that secrets have; no pattern can know them."""
    yield ""
    data = os.urandom(512)
    mixed = "".join(_LETTERS[byte % len(_LETTERS)] for byte in data)
    hexadecimal = data.hex()
    letters = "".join(chr(97 + byte % 26) for byte in data)
    digits = "".join(str(byte % 10) for byte in data)
    for length in (*range(4, 33, 2), 33, 36, 40, 43, 64, 86, 128, 250):
        middle = length // 2
        yield mixed[:length]
        yield f"{mixed[:middle]}!{mixed[middle + 1 : length]}"
        yield f"{mixed[:middle]}-{mixed[middle + 1 : length]}"
        yield f"{mixed[:middle]}_{mixed[middle + 1 : length]}"
    for length in (8, 12, 16, 20, 24, 32, 40, 64):
        yield from (hexadecimal[:length], letters[:length], letters[:length].upper(), digits[:length])
        yield f"{letters[:length]}{digits[: length // 4]}"
    yield f"{letters[:6]} {letters[6:12]} {letters[12:20]}"
    for prefix in _TOKENS[1:]:
        yield from (prefix + mixed[:length] for length in (16, 20, 24, 36))
        yield prefix + mixed[:16].upper()


def _digest_of(value: str) -> str:
    """Its SHA-256; what computes that is loaded where a list has digests."""
    digest = import_module("hashlib").sha256(value.encode("utf-8", "replace")).hexdigest()
    return str(digest)


def _digest(text: str, number: int) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise ConfigError(f"{ALLOWED_FILE}:{number}: no SHA-256", "printf %s 'the value' | sha256sum")
    return text
