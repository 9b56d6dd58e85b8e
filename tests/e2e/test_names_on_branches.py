"""Two clones with the same number, day and goal: no file of ours is touched by both, in any profile."""

import shutil
from pathlib import Path

import pytest

from forge import BUTTONS, SETTINGS, Forge
from git_sessionlog.documents.profiles import registry
from git_sessionlog.settings.model import PROFILES
from helpers import CLI, Repo

GOAL = "Add the retry in src/api.py"
OWN = """\
[[documents]]
id = "diary"
path = "docs/sessions/{date}.md"
sections = [{ concept = "completed", heading = "Done", shape = "bullets", entry = "- {text}" }]

[[documents]]
id = "plan"
path = "docs/sessions/plan-{number:03}.md"
sections = [{ concept = "next", heading = "Next", shape = "bullets", entry = "- {text}" }]
"""
OF_ITS_OWN = f'record = "docs/sessions/session-{{number:03}}.md"\n\n{OWN}'

pytestmark = pytest.mark.usefixtures("repo")


def made(home: Path, profile: str) -> Forge:
    """A forge whose main has the documents of a profile."""
    forge = Forge.made(home, f'{SETTINGS}profiles = ["{profile}"]\n', **{"lab.toml": OF_ITS_OWN})
    first = Repo(home / "first")
    first.git("rm", "-q", "STATUS.md")
    first.git("commit", "-q", "--amend", "--no-edit")
    begun = first.run(CLI, "init", "--profile", profile)
    assert begun.code == 0, begun
    first.git("add", "-A")
    first.git("commit", "-q", "-m", "docs: begin the documents")
    first.git("push", "-q", "--force", "--no-verify", "origin", "main")
    return forge


def ended(clone: Repo, fix: str) -> list[str]:
    """A session from start to end with a plan of one fix; the paths that its branch brings."""
    began = clone.run(CLI, "start", GOAL, "--fix", f"{fix}:add the retry:src/api.py")
    assert began.code == 0, began
    clone.write(f"src/f{fix}.py", "1\n")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", f"feat(api): add the retry [Fix {fix}]")
    done = clone.run(CLI, "end", "--next", f"Fix 9{fix}: look at src/f{fix}.py")
    assert done.code == 0, done
    return clone.git("diff", "--name-only", "main...").split()


@pytest.mark.parametrize("profile", [*PROFILES, "lab.toml"])
def test_two_clones_from_one_main(tmp_path: Path, profile: str) -> None:
    forge = made(tmp_path / "forge", profile)
    brought = []
    clones = [forge.clone(name, person=name) for name in ("Ann", "Bea")]
    for number, clone in enumerate(clones, 1):
        clone.git("checkout", "-q", "-b", f"topic{number}")
        brought.append([path for path in ended(clone, str(number)) if not path.startswith("src/")])
        assert sum("\nnumber: 1\n" in (clone.path / path).read_text() for path in brought[-1]) == 1
    assert len(brought[0]) == len(brought[1]) >= 1
    assert not {path.casefold() for path in brought[0]} & {path.casefold() for path in brought[1]}
    for button in BUTTONS:
        home = tmp_path / button
        shutil.copytree(forge.bare.path, home / "forge.git")
        landed(Forge(Repo(home / "forge.git"), home), button, [*brought[0], *brought[1]])


def landed(forge: Forge, button: str, brought: list[str]) -> None:
    """Both requests are merged, and all commands know both sessions."""
    for number in (1, 2):
        assert forge.press(button, f"topic{number}", f"feat(api): add the retry [Fix {number}] (#{number})")
    lead = forge.clone("lead", person="Lead")
    assert all((lead.path / path).is_file() for path in brought)
    read = lead.run(CLI, "resume")
    updated = lead.run(CLI, "update", "--push")
    assert (read.code, updated.code) == (0, 0), (read, updated)
    for path in brought:
        assert "\nnumber: 1\n" not in (lead.path / path).read_text() or path in read.out
    assert lead.git("log", "-1", "--format=%s").strip().endswith("from 2 sessions")
    judged = lead.run(CLI, "docs", "--format", "json")
    assert '"severity": "error"' not in judged.out, judged
    assert lead.run(CLI, "update").out.startswith("the state documents have taken up all")


def test_a_row_for_each_though_one_came_later(tmp_path: Path) -> None:
    """The first is taken up before the second lands, which began before it."""
    forge = made(tmp_path, "status")
    clones = [forge.clone(name, person=name) for name in ("Ann", "Bea")]
    for number, clone in enumerate(clones, 1):
        clone.git("checkout", "-q", "-b", f"topic{number}")
        ended(clone, str(number))
    lead = forge.clone("lead", person="Lead")
    for number in (2, 1):
        assert forge.press(
            "merge", f"topic{number}", f"feat(api): add the retry [Fix {number}] (#{number})"
        )
        lead.git("pull", "-q")
        assert lead.run(CLI, "update", "--push").code == 0
        assert lead.run(CLI, "update").out.startswith("the state documents have taken up all")
    status = (lead.path / "STATUS.md").read_text()
    assert status.count(f"| {GOAL} (fix") == 2
    for number in (1, 2):
        assert status.count(f"Fix 9{number}: look at src/f{number}.py") == 1
        assert status.count(f"| {number} | add the retry |") == 1


@pytest.mark.parametrize("profile", [*PROFILES, "lab.toml"])
def test_one_after_the_other_in_one_work_tree(tmp_path: Path, profile: str) -> None:
    forge = made(tmp_path, profile)
    clone = forge.clone("Ann", person="Ann")
    clone.git("checkout", "-q", "-b", "topic")

    one = {path for path in ended(clone, "1") if not path.startswith("src/")}
    kept = {path: clone.git("rev-parse", f"HEAD:{path}") for path in one}
    both = {path for path in ended(clone, "2") if not path.startswith("src/")}

    assert one < both
    assert len(both) == 2 * len(one)
    assert {path: clone.git("rev-parse", f"HEAD:{path}") for path in one} == kept


@pytest.mark.parametrize("profile", PROFILES)
def test_every_path_of_a_session_has_the_random_part(profile: str) -> None:
    found = registry.packaged(profile)
    paths = [found.record, *(one.path for one in found.documents if one.per_session)]
    assert all("{id}" in path or "{random}" in path for path in paths)
