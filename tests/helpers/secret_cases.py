"""tests/cases/secret-kinds.txt and ordinary-text.txt, read."""

import re
import string
from pathlib import Path

_CASES = Path(__file__).parent.parent / "cases"
_ALPHABETS = {"": string.ascii_letters + string.digits, "=": "A7B2C3D4E5F6G9H8", "-": "0a1b2c3d4e5f6789"}


def filled(line: str) -> str:
    """A line with letters and digits in the place of `{n}`."""

    def characters(found: re.Match[str]) -> str:
        letters = _ALPHABETS[found[1]]
        return "".join(letters[(7 * number + 3) % len(letters)] for number in range(int(found[2])))

    return re.sub(r"(?<![{$])\{([=-]?)(\d+)\}", characters, line)


def _section(name: str, end: str) -> list[tuple[str, str]]:
    text = (_CASES / "secret-kinds.txt").read_text(encoding="utf-8")
    lines = text.partition(f"[{name}]\n")[2].partition(end)[0].splitlines()
    return [tuple(line.split("; ", 1)) for line in lines if line]  # type: ignore[misc]


def kinds() -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, text and the secrets in it."""
    found = []
    for name, line in _section("found", "\n[missed]"):
        text = filled(line).replace("\\n", "\n")
        found.append((name, re.sub("[«»]", "", text), tuple(re.findall("«([^»]*)»", text))))
    return found


def missed() -> list[tuple[str, str, str]]:
    """Name, text and the reason why it is not found."""
    found = []
    for name, line in _section("missed", "\0"):
        text, _, reason = line.rpartition("; ")
        found.append((name, filled(text), reason))
    return found


def ordinary() -> list[str]:
    """Lines without a secret."""
    return (_CASES / "ordinary-text.txt").read_text(encoding="utf-8").splitlines()[1:]
