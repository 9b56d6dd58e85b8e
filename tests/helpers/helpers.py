"""Real git repositories for tests, and the case files that a writer can edit."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from loaded import BIN as BIN
from loaded import PROGRAMS

HOOK = PROGRAMS / "git-sessionlog-hook"
CLI = PROGRAMS / "git-sessionlog"


class Result(NamedTuple):
    """What a program did: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


class Repo(NamedTuple):
    """A real repository in a temporary directory."""

    path: Path

    @classmethod
    def init(cls, path: Path, *options: str) -> "Repo":
        subprocess.run(["git", "init", "-q", "-b", "main", "--template=", *options, path], check=True)
        return cls(path)

    def git(self, *args: str, **env: str) -> str:
        """What git wrote; the test fails with git's words when git does."""
        done = self.run("git", *args, **env)
        assert done.code == 0, f"git {' '.join(args)}: {done.err}"
        return done.out

    def run(self, *command: "str | Path", stdin: str = "", **env: str) -> Result:
        """Run a program in the work tree."""
        done = subprocess.run(
            command,
            cwd=self.path,
            env={**os.environ, "PWD": str(self.path), **env},
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
        return Result(
            done.returncode,
            done.stdout.decode("utf-8", "surrogateescape"),
            done.stderr.decode("utf-8", "surrogateescape"),
        )

    def write(self, name: str, text: "str | bytes") -> Path:
        """Write a file, with its directories."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def commit(self, message: str, **env: str) -> str:
        """An empty commit, no hooks; returns its id."""
        options = ("-q", "--no-verify", "--allow-empty", "--allow-empty-message")
        self.git("commit", *options, "-m", message, **env)
        return self.git("rev-parse", "HEAD").strip()

    def hook(self, name: str, body: str) -> Path:
        """Install a hook by hand."""
        file = self.write(f".git/hooks/{name}", body)
        file.chmod(0o755)
        return file

    def moved_down(self) -> "Repo":
        """The same in a directory of its own beside, `home`, which can be put back as a whole."""
        home = self.path.parent / "home"
        home.mkdir()
        return Repo(self.path.rename(home / "repo"))

    def install(self) -> None:
        """The commit-msg hook, the plainest way."""
        self.hook("commit-msg", f'#!/bin/sh\nexec "{HOOK}" commit-msg "$@"\n')

    def recorded(self, rev: str = "HEAD") -> bytes:
        """The bytes of a commit's message, as the object holds them."""
        raw = subprocess.run(
            ["git", "cat-file", "commit", rev], cwd=self.path, check=True, capture_output=True
        ).stdout
        return raw.partition(b"\n\n")[2]


def programs(directory: Path, texts: Mapping[str, str]) -> str:
    """Write programs, by their names, into a directory; gives it, for PATH."""
    directory.mkdir(exist_ok=True)
    for name, text in texts.items():
        program = directory / name
        program.write_text(text)
        program.chmod(0o755)
    return str(directory)
