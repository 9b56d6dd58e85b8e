"""A team at work for weeks: people with clones of their own, a forge, requests, CI, and what is counted."""

import os
import re
from pathlib import Path

import pytest

from forge import Forge
from helpers import BIN, CLI, Repo, Result
from team_clock import Clock
from team_model import Effects, Model

FIRST_FIX = 10
"""What the number of a request differs from that of its fix: `(#13)` of one is fix 13 of another."""


class Request:
    """A branch that is to be merged: its fix, where it is worked on, what it brings.

    `stack` is the tip of the branch that it was cut from, where that is not main. `ends` counts the ends of
    sessions that could not amend one before, `notes` what was said at them; `reverts` is whether it takes
    back what another one has brought.
    """

    def __init__(self, number: int, branch: str, repo: Repo, stack: str = "") -> None:
        self.number, self.branch, self.repo, self.stack = number, branch, repo, stack
        self.fix = str(number + FIRST_FIX)
        self.file = f"src/f{self.fix}.py"
        self.title = f"feat(core): add part {self.fix} [Fix {self.fix}]"
        self.brings = Effects()
        self.ends = self.notes = 0
        self.goal = self.tip = ""
        self.reverts = False


class Team:
    """The people and their forge, and what was seen: refusals that are wrong, commits of ours."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, button: str) -> None:
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
            monkeypatch.delenv(name)  # each clone has those of its person
        monkeypatch.setenv("EMAIL", "forge@example.com")
        self.clock, self.model, self.button = Clock(home, monkeypatch), Model(), button
        self.forge = Forge(Repo.init(home / "forge.git", "--bare"), home)
        self.requests: list[Request] = []
        self.refusals: list[str] = []
        self.updates = 0
        self.landed: dict[int, tuple[str, str]] = {}
        self._people: dict[str, Repo] = {}
        monkeypatch.setenv("PATH", os.pathsep.join((str(BIN), os.environ["PATH"])))

    def person(self, name: str, *, machine: str = "", tool: bool = True) -> Repo:
        """The clone of a person on a machine; made when it is first asked for."""
        key = f"{name.lower()}{machine}"
        if key not in self._people:
            repo = self._people[key] = self.forge.clone(key)
            repo.git("config", "user.name", name)
            repo.git("config", "user.email", f"{name.lower()}@example.com")
            if tool:
                assert repo.run(CLI, "install").code == 0
        return self._people[key]

    def topic(self, repo: Repo, *, branch: str = "", start: str = "origin/main") -> Request:
        """A new branch, cut from main as it is now or from another one."""
        number = len(self.requests) + 1
        name = branch or f"topic{number}"
        repo.git("fetch", "-q", "--prune")
        repo.git("checkout", "-q", "--no-track", "-b", name, start)
        stack = "" if start == "origin/main" else repo.git("rev-parse", start).strip()
        self.requests.append(Request(number, name, repo, stack))
        return self.requests[-1]

    def at(self, request: Request) -> Repo:
        """The clone of a request with its branch checked out, and what is new fetched."""
        self.clock.goes_on()
        request.repo.git("fetch", "-q", "--prune")
        request.repo.git("checkout", "-q", request.branch)
        return request.repo

    def start(self, request: Request, goal: str = "") -> None:
        """Begin a session for the fix of a request."""
        fix = request.fix
        request.goal = goal or f"Add part {fix} in {request.file}"
        plan = f"{fix}:add part {fix}:{request.file}"
        done = request.repo.run(CLI, "start", request.goal, "--fix", plan)
        assert done.code == 0, done
        self.clock.goes_on()

    def commit(self, request: Request, message: str = "", file: str = "") -> None:
        """Some work, in a file that the request alone has."""
        repo, name = request.repo, file or request.file
        path = repo.path / name
        before = path.read_text() if path.exists() else ""
        repo.write(name, f"{before}line of {message or request.title}\n")
        repo.git("add", "-A")
        done = repo.run("git", "commit", "-q", "-m", message or request.title)
        assert done.code == 0, done
        self.clock.goes_on()

    def end(self, request: Request, *, goal: str = "", step: str = "") -> None:
        """End the session of a request, and push; it has done its fix. `step` is a fix to be done next."""
        said = f"Fix {step}: go on in src/f{step}.py" if step else ""
        done = self.run(request.repo, CLI, "end", *(("--next", said) if step else ()))
        assert done.code == 0, done
        self.ended(request, goal or request.goal, [(said, step)] if step else [])

    def ended(self, request: Request, goal: str, steps: list[tuple[str, str]]) -> None:
        """Note that a session of a request has ended and was pushed."""
        request.ends += 1
        request.notes += len(steps)
        request.brings += Effects((goal,), (request.fix,), tuple(steps))

    def push(self, request: Request, *options: str, refused: bool = False) -> Result:
        """Push the branch of a request as git does it; whether that is refused is known before."""
        done = self.run(request.repo, "git", "push", "-q", "-u", "origin", request.branch, *options)
        assert done.code == int(refused), done
        return done

    def run(self, repo: Repo, *command: "str | Path") -> Result:
        """Run what pushes; what a refusal names must be new to the branch on the forge."""
        branch = repo.git("symbolic-ref", "--short", "HEAD").strip()
        asked = ("rev-list", "--abbrev-commit", "--abbrev=10", branch, "--")
        there = self.forge.bare.run("git", *asked).out.split()
        done = repo.run(*command)
        self.clock.goes_on()
        if "push refused" in done.err:
            named = re.findall(r"(?m)^(?:remote: )?  ([0-9a-f]{10})\b", done.err)
            self.refusals += (f"{branch}: {one}" for one in named if one in there)
        return done

    def opened(self, request: Request, *, target: str = "main", code: int = 0) -> Result:
        """CI of a request, when it is opened and after each push to it."""
        title = f"{request.title} (#{request.number})"
        done = self.forge.ci(request.branch, target=target, title=title)
        assert done.code == code, done
        request.tip = self.forge.bare.git("rev-parse", request.branch).strip()
        self.bounded(request)
        return done

    def bounded(self, request: Request) -> None:
        """Our commits on the branch of a request, and the lines that its records have."""
        known = ("^main", *([f"^{request.stack}"] if request.stack else []))
        new = self.forge.bare.git("rev-list", "--no-merges", request.branch, *known).split()
        ours = [one for one in new if self._is_ours(one)]
        assert len(ours) <= request.ends, (
            request.branch,
            self.forge.bare.git("log", "--format=%s", *new, "--no-walk"),
        )
        sizes = self.forge.bare.git("diff", "--numstat", f"main...{request.branch}", "--", "docs/sessions")
        added = sum(int(line.split("\t")[0]) for line in sizes.splitlines())
        assert request.stack or added <= 25 * request.ends + 5 * request.notes, (added, sizes)

    def lands(self, request: Request) -> None:
        """Merge a request by the button of the team; CI on main is green after it."""
        self.clock.goes_on()
        before = self.forge.bare.git("rev-parse", "main").strip()
        title = f"{request.title} (#{request.number})"
        assert self.forge.press(self.button, request.branch, title), f"a conflict in {request.branch}"
        done = self.forge.ci("main", before=before)
        assert done.code == 0, (request.branch, done)
        self.landed[request.number] = before, self.forge.bare.git("rev-parse", "main").strip()
        (self.model.reverts if request.reverts else self.model.lands)(request.brings)

    def update(self) -> None:
        """The lead, or a job, brings the state documents up to date; twice, and the second does nothing."""
        lead = self.person("Lead")
        for expected in (1, 0):
            self.clock.goes_on()
            lead.git("checkout", "-q", "main")
            lead.git("pull", "-q", "--ff-only")
            before = self.forge.bare.git("rev-parse", "main").strip()
            done = self.run(lead, CLI, "update", "--push")
            assert done.code == 0, done
            made = int(self.forge.bare.git("rev-list", "--count", f"{before}..main"))
            assert made <= expected, done
            self.updates += made
        self.model.updated()

    def _is_ours(self, oid: str) -> bool:
        names = self.forge.bare.git("show", "--format=", "--name-only", oid).split()
        return bool(names) and all(
            name.startswith("docs/sessions/") or name == "STATUS.md" for name in names
        )
