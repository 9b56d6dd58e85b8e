"""People with branches, requests and a forge: no conflict in our files, no red main, no wrong refusal."""

import json
import os
import re
from pathlib import Path

import pytest

from forge import BUTTONS, SETTINGS, Forge, commit, session
from helpers import BIN, CLI, Repo

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("repo")


def requested(forge: Forge, person: str, number: int) -> Repo:
    """A clone of a person with a pushed branch of one session of two commits."""
    clone = forge.clone(f"clone{number}", person=person)
    clone.git("checkout", "-q", "-b", f"topic{number}")
    subject = f"feat(core): add part {number} [Fix {number}]"
    done = session(
        clone,
        str(number),
        subject,
        subject.replace("add", "test"),
        end=(
            "--next",
            f"Fix {number + 50}: go on in src/g{number}.py",
            "--decision",
            f"Keep {number} | small",
        ),
    )
    assert done.code == 0, done
    return clone


@pytest.mark.parametrize("button", BUTTONS)
def test_six_requests_of_six_people(tmp_path: Path, button: str) -> None:
    forge = Forge.made(tmp_path)
    people = [requested(forge, f"Person{number}", number) for number in range(1, 7)]
    for clone in people:
        commits = clone.git("log", "--format=%s", "main..").splitlines()
        changed = clone.git("diff", "--numstat", "main...", "--", ".", ":!src").splitlines()
        assert len(commits) == 3  # two of work, one of ours
        assert len(changed) == 1
        record = clone.path / changed[0].split("\t")[2]
        assert int(changed[0].split("\t")[0]) <= 25 + 9  # with a step and a decision
        assert max(map(len, record.read_text().splitlines())) <= 120
    for number in range(1, 7):
        assert forge.ci(f"topic{number}", target="main").code == 0
        before = forge.bare.git("rev-parse", "main").strip()
        title = f"feat(core): add part {number} [Fix {number}] (#{number})"
        assert forge.press(button, f"topic{number}", title), "a conflict"
        checked = forge.ci("main", before=before)
        assert checked.code == 0, checked
    resumed = forge.on_main("resume")
    assert resumed.code == 0, resumed
    for number in range(1, 7):
        assert f"Add part {number} in src/f{number}.py" in resumed.out


@pytest.mark.parametrize("profile", ["status", "session-md", "continuity"])
def test_a_session_of_one_fix_brings_at_most_25_lines(tmp_path: Path, profile: str) -> None:
    """In each profile whose author prescribes no form for the record."""
    forge = Forge.made(tmp_path / "forge", f'{SETTINGS}profiles = ["{profile}"]\n')
    first = Repo(forge.home / "first")
    assert first.run(CLI, "init", "--profile", profile, "--hooks", "none").code == 0
    first.write("src/f1.py", "part 1\n")
    first.git("add", "-A")
    first.git("commit", "-q", "-m", "docs: begin the documents")
    first.git("push", "-q", "origin", "main")
    clone = topic(forge)
    for number in (2, 3):
        before = clone.git("rev-parse", "HEAD").strip()
        goal, fix = f"Replace part {number} in src/f1.py", f"{number}:replace part {number}:src/f1.py"
        assert clone.run(CLI, "start", goal, "--fix", fix).code == 0
        clone.write("src/f1.py", f"part {number}\n")
        clone.git("commit", "-q", "-am", f"feat(core): replace part {number} [Fix {number}]")

        done = clone.run(CLI, "end")

        assert done.code == 0, done
        ((added, _, path),) = (
            line.split("\t")
            for line in clone.git("diff", "--numstat", before, "HEAD", "--", ".", ":!src").splitlines()
        )
        assert int(added) <= 25, (clone.path / path).read_text()
        assert max(map(len, (clone.path / path).read_text().splitlines())) <= 120


