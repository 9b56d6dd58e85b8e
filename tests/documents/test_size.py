"""Documents of any size and shape are read and changed in linear time."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.documents import about, edit, fields, lines, removal, update
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.entries import entries
from git_sessionlog.documents.profiles import registry as profiles

MIXED = """## ✅ 3. What's Next (Priority Order)

Some text that goes on, with `code` and **bold** words in it.
A second line of it.

- [ ] Refuse expired tokens — not started
  - nested
    goes on
- [x] plain [link](x.md)

| Session | Date | Duration | Progress |
|---------|------|----------|----------|
| 1 | 2026-06-30 | — | a \\| b |

```sh
# no heading
```

> Last updated: 2026-04-21 · Current version: v0.28.6

"""
NEXT = "## Next Up\n"
REPEATED = (
    *(MIXED, "# A heading\n", "## Next Up\n", "a\n=\n", "|a\n-\n", "# (a) (b)\n\n", "# a   ", "#", "# #"),
    *(
        "<!--\n",
        "<!-- a -->\n",
        "<a\n",
        "<a ",
        "<div>\n",
        "<div>\n\n",
        "<?\n",
        "<![CDATA[\n",
        "<!A\n",
        "</pre\n",
    ),
    *(
        "```\n",
        "``` `\n",
        "~~~\n",
        "```\ncode\n```\n",
        "- a\n  ```\n  x\n  ```\n",
        "    ```x\n",
        "- ```\n",
        "`",
        "~",
    ),
    *("[", "[a]: b\n", "*", "a_", "_ ", "\\", "(", ".", ":", "·", "· ", " · x:", "Status", "Last Updated "),
    *(
        "| a | b \\| c | d |\n",
        "|",
        "|\n",
        "|-",
        "-|",
        "| - ",
        "a | b\n-|-\n",
        "|---|\n",
        "\\|",
        "| 2.3 | x |\n\n",
    ),
    *(
        "- ",
        "- \n",
        "-",
        "1. a\n",
        "- [ ] an item\n",
        "- [x] ",
        "-  ",
        "* * * x\n",
        "- none\n",
        "- a\n\n",
        "+\n",
    ),
    *(">", "> ", "> a\n", "---\n", "\n---\n", "<<<<<<< a\nb\n=======\n", "a\nb\n=======\n", "=", "===\n"),
    *(
        "word ",
        " ",
        "\t",
        "\n",
        " \n",
        "\r",
        "x\r\n",
        "\u2028",
        "\x0b",
        "\0",
        "text\n",
        "text\n\n",
        "**a**: b\n",
    ),
)
DEEP = "".join(f"{'  ' * at}- a\n" for at in range(50))


def _side(size: int) -> int:
    """How many lines, each a character longer, make so many."""
    return int((2 * size) ** 0.5)


GROWN: dict[str, Callable[[int], str]] = {
    "blanks in a heading": lambda size: f"# a{' ' * size}b\n",
    "blanks in a field": lambda size: f"Status: x{' ' * size}y\n",
    "blanks in a cell": lambda size: f"| a{' ' * size}b |\n",
    "blanks in a rule": lambda size: f"|a|\n|-{' ' * size}x\n",
    "a rule of a table": lambda size: f"|a|\n|{'-' * size}x|\n",
    "many columns": lambda size: "\n".join("|" + cell * (size // 6) for cell in ("a|", "-|", "b|")),
    "a break that is none": lambda size: f"{'- ' * (size // 2)}x\n",
    "attributes": lambda size: f"<a{' b' * (size // 2)}!\n",
    "ever deeper": lambda size: "".join(f"{' ' * at}- \n" for at in range(_side(size))),
    "deep, then apart": lambda size: DEEP + f"\n{' ' * 100}x\n" * (size // 102),
    "ever longer fences": lambda size: "\n\n".join("`" * at + "x`" for at in range(3, _side(size))),
    "ever shorter fences": lambda size: "\n".join("    " + "`" * at for at in range(_side(size), 3, -1)),
    "stars in a value": lambda size: f"**Status: {'*' * size}x\n",
    "notes in a heading": lambda size: f"# {'(a)' * (size // 3)}",
}
SHAPES: dict[str, Callable[[int], str]] = {
    **{repr(unit): (lambda size, unit=unit: unit * (size // len(unit))) for unit in REPEATED},
    **GROWN,
}
KIND = profiles.packaged("status").document("state")


def work(text: str) -> None:
    """All that is done with a document: it is read in whole, and changed everywhere."""
    assert KIND
    document = Document.of((NEXT + text).encode("utf-8", "surrogatepass"))
    for section in document.sections:
        lines.tables(document, section.body, section.own)
        lines.items(document, section.body, section.own)
    lines.field(document, 0, len(document.text), ("Status", "Last Updated", "Not There"))
    for entry in entries(document, KIND, "next"):
        about.is_about(entry, "2.3")
    tasks = [item for item in lines.items(document, 0, len(document.text)) if item.mark == " "]
    ticks = [one for item in tasks for one in edit.tick(document, item)]
    for change in (
        lambda: edit.applied(document, ticks, lambda new: True),
        lambda: update.add(document, KIND, "next", {"text": "login"}),
        lambda: update.add(document, KIND, "completed", {"text": "login"}),
        lambda: removal.remove(document, KIND, "next", lambda entry: entry.start % 3 != 0),
        lambda: fields.set_fields(document, KIND, {"date": "2026-02-13"}),
    ):
        with suppress(Failure):
            change()


def test_every_shape_can_be_worked_with() -> None:
    for shape in SHAPES.values():
        work(shape(500))


@pytest.mark.parametrize("shape", GROWN)
def test_a_long_line_is_one_of_many(shape: str) -> None:
    """At this size what is not linear would take long."""
    work(GROWN[shape](10_000))


@pytest.mark.stress
@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_as_much_takes_about_four_times_as_long(shape: str) -> None:
    small, large = (min(taken(SHAPES[shape](size)) for _ in range(2)) for size in (20_000, 80_000))
    assert large < 10 * small + 0.3


def taken(text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start
