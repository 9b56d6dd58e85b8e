"""Documents made of what people put into them, and their bytes as editors leave them."""

from hypothesis import strategies as st

WORDS = (
    *(
        "login",
        "refuse expired tokens",
        "Läuft",
        "次の作業",
        "2.3",
        "[Fix 2.3]",
        "a | b",
        "`a|b`",
        "\\|",
        "C:\\",
    ),
    *(
        "**bold**",
        "*slanted*",
        "_low_",
        "see [x](y.md)",
        "·",
        "x · y",
        ": z",
        "<b>",
        "&amp;",
        "—",
        "N/A",
        "👩\u200d👧",
    ),
    *(
        "  ",
        "\t",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\x0b",
        "\x0c",
        "\x85",
        "\0",
        "\x1b[2J",
        "\ud83d",
        "\udcff",
        "\ufeff",
    ),
)
TITLES = (
    *(
        "Status",
        "What's Next",
        "✅ 3. **What's Next** (Priority Order) — Phase D",
        "Completed Fixes",
        "In Progress",
    ),
    *(
        "Next Up",
        "Blockers",
        "Session Log",
        "Known Issues (2)",
        "⚠️ Blockers ✅",
        "[Next Up](x.md)",
        "",
        "(x)",
        "#",
        "🎯",
    ),
    *(
        "Next Actions",
        "Current Phase",
        "Git Checkpoint",
        "What Was Just Completed",
        "次にやること",
        "Suite #",
        "a: b",
    ),
)
HEADINGS = st.builds(
    "{}{} {}{}\n".format,
    st.sampled_from(["", "", "", " ", "   "]),
    st.sampled_from(["#", "##", "##", "###", "######"]),
    st.sampled_from(TITLES),
    st.sampled_from(["", "", " #", " ##  ", "  "]),
)
FENCES = (
    *(
        "```sh\n# no heading\n- no item\n| no | row |\n```\n",
        "~~~\n## no heading\n```\n~~~\n",
        "````\n```\n````\n",
    ),
    *("  ```\n  # no heading\n  ```\n", "```\n", "``` a`b\n", "```\n\n```\n"),
)
HTML = (
    *(
        "<!-- begin -->\n",
        "<!--\n## no heading\n- no item\n-->\n",
        "<details>\n<summary>More</summary>\n\n",
    ),
    *("</details>\n", "<div>\n- no item\n\n", "<br>\n", "<a href=x>\n", "text <!-- c -->\n", "<!-- open\n"),
)
LISTS = (
    *(
        "- one\n- two\n",
        "* one\n+ two\n",
        "- [ ] open\n- [x] done\n- [X] done\n- [x]no task\n",
        "1. one\n2. two\n1. one\n",
    ),
    *(
        "- outer\n  - inner\n    - inmost\n- outer\n",
        "- loose\n\n- loose\n",
        "- long\n  goes on\nlazy\n",
        "-\n",
        "- \n",
    ),
    *(
        "- fence:\n  ```\n  - no item\n  ```\n- more\n",
        "1. ```sh\n   # no heading\n   ```\n2. more\n",
        "1) one\n10) ten\n",
    ),
    *(
        "- outer\n    - inner\n\n      ```\n      # no heading\n      ```\n",
        "- [ ] Fix 2.3: login\n",
        "- _(none)_\n",
    ),
    *(
        "\t- tab\n",
        "- outer\n\t- inner\n",
        "- outer\n - sloppy\n",
        "- a\n\n  paragraph of it\n\nparagraph\n",
    ),
)
TABLES = (
    *(
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "| a | b |\n| --- | :-: |\n| 1 |\n| 1 | 2 | 3 |\n",
        "a | b\n--|--\n1 | 2\n",
    ),
    *(
        "| 1 | 2 |\n\n| 3 | 4 |\n",
        "| a \\| b | `c\\|d` |\n",
        "| Fix | Description | Commit | Date |\n|--|--|--|--|\n",
    ),
    *(
        "| Blocker | Impact | Status |\n|---|---|---|\n| _(None identified)_ | — | — |\n",
        "||\n",
    ),
    *(
        "| Date | Fix | What |\n|---|---|---|\n| 2026-02-13 | 2.3 | login |\n",
        "|\n",
        "| a |\n|---|\n| b",
        "  | a |\n",
    ),
)
_FIELDS = (
    *(
        "**Last Updated**: 2026-02-13 18:15 UTC\n",
        "> Last updated: 2026-04-21 · Current version: v0.28.6\n",
    ),
    *(
        "**Status:** Ready  \n",
        "*Last Updated: 2026-02-03*\n",
        "- **Branch**: main\n",
        "Progress: 0% complete\n",
    ),
    *(
        "Enclave · Casual Office · Last updated: 2026-08-22\n",
        "**Session**: 4 | **Status**: x\n",
        "> 最終更新: 2026-06-06（2回目）\n",
    ),
)
_OTHERS = (
    *(
        "\n",
        "\n",
        "\n",
        "\n",
        "\n\n\n",
        " \n",
        "Some text.\n",
        "Some text\nover two lines.\n",
        "> a quote\n> - no item\n",
    ),
    *(
        "---\n",
        "***\n",
        "Title\n===\n",
        "Title\n---\n",
        "    indented\n",
        "\tindented\n",
        "[a]: http://b\n",
        "***bold***\n",
    ),
    *(
        "<<<<<<< HEAD\n",
        "=======\n",
        ">>>>>>> theirs\n",
        "=\n",
        "-\n",
        "#no heading\n",
        "\\# no heading\n",
        "text | text\n",
    ),
)
_PIECES = st.one_of(
    HEADINGS,
    st.sampled_from([*FENCES, *HTML, *_OTHERS]),
    st.sampled_from([*LISTS, *TABLES, *_FIELDS]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: " ".join(words) + "\n"),
)
_TAILS = st.sampled_from(["", "", "", "", "no line end", "## Next Up", "- item", "| a | b |", "```", "  "])
_FRONTS = st.sampled_from(
    ["", "", "", "", "---\nid: x\nfixes: []\n---\n", "---\ntitle: x\n...\n", "---\n---\n", "---\nopen\n"]
)

texts = st.builds(lambda pieces, tail: "".join(pieces) + tail, st.lists(_PIECES, max_size=14), _TAILS)
"""The text of a document, its lines ended by line feeds."""

plain_texts = st.builds(
    lambda pieces, tail: "".join(pieces) + tail,
    st.lists(st.one_of(HEADINGS, st.sampled_from([*FENCES, *HTML, *_OTHERS, *TABLES])), max_size=14),
    _TAILS,
)
"""The same without lists, fields and odd words."""


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """The bytes of a document, its lines ended in one way or in several, with what may stand before it."""
    text = draw(_FRONTS) + draw(texts)
    ends = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r\n", "\r", "mixed"]))
    if ends == "mixed":
        lines = text.split("\n")
        chosen = draw(
            st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=len(lines), max_size=len(lines))
        )
        text = "".join(line + end for line, end in zip(lines, chosen, strict=True))
    mark = draw(st.sampled_from(["", "", "", "\ufeff"]))
    raw = (mark + text.replace("\n", ends) if ends != "mixed" else mark + text).encode(
        "utf-8", "surrogatepass"
    )
    return raw + draw(st.sampled_from([b"", b"", b"", b"\xff", b"\xc3", b"\xe2\x80"]))
