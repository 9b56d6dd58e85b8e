"""`git push` judged before it is run, in what it would send here."""

import json
import os

import pytest

from agents_repo import CAPSYS, told
from git_sessionlog.hooks.agent.guard import git_call, push
from git_sessionlog.hooks.agent.guard.shell import commands
from git_sessionlog.state.ref_updates import Update
from helpers import Repo
from life_repo import adopted
from refusals import PUSH_REFUSED, broken, stale

FIX = "feat(api): add login [Fix 7]"


@pytest.fixture
def behind(repo: Repo) -> Repo:
    """A repository on `main`, whose STATUS.md does not describe its last commit, beside another branch."""
    adopted(repo, repo.path.parent / "remote.git")
    repo.git("branch", "fresh")
    repo.write("app", "x")
    repo.git("add", "-A")
    repo.commit(FIX)
    return repo


def judged(monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS, command: str) -> str:
    """The headline of the refusal, "" for none."""
    data = {"cwd": os.environ["PWD"], "tool_input": {"command": command}}
    done = told(monkeypatch, capsys, "gemini", "before-tool", data=data)
    assert (done.code, done.err) == (0, "")
    return str(json.loads(done.out)["reason"]).partition("\n")[0] if done.out else ""


STALE = f"{PUSH_REFUSED}: {stale('main')}"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        ("git push", STALE),
        ("git push origin", STALE),
        ("git push origin main", STALE),
        ("git push -u origin HEAD", STALE),
        ("git push --force-with-lease origin +main:main", STALE),
        ("git push --all", STALE),
        ("git push ../remote.git main:other", STALE.replace("main", "other")),
        ("git fetch && git status; git push origin HEAD:refs/heads/other", STALE.replace("main", "other")),
        ("git push origin fresh", ""),
        ("git push origin fresh:main", ""),
        ("git push -n origin main", ""),
        ("git push -un origin main", ""),
        ("git-sessionlog checkpoint --next x; git push", ""),
        ("git sessionlog checkpoint --next x; git push", ""),
        ("git push origin :main", ""),
        ("git push --delete origin main", ""),
        ("git push --tags", ""),
        ("git push origin nothing", ""),
        ("git push origin $BRANCH", ""),
        ("git commit -m 'docs: describe it' STATUS.md && git push", ""),
        ("git -C .. push", ""),
        ("git --git-dir=.git push", ""),
        ("cd / && git push", ""),
    ],
)
def test_push(
    command: str, refused: str, behind: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    assert judged(monkeypatch, capsys, command) == refused


def test_messages_are_judged_and_no_way_round_is_named(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, repo.path.parent / "remote.git")
    repo.write("STATUS.md", "x")
    repo.git("add", "-A")
    oid = repo.commit("changed something")

    data = {"tool_input": {"command": "git push"}}
    done = told(monkeypatch, capsys, "gemini", "before-tool", data=data)

    assert json.loads(done.out)["reason"] == (
        f"{PUSH_REFUSED}: {broken(1, 1)}\n\n"
        f"  {oid[:10]}  changed something\n"
        '              does not start with "type(scope): "; allowed: chore docs feat fix refactor test'
        "  [type-missing]\n\n"
        "mend  git commit --amend\n"
    )


def test_a_push_that_its_user_lets_pass(
    behind: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    """The variable is the agent's own: whoever started it has set it."""
    monkeypatch.setenv("SESSIONLOG_SKIP", "a reason")
    assert judged(monkeypatch, capsys, "git push") == ""
    assert not (behind.path / ".git/sessionlog/skipped").exists()


@pytest.mark.parametrize(
    ("guard", "answer"),
    [
        ("deny", {"decision": "deny"}),
        ("warn", {"systemMessage": ""}),
        ("off", None),
    ],
)
def test_the_setting_says_what_is_done(
    guard: str,
    answer: dict[str, str] | None,
    behind: Repo,
    monkeypatch: pytest.MonkeyPatch,
    capsys: CAPSYS,
) -> None:
    behind.write(".sessionlog.toml", f'guard = "{guard}"\n')
    for command in ("git push", "git commit -n", "git commit -m x"):
        data = {"tool_input": {"command": command}}
        done = told(monkeypatch, capsys, "gemini", "before-tool", data=data)
        if answer is None:
            assert done == (0, "", "")
            continue
        said = json.loads(done.out)
        assert set(answer) <= set(said)
        assert ("it is run all the same" in done.out) == (guard == "warn")


def test_what_each_agent_is_told_by_a_warning(
    behind: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    """None of them decides about the command in its user's place."""
    behind.write(".sessionlog.toml", 'guard = "warn"\n')
    data = {"command": "git commit -n", "tool_input": {"command": "git commit -n"}}
    said = {
        name: told(monkeypatch, capsys, name, "pre-tool-use", data=data)
        for name in ("claude", "codex", "gemini", "cursor")
    }
    claude = json.loads(said["claude"].out)["hookSpecificOutput"]
    assert sorted(claude) == ["additionalContext", "hookEventName"]
    assert list(json.loads(said["codex"].out)) == ["systemMessage"]
    assert list(json.loads(said["gemini"].out)) == ["systemMessage"]
    assert (said["cursor"].out, said["cursor"].err) == ("", "")


def test_a_message_in_the_middle_of_a_merge_is_git_s(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    assert judged(monkeypatch, capsys, "git commit -m 'Merge it'") != ""
    assert judged(monkeypatch, capsys, "git merge --no-commit side; git commit -m 'Merge it'") == ""
    repo.write(".git/MERGE_HEAD", repo.git("rev-parse", "HEAD"))
    assert judged(monkeypatch, capsys, "git commit -m 'Merge it'") == ""


def test_a_message_that_a_hook_completes_is_left_to_commit_msg(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    commit = "git commit -m 'feat: x'"
    husky = repo.path / ".husky"
    repo.write(".husky/_/prepare-commit-msg", "#!/bin/sh\n").chmod(0o755)
    repo.git("config", "core.hooksPath", ".husky/_")
    assert judged(monkeypatch, capsys, commit) != ""
    (husky / "prepare-commit-msg").write_text("")
    assert judged(monkeypatch, capsys, f"cd .husky; {commit}") == ""
    repo.git("config", "--unset", "core.hooksPath")
    assert judged(monkeypatch, capsys, commit) != ""
    repo.write(".git/hooks/prepare-commit-msg", "#!/bin/sh\n").chmod(0o755)
    assert judged(monkeypatch, capsys, commit) == ""


def test_hooks_may_be_looked_for_where_ours_are(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    assert judged(monkeypatch, capsys, "git config core.hooksPath .githooks") != ""
    repo.write(".githooks/pre-push", "exec git-sessionlog-hook pre-push\n")
    assert judged(monkeypatch, capsys, "git config core.hooksPath .githooks") == ""
    assert judged(monkeypatch, capsys, "git config set core.hooksPath /dev/null") != ""
    assert judged(monkeypatch, capsys, "git -c core.hooksPath=.githooks commit -n") != ""


def test_the_repository_of_the_command_counts(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    """`git -C` and `cd` lead to another one, with settings of its own."""
    adopted(repo, None)
    other = Repo.init(repo.path / "other")
    bad = "commit -m 'feat: x'"
    assert judged(monkeypatch, capsys, f"git {bad}") != ""
    assert judged(monkeypatch, capsys, f"git -C other {bad}") == ""
    other.write(".sessionlog.toml", 'preset = "conventional"\n')
    assert judged(monkeypatch, capsys, f"cd other && git {bad}") == ""
    assert judged(monkeypatch, capsys, "cd other && git commit -m 'x'") != ""
    assert judged(monkeypatch, capsys, f"cd other; git -C .. {bad}") != ""
    assert judged(monkeypatch, capsys, "cd $SOMEWHERE; git commit -n") != ""
    assert judged(monkeypatch, capsys, f"cd $SOMEWHERE; git {bad}") == ""


def test_a_repository_made_somewhere_is_not_this_one(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    assert judged(monkeypatch, capsys, 'T=$(mktemp -d); cd "$T" && git init && git commit -nm x') == ""
    assert judged(monkeypatch, capsys, 'git clone -q . "$T" && git -C "$T" commit -nm x') == ""
    assert judged(monkeypatch, capsys, 'git init "$T" && git commit -nm x') != ""


def test_what_a_push_sends(behind: Repo) -> None:
    head = behind.git("rev-parse", "HEAD").strip()
    old = behind.git("rev-parse", "fresh").strip()
    behind.git("tag", "v1")
    main, fresh = Update("refs/heads/main", "", head), Update("refs/heads/fresh", "", old)
    assert sent("git push") == [main]
    assert sent("git push origin fresh main:refs/heads/x v1") == [
        fresh,
        Update("refs/heads/x", "", head),
        Update("refs/tags/v1", "", head),
    ]
    assert sent("git push --recurse-submodules no origin fresh") == [fresh]
    assert sent("git push --all") == [fresh, main]
    assert sent("git push origin tag v1") == []
    assert sent("git push https://example.com/x fresh") == [fresh]
    behind.git("config", "push.default", "upstream")
    behind.git("config", "branch.main.merge", "refs/heads/trunk")
    assert sent("git push") == [Update("refs/heads/trunk", "", head)]
    behind.git("config", "push.default", "nothing")
    assert sent("git push") == []
    behind.git("checkout", "-q", "--detach")
    assert sent("git push") == []


def sent(text: str) -> list[Update]:
    call = git_call.parsed(commands(text)[-1])
    assert call
    return list(push.sent(call))
