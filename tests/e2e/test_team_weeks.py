"""Three people for weeks: requests of all kinds, reviews, stacks, reverts, a bot, races on main.

What must be so at the end of each week is told by a model of what the people did, never by our own code.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import team_races as races
import team_requests as kinds
from forge import BUTTONS
from helpers import CLI
from team_model import Model
from team_weeks import Team

pytestmark = pytest.mark.usefixtures("repo")

Plan = list[list[Callable[[], kinds.Kind]]]


def test_a_short_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    team = adopted(tmp_path, monkeypatch, "squash")
    ann, bea = team.person("Ann"), team.person("Bea")
    plan: Plan = [
        [
            lambda: kinds.plain(team, ann, "62"),
            lambda: kinds.stacked(team, bea, rebase=False),
            lambda: kinds.colleague(team, team.person("Bob", tool=False)),
        ],
    ]
    live(team, plan)


@pytest.mark.stress
@pytest.mark.parametrize("button", BUTTONS)
def test_weeks_of_three_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, button: str) -> None:
    team = adopted(tmp_path, monkeypatch, button)
    live(team, weeks(team))
    assert len(team.requests) >= 30


@pytest.mark.parametrize("state_on", ["default", "every"])
@pytest.mark.parametrize("rounds", [1, pytest.param(6, marks=pytest.mark.stress)])
def test_three_people_push_main(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state_on: str, rounds: int
) -> None:
    team = Team(tmp_path, monkeypatch, "")
    pushed_to_main(team, state_on)
    people = [team.person(name) for name in ("Ann", "Bea", "Cem")]
    for number in range(rounds):
        team.clock.next_day(3)
        races.lost_by_turns(team, people[number % 3 :] + people[: number % 3], number)
        team.model.updated()
        as_the_model_says(team)
    assert team.refusals == []


def pushed_to_main(team: Team, state_on: str) -> None:
    """Main adopts us by a push, and is what all people work on."""
    ann = team.person("Ann")
    assert ann.run(CLI, "init").code == 0
    file = ann.path / ".sessionlog.toml"
    file.write_text(re.sub("(?m)^(# )?state-on = .*$", f'state-on = "{state_on}"', file.read_text()))
    ann.git("add", "-A")
    ann.git("commit", "-q", "-m", "docs: adopt git-sessionlog")
    ann.git("push", "-q", "-u", "origin", "main")


def weeks(team: Team) -> Plan:
    """Who begins what, week by week; a step names the fix of a later request, or of none."""
    ann, bea, cem = (team.person(name) for name in ("Ann", "Bea", "Cem"))
    bob, robot, desk = (team.person(name, tool=False) for name in ("Bob", "Robot", "Forge"))
    return [
        [
            lambda: kinds.plain(team, ann, "20"),
            lambda: kinds.merged_main(team, bea),
            lambda: kinds.reviewed(team, cem),
            lambda: kinds.colleague(team, bob),
            lambda: kinds.bot(team, robot, known=False),
            lambda: kinds.trusts_the_bot(team, ann),
        ],
        [
            lambda: kinds.stacked(team, ann, rebase=False),
            lambda: kinds.rebased(team, bea),
            lambda: kinds.hotfix(team, cem),
            lambda: kinds.not_started(team, cem),
            lambda: kinds.worktree(team, bea),
        ],
        [
            lambda: kinds.taken_back(team, desk, 11),  # the hotfix
            lambda: kinds.stacked(team, bea, rebase=True),
            lambda: kinds.two_machines(team, ann, team.person("Ann", machine="2")),
            lambda: kinds.goes_on(team, cem),
            lambda: kinds.bot(team, robot, known=True),
        ],
        [
            lambda: kinds.taken_back(team, desk, 14),
            lambda: kinds.release(team, cem),
            lambda: kinds.reviewed(team, ann),
            lambda: kinds.renamed(team, bea),
            lambda: kinds.plain(team, cem, "81"),
            lambda: kinds.colleague(team, bob),
        ],
        [
            lambda: kinds.merged_main(team, ann),
            lambda: kinds.goes_on(team, bea),
            lambda: kinds.stacked(team, cem, rebase=False),
            lambda: kinds.plain(team, ann, "82"),
            lambda: kinds.reviewed(team, bea, rounds=1),
            lambda: kinds.rebased(team, cem),
        ],
    ]


def adopted(home: Path, monkeypatch: pytest.MonkeyPatch, button: str) -> Team:
    """A team whose main has adopted us by a request; it had work of two people before."""
    team = Team(home, monkeypatch, button)
    for name in ("Bob", "Ann"):
        repo = team.person(name, tool=False)
        if name == "Ann":
            repo.git("pull", "-q")
        repo.write("src/old.py", f"by {name}\n")
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", f"Work of {name}")
        repo.git("push", "-q", "-u", "origin", "main")
    ann = team.person("Ann")
    request = team.topic(ann, branch="adopt")
    assert ann.run(CLI, "init").code == 0
    assert 'state-on = "default"\n' in (ann.path / ".sessionlog.toml").read_text()
    request.title = "docs: adopt git-sessionlog"
    team.commit(request, file="README.md")
    team.push(request)
    team.opened(request)
    team.lands(request)
    return team


def live(team: Team, plan: Plan) -> None:
    """Let the weeks go by: what waits goes on after others have begun, and each week is looked at."""
    waiting: list[Iterator[None]] = []
    for week in plan:
        begun = []
        for begin in week:
            team.clock.next_day()
            begun.append(advanced([begin()]))
        waiting = [*advanced(waiting), *(one for each in begun for one in each)]
        waiting = list(advanced(waiting[::-1]))[::-1]
        team.clock.next_day(2)
        as_the_model_says(team)
        team.update()
        as_the_model_says(team)
    while waiting:
        waiting = advanced(waiting)
    if team.model.is_behind:
        team.update()
        as_the_model_says(team)
    assert team.refusals == []


def advanced(waiting: Iterable[Iterator[None]]) -> list[Iterator[None]]:
    """Those that wait again after a step."""
    return [one for one in waiting if next(one, 0) is None]


def as_the_model_says(team: Team) -> None:
    """A fresh clone of main says what the model says."""
    fresh = team.forge.clone("fresh")
    resumed = fresh.run(CLI, "resume", "--format", "json")
    assert resumed.code == 0, resumed
    brief, status = json.loads(resumed.out), (fresh.path / "STATUS.md").read_text()
    sessions_are_named(team.model, texts(brief["landed"]), status)
    traced = json.loads(fresh.run(CLI, "trace", "--format", "json").out)
    found = {fix["id"]: fix["status"] for fix in traced["fixes"]}
    assert {fix: found.get(fix) for fix in team.model.fixes} == team.model.fixes
    assert fresh.run(CLI, "docs").code == 0, fresh.run(CLI, "docs")
    if not team.model.is_behind:
        assert fresh.run(CLI, "check").code == 0, status
        documents_say_it(team.model, brief, status)
    shutil.rmtree(fresh.path)


def sessions_are_named(model: Model, landed: list[str], status: str) -> None:
    """Each record of a session is told once: as one that has landed, or in its row."""
    log = status.partition("## Session Log")[2].splitlines()
    assert sorted(goals(model.landed, landed)) == sorted(model.landed)
    assert len(landed) == len(model.landed), (landed, model.landed)
    assert sorted(goals(model.taken_up, log)) == sorted(model.taken_up)


def documents_say_it(model: Model, brief: dict[str, Any], status: str) -> None:
    """The state documents have each fix and each step once, as the model has them."""
    completed, _, rest = status.partition("## In Progress")
    rows = re.findall(r"(?m)^\| (\d+) \|", completed)
    assert sorted({*rows}) == sorted(model.having("done"))
    assert len(rows) == len({*rows}), rows
    assert sum(part["more"] + len(part["items"]) for part in brief["completed"]) == len(rows)
    reverted = sorted(f"Fix {fix}: " for fix in model.having("reverted"))
    again = [text for text in texts(brief["next"]) if text.startswith(tuple(reverted))]
    assert sorted(re.match(r"Fix \d+: ", text)[0] for text in again) == reverted  # type: ignore[index]
    others = [text for text in texts(brief["next"]) if text not in again]
    assert sorted(others) == sorted(text for text, _ in model.steps)
    assert rest.count("without a record") == model.bare_rows


def texts(parts: list[dict[str, Any]]) -> list[str]:
    """The texts of all items of some parts of a brief."""
    return [item["text"] for part in parts for item in part["items"]]


def goals(known: Iterable[str], lines: Iterable[str]) -> list[str]:
    """The goals that lines name, each as often as it is named."""
    there = list(lines)
    wanted = {goal: re.compile(rf"{re.escape(goal)}(?= \(|$)") for goal in known}
    return [goal for goal, pattern in wanted.items() for line in there if pattern.search(line)]
