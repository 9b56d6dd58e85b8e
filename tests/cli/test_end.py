"""`git sessionlog end`, in process, on real repositories."""

import json
import os

import pytest

from git_sessionlog.cli import main
from helpers import CLI, Repo
from life_repo import GOAL, adopted, document, plain, prepared, the_record, trusted, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
SKIPS = (
    "  skipped  pending changes written down: none are kept here\n"
    "  skipped  living documents updated: none are kept here\n"
    "  skipped  runbook of the commands: none is kept here\n"
)
REFUSED = "docs: update STATUS.md with session progress"


def _build(repo: Repo) -> None:
    settings = 'gates = { tests = "test -e src/auth" }\n'
    adopted(repo, repo.path.parent / "remote.git", settings=settings)


def _start(repo: Repo) -> None:
    _build(repo)
    assert main(["start", GOAL, "--fix", "2.3:refuse expired tokens:src/auth", "--fix", "7"]) == 0
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", src__auth="1\n2\n")


@pytest.fixture
def started(repo: Repo) -> Repo:
    """A repository with a session for the fixes 2.3 and 7, and a commit for the first."""
    prepared(repo, _start)
    trusted(repo)
    return repo


@pytest.fixture
def remote(repo: Repo) -> Repo:
    return Repo(repo.path.parent / "remote.git")


def test_a_session_from_start_to_end(started: Repo, remote: Repo, capsys: CAPSYS) -> None:
    started.write("src/auth", "1\n2\n3\n")

    refused = called(capsys, "end")
    work(started, "fix(api): add a health check [Fix 7]", src__api="1\n")
    done = called(capsys, "end", "--next", "Fix 9: retry in `api/client.py`")

    assert (refused.code, refused.out, refused.err) == (
        1,
        f"session 1: {GOAL}\n"
        "  fail     all changes committed: src/auth\n"
        "           git commit them, or end with --minimal\n"
        "  skipped  state documents updated: not yet\n"
        "  pass     completed fixes listed: 2.3\n"
        + SKIPS
        + "  pass     blockers documented: none is open\n"
        "  pass     next steps written down: 2\n"
        "  skipped  pushed: not yet\n"
        "  pass     gate tests\n"
        "not ended: 1 point failed, nothing was written\n",
        "",
    )
    assert (done.code, plain(done.out), done.err) == (
        0,
        f"session 1: {GOAL}\n"
        "  pass     all changes committed\n"
        "  pass     state documents updated: STATUS.md\n"
        "  pass     completed fixes listed: 2.3, 7\n"
        + SKIPS
        + "  pass     blockers documented: none is open\n"
        "  pass     next steps written down: 2\n"
        "  pass     pushed: origin/main\n"
        "  pass     gate tests\n"
        "  removed  STATUS.md: Fix 7: add a health check\n"
        "committed: docs: update STATUS.md with session progress\n"
        "completed: 2 commits, +4 -0 in 2 files, fixes 2.3 7, 0 min\n",
        "",
    )
    assert remote.git("rev-parse", "main") == started.git("rev-parse", "HEAD")
    assert "sessionlog" not in started.git("config", "--list", "--local", "--name-only")
    assert list((started.path / ".git/sessionlog/sessions").iterdir()) == []
    assert document(started, "STATUS.md", "HEAD") == (
        "# Status\n\n**Last Updated**: TIME\n\n## Completed Fixes\n\n"
        "| Fix | Description | Commit | Date |\n| --- | ----------- | ------ | ---- |\n"
        "| 2.3 | refuse expired tokens | HASH | DAY |\n| 7 | add a health check | HASH | DAY |\n\n"
        "## In Progress\n\nNone\n\n"
        "## Next Up\n\n1. Fix 8: add pagination in `api/v1.py`\n2. Fix 9: retry in `api/client.py`\n\n"
        "## Session Log\n\n| Date | Session | Summary |\n| ---- | ------- | ------- |\n"
        f"| DAY | 1 | {GOAL} (fixes 2.3, 7; 2 commits) |\n"
    )


