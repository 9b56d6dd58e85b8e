"""What is found, and what is not: tests/cases/secret-kinds.txt and ordinary-text.txt."""

import time

import pytest

from git_sessionlog.core.secrets.masking import found, mask
from secret_cases import kinds, missed, ordinary

KINDS = kinds()


def test_the_table_is_long_enough() -> None:
    names = [name for name, _, _ in KINDS]
    assert len(names) == len(set(names)) > 150
    assert len(ordinary()) > 300


@pytest.mark.parametrize(("name", "text", "secrets"), KINDS, ids=[name for name, _, _ in KINDS])
def test_no_secret_is_left(name: str, text: str, secrets: tuple[str, ...]) -> None:
    masked = mask(text)
    assert secrets
    assert [one for one in secrets if one.strip() in masked] == []
    assert mask(masked) == masked
    assert found(text)


@pytest.mark.parametrize(("name", "text", "secrets"), KINDS, ids=[name for name, _, _ in KINDS])
def test_the_rest_of_a_line_stays(name: str, text: str, secrets: tuple[str, ...]) -> None:
    """A document's line that holds one is readable still: what stands before the secret is not taken."""
    before = text.partition(secrets[0])[0]
    assert mask(text).startswith(before[: before.rfind(" ") + 1].removesuffix(" "))


@pytest.mark.parametrize(("name", "text", "reason"), missed())
def test_what_is_missed_is_known(name: str, text: str, reason: str) -> None:
    """Should one be found one day, the table says so."""
    assert found(text) == []
    assert reason


@pytest.mark.parametrize("line", ordinary())
def test_ordinary_text_has_none(line: str) -> None:
    assert found(line) == []


def test_ordinary_text_as_a_whole_has_none() -> None:
    text = "\n".join(ordinary())
    assert mask(text) is text


_HOSTILE = {
    "urls": "://a:" * 300_000,
    "tokens": ("token " * 200 + "\n") * 500,
    "passwords": "password=a" * 200_000,
    "short values": "password=a " * 60_000,
    "options": "mysql -p " * 20_000,
    "programs": "curl " * 40_000,
    "hashes": "$2b$12$" * 30_000,
    "aws": "aws key " * 25_000,
    "cookies": "cookie: a=b1;" * 15_000,
    "elements": "<password>" * 20_000,
    "phrases": "passphrase: aaa bbb " * 10_000,
    "bots": "M" * 200_000,
    "hosts": "a:1:" * 50_000,
    "pipes": "echo a1 | " * 20_000,
    "names in a row": "密码是" * 60_000,
    "places": "password for " * 30_000,
    "joined words": "token: " + "a-" * 100_000,
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_text_takes_no_time(text: str) -> None:
    """Processor time: the machine may have other work."""
    mask("password: hunter2 https://ann:p4ssw0rd@example.com ghp_" + "a1" * 18)
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < 4
