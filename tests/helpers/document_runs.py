"""Sessions over made-up documents in real repositories, compared after each step."""

import contextlib
import io
import os
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from document_lines import split
from git_sessionlog.cli import main
from helpers import Repo
from losses import Step, diff, entry_losses, losses
from made_documents import PROFILES

Command = tuple[str, ...]
CONCEPTS = {
    "--next": "next",
    "--blocker": "blockers",
    "--issue": "issues",
    "--decision": "decisions",
    "--failed": "failed",
}
GOAL = "Complete Batch A: critical fixes"


@dataclass(frozen=True)
class Loss:
    """What a step lost in a document."""

    command: Command
    path: str
    what: str
    change: str = ""

    def __str__(self) -> str:
        return (
            f"$ git sessionlog {' '.join(map(repr, self.command))}\n{self.path}: {self.what}\n{self.change}"
        )


def options(command: Command, name: str) -> list[str]:
    """The values of an option."""
    return [command[at + 1] for at, one in enumerate(command[:-1]) if one == name]


@dataclass
class Run:
    """A repository with documents in it, and the sessions of which it has been told."""

    repo: Repo
    names: tuple[str, ...]
    fixes: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    """Those of them that commits name or options."""
    begun: set[str] = field(default_factory=set)
    """Those of a start of which no document knows yet."""
    original: set[str] = field(default_factory=set)
    """The lines that people wrote."""
    given: list[str] = field(default_factory=list)
    """The texts that options gave."""
    output: str = ""

    def documents(self) -> dict[str, bytes]:
        """The bytes of the documents that people wrote."""
        return {
            name: (self.repo.path / name).read_bytes()
            for name in self.names
            if (self.repo.path / name).exists()
        }

    def does(self, command: Command) -> list[Loss]:
        """Take a step; what it lost."""
        if command[0] == "commit":
            return self._commits(command)
        if command[0] == "merge":
            return self._merges(command)
        before, step = self.documents(), self._asked(command)
        code = self._calls(command)
        step.output = self.output
        after = self.documents()
        if code == 0:
            self.done |= set(options(command, "--done"))
            if command[0] in {"checkpoint", "end"} and "--dry-run" not in command:
                self.begun.clear()
        found = [
            Loss(command, name, what, diff(text, after.get(name, b""), name))
            for name, text in before.items()
            for what in losses(text, after.get(name, b""), step)
        ]
        if code not in {0, 1, 2} or "Traceback" in self.output:
            found.append(Loss(command, "", f"exit {code}: {self.output}"))
        changes_nothing = code == 2 or "--dry-run" in command or command[0] == "start"
        if changes_nothing and before != after:
            found.append(Loss(command, "", f"changed a document, and exit {code}: {self.output}"))
        if code == 0 and command[0] in {"checkpoint", "end"} and "--dry-run" not in command:
            found += self._entered(command, before, after)
        return found

    def _calls(self, command: Command) -> int:
        heard = io.StringIO()
        with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
            try:
                code = main(list(command))
            except (Exception, SystemExit):
                heard.write(traceback.format_exc())
                code = 3
        self.output = heard.getvalue()
        return code

    def _asked(self, command: Command) -> Step:
        lines = {one for text in self.documents().values() for one in _lines(text)}
        own = {one for one in lines - self.original if not any(text in one for text in self.given)}
        self.given += [
            one for name in CONCEPTS for value in options(command, name) for one in value.split(" | ")
        ]
        planned = {one.partition(":")[0] for one in options(command, "--fix")}
        told = set(options(command, "--done"))
        self.fixes |= planned | told
        self.begun |= planned
        fixes = {"checkpoint": told | self.begun, "end": set(self.fixes)}.get(command[0], set())
        done = (self.done | told) - set(options(command, "--unfinished"))
        moves = {"checkpoint": ("in-progress",), "end": ("next", "in-progress")}.get(command[0], ())
        return Step(
            fixes,
            fixes - (told if command[0] == "checkpoint" else done),
            moves,
            options(command, "--did"),
            options(command, "--resolved"),
            repairs=command[0] == "docs",
            own=frozenset(own),
        )

    def _entered(
        self, command: Command, before: dict[str, bytes], after: dict[str, bytes]
    ) -> Iterator[Loss]:
        """What of the options is not in the documents."""
        state = self.names[0]
        old, new = before.get(state, b""), after.get(state, b"")
        records = "\n".join(
            one.read_text("utf-8", "replace")
            for folder in ("docs/sessions", ".claude")
            for one in sorted((self.repo.path / folder).rglob("*"))
            if one.is_file()
        )
        for option, concept in CONCEPTS.items():
            for value in options(command, option):
                parts = [one.strip() for one in value.split("|")]
                needed = concept in {"next", "blockers"}
                for what in entry_losses(old, new, concept, parts, needed=needed):
                    yield Loss(command, state, what, diff(old, new, state))
                everywhere = (records + new.decode("utf-8", "replace")).replace("\\", "")
                if not all(one in everywhere for one in parts):
                    yield Loss(command, "(all documents)", f"{concept}: not all of {parts} is anywhere")
        for note in options(command, "-m"):
            if note not in records:
                yield Loss(command, "(records)", f"the remark {note!r} is nowhere")

    def _commits(self, command: Command) -> list[Loss]:
        _, message, path = command
        file = self.repo.path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(file.read_text() + "1\n" if file.exists() else "1\n")
        self.repo.git("add", "-A")
        self.repo.git("commit", "-q", "--no-verify", "-m", message)
        if "[Fix " in message:
            self.fixes.add(fix := message.rpartition("[Fix ")[2].rstrip("]"))
            self.done.add(fix)
        return []

    def _merges(self, command: Command) -> list[Loss]:
        """Two branches with a checkpoint each, merged with the driver."""
        self.repo.git("add", "-A")
        self.repo.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "docs: go on")
        base = self.documents()
        branch = f"other{len(list(self.repo.path.parent.glob(f'{self.repo.path.name}-*')))}"
        place = self.repo.path.with_name(f"{self.repo.path.name}-{branch}")
        self.repo.git("worktree", "add", "-q", "-b", branch, str(place))
        half = len(command) // 2
        known = (set(self.fixes), set(self.done), set(self.begun), set(self.original), list(self.given))
        other = Run(Repo(place), self.names, *known)
        with contextlib.chdir(place):
            found = other.does(("start", GOAL, "--force", "--fix", "7:add a health check:src/api.py"))
            found += other.does(("checkpoint", *command[1 : half + 1]))
        found += self.does(("checkpoint", *command[half + 1 :]))
        ours, theirs = self.documents(), other.documents()
        done = self.repo.run("git", "merge", "-q", "--no-edit", branch)
        merged = self.documents()
        self.fixes |= other.fixes
        self.done |= other.done
        for name, text in merged.items():
            for side, against in ((ours, theirs), (theirs, ours)):
                gone = tuple(_gone(base[name], against[name]))
                step = Step(
                    self.fixes,
                    output=done.out + done.err,
                    dropped=gone,
                    merge=True,
                    conflict=done.code != 0,
                )
                for what in losses(side[name], text, step):
                    which = "ours" if side is ours else "theirs"
                    found.append(
                        Loss(command, name, f"merged from {which}: {what}", diff(side[name], text, name))
                    )
        if done.code:
            self.repo.run("git", "merge", "--abort")
        return found


