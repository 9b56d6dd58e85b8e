"""Profiles as they are declared: the invalid ones are files that a writer can edit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.errors import ConfigError
from git_sessionlog.documents.concepts import Concepts
from git_sessionlog.documents.profiles import declaration
from git_sessionlog.documents.profiles.model import DocumentType, Field, Profile, SectionType, filled

INVALID = sorted((Path(__file__).parents[2] / "cases" / "profiles" / "invalid").glob("*.toml"))
WHOLE = b"""
record = "/docs/log/{id}.md"
reading = ["state"]
[messages]
start = "Goal: {goal}"
[[documents]]
id = "state"
path = "/docs/STATE.md"
also = ["STATE.md"]
state = true
required = true
scaffold = false
at-end = true
title = "State of {project}"
body = "Read me."
form = "markdown"
tight = true
max-lines = 200
triggers = ["src/**"]
renames-only = true
fields = [{ concept = "status", name = "Status", aliases = ["State"], required = true, form = "status", \
values = ["open", "done"], entry = "{status|open}" }]
[[documents.sections]]
concept = "completed"
heading = "Done"
aliases = ["Finished"]
required = true
shape = "table"
columns = ["What", "When"]
entry = ["{text}", "{date}"]
empty = "| none | - |"
kinds = ["bug"]
level = 3
body = "Below."
[[documents.sections]]
concept = "next"
heading = "Next"
entry = "- {text}"
"""


def read(text: "bytes | str", known: Concepts = Concepts({}, {})) -> Profile:  # noqa: B008 - it is a value
    return declaration.profile(text.encode() if isinstance(text, str) else text, "own", "own.toml", known)


def document(*sections: SectionType) -> DocumentType:
    return DocumentType("d", "d.md", sections=sections)


def test_each_key_has_its_value() -> None:
    status = Field("status", "Status", ("State",), True, "status", ("open", "done"), "{status|open}")
    table = SectionType(
        concept="completed",
        heading="Done",
        aliases=("Finished",),
        required=True,
        shape="table",
        columns=("What", "When"),
        entry=("{text}", "{date}"),
        empty="| none | - |",
        kinds=("bug",),
        level=3,
        body="Below.",
    )
    state = DocumentType(
        id="state",
        path="docs/STATE.md",
        also=("STATE.md",),
        state=True,
        required=True,
        scaffold=False,
        at_end=True,
        title="State of {project}",
        body="Read me.",
        tight=True,
        max_lines=200,
        triggers=("src/**",),
        renames_only=True,
        fields=(status,),
        sections=(table, SectionType("next", "Next", entry=("- {text}",))),
    )

    messages = {"start": "Goal: {goal}"}
    assert read(WHOLE) == Profile("own", (state,), "docs/log/{id}.md", ("state",), messages)


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.stem)
def test_an_invalid_profile_is_refused_with_its_first_comment(case: Path) -> None:
    """The second comment is the hint, where there is one."""
    comments = [line[2:] for line in case.read_text().splitlines() if line.startswith("# ")]
    hint = comments[1].removeprefix("hint: ") if len(comments) > 1 else ""

    with pytest.raises(ConfigError) as caught:
        read(case.read_bytes())

    assert (caught.value.message, caught.value.hint) == (comments[0], hint)


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("- {text}", {"text": "x"}, "- x"),
        ("- {text}", {}, "- "),
        ("{text|none}", {}, "none"),
        ("{text|none}", {"text": "x"}, "x"),
        ("{text|}", {}, ""),
        ("{number:03}", {"number": "7"}, "007"),
        ("{number:03}", {"number": "1234"}, "1234"),
        ("{number:03}", {}, ""),
        ("{in-progress}", {"in-progress": "x"}, "x"),
        ("a[[ ({date})]]", {}, "a"),
        ("a[[ ({date})]]", {"date": "today"}, "a (today)"),
        ("[[{a}, {b}]]", {"a": "1"}, ""),
        ("[[a]]", {}, "a"),
        ("[[{a|x}]]", {}, ""),
        ("- [x] [link][[ {a}]]", {"a": "1"}, "- [x] [link] 1"),
        ("{text}", {"text": "{date} [[{date}]]", "date": "never"}, "{date} [[{date}]]"),
        ("{Text} {} { text } ${text!r}", {"text": "x"}, "{Text} {} { text } ${text!r}"),
    ],
)
def test_filled(template: str, values: dict[str, str], text: str) -> None:
    assert filled(template, values) == text


@given(st.text())
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    assert filled("<{text}>", {"text": value}) == f"<{value}>"


@given(st.text("[]{}|:0a", max_size=60))
def test_no_placeholder_is_left(template: str) -> None:
    assert "{a}" not in filled(template.replace("{", "{a}"), {})


def test_what_is_declared_for_a_kind_stands_in_for_the_common_section() -> None:
    common, bug = SectionType("failed", "Failed"), SectionType("failed", "Tried", kinds=("bug",))
    more = SectionType("solution", "Solution", kinds=("bug", "fire"))
    declared = document(more, common, bug, SectionType("next", "Next"))

    headings = {
        kind: [section.heading for section in declared.of_kind(kind).sections]
        for kind in ("", "bug", "fire", "x")
    }

    assert headings == {
        "": ["Failed", "Next"],
        "bug": ["Solution", "Tried", "Next"],
        "fire": ["Solution", "Failed", "Next"],
        "x": ["Failed", "Next"],
    }
    assert declared.kinds == ("bug", "fire")


def test_a_document_is_known_by_its_concepts() -> None:
    first, second = SectionType("next", "Next"), SectionType("next", "Later")
    state = document(first, second)
    profile = Profile("own", (state,))

    assert state.section("next") is first
    assert state.section("failed") is None
    assert profile.document("d") is state
    assert profile.document("x") is None


@pytest.mark.parametrize(
    ("path", "each"),
    [("STATUS.md", False), ("docs/", False), ("{date}.md", True), ("s/{number:03}.md", True)],
)
def test_a_path_with_a_placeholder_is_that_of_a_session(path: str, each: bool) -> None:
    assert DocumentType("d", path).per_session == each


KNOWN = """
[sections]
next = ["Next", "Next Steps", "Próximos", "TODO"]
failed = ["Failed", "Dead Ends"]
[fields]
status = ["Status", "State", "Estado"]
"""


def aliases(toml: str) -> list[tuple[str, ...]]:
    known = declaration.concepts(KNOWN.encode(), "concepts.toml")
    state = read(f'[[documents]]\nid = "d"\npath = "d.md"\n{toml}', known).documents[0]
    fields = [*state.fields, *(field for section in state.sections for field in section.fields)]
    return [each.aliases for each in (*fields, *state.sections)]


def test_known_names_come_behind_those_of_the_document() -> None:
    own = 'sections = [{ concept = "next", heading = "next", aliases = ["Later", "todo"] }]'

    assert aliases(own) == [("Later", "todo", "Next Steps", "Próximos")]


def test_a_name_of_another_section_is_not_taken() -> None:
    own = """sections = [
        { concept = "next", heading = "What Comes" },
        { concept = "todo", heading = "Todo", aliases = ["NEXT"] },
    ]"""

    assert aliases(own) == [("Next Steps", "Próximos"), ("NEXT",)]


def test_a_concept_that_is_there_twice_gets_no_names() -> None:
    own = 'sections = [{ concept = "next", heading = "Now" }, { concept = "next", heading = "Later" }]'

    assert aliases(own) == [(), ()]


def test_what_is_there_once_for_each_kind_has_the_names_of_all() -> None:
    own = """sections = [
        { concept = "failed", heading = "Failed Approaches" },
        { concept = "failed", heading = "Tried", kinds = ["bug"] },
    ]"""

    assert aliases(own) == [("Tried", "Failed", "Dead Ends"), ("Failed Approaches", "Failed", "Dead Ends")]


def test_fields_have_known_names_too() -> None:
    own = """fields = [{ concept = "status", name = "Status" }, { concept = "x", name = "state" }]
    sections = [{ concept = "s", heading = "S", fields = [{ concept = "status", name = "S" }] }]"""

    assert aliases(own) == [("Estado",), (), ("Status", "State", "Estado"), ()]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sections = 3", "concepts.toml: sections: takes a table, not 3"),
        ("[sections]\nnext = 'x'", 'concepts.toml: sections: takes a list of strings, not "x"'),
        ("[section]\n", 'concepts.toml: unknown key "section"'),
        ("[sections]\n", "concepts.toml: fields: must be given"),
    ],
)
def test_concepts_are_lists_of_names(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        declaration.concepts(text.encode(), "concepts.toml")

    assert caught.value.message == message
