"""The sessions of other branches, here and pushed by others, are told to who starts, resumes and ends."""

import json
from pathlib import Path

import pytest

from forge import Forge
from helpers import CLI, Repo

pytestmark = pytest.mark.usefixtures("repo")


def begun(clone: Repo, branch: str, fix: str) -> str:
    """A session on a branch, pushed with a checkpoint; its id."""
    clone.git("switch", "-qc", branch)
    goal = f"Add part {fix} in src/f{fix}.py"
    done = clone.run(CLI, "start", goal, "--fix", f"{fix}:part", "--format", "json")
    assert done.code == 0, done
    clone.write(f"src/f{fix}.py", "1\n")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", f"feat(core): add part {fix} [Fix {fix}]")
    assert clone.run(CLI, "checkpoint").code == 0
    clone.git("push", "-q", "-u", "origin", branch)
    return json.loads(done.out)["id"]


def test_what_others_have_pushed(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    bea, ann = (forge.clone(name.lower(), person=name) for name in ("Bea", "Ann"))
    other = begun_by(bea, "topic", "4", "Bea")
    ann.git("fetch", "-q")
    ann.git("switch", "-qc", "mine")

    started = ann.run(CLI, "start", "Add parts 4 and 5", "--fix", "4:part", "--fix", "5:part")
    resumed = json.loads(ann.run(CLI, "resume", "--format", "json").out)
    text = ann.run(CLI, "resume").out
    status = json.loads(ann.run(CLI, "status", "--format", "json").out)

    assert started.code == 0
    assert "#4 is being worked on by Bea on origin/topic, session 1\n" in started.out
    assert [(one["branch"], one["id"], one["by"], one["fixes"]) for one in resumed["elsewhere"]] == [
        ("origin/topic", other, "Bea", ["4"])
    ]
    assert "\nSessions on other branches\n  - origin/topic: session 1, by Bea: Add part 4" in text
    assert [(one["branch"], one["id"]) for one in status["elsewhere"]] == [("origin/topic", other)]

    ann.write("a", "1\n")
    ann.git("add", "-A")
    ann.git("commit", "-q", "-m", "feat(core): add part 5 [Fix 5]")
    ended = ann.run(CLI, "end", "--next", "Fix 6: go on")
    assert ended.code == 0, ended
    assert "session 1 (Add part 4 in src/f4.py) has not ended on origin/topic, by Bea\n" in ended.out


def begun_by(clone: Repo, branch: str, fix: str, name: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_AUTHOR_NAME", name)
        return begun(clone, branch, fix)


def test_only_what_goes_on_is_told(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    bea, ann = (forge.clone(name.lower(), person=name) for name in ("Bea", "Ann"))
    begun(bea, "ended", "4")
    assert bea.run(CLI, "end", "--next", "Fix 9: go on").code == 0
    bea.git("switch", "-q", "main")
    begun(bea, "stacked", "5")
    bea.git("switch", "-qc", "on-top")  # has the record of `stacked`, and no session of its own
    bea.git("push", "-q", "origin", "on-top")
    bea.git("switch", "-q", "main")
    begun(bea, "gone", "6")
    bea.git("push", "-q", "origin", ":gone")
    ann.git("fetch", "-q", "--prune")
    ann.git("switch", "-qc", "mine")

    found = json.loads(ann.run(CLI, "resume", "--format", "json").out)["elsewhere"]

    assert [one["branch"] for one in found] == ["origin/stacked"]


def test_own_sessions_are_told_once_and_by_their_branch(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    ann = forge.clone("ann", person="Ann")
    begun(ann, "one", "4")
    ann.git("branch", "-m", "renamed")
    ann.git("switch", "-q", "main")
    ann.git("switch", "-qc", "two")
    assert ann.run(CLI, "start", "Add part 5 in src/b.py", "--fix", "5:part").code == 0
    ann.git("switch", "-qc", "three", "main")

    found = json.loads(ann.run(CLI, "resume", "--format", "json").out)["elsewhere"]

    assert [(one["branch"], one["by"]) for one in found] == [("renamed", None), ("two", None)]


def test_a_second_clone_goes_on_with_a_session_of_its_own(tmp_path: Path) -> None:
    forge = Forge.made(tmp_path)
    one, two = (forge.clone(name, person="Ann") for name in ("one", "two"))
    id = begun(one, "topic", "4")
    one.git("branch", "-m", "renamed")
    assert one.run(CLI, "checkpoint", "--next", "Fix 8: go on").code == 0
    one.git("push", "-q", "-u", "origin", "renamed:renamed", ":topic")
    two.git("fetch", "-q", "--prune")
    two.git("switch", "-q", "renamed")

    refused = two.run(CLI, "end")
    again = two.run(CLI, "start", "Add part 4 in src/f4.py", "--fix", "4", "--force", "--format", "json")

    assert refused.code == 2
    assert (
        "was not started in this clone\nhint: go on with it: git sessionlog start --force\n" in refused.err
    )
    found = json.loads(again.out)
    assert (found["continues"], found["id"] == id) == (id, False)
