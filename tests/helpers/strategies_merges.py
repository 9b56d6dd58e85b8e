"""Documents that two sides changed, close to each other, made of what is hard to merge."""

from typing import NamedTuple

from hypothesis import strategies as st

from merge_oracle import NOTE

_QUOTES = (
    "```\n- a\n- b\n```\n",
    "```sh\n| 1 | a |\n```\n",
    "~~~~\n```\n- a\n~~~~\n",
    "  ```\n  - a\n  ```\n",
    "- ```\n  - a\n  ```\n",
    "1. ~~~\n   | 2 | b |\n   ~~~\n",
    "> ```\n> - a\n> ```\n",
    "<!--\n- a\n-->\n",
    "<!--\n| 1 | a |\n\n- b\n-->\n",
    "```\n```\n",
)
_MARKS = ("```\n", "~~~\n", "<!--\n", "-->\n", "    ```\n", "> ~~~\n", "---\n", "***\n", "=======\n")
_CONFLICTS = (
    "<<<<<<< ours\n",
    ">>>>>>> theirs\n",
    "||||||| base\n",
    f"{'<' * 40} ours\n",
    f"{'>' * 40} theirs\n",
    f"{'=' * 40}\n",
    f"{'|' * 40} base\n",
    f"Title\n{'=' * 40}\n",
    f"Title\n{'-' * 40}\n",
)
_ENTRIES = (
    *(
        "- a\n",
        "- b\n",
        "- c\n",
        "* d\n",
        "1. a\n",
        "2. b\n",
        "2) c\n",
        "- [ ] e\n",
        "- **Due**: 2026-03-01\n",
    ),
    *(
        "- a\n  - inner\n",
        "- b\n  - inner\n    - inmost\n",
        "- c\n\n  - inner\n",
        "  - inner\n",
        "    - deep\n",
    ),
    *(
        "| 1 | a |\n",
        "| 2 | b |\n",
        "| 3 | c |\n",
        "| 1 | a |\n| 1 | a |\n",
        "| N | T |\n| - | - |\n| 1 | a |\n",
    ),
    *("None\n", "_(None)_\n", "| — | — |\n", "- None yet\n", "- \n", "- - -\n"),
)
_TEXTS = ("\n", "\n", "prose\n", "more prose\n", "  goes on\n", "## Next Up\n", "## Log\n", "- a\rb\n")
_DAYS = st.integers(10, 28)
_FIELDS = st.builds(
    "**Last Updated**: 2026-02-{} 10:00 UTC{}\n**Session**: {}\n".format,
    _DAYS,
    st.sampled_from(["", "", NOTE]),
    st.integers(1, 9),
)
ENTRIES = st.sampled_from(_ENTRIES)
PIECES = st.one_of(ENTRIES, ENTRIES, st.sampled_from([*_QUOTES, *_TEXTS, *_MARKS, *_CONFLICTS]))


class Sides(NamedTuple):
    """A document on each side, and their base."""

    base: str
    ours: str
    theirs: str


_LISTS = (
    ("| 1 | a |\n", "| 2 | b |\n", "| 3 | c |\n", "| 1 | a |\n| 1 | a |\n", "| — | — |\n"),
    (
        "- a\n",
        "- b\n",
        "* c\n",
        "- a\n  - inner\n",
        "- b\n\n  - inner\n    - inmost\n",
        "- None yet\n",
        "_(None)_\n",
    ),
    ("1. a\n", "1. b\n", "2. c\n", "2. a\n   - inner\n"),
    ("  - a\n", "  - b\n", "  - c\n    - inmost\n"),
)


@st.composite
def lists(draw: st.DrawFn) -> Sides:
    """Three documents that differ in one list or table, and at most in one thing elsewhere."""
    entries = st.lists(st.sampled_from(draw(st.sampled_from(_LISTS))), max_size=3)
    around = st.lists(
        st.sampled_from([*_QUOTES, "prose\n", "\n", "## Log\n", f"T\n{'=' * 40}\n"]), max_size=2
    )
    above, below = draw(around), draw(around)
    above.append(
        draw(
            st.sampled_from(
                ["\n", "## Next Up\n", "| N | T |\n| - | - |\n", "- first\n", "1. first\n", "```\n"]
            )
        )
    )
    below.insert(
        0, draw(st.sampled_from(["\n", "\n", "", "## Log\n", "  goes on\n", "\n  goes on\n", "```\n"]))
    )
    sides = []
    for _ in range(3):
        other = [draw(PIECES)] if draw(st.integers(0, 7)) == 0 else []
        first = [draw(PIECES)] if draw(st.integers(0, 7)) == 0 else []
        sides.append("".join([*first, *above, *draw(entries), *other, *below]))
    ends = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return Sides(*(text.replace("\n", ends) for text in sides))


