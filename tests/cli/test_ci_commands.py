"""No text of a repository is a command to the CI service that reads our output in its log."""

import pytest

from helpers import HOOK, Repo
from outputs import commands_of_ci
from program import called

BAD = "::error::all is well ##[add-mask]word ##vso[task.setvariable variable=x]y"
PATH = "::error::x.md"
DOCUMENT = f"""\
# {BAD}

## Next Up

- {BAD}

::stop-commands::token

## In Progress

::error::{BAD}

## {BAD}
"""
SETTINGS = f'documents = ["{PATH}", "STATUS.md"]\nbacklog = ["{PATH}"]\nfix-tag = "optional"\n'
COMMANDS = (
    *("check", "docs", "ci --base HEAD~2", "config", "status", "resume", "log", "show", "trace", "fixes"),
    *("plan", "report", "lint HEAD~2..", "lint --title", "prompt card", "prompt rebuild", "docs --fix"),
    *("doctor", f"docs {PATH}", "plan check", "plan next", "trace ::error::x", "show ::error::x"),
    *("::error::x", "lint ##[error]x", "report --format csv", "log --format json", "docs --format sarif"),
    *("ci --base HEAD~2 --format json", "ci --base HEAD~2 --format github", "check --format github"),
    *("docs --format github", "lint HEAD~2.. --format github", "report --format json", "end --dry-run"),
    *("resume --format json", "show --format json"),
)


@pytest.fixture
def hostile(repo: Repo) -> Repo:
    repo.write(".sessionlog.toml", SETTINGS)
    repo.write(PATH, DOCUMENT)
    repo.write("STATUS.md", DOCUMENT)
    repo.git("add", "-A")
    repo.commit("docs: start")
    repo.write("::warning::y", "")
    repo.git("add", "-A")
    repo.commit(BAD, GIT_AUTHOR_NAME="::error::author", GIT_AUTHOR_EMAIL="##[error]x")
    repo.commit(f"{BAD}\n\n{BAD}\n\nSession-Checkpoint: 20260213-7k3f9q/1")
    return repo


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_in_an_output(hostile: Repo, capsys: pytest.CaptureFixture[str], words: str) -> None:
    args = [*words.split(" "), BAD] if words.endswith("--title") else words.split(" ")
    done = called(capsys, *args)

    assert done.code in (0, 1, 2)
    assert not list(commands_of_ci(done, github="github" in words))


@pytest.mark.parametrize("form", ["text", "github"])
def test_the_same_of_a_run_on_github(
    hostile: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    if form == "github":
        event = hostile.path.parent / "event.json"
        event.write_text('{"ref": "refs/heads/main"}')
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_EVENT_NAME", "schedule")
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
        monkeypatch.setenv("GITHUB_SHA", hostile.git("rev-parse", "HEAD").strip())

    done = called(capsys, "ci", "--base", "HEAD~2")

    assert done.code == 1
    assert BAD.partition(" ##")[0] in done.out
    assert ("\n::error" in done.out) == (form == "github")
    assert not list(commands_of_ci(done, github=form == "github"))


def test_no_command_in_what_hooks_say(hostile: Repo) -> None:
    hostile.install()
    message = hostile.write("m", f"{BAD}\n\n{BAD}\n")
    refused = hostile.run(HOOK, "commit-msg", str(message))
    assert refused.code == 1
    assert not list(commands_of_ci(refused))

    head = hostile.git("rev-parse", "HEAD").strip()
    stopped = hostile.run(HOOK, "pre-push", stdin=f"HEAD {head} refs/heads/main {'0' * 40}\n")
    assert stopped.code == 1
    assert not list(commands_of_ci(stopped))
