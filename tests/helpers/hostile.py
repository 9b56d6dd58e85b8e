"""Repositories as an attacker would make them, from a seed: settings, documents, commits, branches, words.

What they are made of is in `cases/hostile`, one a line, with Python's escapes; `x{300}` is 300 times x.
"""

import random
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from made_documents import made

_CASES = Path(__file__).parent.parent / "cases" / "hostile"
_DATE = "1771005600 +0000"
_KEYS = ("id", "number", "status", "goal", "fixes", "covers", "branch", "started", "ended", "base")
_VALUES = ("20260213-7k3f9q", "4", "in_progress", '["7:x:a.py", "2.3"]', "2026-02-13T18:00:00Z", "[1, {")
_COLUMNS = (("Fix", "Description", "Commit", "Date", "Status"), ("#", "Task", "File", "", "x"))
_LEADS = ("feat(api): ", "fix: ", "docs: ", "", "", 'Revert "', "fixup! ", "Merge ")
_MARKS = ("- ", "* ", "1. ", "- [ ] ", "- [x] ", "  - ")


def _pool(name: str) -> tuple[str, ...]:
    lines = (_CASES / f"{name}.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return tuple(map(_spelled, lines))


def _spelled(line: str) -> str:
    text = "".join(mark if mark.isascii() else f"\\U{ord(mark):08x}" for mark in line)
    text = text.encode().decode("unicode_escape")
    many = re.fullmatch(r"(.*?)\{(\d+)\}(.*)", text)
    return many[1] * int(many[2]) + many[3] if many else text


WORDS, CHARACTERS, HEADINGS, PATHS = map(_pool, ("words", "characters", "headings", "paths"))
BRANCHES = _pool("branches")
SETTINGS, VALUES = ((_CASES / f"{name}.txt").read_text().splitlines() for name in ("settings", "values"))


class State(NamedTuple):
    """What a work tree holds, and the branch that is checked out."""

    branch: str
    files: dict[str, bytes]


class Hostile:
    """Makes hostile things, the same ones from the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed

    def words(self, most: int = 6) -> str:
        """Some words, with what is hidden in or between them."""
        pools = self.chance.choices((WORDS, CHARACTERS), (3, 1), k=self.chance.randint(1, most))
        drawn = map(self.chance.choice, pools)
        return self.chance.choice((" ", "", ": ", " - ", "\n")).join(drawn)

    def line(self, most: int = 6) -> str:
        """Words on one line, as git's own fields have them."""
        return self.words(most).replace("\0", "").replace("\n", " ")

    def argument(self) -> str:
        """A word of a command line, which the system gives as bytes."""
        return _bytes(self.words(3).replace("\0", "")).decode("utf-8", "surrogateescape")

    def document(self) -> bytes:
        """A document: as people write them and then spoiled, or nothing but odd pieces."""
        chance = self.chance
        if chance.random() < 0.4:
            files = made(chance.randrange(10_000))[1]
            lines = chance.choice(list(files.values())).data().decode().split("\n")
            for _ in range(chance.randint(1, 8)):
                lines.insert(chance.randrange(len(lines) + 1), self._block())
            text = "\n".join(lines)
        else:
            text = self._front() + "\n".join(self._block() for _ in range(chance.randint(0, 14)))
        ends = chance.choice((b"\n", b"\n", b"\n", b"\r\n", b"\r"))
        return _bytes(text).replace(b"\n", ends) + chance.choice((b"", b"", b"", b"\xff", b"\xed\xa0\x80"))

    def _front(self) -> str:
        chance = self.chance
        if chance.random() < 0.6:
            return ""
        drawn = chance.sample(_KEYS, chance.randint(0, 9))
        lines = [f"{key}: {chance.choice((*_VALUES, self.line(2)))}\n" for key in drawn]
        return "".join(["---\n", *lines, chance.choice(("---\n", "---\n", ""))])

    def _block(self) -> str:
        chance = self.chance
        kind = chance.randrange(8)
        if kind <= 1:
            return f"\n{'#' * chance.randint(1, 7)} {chance.choice((*HEADINGS, self.line(2)))}\n"
        if kind == 2:
            return "".join(f"{chance.choice(_MARKS)}{self.line(4)}\n" for _ in range(3))
        if kind == 3:
            width = chance.randint(1, 5)
            rows = ([self.line(2) for _ in range(width)] for _ in range(3))
            table = (chance.choice(_COLUMNS)[:width], ("---",) * width, *rows)
            return "".join(f"| {' | '.join(row)} |\n" for row in table)
        if kind == 4:
            name = chance.choice(("Last Updated", "Status", "Branch", "Last Commit", self.line(1)))
            return f"**{name}**: {self.line(3)}"
        if kind == 5:
            mark = chance.choice(("```", "~~~", "````"))
            return f"{mark}\n{self.words()}\n{chance.choice((mark, '', '```'))}"
        return self.words()

    def settings(self) -> bytes:
        """A file of settings: good, with one hostile value, or no TOML at all."""
        kind = self.chance.random()
        lines = self.chance.sample(SETTINGS, self.chance.randint(0, 6))
        if kind < 0.35:
            key = self.chance.choice([*(line.split(" =")[0] for line in SETTINGS), self.line(1)])
            lines = [line for line in lines if not line.startswith(f"{key} =")]
            lines.append(f"{key} = {self._value()}")
        elif kind < 0.45:
            lines.append(self.words())
        return _bytes("\n".join(lines))

    def _value(self) -> str:
        text = "".join(mark if mark.isalnum() else f"\\U{ord(mark):08x}" for mark in self.line(2))
        forms = (f'"{text}"', f'["{text}", "a"]', f'{{ "{text}" = "{text}" }}', f'"""\n{text}"""')
        return self.chance.choice((*forms, *self.chance.sample(VALUES, 4)))

    def message(self) -> str:
        """A commit message."""
        chance = self.chance
        bodies = ("", f"\n\n{self.words(9)}", f"\n{self.words()}", f"\n\nSession-Skip: {self.line()}")
        return f"{chance.choice(_LEADS)}{self.line()}{chance.choice(bodies)}\n"

    def state(self) -> State:
        """A work tree with a branch of its own."""
        chance = self.chance
        files = {path: self.document() for path in chance.sample(PATHS, chance.randint(0, 7))}
        if chance.random() < 0.7:
            name = chance.choice((".sessionlog.toml", ".sessionlog.toml", "pyproject.toml"))
            files[name] = self.settings()
        files["src/app"] = b"1"
        parts = (chance.choice(BRANCHES) for _ in range(chance.randint(0, 5)))
        return State(f"{''.join(parts)}x{self.seed}".replace("//", "/"), files)


def repository(path: Path, makers: Sequence[Hostile]) -> list[State]:
    """Make one repository in which each state is a branch of a few commits; gives the states."""
    subprocess.run(["git", "init", "-q", "-b", "main", "--template=", path], check=True)
    states = [maker.state() for maker in makers]
    stream = b"".join(_branch(maker, state) for maker, state in zip(makers, states, strict=True))
    subprocess.run(["git", "fast-import", "--quiet", "--force"], cwd=path, input=stream, check=True)
    return states


def enter(path: Path, state: State) -> None:
    """Put a state into the work tree: its branch, its files, the index as in its last commit."""
    for file in sorted(path.rglob("*"), reverse=True):
        if file.relative_to(path).parts[0] != ".git":
            file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink()
    for name, data in state.files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    (path / ".git/HEAD").write_bytes(f"ref: refs/heads/{state.branch}\n".encode())
    subprocess.run(["git", "read-tree", "HEAD"], cwd=path, check=True)


def _branch(maker: Hostile, state: State) -> bytes:
    """Commits for fast-import, the last one with all of the files."""
    stream = []
    count = maker.chance.randint(1, 4)
    for number in range(1, count + 1):
        name = maker.line(2).translate(dict.fromkeys(map(ord, "<>\n"))) or "x"
        stream.append(f"commit refs/heads/{state.branch}\n".encode())
        stream += (_bytes(f"{role} {name} <{name}> {_DATE}\n") for role in ("author", "committer"))
        stream.append(_data(_bytes(maker.message().replace("\0", ""))))
        for path, data in (state.files if number == count else {"src/app": b"%d" % number}).items():
            stream += (f"M 100644 inline {path}\n".encode(), _data(data))
    return b"".join(stream) + b"\n"


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _bytes(text: str) -> bytes:
    """As UTF-8; a lone surrogate is what somebody else's program makes of it."""
    return text.encode("utf-8", "surrogatepass")
