"""Secrets: tests/cases/secrets.txt, private keys, the list of what is allowed, and no network."""

import re
import socket
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.errors import ConfigError
from git_sessionlog.core.secrets import detectors
from git_sessionlog.core.secrets import masking as secrets
from git_sessionlog.core.secrets.allowed import Allowed, allowed_from
from git_sessionlog.core.secrets.masking import Masker, Secret, found, mask
from secret_cases import filled

_TEXT = (Path(__file__).parents[2] / "cases/secrets.txt").read_text(encoding="utf-8")
SECRETS = [
    tuple(filled(line).split("; ", 1))
    for line in _TEXT.partition("[secrets]\n")[2].partition("\n[no secrets]")[0].splitlines()
    if line
]
HARMLESS = [filled(line) for line in _TEXT.partition("[no secrets]\n")[2].splitlines()]
KEY = """\
before
-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,0123456789ABCDEF

MIIEpAIBAAKCAQEA1234567890abcdefghijklmnopqrstuvwxyz+/ABCDEFGH
app_1  | QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGHab
Ab3=
-----END RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA1234567890abcdefghijklmnopqrstuvwxyz+/ABCDEFGH
"""
MASKED = """\
before
-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,0123456789ABCDEF

***
app_1  | ***
***
-----END RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA1234567890abcdefghijklmnopqrstuvwxyz+/ABCDEFGH
"""


def plain(line: str) -> str:
    return line.replace("«", "").replace("»", "")


@pytest.mark.parametrize(("kind", "line"), SECRETS, ids=[line[:40] for _, line in SECRETS])
def test_secret(kind: str, line: str) -> None:
    line = line.replace("«»", "")
    assert mask(plain(line)) == re.sub("«[^»]*»", "***", line)
    place = re.search("«([^»]*)»", line)
    assert place
    assert found("\n\n" + plain(line))[0] == Secret(3, place.start() + 1, len(place[1]), kind)


@pytest.mark.parametrize("line", HARMLESS)
def test_no_secret(line: str) -> None:
    assert found(line) == []
    assert mask(line) is line


@pytest.mark.parametrize("step", [997, 5_000, 60_000, 200_000])
def test_a_long_line_that_comes_in_pieces(step: int) -> None:
    """As JSON of many objects does: no secret is cut in two, wherever the pieces end."""
    jwt = filled("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{1500}")
    one = f'{{"id":1,"password":"Tr0ub4dor","jwt":"{jwt}","url":"https://u:p4ssw0rd@x/"}},'
    text = "".join(one.replace("1", str(number), 1) + " " * (number % 7) for number in range(100))
    masker = Masker()
    given_out = [masker.masked(text[at : at + step]) for at in range(0, len(text), step)]
    assert "".join(given_out) + masker.masked("", last=True) == mask(text)
    assert mask(text).count("***") == 300
    assert len(given_out) < 4 or any(given_out[:-1])


def test_a_key_that_is_a_long_line() -> None:
    masker = Masker()
    begin, end = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
    pieces = [
        f'{{"key":"{begin}',
        *(["\\nMIIEpAIBAAKCAQEA1234567890abcdefghij" * 100] * 40),
        f'\\n{end}"}}\n',
    ]
    given_out = "".join(masker.masked(piece) for piece in pieces)
    assert "MIIE" not in given_out
    assert given_out.endswith(f'{end}"}}\n')
    assert masker.masked("after MIIEpAIBAAKCAQEA1234567890\n") == "after MIIEpAIBAAKCAQEA1234567890\n"


@pytest.mark.parametrize("detector", detectors.DETECTORS, ids=lambda detector: detector.place.split(".")[0])
def test_no_line_is_kept_from_a_detector_that_finds_something(detector: detectors.Detector) -> None:
    """What the library finds in the lines of the table, in their upper case, and behind a long line."""
    asked, hits = detectors.loaded(detector.place), 0
    for line in _table():
        if any(True for _ in asked.analyze_string(line[-300:])):
            hits += 1
            places = [
                *secrets._pieces(line, detector.marks),
                *secrets._pieces(line.lower(), detector.words),
            ]
            pieces = [line[start:end] for start, end in places]
            pieces = [piece for piece in pieces if not detector.look or re.search(detector.look, piece)]
            assert line[-300:] in "".join(pieces)
    assert hits


def test_no_name_is_kept_from_the_detector_of_names() -> None:
    """Behind each name that it finds something at, we find what is assigned, or ask it."""
    asked, hits = detectors.loaded(detectors.KEYWORD.place), 0
    for line in _table():
        values = set(asked.analyze_string(line[-300:]))
        if values:
            hits += 1
            named = list(secrets._named(line, line.lower()))
            pieces = [line[start:end] for start, end, value in named if not value]
            pieces = [piece for piece in pieces if re.search(detectors.KEYWORD.look, piece)]
            ours = [line[value.start : value.end] for _, _, value in named if value]
            kept = [one for one in values if not any(one in each for each in (*ours, *pieces))]
            assert kept == [], line
    assert hits


def _table() -> list[str]:
    lines = [plain(line) for line in (*(line for _, line in SECRETS), *HARMLESS)]
    return [*lines, *(line.upper() for line in lines), *("x" * 7000 + " " + line for line in lines)]


def test_a_private_key_is_masked_from_begin_to_end() -> None:
    assert mask(KEY) == MASKED
    assert found(KEY) == [Secret(6, 1, 62, "Private Key")]


