"""What our outputs tell to type works when it is typed.

Every text in the sources that names a command of ours is read: the command must be there, with these
options. A new one needs a row, which is a scenario that prints it, after which it is run; or a line in
cases/hints.txt.
"""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from git_sessionlog.cli import group
from helpers import CLI, Repo
from hints import commands, hints

HINTS = sorted(set(hints()))
TESTS = Path(__file__).parents[1]


class Row(NamedTuple):
    """A script that prints the hint, its code, that of the command, and what a person fills in."""

    script: str
    code: int
    after: int = 0
    fill: tuple[str, str] = ("", "")


SL = f"{CLI}"
BACKLOG = "printf '# Backlog\\n\\n## Fix 1: Login\\n\\n## Fix 2: Logout\\n' >backlog.md; "
TAGGED = "git add -A; git commit -qm 'docs: all'; "
# Where the same words are printed in several places, one of them stands for all.
ROWS = {
    "git sessionlog -h": Row(f"{SL} xyzzyq", 2),
    "git sessionlog docs --rev HEAD": Row(f"git clone -q --bare . ../b; cd ../b; {SL} docs", 2, 1),
    'git sessionlog start "GOAL"{}': Row(
        f"git push -qu origin main; {SL} checkpoint --next x",
        2,
        0,
        ("GOAL", "add refresh() in app/auth.py, and test it"),
    ),
    "git sessionlog run -- COMMAND": Row(f"{SL} run", 2, 0, ("COMMAND", "true")),
    "to run a command: git sessionlog run -- COMMAND": Row(
        f"{SL} run --command x", 2, 0, ("COMMAND", "true")
    ),
    "git sessionlog run -- sh -c {}": Row(f"{SL} run -- 'echo a | cat'", 127),
    "git sessionlog init": Row(f"{SL} check", 1),
    "take it out: git sessionlog config then lists those known": Row(
        f"printf '[rules]\\nqqq = \"warn\"\\n' >.sessionlog.toml; {SL} lint HEAD", 2
    ),
    "all: git sessionlog trace": Row(f"{BACKLOG}{SL} trace 99", 2),
    "git sessionlog fixes list": Row(f"{BACKLOG}{SL} fixes show login", 2),
    "all: git sessionlog fixes list": Row(f"{BACKLOG}{SL} fixes show 99", 2),
    "git sessionlog plan": Row(f"{BACKLOG}{SL} prompt start --batch 9", 2),
    'an id is that of an entry of the backlog; there is none yet: git sessionlog fixes add "TEXT"': Row(
        f"{SL} install >/dev/null; git commit --allow-empty -m 'feat(api): x'", 1
    ),
    "an id is that of an entry in {}{}: git sessionlog fixes list": Row(
        f"{BACKLOG}{SL} install >/dev/null; git commit --allow-empty -m 'feat(api): x'", 1
    ),
    "{}\nhint: hooks are installed with `git sessionlog install`": Row(f"{SL}-hook", 2),
    "git sessionlog install": Row(f"{SL} doctor", 1),
    "git sessionlog end": Row(
        f"{SL} init >/dev/null; {TAGGED} git push -q origin main; echo >new; git add new;"
        " git commit -qm 'feat(api): x [Fix 1]'; git push origin main",
        1,
    ),
}


def _regex(text: str) -> str:
    return ".*?".join(map(re.escape, text.split("{}")))


@pytest.fixture
def work(tmp_path: Path, repo: Repo) -> Repo:
    """A repository with one commit and a remote."""
    repo.commit("docs: first")
    repo.git("remote", "add", "origin", str(Repo.init(tmp_path / "origin.git", "--bare").path))
    return repo


@pytest.mark.parametrize(("file", "text"), HINTS, ids=lambda value: value[:40])
def test_the_command_is_there(file: str, text: str) -> None:
    for words in commands(text):
        command: click.Command = group
        context = click.Context(group)
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(context, words[0])
            assert found, (file, words)
            command, words = found, words[1:]
        if words == ["-h"]:
            continue
        context = click.Context(command)
        given, rest, _ = command.make_parser(context).parse_args(list(words))
        assert not rest, (file, words)
        missing = [one.name for one in command.params if one.required and not given.get(one.name or "")]
        assert not missing, (file, words)


@pytest.mark.parametrize("text", ROWS)
def test_what_is_printed_does_it(text: str, work: Repo) -> None:
    row = ROWS[text]
    printed = work.run("sh", "-uc", row.script)
    said = printed.out + printed.err
    assert printed.code == row.code, said
    found = re.search(_regex(text) + "(?=[`\n]|$)", said)
    assert found, said
    told, filled = row.fill
    words = [word.replace(told, filled) if told else word for word in next(iter(commands(found[0])))]
    place = "cd ../b; " if "--bare" in row.script else ""
    before = "rm .sessionlog.toml; " if "take it out" in text else ""
    done = work.run("sh", "-uc", f"{before}{place}{CLI} {shlex.join(words)}")
    assert done.code == row.after, (words, done)


def test_each_hint_has_a_row() -> None:
    """Of those in the file the command is only looked for, by the first test."""
    listed = (TESTS / "cases/hints.txt").read_text(encoding="utf-8").splitlines()
    rows = listed[1:]
    assert sorted({*map(first_line, ROWS), *rows}) == sorted({first_line(text) for _, text in HINTS})
    assert not {*map(first_line, ROWS)} & {*rows}


def first_line(text: str) -> str:
    """The line of a hint in which its first command is."""
    return next(line for line in text.splitlines() if "git sessionlog " in line)
