"""Entries that come and go: the files cases/updates/*.case, and laws for any document."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from documents_spliced import is_kept
from git_sessionlog.core.errors import Failure
from git_sessionlog.documents import fields, removal, update
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.entries import Entry, entries
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import DocumentType
from strategies_documents import WORDS, documents


class Case(NamedTuple):
    """What is done, in a document of which profile, and what comes of it."""

    title: str
    profile: str
    verb: str
    concept: str
    values: dict[str, str]
    before: str
    after: str


def _read(file: Path) -> list[Case]:
    found = []
    for piece in re.split(r"(?m)^== ", file.read_text(encoding="utf-8"))[1:]:
        head, before, after = re.split(r"(?m)^--\n", piece)
        title, command = head.strip().split("\n")
        what, *values = command.split(" | ")
        profile, verb, concept = (what.split() + [""])[:3]
        pairs = (value.split("=", 1) for value in values)
        given_ones = {name: value.replace("\\n", "\n").replace("¦", "|") for name, value in pairs}
        found.append(Case(title, profile, verb, concept, given_ones, _text(before), _text(after)))
    return found


def _text(written: str) -> str:
    """A document without the blank lines below it; `␣` is a blank, `\\c` no line end, `\\xff` a byte."""
    text = written.rstrip("\n").replace("␣", " ") + "\n"
    return re.sub(r"\\c\n", "", text).replace("\\uFEFF", "\ufeff").replace("\\xff", "\udcff")


CASES = [
    case
    for file in sorted((Path(__file__).parents[1] / "cases/updates").glob("*.case"))
    for case in _read(file)
]
KINDS = {
    name: kind
    for name in ("status", "session-md", "continuity", "storage")
    if (kind := profiles.packaged(name).document("state"))
}


def made(case: Case, document: Document) -> Document:
    kind = KINDS[case.profile]
    if case.verb == "add":
        return update.add(document, kind, case.concept, case.values)
    if case.verb == "remove":
        return removal.remove(document, kind, case.concept, lambda entry: case.values["text"] in entry.text)
    if case.verb == "set":
        return fields.set_fields(document, kind, case.values, case.concept)
    assert case.verb == "write"
    return update.write(document, kind, case.concept, case.values["text"])


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.profile} {case.verb}: {case.title}")
def test_case(case: Case, ends: str) -> None:
    def data(text: str) -> bytes:
        return text.replace("\n", ends).encode("utf-8", "surrogateescape")

    document = Document.of(data(case.before), KINDS[case.profile].path)
    if case.after.startswith("failure: "):
        with pytest.raises(Failure) as failed:
            made(case, document)
        assert f"failure: {failed.value.message}\n" == case.after
        return
    once = made(case, document)
    expected = data(case.after) if "\n" in case.before else case.after.encode()
    assert once.source.data.decode("utf-8", "surrogateescape") == expected.decode(
        "utf-8", "surrogateescape"
    )
    assert made(case, once).source.data == once.source.data


PLACES = [(kind, one.concept) for kind in KINDS.values() for one in kind.sections if one.shape != "fields"]
PLAIN = sorted({" ".join(word.split()) for word in WORDS} - {"", "\ud83d", "—", "N/A"})
VALUES = st.fixed_dictionaries(
    {
        "text": st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3).map(" ".join),
        "fix": st.sampled_from(["", "2.3", "7"]),
        "date": st.just("2026-02-13"),
        "number": st.just("4"),
    }
)


def said(found: list[Entry]) -> "Counter[object]":
    return Counter((one.text, one.mark, one.detail, tuple(one.cells.items())) for one in found)


def is_paragraphs(document: Document, found: list[Entry]) -> bool:
    sections = {each.start for each in document.sections}
    item = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])(?:\s|$)")
    return any(
        not (one.cells or one.start in sections or item.match(document.text, one.start)) for one in found
    )


@given(documents(), st.sampled_from(PLACES), VALUES)
def test_what_is_added_is_there_once_and_can_be_removed(
    data: bytes, place: tuple[DocumentType, str], values: dict[str, str]
) -> None:
    """No other entry is changed, no byte that was there; a text without a list is no entry any more."""
    document, (kind, concept) = Document.of(data), place
    before = entries(document, kind, concept)
    try:
        added = update.add(document, kind, concept, values)
    except Failure:
        return
    assert update.add(added, kind, concept, values).source == added.source
    assume(added.source != document.source and not is_paragraphs(document, before))
    new = said(entries(added, kind, concept)) - said(before)
    assert new.total() == 1
    assert said(entries(added, kind, concept)) == said(before) + new
    assert before == [] or is_kept(document, added)
    try:
        removed = removal.remove(added, kind, concept, lambda entry: said([entry]) == new)
    except Failure:
        return
    left = entries(removed, kind, concept)
    assert said(left) == said(before) or (not before and is_paragraphs(removed, left))


@given(documents(), st.sampled_from(PLACES))
def test_all_entries_can_be_removed(data: bytes, place: tuple[DocumentType, str]) -> None:
    document, (kind, concept) = Document.of(data), place
    try:
        removed = removal.remove(document, kind, concept, lambda entry: True)
    except Failure:
        return
    gone = said(entries(document, kind, concept))
    assert not gone & said(entries(removed, kind, concept))
    assert gone or removed is document


@given(documents(), st.sampled_from(list(KINDS.values())), st.sampled_from(PLAIN))
def test_fields_are_set_once(data: bytes, kind: DocumentType, text: str) -> None:
    document = Document.of(data)
    values = {"date": "2026-02-13", "session": "4", "status": text}
    try:
        once = fields.set_fields(document, kind, values)
    except Failure:
        return
    assert fields.set_fields(once, kind, values).source == once.source
    assert len(once.sections) == len(document.sections)
