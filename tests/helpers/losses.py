"""What an edit of a document took away that it had no right to: compared line by line."""

import difflib
import re
from functools import partial

from document_lines import BOX, ITEM, Line, read
from losses_allowed import Step
from losses_compared import Comparison

__all__ = ["Step", "diff", "entry_losses", "losses"]


def losses(before: bytes, after: bytes, step: Step) -> list[str]:
    """What was lost or changed, in words; nothing when the edit did what it may do only."""
    if before == after:
        return []
    return list(Comparison(read(before), read(after), step).found())


def diff(before: bytes, after: bytes, name: str) -> str:
    """The change of a document, with the ends of its lines to be seen."""
    return "\n".join(difflib.unified_diff(shown(before), shown(after), name, name, lineterm="", n=3))


def shown(data: bytes) -> list[str]:
    """The lines of a document; the end of a line that is no line feed is shown."""
    text = data.decode("utf-8", "replace").replace("\r\n", "␍\n").replace("\r", "␍\n")
    return text.removesuffix("\n").split("\n") + (
        [] if text.endswith("\n") else ["\\ no newline at its end"]
    )


def entry_losses(before: bytes, after: bytes, concept: str, parts: list[str], *, needed: bool) -> list[str]:
    """What of an entry given by an option is not in a document afterwards, or not open in its section."""
    old = {line.text for line in read(before)}
    lines = read(after)
    new = [line for line in lines if line.text not in old]
    at = [line for line in new if _plain(parts[0]) in _plain(line.text)]
    if not at:
        there = any(_plain(parts[0]) in _plain(line.text) for line in lines)
        return [f"{concept}: {parts[0]!r} is nowhere"] if needed and not there else []
    text = _plain(" ".join(line.text for line in new))
    found = [f"{concept}: {one!r} is lost" for one in parts if _plain(one) not in text]
    for line in at:
        box = BOX.match(ITEM.match(line.text)[4]) if ITEM.match(line.text) else None  # type: ignore[index]
        if box and box[1] in "xX" and concept in {"next", "blockers", "issues"}:
            found.append(f"{concept}: {line.text!r} is ticked")
        if line.kind in {"literal", "front", "quote"}:
            found.append(f"{concept}: {line.text!r} is in a {line.kind}")
    if not any(concept in line.concepts for line in at):
        found.append(
            f"{concept}: {at[0].text!r} is in no section for it, but in {_section(lines, at[0])!r}"
        )
    return found


def _section(lines: list[Line], line: Line) -> str:
    return lines[line.heading].text if line.heading >= 0 else ""


_plain = partial(re.sub, r"[\s\\*_`]+", "")
