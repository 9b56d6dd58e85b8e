"""The MCP server over stdio, driven by the SDK's own client in a real repository."""

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult, Tool

from git_sessionlog.cli import mcp as command
from git_sessionlog.core.quoted import quoted
from helpers import CLI, Repo
from life_repo import adopted
from program import called

TOOLS = {
    "resume": True,
    "trace": True,
    "check": True,
    "log": True,
    "end_dry_run": True,
    "checkpoint": False,
}


class Call(NamedTuple):
    """A call of a tool, with what it is given."""

    tool: str
    given: Mapping[str, Any] = MappingProxyType({})


class Answer(NamedTuple):
    """Whether a call failed, what it says, and what stands before that."""

    failed: bool
    said: str
    before: tuple[str, ...] = ()


async def _answers(repo: Repo, calls: Sequence[Call]) -> tuple[list[Tool], list[Answer]]:
    sealed = {name: value for name, value in os.environ.items() if name not in ("PWD", "COLUMNS")}
    server = StdioServerParameters(command=str(CLI), args=["mcp"], env=sealed, cwd=repo.path)
    async with Client(stdio_client(server, errlog=sys.__stderr__ or sys.stderr)) as client:
        tools = (await client.list_tools()).tools
        results = [await client.call_tool(call.tool, dict(call.given)) for call in calls]
    return tools, [_answer(result) for result in results]


def _answer(result: CallToolResult) -> Answer:
    *before, said = (getattr(part, "text", "") for part in result.content)
    return Answer(bool(result.is_error), said, tuple(before))


def answers(repo: Repo, *calls: Call) -> list[Answer]:
    """What one server in a repository answers to calls, one after the other."""
    return anyio.run(_answers, repo, calls)[1]


def test_the_tools_and_what_they_may_do(repo: Repo) -> None:
    tools = anyio.run(_answers, repo, ())[0]
    assert {tool.name: tool.annotations.read_only_hint for tool in tools if tool.annotations} == TOOLS
    assert all(tool.description for tool in tools)


def test_a_session_by_an_agent(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    adopted(repo, None)
    assert called(capsys, "start", "Fix 2.3: change `auth.py`", "--fix", "2.3:refuse:auth.py").code == 0
    repo.write("auth.py", "1")
    repo.git("add", "-A")
    repo.commit("fix(auth): refuse expired tokens [Fix 2.3]")

    written, resumed, checked, logged, ended = answers(
        repo,
        Call("checkpoint", {"message": "half way", "next": ["--help in `cli.py`"], "done": ["2.3"]}),
        Call("resume"),
        Call("check"),
        Call("log", {"last": 1}),
        Call("end_dry_run"),
    )

    for one in (written, resumed, checked, logged, ended):
        assert (one.failed, one.before) == (False, (quoted("this repository"),))
    assert "STATUS.md" in json.loads(written.said)["documents"]
    steps = [one["text"] for part in json.loads(resumed.said)["next"] for one in part["items"]]
    assert steps[-1:] == ["--help in `cli.py`"]
    assert [one["state"] for one in json.loads(checked.said)["documents"]] == ["fresh"]
    assert [one["goal"] for one in json.loads(logged.said)["sessions"]] == ["Fix 2.3: change `auth.py`"]
    assert "+status: completed" in ended.said
    assert "--help in `cli.py`" in repo.git("show", "HEAD:STATUS.md")


def test_what_cannot_be_done_is_an_error_of_the_call_and_the_server_goes_on(repo: Repo) -> None:
    repo.write("a", "1")
    repo.git("add", "-A")
    repo.commit("feat(a): begin [Fix 1]")
    found = answers(
        repo,
        Call("check", {"revision": "--help"}),
        Call("log", {"last": 0}),
        Call("checkpoint", {"message": "a\0b"}),
        Call("checkpoint"),
        Call("log"),
    )
    assert [one.failed for one in found] == [True, True, True, True, False]
    said = [one.said for one in found]
    assert 'error: "--help" is no revision' in said[0]
    assert "greater than or equal to 1" in said[1]
    assert "null byte" in said[2]
    assert 'error: there is no session\nhint: git sessionlog start "GOAL"' in said[3]


def test_without_the_sdk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    said = called(capsys, "mcp")
    assert (said.code, said.err) == (
        2,
        'error: the Python MCP SDK is not installed\nhint: pip install "git-sessionlog[mcp]"\n',
    )


def test_the_page_lists_the_tools() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `(\w+)` \| .* \| (.*) \|$", page)
    assert {name: changes == "nothing" for name, changes in rows} == TOOLS