def test_the_record_of_what_was_done(started: Repo, capsys: CAPSYS) -> None:
    called(capsys, "end")

    record = the_record(started)
    assert (record.status, record.metrics[:4]) == ("completed", (1, 1, 2, 0))
    assert [(point.number, point.subject) for point in record.checkpoints] == [
        (1, "fix(auth): refuse expired tokens [Fix 2.3]")
    ]
    assert len(record.checkpoints[0].patch) == 12
    text = document(started, f"docs/sessions/{record.id}.md", "HEAD")
    assert "## Completed\n\n- Fix 2.3: refuse expired tokens (commit HASH)\n" in text
    assert "- **Code Changes**: +2 -0 lines, files: 1\n" in text
    assert "1. Fix 7: add a health check\n" not in text
    assert "1. Fix 7: add a health check\n" in document(started, "STATUS.md")  # nobody began with it


def test_what_is_missing_is_listed_with_the_flag_that_supplies_it(started: Repo, capsys: CAPSYS) -> None:
    text = (started.path / "STATUS.md").read_text().replace("2. Fix 8: add pagination in `api/v1.py`\n", "")
    work(started, "docs: nothing is next", **{"STATUS.md": text})
    work(started, "fix(api): add a health check [Fix 7]", src__api="1\n")
    called(capsys, "checkpoint", "--blocker", "no access to staging | no deployment")

    refused = called(capsys, "end")
    blocker = ("--blocker", "no access to staging | no deployment | ask Ann")
    done = called(capsys, "end", *blocker, "--next", "deploy")

    assert refused.code == 1
    assert (
        '  fail     blockers documented: no mitigation of "no access to staging"\n'
        "           --blocker 'no access to staging | IMPACT | MITIGATION'\n"
        "  skipped  next steps written down: there is none\n"
        '           --next "TEXT"\n'
    ) in refused.out
    assert done.code == 0
    assert "  pass     next steps written down: 1, but no file, fix or command is named\n" in done.out


def test_a_gate_that_fails_shows_its_output(started: Repo, capsys: CAPSYS) -> None:
    shown = 'gates = { tests = "sh -c \'seq 40; exit 3\'", gone = "no-such-command x" }\n'
    work(started, "chore(ci): gates [Fix 7]", **{".sessionlog.toml": shown})
    trusted(started)

    refused = called(capsys, "end")

    lines = refused.out.splitlines()
    assert refused.code == 1
    assert lines[:3] == ["gate tests: sh -c 'seq 40; exit 3'", "  (10 lines left out)", "  11"]
    assert lines[31:34] == [
        "  40",
        "gate gone: no-such-command x",
        "  No such file or directory: no-such-command",
    ]
    assert "  fail     gate tests: exit code 3" in lines
    assert "  fail     gate gone: it could not be started" in lines
    found = json.loads(called(capsys, "end", "--format", "json").out)
    assert (found["ended"], [gate["code"] for gate in found["gates"]]) == (False, [3, None])


def test_quotes_that_are_not_closed(started: Repo, capsys: CAPSYS) -> None:
    work(started, "chore(ci): gates [Fix 7]", **{".sessionlog.toml": 'gates = { tests = "sh -c \'x" }\n'})
    trusted(started)

    assert called(capsys, "end") == (2, "", "error: gates: tests: No closing quotation: sh -c 'x\n")


def test_dry_run_changes_nothing(started: Repo, capsys: CAPSYS) -> None:
    before = {str(file): file.read_bytes() for file in started.path.rglob("*") if file.is_file()}

    done = called(capsys, "end", "--dry-run", "--next", "deploy it")

    assert done.code == 0
    assert "\n+| 2.3 | refuse expired tokens | HASH | DAY |\n" in plain(done.out)
    assert "\n+status: completed\n" in done.out
    after = {str(file): file.read_bytes() for file in started.path.rglob("*") if file.is_file()}
    assert {name: after[name] for name in before if "/.git/index" not in name} == {
        name: data for name, data in before.items() if "/.git/index" not in name
    }
    assert after.keys() == before.keys()


