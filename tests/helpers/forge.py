"""A forge and the people who use it: a bare repository, clones over the wire, requests merged by buttons.

The forge runs no hook and no merge driver of ours, and a branch is gone when its request is merged.
"""

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

from helpers import CLI, HOOK, Repo, Result
from life_repo import STATUS

BUTTONS = ("squash", "merge", "rebase")
SETTINGS = 'state-on = "default"\ndefault-branch = "main"\n'


class Forge(NamedTuple):
    """The bare repository, and the directory in which clones are made."""

    bare: Repo
    home: Path

    @classmethod
    def made(cls, home: Path, settings: str = SETTINGS, **files: str) -> "Forge":
        """A forge whose main has the settings and a state document."""
        bare = Repo.init(home / "forge.git", "--bare")
        forge = cls(bare, home)
        first = forge.clone("first")
        first.write(".sessionlog.toml", settings)
        first.write("STATUS.md", STATUS)
        for name, text in files.items():
            first.write(name.replace("__", "/"), text)
        first.git("add", "-A")
        first.git("commit", "-q", "-m", "docs: adopt git-sessionlog")
        first.git("push", "-q", "-u", "origin", "main")
        return forge

    def clone(self, name: str, *, person: str = "") -> Repo:
        """A clone over the wire; that of a person has our hooks."""
        path = self.home / name
        subprocess.run(
            ["git", "clone", "-q", self.bare.path.as_uri(), path], check=True, capture_output=True
        )
        repo = Repo(path)
        repo.git("symbolic-ref", "HEAD", "refs/heads/main")
        if person:
            repo.git("config", "user.name", person)
            repo.git("config", "user.email", f"{person.lower()}@example.com")
            for hook in ("commit-msg", "pre-push"):
                repo.hook(hook, f'#!/bin/sh\nexec "{HOOK}" {hook} "$@"\n')
        return repo

    def press(self, button: str, branch: str, title: str) -> bool:
        """Merge a request by a button and delete its branch; False where there is a conflict.

        `listed` is the squash with the messages of its commits below the title, as GitHub makes it.
        A squash is by the author of the request, as forges have it.
        """
        desk = self.home / "button"
        subprocess.run(["git", "clone", "-q", self.bare.path.as_uri(), desk], check=True)
        repo = Repo(desk)
        source = f"origin/{branch}"
        author = repo.git("log", "-1", "--format=%an <%ae>", source).strip()
        steps = {
            "merge": [
                (
                    "merge",
                    "-q",
                    "--no-ff",
                    "-m",
                    f"Merge pull request #1 from x/{branch}\n\n{title}",
                    source,
                )
            ],
            "squash": [
                ("merge", "-q", "--squash", source),
                ("commit", "-q", f"--author={author}", "-m", title),
            ],
            "listed": [
                ("merge", "-q", "--squash", source),
                ("commit", "-q", f"--author={author}", "-m", title, "-m", _listed(repo, f"main..{source}")),
            ],
            "rebase": [
                ("checkout", "-q", source),
                ("rebase", "-q", "main"),
                ("branch", "-qf", "main", "HEAD"),
            ],
        }[button]
        done = all(repo.run("git", *step, GIT_COMMITTER_NAME="forge").code == 0 for step in steps)
        if done:
            repo.git("push", "-q", "origin", "main", f":refs/heads/{branch}")
            self.bare.git("gc", "-q", "--prune=now")
        subprocess.run(["rm", "-rf", desk], check=True)
        return done

    def on_main(self, *command: str) -> Result:
        """Run our program in a fresh clone of main."""
        repo = self.clone("fresh")
        try:
            return repo.run(CLI, *command)
        finally:
            subprocess.run(["rm", "-rf", repo.path], check=True)

    def ci(self, branch: str, *, target: str = "", title: str = "", before: str = "") -> Result:
        """A CI run in a fresh clone: of a request into `target`, else of a push to the branch."""
        repo = self.clone("ci")
        try:
            repo.git("checkout", "-q", "--detach", f"origin/{branch}")
            head = repo.git("rev-parse", "HEAD").strip()
            event: dict[str, object] = {"repository": {"default_branch": "main"}}
            if target:
                base = {"ref": target, "sha": repo.git("rev-parse", f"origin/{target}").strip()}
                request = {"title": title, "base": base, "head": {"ref": branch, "sha": head}}
                event |= {"pull_request": request, "action": "opened"}
            else:
                event |= {"ref": f"refs/heads/{branch}", "before": before, "after": head}
            path = self.home / "event.json"
            path.write_text(json.dumps(event))
            name = "pull_request" if target else "push"
            env = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name}
            return repo.run(CLI, "ci", GITHUB_EVENT_PATH=str(path), **env)
        finally:
            subprocess.run(["rm", "-rf", repo.path], check=True)


def _listed(repo: Repo, span: str) -> str:
    """The messages of commits as GitHub puts them below the title of a squash."""
    messages = repo.git("log", "--reverse", "--no-merges", "-z", "--format=%B", span).split("\0")[:-1]
    return "\n\n".join(f"* {one.strip()}" for one in messages)


def commit(repo: Repo, message: str, file: str = "src/a.py") -> None:
    """A commit, through the hooks, that adds a line to a file."""
    path = repo.path / file
    repo.write(file, (path.read_text() if path.exists() else "") + f"# {message}\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", message)


def session(repo: Repo, fix: str, *commits: str, end: tuple[str, ...] = ()) -> Result:
    """A session of one fix with some commits in a file of its own, ended and pushed; what `end` did."""
    file = f"src/f{fix.replace('.', '_')}.py"
    done = repo.run(CLI, "start", f"Add part {fix} in {file}", "--fix", f"{fix}:add part {fix}:{file}")
    assert done.code == 0, done
    for number, message in enumerate(commits):
        repo.write(file, "".join(f"line {each} of {message}\n" for each in range(number + 1)))
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", message)
    return repo.run(CLI, "end", *end)
