"""Texts in the encodings that hide a secret from who reads UTF-8."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.secrets.decoding import decoded, is_binary

WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\n")), st.sampled_from(WIDE))
def test_the_text_is_there_line_by_line(text: str, encoding: str) -> None:
    lines = decoded(text.encode(encoding)).split("\n")
    assert [line.lstrip("\ufeff\ufffd") for line in lines] == text.split("\n")


@given(st.binary())
def test_the_lines_are_those_of_the_bytes(data: bytes) -> None:
    assert decoded(data).count("\n") == data.count(b"\n")


@pytest.mark.parametrize("encoding", ["utf-8", *WIDE])
def test_a_text_is_not_binary(encoding: str) -> None:
    assert not is_binary(("one line, and one more\r\n" * 40).encode(encoding))
    assert not is_binary(b"# Status\n" * 40 + "password: x\n".encode("utf-16-le"))


def test_what_is_binary() -> None:
    assert is_binary(os.urandom(4000) + b"\0")
    assert is_binary(b"\x7fELF\2\1\1" + b"\0" * 400 + b"abc")
