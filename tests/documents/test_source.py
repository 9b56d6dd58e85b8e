"""Documents as bytes: what is read is written back, and an edit changes nothing but its span."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.errors import Failure
from git_sessionlog.documents.source import Edit, Source, normal, read
from strategies_documents import documents

FRONT = "---\nid: x\n---\n"


@given(
    st.one_of(documents(), st.binary(), st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_the_bytes_come_back(data: bytes) -> None:
    source = read(data)
    assert source.data == data
    assert "\r" not in source.front + source.text
    head = source.raw[: source.shift].removeprefix("\ufeff")
    assert normal(head) == source.front
    assert normal(source.raw[source.shift :]) == source.text


@pytest.mark.parametrize(
    ("data", "front", "text", "newline"),
    [
        (b"", "", "", "\n"),
        (b"a", "", "a", "\n"),
        (b"\xef\xbb\xbf# T\r\n", "", "# T\n", "\r\n"),
        (b"\xef\xbb\xbf---\r\nid: x\r\n---\r\nbody", FRONT, "body", "\r\n"),
        (b"a\rb\rc\n", "", "a\nb\nc\n", "\r"),
        (b"a\r\nb\nc\n", "", "a\nb\nc\n", "\n"),
        (b"a\r\nb\n", "", "a\nb\n", "\n"),
        (b"a\r\r\nb", "", "a\n\nb", "\r\n"),
        (b"\xff\xc3", "", "\udcff\udcc3", "\n"),
        (b"---\nid: x\n---", "---\nid: x\n---", "", "\n"),
        (b"---\nid: x\n...\nbody", "---\nid: x\n...\n", "body", "\n"),
        (b"---  \nid: x\n---\t\nbody", "---  \nid: x\n---\t\n", "body", "\n"),
        (b"---\n---\nbody", "---\n---\n", "body", "\n"),
        pytest.param(b"---\n\nid: x\n---\n", "", "---\n\nid: x\n---\n", "\n", id="a rule at the top"),
        pytest.param(b"---\nid: x\n", "", "---\nid: x\n", "\n", id="not closed"),
        pytest.param(b"---\nid: x\n---x\n", "", "---\nid: x\n---x\n", "\n", id="closed by something else"),
        pytest.param(b" ---\nid: x\n---\n", "", " ---\nid: x\n---\n", "\n", id="indented"),
        pytest.param(b"\n" + FRONT.encode(), "", "\n" + FRONT, "\n", id="not at the top"),
    ],
)
def test_what_is_read(data: bytes, front: str, text: str, newline: str) -> None:
    source = read(data)
    assert (source.front, source.text, source.newline) == (front, text, newline)


@pytest.mark.parametrize(("behind", "is_front"), [("", True), ("\nbody", False), ("x\nbody", False)])
def test_front_matter_is_not_cut_at_its_greatest_length(behind: str, is_front: bool) -> None:
    front = "---\n" + "a" * (20_000 - 8) + "\n---"  # the mark that closes it is the last that is looked at
    source = read((front + behind).encode())
    assert source.text == ("" if is_front else front + behind)
    assert read((front.replace("a", "aa") + "\nbody").encode()).front == ""


def test_the_line_of_an_offset() -> None:
    source = read(b"\xef\xbb\xbf---\r\nid: x\r\n---\r\none\r\ntwo")
    assert [source.line(offset) for offset in range(8)] == [4, 4, 4, 4, 5, 5, 5, 5]


@st.composite
def edited(draw: st.DrawFn) -> tuple[Source, list[Edit]]:
    source = read(draw(documents()))
    places = sorted(draw(st.lists(st.integers(0, len(source.text)), max_size=6)))
    texts = st.sampled_from(["", "x", "\n", "a\nb\n", "é\n\n", "\udcff"])
    spans = zip(places[::2], places[1::2], strict=False)
    return source, [Edit(start, end, draw(texts)) for start, end in spans]


@given(edited())
def test_only_the_spans_of_edits_change(given_one: tuple[Source, list[Edit]]) -> None:
    """Where a line end that is put in would become one with its neighbour it is CR LF."""
    source, edits = given_one
    head, units = source.raw[: source.shift], re.findall(r"\r\n|[\s\S]", source.raw[source.shift :])
    expected, at = [head], 0
    for edit in edits:
        text = edit.text.replace("\n", source.newline)
        if text.startswith("\n") and "".join([head, *units[: edit.start]]).endswith("\r"):
            text = "\r" + text
        if text.endswith("\r") and units[edit.end : edit.end + 1] == ["\n"]:
            text += "\n"
        expected += [*units[at : edit.start], text]
        at = edit.end
    whole = "".join([*expected, *units[at:]])
    assert source.edited(edits).data == whole.encode("utf-8", "surrogateescape")
    apart = all(one.end < other.start for one, other in pairwise(edits))
    assert not apart or source.edited(edits[::-1]) == source.edited(edits)


@pytest.mark.parametrize(
    ("data", "edit", "expected"),
    [
        (b"a\rb\nc\n", Edit(2, 2, "x\n"), b"a\rx\nb\nc\n"),
        (b"a\rb\nc\n", Edit(2, 2, "\nx"), b"a\r\r\nxb\nc\n"),
        (b"a\r\nb\nc\n", Edit(2, 2, "\nx"), b"a\r\n\nxb\nc\n"),
        (b"a\nb\rc\r", Edit(1, 1, "x\n"), b"ax\r\n\nb\rc\r"),
        (b"a\nb\rc\r", Edit(1, 1, "\nx"), b"a\rx\nb\rc\r"),
        (b"a\nb\rc\r", Edit(2, 3, "x\n"), b"a\nx\r\rc\r"),
    ],
)
def test_a_line_end_does_not_become_one_with_its_neighbour(
    data: bytes, edit: Edit, expected: bytes
) -> None:
    assert read(data).edited([edit]).data == expected
    assert (
        normal(expected.decode()) == read(data).text[: edit.start] + edit.text + read(data).text[edit.end :]
    )


def test_edits_at_one_place_stay_in_their_order() -> None:
    source = read(b"ab")
    assert source.edited([Edit(1, 1, "1"), Edit(1, 1, "2"), Edit(1, 2, "3")]).data == b"a123"


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([Edit(0, 2, ""), Edit(1, 3, "")], "edits of a document overlap"),
        ([Edit(0, 4, "")], "an edit lies outside its document"),
        ([Edit(-1, 1, "")], "an edit lies outside its document"),
        ([Edit(2, 1, "")], "an edit lies outside its document"),
        ([Edit(0, 0, "\ud800")], "the text has a character that no file can hold"),
    ],
)
def test_edits_that_cannot_be_made(edits: list[Edit], message: str) -> None:
    with pytest.raises(Failure) as failed:
        read(b"abc").edited(edits)
    assert failed.value.message == message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf---\r\nid: x\r\n---\r\nbody\r\n", b"\xef\xbb\xbf---\r\nid: y\r\n---\r\nbody\r\n"),
        (b"body\xff", b"---\nid: y\n---\nbody\xff"),
        (b"", b"---\nid: y\n---\n"),
    ],
)
def test_other_front_matter(data: bytes, expected: bytes) -> None:
    assert read(data).with_front("---\nid: y\n---\n").data == expected


def test_front_matter_may_be_taken_away() -> None:
    assert read(b"---\r\nid: x\r\n---\r\nbody").with_front("").data == b"body"


@pytest.mark.parametrize(
    ("data", "front"),
    [
        pytest.param(b"body", "id: y\n", id="no front matter"),
        pytest.param(b"body", "---\nid: y\n---", id="runs into the text"),
        pytest.param(b"body", "---\nid: y\n---\n---\n", id="closed too early"),
        pytest.param(b"---\nid: x\n---\n---\nid: z\n---\n", "", id="the text would be front matter"),
    ],
)
def test_front_matter_that_would_not_be_read_back(data: bytes, front: str) -> None:
    with pytest.raises(Failure) as failed:
        read(data).with_front(front)
    assert failed.value.message == "the front matter of the document cannot be changed safely"