def _lines(data: bytes) -> list[str]:
    return [text for text, _ in split(data)]


def _gone(before: bytes, after: bytes) -> list[str]:
    left = set(_lines(after))
    return [one for one in _lines(before) if one not in left]


class Repositories:
    """Repositories that have adopted a profile, made once and copied."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._count = 0

    @contextlib.contextmanager
    def opened(self, profile: str, files: dict[str, bytes]) -> Iterator[Run]:
        """A repository of the profile with these documents committed; it is the current directory."""
        saved = self.home / profile
        if not saved.exists():
            self._make(saved, profile)
        self._count += 1
        path = self.home / f"run{self._count}"
        shutil.copytree(saved, path, symlinks=True)
        repo = Repo(path)
        for name, data in files.items():
            repo.write(name, data)
        repo.git("add", "-A")
        repo.git("commit", "-q", "--no-verify", "-m", "docs: start")
        before = os.environ.get("PWD", "")
        os.environ["PWD"] = str(path)
        try:
            with contextlib.chdir(path):
                run = Run(repo, PROFILES[profile])
                run.original = {one for text in run.documents().values() for one in _lines(text)}
                yield run
        finally:
            os.environ["PWD"] = before
            for one in (path, *self.home.glob(f"{path.name}-*")):
                shutil.rmtree(one)

    def _make(self, saved: Path, profile: str) -> None:
        repo = Repo.init(saved)
        before = os.environ.get("PWD", "")
        os.environ["PWD"] = str(saved)
        with contextlib.chdir(saved), contextlib.redirect_stdout(io.StringIO()):
            assert main(["init", "--profile", profile]) == 0
        os.environ["PWD"] = before
        shutil.rmtree(saved / ".git/hooks")
        repo.write("src/api.py", "1\n")
        repo.git("add", "-A")
        repo.commit("docs: adopt")


def lost(
    repositories: Repositories, profile: str, files: dict[str, bytes], steps: list[Command]
) -> Iterator[Loss]:
    """What the steps lose, each compared with the step before it."""
    with repositories.opened(profile, files) as run:
        for command in steps:
            yield from run.does(command)
