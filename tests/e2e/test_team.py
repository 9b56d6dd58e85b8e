"""People with branches, requests and a forge: no conflict in our files, no red main, no wrong refusal."""

from pathlib import Path

import pytest

from forge import BUTTONS, Forge, session
from helpers import CLI, Repo

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