@pytest.mark.parametrize("button", BUTTONS)
def test_an_update_takes_all_up_once(tmp_path: Path, button: str) -> None:
    forge = Forge.made(tmp_path)
    for number in (1, 2):
        requested(forge, f"Person{number}", number)
    for number in (1, 2):
        assert forge.press(
            button, f"topic{number}", f"feat(core): add part {number} [Fix {number}] (#{number})"
        )
    clone = forge.clone("lead", person="Lead")

    done = clone.run(CLI, "update", "--push")
    again = clone.run(CLI, "update", "--push")

    assert (done.code, again.code) == (0, 0), (done, again)
    assert (
        len(clone.git("log", "--format=%s", "origin/main", "--grep=^docs: update STATUS.md").splitlines())
        == 1
    )
    status = (clone.path / "STATUS.md").read_text()
    for number in (1, 2):
        assert status.count(f"| {number} | add part {number} |") == 1
        assert status.count(f"Fix {number + 50}: go on") == 1
        assert status.count(f"Add part {number} in src/f{number}.py (fix {number}") == 1
    assert clone.run(CLI, "check").code == 0
    assert clone.run(CLI, "docs").code == 0


def topic(forge: Forge, name: str = "topic", person: str = "Ann") -> Repo:
    clone = forge.clone(name, person=person)
    clone.git("checkout", "-q", "-b", name)
    return clone


def test_a_start_leaves_the_work_tree_alone(tmp_path: Path) -> None:
    clone = topic(Forge.made(tmp_path))

    started = clone.run(CLI, "start", "Add part 2 in src/a.py", "--fix", "2:add part 2:src/a.py")

    assert started.code == 0
    assert clone.git("status", "--porcelain") == ""
    assert clone.git("log", "--format=%s", "main..") == ""
    assert "Add part 2 in src/a.py" in clone.run(CLI, "resume").out
    assert clone.run(CLI, "start", "Another goal in src/b.py").code == 1  # it has not ended