def test_a_private_key_that_comes_line_by_line() -> None:
    masker = Masker()
    assert "".join(masker.masked(line) for line in KEY.splitlines(keepends=True)) == MASKED


def test_a_glimpse_changes_nothing() -> None:
    masker = Masker()
    begin, body = KEY.splitlines(keepends=True)[1], KEY.splitlines(keepends=True)[5]
    assert masker.glimpsed(begin[:20]) == begin[:20]
    assert masker.glimpsed(begin) == begin
    assert masker.glimpsed(body) == body
    masker.masked(begin)
    assert masker.glimpsed(body) == "***\n"
    assert masker.masked(body) == "***\n"


_JSON = '{"k":"-----BEGIN PRIVATE KEY-----<-----END PRIVATE KEY-----\\n"}'
_PUTTY = "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\n<\nPrivate-MAC: 12ab\nafter\n"
_PGP = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n<\n=abCD\nThe end of it.\nlQOYBF0123456789abcdefgh\n"
_BODY = "lQOYBF0123456789abcdefgh"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (_JSON.replace("<", "\\nMIIab\\n"), _JSON.replace("<", "***")),
        (_PUTTY.replace("<", _BODY), _PUTTY.replace("<", "***")),
        (_PGP.replace("<", _BODY), _PGP.replace("<", "***").replace("=abCD", "***")),
        ("x.py: -----BEGIN PRIVATE KEY-----\ny.py: nothing\nabc\n", None),
        (f"-----BEGIN PUBLIC KEY-----\n{_BODY}\n", None),
    ],
    ids=["in one line", "PuTTY", "PGP without end", "grep", "public"],
)
def test_keys_of_other_forms(text: str, masked: str | None) -> None:
    assert mask(text) == (masked or text)


def test_what_is_allowed() -> None:
    digest = sha256(b"Test1234!").hexdigest()
    allowed = allowed_from(f"# ours\n\nhunter2\nsha256: {digest}\nre: demo-[0-9]+\n")
    assert allowed == Allowed(frozenset({"hunter2"}), frozenset({digest}), ("demo-[0-9]+",))
    text = "password: hunter2\npassword: Test1234!\npassword: demo-7\npassword: demo-7x\n"
    assert (
        mask(text, allowed) == "password: hunter2\npassword: Test1234!\npassword: demo-7\npassword: ***\n"
    )
    assert found(text, allowed) == [Secret(4, 11, 7, "Secret Keyword")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("re:(", "no regular expression: missing ), unterminated subpattern at position 0"),
        ("sha256:12", "no SHA-256"),
    ],
)
def test_a_list_that_cannot_be_read(line: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        allowed_from(f"hunter2\n{line}\n")
    assert error.value.message == f".sessionlog-allowed-secrets:2: {message}"


def test_a_pattern_that_takes_too_long_is_an_error() -> None:
    with pytest.raises(ConfigError, match="took longer than"):
        mask(f"password: {'a' * 40}!", allowed_from("re:(a+)+"))


_PIECES = (
    *"aA1 :=\"'`\n|*-",
    *("password", "token", "eyJ", "://", "secret_key", "curl -u a:", "İ", "\ud800"),
    *("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", _BODY),
)


def _lines(text: str) -> list[str]:
    return [line + "\n" for line in text.split("\n")[:-1]] + [text.rpartition("\n")[2]]


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_laws(text: str) -> None:
    """What is not masked stays; what is masked is not found again; pieces are masked as the whole is."""
    masked = mask(text)
    assert re.fullmatch(".*".join(map(re.escape, masked.split("***"))), text, re.DOTALL)
    assert masked.count("\n") == text.count("\n")
    masker = Masker()
    assert "".join(map(masker.masked, _lines(text))) + masker.masked("", last=True) == masked
    for secret in found(text):
        line = text.split("\n")[secret.line - 1]
        assert 1 <= secret.column <= secret.column + secret.width - 1 <= len(line)


_HOSTILE = ("password=", '"token": "a ', "eyJ", "`", "secret'", "://a:", "key", "-u a:", "-----BEGIN ")


@pytest.mark.stress
@pytest.mark.parametrize("piece", _HOSTILE)
def test_a_hostile_line_takes_its_time_but_ends(piece: str) -> None:
    """Twice the text takes about twice as long."""
    text = piece * (20_000 // len(piece))
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < 20


def test_nothing_goes_over_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """detect-secrets can ask a service whether a key is in use."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    for _, line in SECRETS:
        mask(plain(line))


def test_ordinary_lines_need_no_library() -> None:
    """detect-secrets takes longer to load than a whole command."""
    program = (
        "import sys; from git_sessionlog.core.secrets import masking as secrets;"
        "secrets.mask('GET https://example.com/a?key=1 ok: 12 passed');"
        "print('detect_secrets' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.stress
def test_ordinary_lines_stream_by() -> None:
    """It is 13 to 22 megabytes a second where nothing else runs; a wide margin for where something does."""
    lines = "".join(
        f"2026-02-13T18:15:{number % 60:02d}.123Z INFO [producer] NetworkClient - Node {number} gone, "
        f"key={number * 37:x} https://example.com/api/v1/{number} 12 passed\n"
        for number in range(40_000)
    )
    start = time.process_time()
    assert mask(lines) == lines
    assert len(lines) / (time.process_time() - start) > 1_000_000
