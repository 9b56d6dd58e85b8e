"""Sessions after a forge has merged, rebased or squashed their requests: the same, whatever the button."""

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from forge import Forge, commit
from helpers import CLI, Repo
from life_repo import STATUS

WAYS = ("squash", "listed", "merge", "rebase")

pytestmark = pytest.mark.usefixtures("repo")
_SAVED = tempfile.TemporaryDirectory(prefix="sessionlog-tests-")


class Request(NamedTuple):
    """A request of one person: its commits of work, what the end says, the title that it lands with.

    `fixes` are those that it comes to, in any order.
    """

    person: str
    commits: tuple[str, ...]
    title: str
    fixes: frozenset[str]
    end: tuple[str, ...] = ()

    @property
    def goal(self) -> str:
        return f"Build part of {self.person} in src/{self.person}.py"

    @property
    def of_type_fix(self) -> int:
        return sum(one.startswith("fix(") for one in self.commits)


REQUESTS = (
    Request("ann", ("feat(core): add it [Fix 1]",), "feat(core): add it (#1)", frozenset("1")),
    Request(
        "bea",
        ("feat(core): add two [Fix 2]", "fix(core): repair two [Fix 2]", "test(core): try two [Fix 2]"),
        "feat(core): add two [Fix 2] (#2)",
        frozenset("2"),
    ),
    Request(
        "cem",
        ("feat(core): add three [Fix 3]", "fix(core): and four [Fix 4]", "fix(core): and five [Fix 5]"),
        "feat(core): add three [Fix 3] (#3)",
        frozenset("345"),
    ),
    Request("dan", ("docs: tell of it", "docs: tell more"), "docs: tell all (#4)", frozenset()),
    Request(
        "eva",
        ("feat(core): add six [Fix 6]",),
        "feat(core): add six (#5)",
        frozenset({"6", "61"}),
        ("--done", "61"),
    ),
    Request(
        "fay",
        ("fix(core): repair seven [Fix 7]", "fix(core): once more [Fix 7]"),
        "fix(core): repair seven (#6)",
        frozenset("7"),
    ),
)


def landed(tmp_path: Path, way: str) -> Repo:
    """A clone of main after all requests have landed by a button."""
    saved = Path(_SAVED.name) / "home"
    if not saved.exists():
        _request_all(saved)
    home = tmp_path / "forge"
    shutil.copytree(saved, home, symlinks=True)
    forge = Forge(Repo(home / "forge.git"), home)
    for one in REQUESTS:
        assert forge.press(way, one.person, one.title)
    return forge.clone("look")


def _request_all(home: Path) -> None:
    forge = Forge.made(home, STATUS__md=STATUS.replace("## In Progress", "## In Progress\n\n- Fix 61: eva"))
    for one in REQUESTS:
        clone = forge.clone(one.person, person=one.person.title())
        clone.git("checkout", "-q", "-b", one.person)
        assert clone.run(CLI, "start", one.goal).code == 0
        for message in one.commits:
            commit(clone, message, f"src/{one.person}.py")
        done = clone.run(CLI, "end", *one.end)
        assert done.code == 0, done
        shutil.rmtree(clone.path)


def told(repo: Repo, *command: str) -> Any:
    """What a command says as JSON."""
    done = repo.run(CLI, *command, "--format", "json")
    assert done.code == 0, done
    return json.loads(done.out)


