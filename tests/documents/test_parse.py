"""What is a heading, code, HTML or a break, and where: by cases, by laws, and against stock mistune."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mistune.block_parser import BlockParser
from mistune.core import BlockState

from git_sessionlog.documents.parse import blocks
from strategies_documents import FENCES, HEADINGS, HTML, TABLES, texts


def shown(text: str) -> list[str]:
    """Each block by its first letter, a heading by its level and title, and behind it its text."""
    return [
        f"{'h' + str(block.level) + ' ' + block.title if block.kind == 'heading' else block.kind[0]}: "
        f"{text[block.start : block.end]}"
        for block in blocks(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n", []),
        ("# One\ntext\n## Two", ["h1 One: # One\n", "h2 Two: ## Two"]),
        ("   ### Three ##  \n", ["h3 Three:    ### Three ##  \n"]),
        ("###### Six\n####### seven\n", ["h6 Six: ###### Six\n"]),
        ("#\n## \n# #\n", ["h1 : #\n", "h2 : ## \n", "h1 : # #\n"]),
        (
            "# a#\n# a \\#\n# a # b #\u00a0\n",
            ["h1 a#: # a#\n", "h1 a \\#: # a \\#\n", "h1 a # b: # a # b #\u00a0\n"],
        ),
        ("#no\n\\# no\n    # no\n\t# no\n", []),
        ("text\n# One\ntext\n", ["h1 One: # One\n"]),
        ("\ufeff# no\n", []),
        pytest.param("# a\u2028b\n\x0b# no\n", ["h1 a\u2028b: # a\u2028b\n"], id="no line ends"),
        pytest.param("\x0c\n# One\n", ["h1 One: # One\n"], id="a form feed alone is blank"),
        # fences
        ("```sh\n# no\n```\n# One", ["c: ```sh\n# no\n```\n", "h1 One: # One"]),
        ("~~~\n```\n# no\n~~~~\n# One\n", ["c: ~~~\n```\n# no\n~~~~\n", "h1 One: # One\n"]),
        ("````\n```\n# no\n````", ["c: ````\n```\n# no\n````"]),
        ("```\n# no\n\n- no\n", ["c: ```\n# no\n\n- no\n"]),
        ("text\n  ```\n  # no\n  ```  \ntext\n", ["c:   ```\n  # no\n  ```  \n"]),
        ("``` a`b\n# One\n", ["h1 One: # One\n"]),
        ("``\n# One\n``\n", ["h1 One: # One\n"]),
        # fences in items
        ("- ```sh\n  # no\n  ```\n# One\n", ["c:   # no\n  ```\n", "h1 One: # One\n"]),
        ("1. ~~~\n\n   # no\n\n# One\n", ["c: \n   # no\n", "h1 One: # One\n"]),
        ("- ```\n# One\n", ["h1 One: # One\n"]),
        ("- a\n    - ```\n      # no\n  # One\n", ["c:       # no\n", "h1 One:   # One\n"]),
        ("- a\n\n    ```\n    x\n    ```\n    y\n", ["c:     ```\n    x\n    ```\n"]),
        ("- a\n\t~~~\n\tx\n\n\t~~~\n", ["c: \t~~~\n\tx\n\n\t~~~\n"]),
        ("- a\n    ```\n    x\n\n- b\n    ```\n", ["c:     ```\n    x\n", "c:     ```\n"]),
        ("- a\n        ```\n        x\n    y\n", ["c:         ```\n        x\n"]),
        ("    ```a` b\n    # no\n", []),
        ("- ``` a`b\n- c\n", []),
        # HTML
        ("<!-- c -->\n# One\n", ["h: <!-- c -->\n", "h1 One: # One\n"]),
        ("<!--\n# no\n\n--> rest\n# One\n", ["h: <!--\n# no\n\n--> rest\n", "h1 One: # One\n"]),
        ("a <!--\n# One\n-->\n", ["h1 One: # One\n"]),
        ("<!-- open\n# no\n", ["h: <!-- open\n# no\n"]),
        (
            "<details>\n# no\n\n# One\n</details>\n",
            ["h: <details>\n# no\n", "h1 One: # One\n", "h: </details>\n"],
        ),
        ("<pre>\n\n# no\n</pre>\n# One\n", ["h: <pre>\n\n# no\n</pre>\n", "h1 One: # One\n"]),
        ("<a>\n# no\n\ntext\n<a>\n# One\n", ["h: <a>\n# no\n", "h1 One: # One\n"]),
        ("<a> text\n# One\n", ["h1 One: # One\n"]),
        # breaks, underlined headings
        ("---\n***\n _ _ _\n", ["b: ---\n", "b: ***\n", "b:  _ _ _\n"]),
        ("text\n***\n", ["b: ***\n"]),
        ("One\n===\n\nTwo \n--\n", ["h1 One: One\n===\n", "h2 Two: Two \n--\n"]),
        ("# One\nTwo\n---\n", ["h1 One: # One\n", "h2 Two: Two\n---\n"]),
        ("Summary\n=======\n", ["h1 Summary: Summary\n=======\n"]),
        ("===\n\n--\n\n=\n", []),
        ("\ntext\n\n---\n", ["b: ---\n"]),
        pytest.param("two\nlines\n---\n", ["b: ---\n"], id="a paragraph is no title"),
        pytest.param("two\nlines\n===\n", [], id="a paragraph is no title, as with dashes"),
        pytest.param("**two**\nlines\n===\n", [], id="nor one that begins as a break does"),
        pytest.param(
            "- item\n---\n1. item\n---\n> quote\n---\n", ["b: ---\n"] * 3, id="nor is an item, or a quote"
        ),
        pytest.param("| a |\n---\na | b\n---\n", ["b: ---\n"] * 2, id="nor a row"),
        pytest.param("- a\n\n  text of it\n---\n", ["b: ---\n"], id="nor what is indented"),
        pytest.param("[a]: b\n---\n", ["b: ---\n"], id="nor the target of a link"),
        pytest.param(
            "<<<<<<< HEAD\n# One\nours\n=======\ntheirs\n>>>>>>> x\n---\n",
            ["h1 One: # One\n", "b: ---\n"],
            id="nor one side of a conflict",
        ),
    ],
)
def test_blocks(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@given(texts)
def test_blocks_are_whole_lines_in_their_order(text: str) -> None:
    at = 0
    for block in blocks(text):
        assert at <= block.start < block.end <= len(text)
        assert block.start == 0 or text[block.start - 1] == "\n"
        assert block.end == len(text) or text[block.end - 1] == "\n"
        assert (block.level, block.title) == (0, "") or (block.kind == "heading" and 1 <= block.level <= 6)
        at = block.end


@given(texts.filter(lambda text: "<<<<<<<" not in text))
def test_a_heading_begins_anew(text: str) -> None:
    """What is below one is read as if nothing stood above, but for the rest of a conflict."""
    found = blocks(text)
    for at, head in enumerate(found):
        if head.kind == "heading":
            below = blocks(text[head.end :])
            moved = [
                block._replace(start=block.start + head.end, end=block.end + head.end) for block in below
            ]
            assert found[at + 1 :] == moved


_KINDS = {"block_code": "code", "block_html": "html", "thematic_break": "break", "heading": "heading"}
_PLAIN = (
    *(
        "text\n",
        "text\nover two lines\n",
        "> quote\n> # no\n\n",
        "    indented\n\n",
        "\n",
        "\n\n",
        "\n***\n",
        "\n---\n",
    ),
    *(
        "**bold**\n",
        "#no\n",
        "\\# no\n",
        "<b>low</b> text\n",
        "a <!-- c -->\n",
        "2.3 is no item\n",
        "| a |\n",
    ),
)


_WHOLE = [f"{piece.removesuffix(chr(10))}\n" for piece in (*FENCES, *HTML, *TABLES)]


@given(st.lists(st.one_of(HEADINGS, st.sampled_from([*_PLAIN, *_WHOLE]))).map("".join))
def test_stock_mistune_finds_the_same(text: str) -> None:
    """With all of its rules, where there is no list, and no row of dashes under a text or HTML under code.

    Nor does a heading end a quote for mistune, as CommonMark has it.
    """
    parser, state = BlockParser(), BlockState()
    state.process(text + "\n")
    parser.parse(state)
    tokens = (token for token in state.tokens if token["type"] in _KINDS and token.get("style") != "indent")
    assert [_found(token) for token in tokens] == [
        (block.kind, block.level, block.title) for block in blocks(text)
    ]


def _found(token: dict[str, Any]) -> tuple[str, int, str]:
    if token["type"] == "heading":
        return "heading", token["attrs"]["level"], token["text"]
    return _KINDS[token["type"]], 0, ""