def test_minimal_keeps_all_there_is(started: Repo, remote: Repo, capsys: CAPSYS) -> None:
    started.write("src/half", "1\n")

    done = called(capsys, "end", "--minimal")

    assert done.code == 0
    assert done.out.splitlines()[-1].startswith("incomplete: 2 commits, +3 -0 in 2 files, fixes 2.3, ")
    assert the_record(started).status == "incomplete"
    assert remote.git("log", "--format=%s", "-3", "main").splitlines() == [
        "docs: update STATUS.md with session progress",
        "fix(auth): save work in progress [Fix 2.3]",
        "fix(auth): refuse expired tokens [Fix 2.3]",
    ]
    assert started.git("status", "--porcelain") == ""
    assert "| incomplete: Complete Batch A: critical fixes (fix 2.3; 2 commits) |" in document(
        started, "STATUS.md"
    )


def test_minimal_commits_and_needs_no_editor(started: Repo, capsys: CAPSYS) -> None:
    error = (
        "error: --minimal commits all there is, without an editor\nhint: leave out --no-commit and --edit\n"
    )
    assert called(capsys, "end", "--minimal", "--edit") == (2, "", error)


def test_no_push_and_no_commit(started: Repo, remote: Repo, capsys: CAPSYS) -> None:
    written = called(capsys, "end", "--no-commit")

    assert written.code == 0
    assert started.git("diff", "--name-only", "HEAD").split()[0] == "STATUS.md"
    done = called(capsys, "end", "--no-push")
    assert "  skipped  pushed: by --no-push\n           git push\n" in done.out
    assert done.code == 0
    assert started.git("status", "--porcelain") == ""
    assert started.git("rev-list", "--count", "@{u}..HEAD") == "2\n"


