"""The plugin of Claude Code: the same calls as in the settings, and skills whose commands are there."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from agents_repo import ROOT
from git_sessionlog.cli import COMMANDS
from git_sessionlog.install.agents import wiring
from git_sessionlog.install.agents.agents import AGENTS

PLUGIN = ROOT / "plugins" / "claude"
SKILLS = sorted((PLUGIN / "skills").glob("*/SKILL.md"))


def test_its_hooks_are_those_that_are_installed() -> None:
    hooks = json.loads((PLUGIN / "hooks" / "hooks.json").read_text())["hooks"]
    assert hooks == {event: [entry] for event, entry in wiring.wanted(AGENTS["claude"]).items()}


def test_it_is_found_in_the_marketplace_in_this_version() -> None:
    plugin = json.loads((PLUGIN / ".claude-plugin" / "plugin.json").read_text())
    (entry,) = json.loads((ROOT / ".claude-plugin" / "marketplace.json").read_text())["plugins"]
    assert (ROOT / entry["source"]).resolve() == PLUGIN
    assert (entry["name"], entry["description"]) == (plugin["name"], plugin["description"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert plugin["version"] == project["version"]


def test_the_skills() -> None:
    assert [file.parent.name for file in SKILLS] == ["checkpoint", "handoff", "resume"]


@pytest.mark.parametrize("file", SKILLS, ids=lambda file: file.parent.name)
def test_a_skill_names_itself_and_commands_that_are_there(file: Path) -> None:
    text = file.read_text()
    front = dict(line.split(": ", 1) for line in text.split("---\n")[1].splitlines())
    assert front["name"] == file.parent.name
    assert front["description"]
    for name in re.findall(r"git sessionlog ([a-z]+)", text):
        assert name in COMMANDS


@pytest.mark.parametrize("file", SKILLS, ids=lambda file: file.parent.name)
def test_what_a_skill_runs_itself_needs_no_permission(file: Path) -> None:
    """A rule without `:*` is for nothing but the command itself: not for one with `2>&1`."""
    text = file.read_text()
    rules = re.findall(r"Bash\((.*?)\)", text.split("---\n")[1])
    ran = [one for line in re.findall(r"(?m)^!`(.*)`$", text) for one in line.split(" || ")]
    for command in ran:
        assert any(
            command.startswith(rule.removesuffix(":*")) if rule.endswith(":*") else command == rule
            for rule in rules
        )
