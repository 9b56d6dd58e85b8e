"""docs/agents.md: its examples are what the programs print, and its table is what is installed."""

import os
import re

from agents_repo import ROOT
from git_sessionlog.hooks.agent.start import MOST
from git_sessionlog.install.agents.agents import AGENTS
from helpers import BIN, Repo

PAGE = (ROOT / "docs/agents.md").read_text(encoding="utf-8")


def test_the_examples(repo: Repo) -> None:
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = step.partition("\n")
            done = repo.run("sh", "-c", command, **path)
            assert (done.code, done.out + done.err) == (0, shown)


def test_every_event_that_we_are_called_at_is_in_the_table() -> None:
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("| "))
    for agent in AGENTS.values():
        assert agent.title in PAGE
        assert all(moment.event in table for moment in agent.moments.values())
    assert f"{MOST:,} characters" in PAGE