def test_edit_brings_up_the_editor(started: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (started.path / "STATUS.md").read_text().replace("2. Fix 8: add pagination in `api/v1.py`\n", "")
    work(started, "docs: nothing is next", **{"STATUS.md": text})
    work(started, "fix(api): add a health check [Fix 7]", src__api="1\n")
    monkeypatch.setenv("GIT_EDITOR", "false")
    failed = called(capsys, "end", "--edit")
    monkeypatch.setenv("GIT_EDITOR", "sed -i 's/^## Next Up/&\\n\\n1. Fix 10: `make deploy`/'")

    done = called(capsys, "end", "--edit")

    ended = "the editor ended with 1; nothing was committed"
    assert failed == (2, "", f"error: {ended}\nhint: git sessionlog end goes on with it\n")
    assert done.code == 0
    assert "1. Fix 10: `make deploy`\n" in document(started, "STATUS.md", "HEAD")


def test_a_session_that_commits_have_opened(repo: Repo, capsys: CAPSYS) -> None:
    _build(repo)
    base = repo.git("rev-parse", "HEAD").strip()
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", src__auth="1\n")

    done = called(capsys, "end")

    assert done.code == 0
    record = the_record(repo)
    assert (record.number, record.goal, record.base) == (1, "refuse expired tokens", base)
    assert record.status == "completed"
    assert repo.recorded("HEAD~").endswith(f"Session-Checkpoint: {record.id}/1\n".encode())
    assert called(capsys, "end") == (
        2,
        "",
        'error: there is no session; the last one, 1, has ended\nhint: git sessionlog start "GOAL"\n',
    )


def test_a_session_of_commits_that_name_no_fix_has_its_goal_from_them(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, settings='fix-tag = "optional"\n')
    work(repo, "feat(auth): log out", src__auth="1\n")

    done = called(capsys, "end")

    assert done.code == 0
    assert "  skipped  pushed: there is no remote\n" in done.out
    assert the_record(repo).goal == "log out"


def test_commits_of_others_are_not_those_of_the_session(started: Repo, capsys: CAPSYS) -> None:
    started.git("switch", "-qc", "side", "HEAD~")
    started.commit("feat(side): without a trailer [Fix 90]")
    started.commit("feat(side): of another session [Fix 91]\n\nSession-Checkpoint: 20260101-aaaaaa/1")
    started.git("switch", "-q", "main")
    started.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    started.commit("feat(main): of another session [Fix 92]\n\nSession-Checkpoint: 20260101-aaaaaa/2")
    started.commit("fix(main): by a web site [Fix 93]")

    called(capsys, "end")

    assert [(point.number, point.fixes) for point in the_record(started).checkpoints] == [
        (1, ("2.3",)),
        (0, ("93",)),
    ]


def test_commits_that_a_pull_brought_are_not_those_of_the_session(
    started: Repo, remote: Repo, capsys: CAPSYS
) -> None:
    other = Repo(started.path.parent / "other")
    started.run("git", "clone", "-q", remote.path.as_uri(), other.path)
    other.write("other.py", "1\n")
    other.git("add", "-A")
    other.commit("fix(api): by somebody without hooks [Fix 93]")
    other.git("push", "-q", "origin", "HEAD:main")
    started.hook("commit-msg", "#!/bin/sh\n")
    work(started, "fix(api): made here without a trailer [Fix 94]", own="1\n")
    started.git("pull", "-q", "--rebase")
    started.git("push", "-q", "--no-verify")  # it is on the remote, as the other one is

    assert called(capsys, "end").code == 0

    record = the_record(started)
    assert [point.fixes for point in record.checkpoints] == [("2.3",), ("94",)]
    assert "| 93 " not in document(started, "STATUS.md")


def test_what_a_hook_adds_to_the_commit_leaves_nothing_behind(started: Repo, capsys: CAPSYS) -> None:
    started.hook(
        "pre-commit",
        "#!/bin/sh\nsed -i 's/^| 2.3 /|  2.3 /' STATUS.md\necho 1 >made.txt\ngit add STATUS.md made.txt\n",
    )
    started.write("staged.py", "by the user\n")
    started.git("add", "staged.py")

    assert called(capsys, "checkpoint", "-m", "half way").code == 0

    assert started.git("status", "--porcelain").splitlines() == ["A  staged.py"]
    assert "made.txt" in started.git("ls-tree", "--name-only", "HEAD")


def test_a_fix_that_is_not_done_stays_in_progress(started: Repo, capsys: CAPSYS) -> None:
    assert called(capsys, "end", "--unfinished", "2.3").code == 0

    text = document(started, "STATUS.md")
    assert "## In Progress\n\n- Fix 2.3: refuse expired tokens in src/auth\n" in text
    assert "| 2.3 |" not in text


def test_a_fix_is_not_both_done_and_unfinished(started: Repo, capsys: CAPSYS) -> None:
    before = document(started, "STATUS.md")

    assert called(capsys, "end", "--done", "7", "--unfinished", "#7").code == 2

    assert document(started, "STATUS.md") == before
    assert the_record(started).is_open


def test_blocked_where_a_blocker_keeps_the_plan_from_being_done(started: Repo, capsys: CAPSYS) -> None:
    called(capsys, "end", "--blocker", "no access | all | ask Ann")

    assert the_record(started).status == "blocked"


def test_not_blocked_where_the_plan_is_done(started: Repo, capsys: CAPSYS) -> None:
    work(started, "fix(api): add a health check [Fix 7]", src__api="1\n")

    called(capsys, "end", "--blocker", "no access | all | ask Ann")

    assert the_record(started).status == "completed"


def test_not_blocked_where_nothing_is_in_the_way(started: Repo, capsys: CAPSYS) -> None:
    called(capsys, "end")

    assert the_record(started).status == "completed"


def test_the_bugs_fixed_are_those_of_the_report(repo: Repo, capsys: CAPSYS) -> None:
    """Commits of type fix; what `git commit --fixup` makes is part of another commit."""
    adopted(repo, None, settings='profiles = ["sessions"]\n')
    called(capsys, "start", GOAL, "--fix", "7")
    for subject in ("feat(api): add x", "fix(api)!: y", "fix(web): z", "fixup! feat(api): add x"):
        work(repo, f"{subject} [Fix 7]", **{f"src/{subject[-1]}{len(subject)}": "1\n"})

    called(capsys, "end", "--minimal")

    data = json.loads(called(capsys, "report", "--format", "json").out)
    assert [one["performance"]["metrics"]["bugsFixed"] for one in data["sessions"]] == [2]
    results = next((repo.path / ".claude/sessions").glob("*-completed.md")).read_text()
    assert "- **Bugs Fixed**: 2\n" in results


def test_questions_at_a_terminal(started: Repo) -> None:
    text = (started.path / "STATUS.md").read_text().replace("2. Fix 8: add pagination in `api/v1.py`\n", "")
    work(started, "docs: nothing is next", **{"STATUS.md": text})
    work(started, "fix(api): add a health check [Fix 7]", src__api="1\n")
    pid, terminal = pytest.importorskip("pty").fork()
    if not pid:
        os.execv(CLI, [str(CLI), "end", "--blocker", "no access | all"])
    os.write(terminal, b"Deploy with `make deploy`\nask Ann\n")
    said = b""
    try:
        while piece := os.read(terminal, 4096):
            said += piece
    except OSError:
        pass

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert "What is next?" in said.decode()
    assert 'What could resolve "no access"?' in said.decode()
    text = document(started, "STATUS.md", "HEAD")
    assert "1. Deploy with `make deploy`\n" in text
    assert "| no access | all | ask Ann | Open |\n" in text


def test_json(started: Repo, capsys: CAPSYS) -> None:
    found = json.loads(plain(called(capsys, "end", "--format", "json").out))

    assert (found["ended"], found["committed"], found["pushed"]) == (True, REFUSED, "origin/main")
    del found["metrics"]["minutes"]
    assert found["metrics"] == {"commits": 1, "files": 1, "added": 2, "removed": 0}
    assert found["checklist"][0] == {
        "name": "all changes committed",
        "verdict": "pass",
        "why": "",
        "remedy": "",
    }


def test_the_questions_to_git_do_not_grow_with_the_fixes(
    started: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(fixes: range) -> list[str]:
        for number in fixes:
            work(started, f"feat(api): add part {number} [Fix 9.{number}]")
        log = started.path / ".git" / f"asked-{fixes.start}"
        monkeypatch.setenv("GIT_TRACE2_EVENT", str(log))
        assert main(["end", "--dry-run"]) == 0
        monkeypatch.delenv("GIT_TRACE2_EVENT")
        assert f"9.{fixes.stop - 1}" in capsys.readouterr().out
        events = map(json.loads, log.read_text().splitlines())
        return [event["argv"][1] for event in events if event["event"] == "start"]

    few, many = asked(range(1, 3)), asked(range(3, 20))

    assert sorted(few) == sorted(many)  # two of a pipe begin in any order
    assert len(many) <= 17


def test_a_whole_end_asks_git_little(
    started: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = started.path / ".git" / "asked"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(log))
    called(capsys, "end")
    monkeypatch.delenv("GIT_TRACE2_EVENT")
    events = map(json.loads, log.read_text().splitlines())
    own = [event["argv"] for event in events if event["event"] == "start" and "/" not in event["sid"]]

    assert {"fetch", "commit", "push"} <= {word for argv in own for word in argv}
    assert len(own) <= 34