@st.composite
def merges(draw: st.DrawFn) -> Sides:
    """Three documents: each side put something in, took something out, or both, at one of two places."""
    top = draw(st.one_of(st.none(), _FIELDS))
    whole = draw(st.lists(PIECES, max_size=5))
    places = draw(st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole))))
    sides = []
    for _ in range(2):
        side = list(whole)
        for place in sorted(set(places), reverse=True):
            side[place : place + draw(st.integers(0, 1))] = draw(st.lists(PIECES, max_size=3))
        head = top if top is None or draw(st.booleans()) else draw(_FIELDS)
        sides.append((head or "") + "".join(side))
    base, ours, theirs = (top or "") + "".join(whole), *sides
    ends = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    cut = draw(st.sampled_from([(0, 0, 0), (0, 0, 0), (1, 1, 1), (0, 1, 0), (1, 0, 1)]))
    texts = (
        text.removesuffix("\n") if bare else text
        for text, bare in zip((base, ours, theirs), cut, strict=True)
    )
    return Sides(*(text.replace("\n", ends) for text in texts))


OPENED = ("## Blockers", "## Decisions", "## Failed Approaches", "## Notes")
_HEADS = ("", "| N | T |\n| - | - |\n", "Kept by all.\n\n")


@st.composite
def opened(draw: st.DrawFn) -> Sides:
    """Three documents: each side added entries to a list, and opened sections below it."""
    heads = {name: draw(st.sampled_from(_HEADS)) for name in OPENED}
    after = draw(st.sampled_from(["## Log\n\n- first\n", ""]))
    sides = []
    for side in ("", "ours", "theirs"):
        text = "# Status\n\n## Next\n\n- a\n" + (f"- {side} next\n" if side and draw(st.booleans()) else "")
        for name in draw(st.lists(st.sampled_from(OPENED), unique=True).map(sorted)) if side else ():
            form = "| {} | x |\n" if "|" in heads[name] else "- {}\n"
            count = draw(st.integers(1, 2))
            lines = "".join(form.format(f"{name.strip('# ')} {side} {at}") for at in range(count))
            text += f"\n{name}\n\n{heads[name]}{lines}"
        sides.append(f"{text}\n{after}")
    ends = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return Sides(*(text.replace("\n", ends) for text in sides))


class Edited(NamedTuple):
    """The names of a list's entries, what each side made of each, and what it put behind the last one."""

    names: list[str]
    ours: list[tuple[str, ...]]
    theirs: list[tuple[str, ...]]
    new: tuple[list[str], list[str]]

    def sides(self, form: str) -> Sides:
        """The documents; the form of an entry has `{number}` and `{name}`."""
        ours, theirs = (
            [name for made in side for name in made] + new
            for side, new in zip((self.ours, self.theirs), self.new, strict=True)
        )
        return Sides(*(_written(form, names) for names in (self.names, ours, theirs)))


def _written(form: str, names: list[str]) -> str:
    lines = (form.format(number=at, name=name) for at, name in enumerate(names, 1))
    return "## Next\n\n" + "".join(f"{line}\n" for line in lines) + "\n## Log\n"


@st.composite
def edits(draw: st.DrawFn) -> Edited:
    """A list that two sides changed: entries were taken away, edited, and added behind the last one."""
    names = [f"Fix {number}" for number in range(7, 7 + draw(st.integers(1, 5)))]
    sides = []
    for who in ("ours", "theirs"):
        made = [draw(st.sampled_from([(name,), (name,), (), (f"{name} {who}",)])) for name in names]
        sides.append((made, [f"new of {who}"] * draw(st.integers(0, 1))))
    (ours, new), (theirs, other) = sides
    return Edited(names, ours, theirs, (new, other))
