"""`git sessionlog config`, on real files."""

import json
import tomllib
from pathlib import Path

import pytest

from git_sessionlog.settings import config
from helpers import Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
VALID = sorted((Path(__file__).parents[1] / "cases" / "config" / "valid").glob("*.toml"))
SHOWN = """\
preset = "conventional"  # .sessionlog.toml
types = ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"]\
  # preset conventional
scopes = ["api"]  # .sessionlog.toml
scope = "optional"  # preset conventional
fix-tag = "optional"  # preset conventional
bare-types = ["docs"]  # default
max-subject = 72  # .sessionlog.toml
scope-pattern = "\\\\d+\\u001B"  # .sessionlog.toml
description-pattern = ""  # default
bots = []  # default
since = ""  # default
ignore-revs = []  # default
auto-session = true  # default
documents = []  # default
profiles = []  # default
tolerance = 0  # default
ignore = []  # default
allow-skip = false  # default
branches = ["*"]  # default
skip-branches = []  # default
mode = "block"  # default
default-branch = []  # default
state-on = "every"  # default
merge = "any"  # default
gates = {}  # default
session-lines = 100  # default
session-files = 4  # default
layers = ["backend/", "frontend/", "docker/"]  # default
backlog = []  # default
guard = "deny"  # default

[rules]
encoding-invalid = "error"  # default
"""


def test_config_shows_each_setting_and_its_origin(repo: Repo, capsys: CAPSYS) -> None:
    written = (
        'preset = "conventional"\nscopes = ["api"]\nmax-subject = 72\nscope-pattern = "\\\\d+\\u001b"\n'
    )
    repo.write(".sessionlog.toml", written + "[rules]\ndocument-ignored = 'off'\n")

    done = called(capsys, "config")

    assert done.code == 0
    assert done.out.startswith(SHOWN)
    assert done.out.endswith(
        '\ndocument-ignored = "off"  # .sessionlog.toml\ntoo-large = "error"  # default\n'
    )


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.stem)
def test_what_is_shown_can_stand_in_the_file(repo: Repo, capsys: CAPSYS, case: Path) -> None:
    file = repo.write(".sessionlog.toml", case.read_bytes())
    before = config.load(str(repo.path)).settings

    file.write_text(called(capsys, "config").out)

    assert config.load(str(repo.path)).settings == before


def test_config_as_json_holds_the_same(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("pyproject.toml", '[tool.sessionlog]\nscopes = ["api"]\nrules = {autosquash = "warn"}\n')
    text = tomllib.loads(called(capsys, "config").out)

    shown = json.loads(called(capsys, "config", "--format", "json").out)

    assert shown["file"] == "pyproject.toml"
    assert shown["settings"]["scopes"] == {"value": ["api"], "origin": "pyproject.toml"}
    assert shown["settings"]["preset"] == {"value": "sessionlog", "origin": "default"}
    assert shown["rules"]["autosquash"] == {"value": "warn", "origin": "pyproject.toml"}
    assert {key: entry["value"] for key, entry in shown["rules"].items()} == text.pop("rules")
    assert {key: entry["value"] for key, entry in shown["settings"].items()} == text


def test_the_file_of_the_top_counts_in_a_subdirectory(
    repo: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(".sessionlog.toml", "max-subject = 50\n")
    repo.write("sub/.sessionlog.toml", "max-subject = 60\n")
    monkeypatch.chdir(repo.path / "sub")

    assert "max-subject = 50  # .sessionlog.toml\n" in called(capsys, "config").out


def test_a_bad_file_is_one_error(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".sessionlog.toml", '"\\u001b[31m" = 1\n')

    done = called(capsys, "config")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith('error: .sessionlog.toml: unknown key "<U+001B>[31m"\nhint: known: preset ')


def test_outside_a_repository_is_one_error(
    tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = called(capsys, "config")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: git rev-parse failed: not a git repository")