def test_an_end_needs_no_start(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    clone = topic(forge)
    commit(clone, "feat(core): add part 2 [Fix 2]")
    commit(clone, "fix(core): repair part 2 [Fix 2]")
    refused = clone.run("git", "push", "-q", "origin", "topic")

    done = clone.run(CLI, "end")

    assert (refused.code, done.code) == (1, 0), done
    assert "mend  git sessionlog end\n" in refused.err
    assert forge.bare.git("rev-parse", "topic") == clone.git("rev-parse", "HEAD")
    assert forge.ci("topic", target="main").code == 0


def test_a_session_goes_on_after_its_squash_in_a_record_of_its_own(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    clone = topic(forge)
    clone.run(CLI, "start", "Add part 2 in src/a.py", "--fix", "2:add part 2:src/a.py")
    commit(clone, "feat(core): add part 2 [Fix 2]")
    assert clone.run(CLI, "checkpoint").code == 0
    clone.git("push", "-q", "-u", "origin", "topic")
    assert forge.press("squash", "topic", "feat(core): add part 2 [Fix 2] (#1)")
    landed = forge.bare.git("rev-parse", "main:docs/sessions").strip()
    clone.git("fetch", "-q", "--prune")
    clone.git("reset", "-q", "--hard", "origin/main")
    commit(clone, "fix(core): repair part 2 [Fix 2]")

    done = clone.run(CLI, "end")

    assert done.code == 0, done
    names = clone.git("ls-tree", "--name-only", "HEAD", "docs/sessions/").split()
    assert sorted(name.endswith("-2.md") for name in names) == [False, True]
    assert clone.git("rev-parse", f"HEAD:{min(names, key=len)}").strip() in forge.bare.git(
        "ls-tree", landed
    )
    assert forge.ci("topic", target="main").code == 0
    assert forge.press("squash", "topic", "fix(core): repair part 2 [Fix 2] (#2)")
    (told,) = json.loads(forge.on_main("log", "--format", "json").out)["sessions"]
    assert [point["includes"] for point in told["checkpoints"]] == [[1], [3]]  # 2 is our own
    assert (told["commits"], told["goal"], told["fixes"]) == (2, "Add part 2 in src/a.py", ["2"])
    assert "2.md" in forge.on_main("show", told["id"]).out


@pytest.mark.parametrize("often", [True, False], ids=["after each", "after both"])
def test_the_row_of_a_session_that_went_on_in_another_record(tmp_path: Path, often: bool) -> None:
    forge = Forge.made(tmp_path)
    clone, desk = topic(forge), forge.clone("desk", person="Bea")

    def brought_up() -> str:
        desk.git("pull", "-q", "--ff-only")
        assert desk.run(CLI, "update", "--push").code == 0
        return desk.git("show", "HEAD:STATUS.md")

    clone.run(CLI, "start", "Add part 2 in src/a.py", "--fix", "2:add part 2:src/a.py")
    commit(clone, "feat(core): add part 2 [Fix 2]")
    assert clone.run(CLI, "checkpoint").code == 0
    clone.git("push", "-q", "-u", "origin", "topic")
    assert forge.press("squash", "topic", "feat(core): add part 2 [Fix 2] (#1)")
    if often:
        assert "| in progress: Add part 2 in src/a.py (fix 2; 1 commit) |" in brought_up()
    clone.git("fetch", "-q", "--prune")
    clone.git("reset", "-q", "--hard", "origin/main")
    commit(clone, "fix(core): repair part 2 [Fix 2]")
    assert clone.run(CLI, "end").code == 0
    assert forge.press("squash", "topic", "fix(core): repair part 2 [Fix 2] (#2)")

    text = brought_up()

    assert "in progress: " not in text
    assert text.count("| Add part 2 in src/a.py (fix 2; 1 commit) |") == 2
    assert brought_up() == text


def test_a_lost_race_leaves_nothing_behind(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path, 'state-on = "every"\n')
    one, other = forge.clone("one", person="Ann"), forge.clone("other", person="Bea")
    commit(one, "feat(core): add part 1 [Fix 1]", "src/one.py")
    commit(other, "feat(core): add part 2 [Fix 2]", "src/other.py")
    assert other.run(CLI, "end", "--next", "Fix 8: go on in src/other.py").code == 0
    before = one.git("rev-parse", "HEAD")

    lost = one.run(CLI, "end", "--next", "Fix 9: go on in src/one.py")
    assert lost.code == 2
    assert one.git("rev-parse", "HEAD") == before
    assert one.git("status", "--porcelain") == ""
    command = lost.err.rsplit("hint: ", 1)[1].replace("git sessionlog", str(CLI))
    again = one.run("sh", "-c", command)

    assert again.code == 0, again
    assert forge.bare.git("rev-parse", "main") == one.git("rev-parse", "HEAD")
    status = one.git("show", "HEAD:STATUS.md")
    assert (status.count("Fix 8: go on"), status.count("Fix 9: go on")) == (1, 1)
    assert len(one.git("log", "--format=%s", "--grep=^docs: update STATUS").splitlines()) == 2


@pytest.mark.parametrize("state_on", ["default", "every"])
def test_two_sessions_of_a_day_with_one_number_have_a_row_each(tmp_path: Path, state_on: str) -> None:
    driver = {".gitattributes": "/STATUS.md merge=sessionlog\n"}
    forge = Forge.made(tmp_path, f'state-on = "{state_on}"\n', **driver)
    people = [forge.clone(name) for name in ("Ann", "Bea")]
    for number, clone in enumerate(people, 1):
        assert clone.run(CLI, "install").code == 0
        plan = f"{number}:add part {number}:src/{number}.py"
        assert clone.run(CLI, "start", f"Add part {number} in src/{number}.py", "--fix", plan).code == 0
        commit(clone, f"feat(core): add part {number} [Fix {number}]", f"src/{number}.py")
    one, other = people
    assert one.run(CLI, "end").code == 0

    lost = other.run(CLI, "end")
    command = lost.err.rsplit("hint: ", 1)[1].replace("git sessionlog", str(CLI))
    again = other.run("sh", "-c", command)

    assert (lost.code, again.code) == (2, 0), (lost, again)
    log = other.git("show", "HEAD:STATUS.md").partition("## Session Log")[2]
    assert re.findall(r"\| (\d) \| Add part (\d) in ", log) == [("1", "1"), ("1", "2")]


def test_a_colleague_without_the_tool(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    clone = forge.clone("bob")
    clone.git("checkout", "-q", "-b", "bob")
    commit(clone, "feat(core): add part 70 [Fix 70]")
    clone.git("push", "-q", "origin", "bob")

    asked = forge.ci("bob", target="main")
    before = forge.bare.git("rev-parse", "main").strip()
    assert forge.press("squash", "bob", "feat(core): add part 70 [Fix 70] (#3)")
    landed = forge.ci("main", before=before)
    lead = forge.clone("lead", person="Lead")
    updated = lead.run(CLI, "update", "--push")

    assert (asked.code, landed.code, updated.code) == (0, 0, 0), (asked, landed, updated)
    assert "document-stale" in asked.out
    assert "mend: git sessionlog update --push" in landed.out
    assert "| 70 | add part 70" in (lead.path / "STATUS.md").read_text()
    assert lead.run(CLI, "update").out.startswith("the state documents have taken up all")


def test_what_main_brings_into_a_branch_is_not_its_sessions(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    clone = requested(forge, "Ann", 2)
    bob = topic(forge, "bob", person="")
    commit(bob, "feat(core): add part 70 [Fix 70]")
    bob.git("push", "-q", "origin", "bob")
    assert forge.press("merge", "bob", "feat(core): add part 70 [Fix 70] (#3)")
    clone.git("fetch", "-q")
    clone.git("merge", "-q", "--no-edit", "origin/main")
    commit(clone, "fix(core): repair part 2 [Fix 2]", "src/f2.py")

    done = clone.run(CLI, "end")

    assert done.code == 0, done
    record = clone.git("show", "--format=", "HEAD")
    assert "+goal: repair part 2\n" in record
    assert "+also:" not in record
    assert forge.ci("topic2", target="main").code == 0


@pytest.mark.parametrize(("title", "code"), [("feat(core): add part 2 [Fix 2]", 0), ("Add part 2", 1)])
def test_a_request_that_is_squashed_is_checked_by_its_title(tmp_path: Path, title: str, code: int) -> None:
    forge = Forge.made(tmp_path, SETTINGS + 'merge = "squash"\n')
    clone = topic(forge)
    clone.git("config", "core.hooksPath", "/dev/null")
    commit(clone, "wip")
    clone.git("push", "-q", "origin", "topic")

    assert forge.ci("topic", target="main", title=title).code == code


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_the_job_that_updates_after_a_merge(tmp_path: Path, service: str) -> None:
    forge = Forge.made(tmp_path)
    requested(forge, "Ann", 1)
    assert forge.press("squash", "topic1", "feat(core): add part 1 [Fix 1] (#1)")
    text = (ROOT / f"docs/ci/{service}-update.yml").read_text()
    commands = re.findall(r"(?m)^ +(?:- )?(git [^\n]*)$", text)
    assert commands[-1] == "git sessionlog update --push"
    run = "\n".join(one for one in commands if "set-url" not in one and "pushOption" not in one)
    job = forge.clone("job")
    env = {
        "CI_COMMIT_BRANCH": "main",
        "CI_SERVER_HOST": "example.com",
        "PATH": f"{BIN}:{os.environ['PATH']}",
    }

    first, second = (job.run("sh", "-ec", run, **env) for _ in range(2))

    assert (first.code, second.code) == (0, 0), (first, second)
    subjects = forge.bare.git("log", "--format=%s", "main").splitlines()
    assert subjects.count("docs: update STATUS.md from session 1") == 1
