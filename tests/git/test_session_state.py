"""Sessions as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.git.session_state import Session, from_text, minted, opened, to_text

MINE = Session("20260213-7k3f9q", 2, False, "/repo/.git/sessionlog")
FRESH = opened("20260213", b"\0\0\0\0", "/repo/.git/sessionlog")


@given(st.binary(min_size=4, max_size=4))
def test_every_random_number_is_a_name(random: bytes) -> None:
    session = opened("20260213", random, "/home")
    assert from_text(to_text(session)) == session


def test_names_differ_where_the_numbers_do() -> None:
    names = {opened("20260213", n.to_bytes(4, "big")).id for n in range(5000)}
    assert len(names) == 5000


def test_opened() -> None:
    assert Session("20260213-000000", 0, True, "/repo/.git/sessionlog") == FRESH
    assert FRESH.last == "20260213-000000/0"


@pytest.mark.parametrize(
    ("active", "expected"),
    [
        (None, "20260213-000000/1"),
        (MINE, "20260213-7k3f9q/3"),
        (MINE._replace(id="20250101-7k3f9q"), "20250101-7k3f9q/3"),
        (MINE._replace(auto=True), "20260213-7k3f9q/3"),
        (MINE._replace(auto=True, id="20260212-7k3f9q"), "20260213-000000/1"),
        (MINE._replace(auto=True, home="/copy"), "20260213-000000/1"),
        (MINE._replace(checkpoints=9998), "20260213-7k3f9q/9999"),
        (MINE._replace(checkpoints=9999), "20260213-000000/1"),
    ],
)
def test_next_checkpoint(active: Session | None, expected: str) -> None:
    session = minted(active, FRESH)
    assert session
    assert session.last == expected


def test_without_auto_session_only_an_active_one_goes_on() -> None:
    assert minted(None, FRESH, auto=False) is None
    assert minted(MINE, FRESH, auto=False) == MINE._replace(checkpoints=3)


def test_text() -> None:
    text = "session: 20260213-7k3f9q\ncheckpoints: 2\nauto: false\nhome: /repo/.git/sessionlog\nbranch: \n"
    assert to_text(MINE) == text
    assert from_text(text) == MINE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "session: 20260213-7k3f9q\n",
        "session: 20260213-7k3f9\ncheckpoints: 2\n",
        "session: 20260213-7k3f9q\ncheckpoints: -1\n",
        "session: 20260213-7k3f9q\ncheckpoints: 12345\n",
        "session: 20260213-7k3f9q\ncheckpoints: ٣\n",
        "\0" * 50,
    ],
)
def test_text_that_is_not_whole(text: str) -> None:
    assert from_text(text) is None


@given(st.text())
def test_any_text(text: str) -> None:
    assert from_text(text) is None or to_text(from_text(text))  # type: ignore[arg-type]
