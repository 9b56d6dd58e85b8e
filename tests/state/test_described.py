"""What is described: against a slow definition of it, and against what people really said."""

import shutil
from pathlib import Path

import pytest

import described_check
import described_oracle as oracle
from described_histories import history
from described_world import History, Point

POINTS = 2
"""The commits that are asked about beside the tips of the branches."""


def _compare(made: History) -> tuple[int, int]:
    """Ask all three about the tips and some commits; gives how many were described, and how many not."""
    repository = oracle.Repository(made.repo.path)
    tips = [Point(commit, name) for name, commit in made.branches.items()]
    counts = [0, 0]
    for point in (*tips, *made.rng.sample(made.points, min(POINTS, len(made.points)))):
        tip, branch = point
        found = described_check.undescribed(made.settings, tip.oid, branch)
        said = made.answer(point)
        picture = f"{branch} {tip.oid}\n" + made.repo.git("log", "--graph", "--format=%h %s", tip.oid)
        assert found == oracle.undescribed(repository, tip.oid, branch), picture
        assert found - said.limits.keys() == said.undescribed, picture
        work = {one.oid for one in tip.ancestors if one.significant}
        counts[0] += len(work - found)
        counts[1] += len(found)
    return counts[0], counts[1]


def _compare_all(home: Path, monkeypatch: pytest.MonkeyPatch, seeds: range) -> None:
    described, not_described = 0, 0
    for seed in seeds:
        path = home / str(seed)
        made = history(path, seed)
        monkeypatch.chdir(path)
        more, less = _compare(made)
        described, not_described = described + more, not_described + less
        monkeypatch.chdir(home)
        shutil.rmtree(path)
    assert min(described, not_described) > len(seeds)  # the histories are about something


@pytest.mark.parametrize("block", range(10))
def test_as_people_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    _compare_all(tmp_path, monkeypatch, range(block * 20, block * 20 + 20))


@pytest.mark.stress
@pytest.mark.parametrize("block", range(20))
def test_as_people_said_in_many_histories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    _compare_all(tmp_path, monkeypatch, range(1000 + block * 100, 1100 + block * 100))