@pytest.mark.parametrize("way", WAYS)
def test_all_buttons_give_the_same_sessions(tmp_path: Path, way: str) -> None:
    look = landed(tmp_path, way)
    model = {one.goal: one for one in REQUESTS}

    listed, reported = told(look, "log"), told(look, "report")

    assert sorted(one["goal"] for one in listed["sessions"]) == sorted(model)
    for one in listed["sessions"]:
        request = model[one["goal"]]
        assert (one["commits"], one["files"]) == (len(request.commits), 1), one
        assert (one["added"], one["removed"]) == (len(request.commits), 0), one
        assert frozenset(one["fixes"]) == request.fixes, one
        shown = told(look, "show", one["id"])
        assert {key: shown["session"][key] for key in one if key != "checkpoints"} == {
            key: one[key] for key in one if key != "checkpoints"
        }
        assert shown["record"]["goal"] == one["goal"]
    assert sorted(one["goal"] for one in reported["sessions"]) == sorted(model)
    for one in reported["sessions"]:
        request, metrics = model[one["goal"]], one["performance"]["metrics"]
        assert one["commits"] == len(request.commits)
        assert (metrics["linesAdded"], metrics["linesRemoved"]) == (len(request.commits), 0)
        assert metrics["bugsFixed"] == request.of_type_fix
        assert frozenset(one["fixes"]) == request.fixes
        assert one["rates"]["documentationCoverage"]["whole"] == len(request.commits)
    assert sum(day["checkpoints"] for day in reported["days"]) == sum(len(one.commits) for one in REQUESTS)
    done = {one["id"]: one["sessions"] for one in reported["fixes"] if one["status"] == "done"}
    labels = {model[one["goal"]]: one["performance"]["session"] for one in reported["sessions"]}
    assert done == {fix: [labels[one]] for one in REQUESTS for fix in sorted(one.fixes)}
    assert {one["id"] for one in told(look, "trace")["fixes"] if one["status"] == "done"} == set(done)


@pytest.mark.parametrize("way", WAYS)
def test_each_commit_is_told_once(tmp_path: Path, way: str) -> None:
    look = landed(tmp_path, way)

    listed = told(look, "log")

    oids = [point["oid"] for one in listed["sessions"] for point in one["checkpoints"]]
    assert len(oids) == len(set(oids))
    assert listed["without"] == 1  # the first commit
    work = {oid for oid in oids if look.git("diff-tree", "-r", "--name-only", oid, "--", "src").strip()}
    assert work == set(look.git("log", "--no-merges", "--format=%H", "--", "src").split())


@pytest.mark.parametrize("way", ["squash", "listed"])
def test_a_squash_is_shown_by_all_its_names(tmp_path: Path, way: str) -> None:
    look = landed(tmp_path, way)
    squash = look.git("rev-parse", "HEAD").strip()
    id = re.findall(r"docs/sessions/(\S+)\.md", look.git("show", "--format=", "--name-only", squash))[0]
    number = next(one["number"] for one in told(look, "log")["sessions"] if one["id"] == id)

    by_id, by_number, by_hash, by_point = (
        told(look, "show", what) for what in (id, str(number), squash, f"{id}/2")
    )

    assert by_id == by_number
    assert [point["oid"] for point in by_id["session"]["checkpoints"]] == [squash]
    assert by_id["session"]["checkpoints"][0]["author"] == "Ann Author"  # who pressed the button
    for one in (by_hash, by_point):
        assert (one["session"]["id"], one["record"]["id"], one["commit"]["oid"]) == (id, id, squash)
        assert one["commit"]["fixes"] == ["7"]
    assert f"session    {number}, {id}, completed: {REQUESTS[-1].goal}" in look.run(CLI, "show").out


@pytest.mark.parametrize("way", WAYS)
def test_where_each_branch_writes_the_documents(tmp_path: Path, way: str) -> None:
    """A record describes nothing there, and lists its commits all the same."""
    forge = Forge.made(tmp_path, 'state-on = "every"\n')
    clone = forge.clone("topic", person="Ann")
    clone.git("checkout", "-q", "-b", "topic")
    assert clone.run(CLI, "start", "Build part 1 in src/a.py", "--fix", "1:build part 1:src/a.py").code == 0
    for subject in ("feat(core): build part 1 [Fix 1]", "fix(core): and part 2 [Fix 2]"):
        commit(clone, subject, "src/a.py")
    assert clone.run(CLI, "end", "--next", "Fix 9: go on in src/b.py").code == 0
    assert forge.press(way, "topic", "feat(core): build (#1)")
    look = forge.clone("look")

    (one,), reported = told(look, "log")["sessions"], told(look, "report")

    assert (one["commits"], one["files"], one["added"], one["removed"]) == (2, 1, 2, 0)
    assert sorted(one["fixes"]) == ["1", "2"]
    assert reported["sessions"][0]["commits"] == 2
    assert {fix["id"] for fix in reported["fixes"] if fix["status"] == "done"} == {"1", "2"}
