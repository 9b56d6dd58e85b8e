"""No dead end: in each state what is refused names a command, and who follows those gets his work pushed.

Nothing is edited by hand, and no two commands point at each other.
"""

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import work_states
from helpers import BIN, Repo, Result
from program import called
from work_states import AXES, GOAL, State

MOST = 4
"""Commands that may be named on the way from one to its success."""
ENTRIES = ("push", "start", "checkpoint", "end", "update")
Run = Callable[[Repo, str], Result]


def walks() -> list[tuple[State, str]]:
    """The states of `pairwise`, each with the command to begin with that its values have met least."""
    met: set[tuple[str, str]] = set()
    found = []
    for state in work_states.pairwise():
        entry = max(ENTRIES, key=lambda entry: len({(entry, value) for value in state} - met))
        met.update((entry, value) for value in state)
        found.append((state, entry))
    return found


class DeadEnd(Exception):
    """Who follows what is printed gets nowhere; says what was run."""


def printed(command: str, done: Result) -> str:
    """The command that a refusal names, as somebody would paste it; "" where it names none."""
    lines = [line.strip() for line in (done.out + done.err).splitlines()]
    for number, line in enumerate(lines):
        if line.startswith("mend  "):
            where, _, rest = line.removeprefix("mend  ").rpartition(": ")
            return f"git switch -q {where.removeprefix('on ')} && {rest}" if where else rest
        if line.startswith("fail  ") and not lines[number + 1].startswith(("pass", "skipped", "fail")):
            remedy = lines[number + 1]
            return f"{command} {remedy}" if remedy.startswith("--") else remedy
    if lines[:1] == ["not started"]:
        return lines[2]
    ours = [line.removeprefix("hint: ") for line in lines if line.startswith("hint: ")]
    if any("git pull" in line for line in ours) and "failed to push some refs" in done.err:
        return "git pull -q --rebase"
    return ours[-1] if ours else next((line for line in lines if line.startswith("git push ")), "")


def chosen(repo: Repo, text: str) -> str:
    """The first of some commands, with what the reader puts in for himself."""
    text = text.partition(", or ")[0]
    if "<branch>" in text:
        there = repo.git("branch", "--points-at=HEAD", "--format=%(refname:short)").splitlines()
        text = text.replace("<branch>", there[-1])
    return text.replace('"GOAL"', f'"{GOAL}"').replace("TEXT", "add it")


def push_of(repo: Repo) -> str:
    """How somebody pushes the branch at hand: what was rebased by force."""
    branch = repo.git("branch", "--show-current").strip()
    if not branch:
        return "git push origin HEAD:refs/heads/from-detached"
    there = repo.run("git", "rev-parse", "-q", "--verify", f"refs/remotes/origin/{branch}").out.strip()
    was_here = there and there in repo.git("reflog", "--format=%H", branch)
    forced = was_here and repo.run("git", "merge-base", "--is-ancestor", there, "HEAD").code
    return f"git push {'--force-with-lease ' if forced else ''}-u origin {branch}"


def follow(repo: Repo, entry: Callable[[], str], run: Run) -> list[str]:
    """Run a command; where it is refused what it names, and then the command again. Gives what was run."""
    ran: list[str] = []
    named: set[tuple[str, str]] = set()
    tried: set[str] = set()
    waiting = [entry()]
    while waiting:
        command = waiting[-1]
        done = run(repo, command)
        ran.append(f"$ {command}  -> {done.code}")
        tried.add(command)
        if done.code == 0:
            tried.clear()  # what was refused before may pass now
            if entry() in command:
                return ran
            waiting = [one for one in waiting if one not in command]  # it may have been part of it
            waiting[:1] = [entry()] if waiting else []
            continue
        remedy = chosen(repo, printed(command, done))
        is_circle = remedy in tried or (command, remedy) in named
        if not remedy or is_circle or len(named) == MOST or done.code == 3:
            raise DeadEnd("\n".join([*ran, done.out, done.err]))
        named.add((command, remedy))
        waiting = [*(one for one in waiting if one != remedy), remedy]
    return ran


def walk(repo: Repo, entry: str, run: Run) -> list[str]:
    """Begin with a command, and end with a push that passes."""
    begun = {
        "start": f'git sessionlog start "{GOAL}"',
        "checkpoint": "git sessionlog checkpoint",
        "end": "git sessionlog end",
        "update": "git sessionlog update",
    }
    ran = follow(repo, lambda: begun[entry], run) if entry in begun else []
    if entry == "update":
        repo.run("git", "commit", "-qam", "docs: update STATUS.md")
    ran += follow(repo, lambda: push_of(repo), run)
    branch = repo.git("branch", "--show-current").strip()
    there = repo.git("ls-remote", "origin", f"refs/heads/{branch or 'from-detached'}").split()
    if there[:1] != repo.git("rev-parse", "HEAD").split():
        raise DeadEnd("\n".join([*ran, "HEAD is not on the remote"]))
    return ran


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as a shell does; one of ours alone in process."""
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GIT_EDITOR", ":")

    def made(repo: Repo, command: str) -> Result:
        monkeypatch.chdir(repo.path)
        if command.startswith("git sessionlog ") and "&&" not in command:
            return called(capsys, *shlex.split(command)[2:])
        return repo.run("sh", "-c", command)

    return made


@pytest.mark.parametrize(("state", "entry"), walks(), ids=str)
def test_each_two_things_that_can_meet(repo: Repo, run: Run, state: State, entry: str) -> None:
    walk(work_states.make(state, repo.path.parent), entry, run)


@pytest.mark.parametrize("settings", AXES["settings"])
@pytest.mark.parametrize("commits", ["trailer", "bare"])
def test_each_command_that_a_refusal_names_lets_the_push_pass(
    repo: Repo, tmp_path_factory: pytest.TempPathFactory, run: Run, settings: str, commits: str
) -> None:
    """Who goes on with a session may save it where its record describes the commits."""
    made = work_states.make(State(settings, "started", commits, "no", "topic"), repo.path.parent)
    refused = run(made, push_of(made))

    named = refused.err.partition("\nmend  ")[2].partition("\nskip")[0].split("\n")
    assert len(named) == (2 if settings == "default" else 1)
    for command in named:
        copy = work_states.copied(made, tmp_path_factory.mktemp("copy"))
        assert copy.run("sh", "-c", command).code == 0
        assert run(copy, push_of(copy)).code == 0


@pytest.mark.stress
@pytest.mark.parametrize("settings", AXES["settings"])
@pytest.mark.parametrize("situation", AXES["situation"])
def test_each_state_from_each_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, situation: str, settings: str
) -> None:
    mine = [one for one in work_states.every() if (one.situation, one.settings) == (situation, settings)]
    found = [*dead_ends(tmp_path, monkeypatch, run, mine)]
    assert not found, "\n\n".join(found)


def dead_ends(home: Path, monkeypatch: pytest.MonkeyPatch, run: Run, states: list[State]) -> Iterator[str]:
    """The walks that lead nowhere, each with its state and what was run."""
    for number, state in enumerate(states):
        here = home / str(number)
        repo = Repo.init(here / "repo")
        monkeypatch.chdir(repo.path)
        monkeypatch.setenv("PWD", str(repo.path))
        made = work_states.make(state, here)
        for entry in ENTRIES:
            copy = work_states.copied(made, home / "walk")
            monkeypatch.chdir(copy.path)
            monkeypatch.setenv("PWD", str(copy.path))
            try:
                walk(copy, entry, run)
            except DeadEnd as end:
                yield f"{state} from {entry}:\n{end}"
