"""Our commands as tools of the Model Context Protocol, over standard input and output.

Each call is a process of its own, so an agent reads what a person would read, and a failed one ends
nothing but itself. The owner of the MCP SDK and of what comes with it.
"""

import subprocess
import sys
from typing import Annotated

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from ..core.errors import FINDINGS
from ..core.quoted import quoted

_PROGRAM = "from git_sessionlog.cli import program; program()"
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)

Revision = Annotated[str, Field(description="a commit, as git names it")]
Texts = tuple[str, ...]
Said = list[str]  # a text each
Next = Annotated[Texts, Field(description="next steps, each naming a file, a fix or a command")]
Blockers = Annotated[Texts, Field(description="what blocks the work, each `WHAT|IMPACT|MITIGATION`")]
Failed = Annotated[Texts, Field(description="what was tried in vain, each `WHAT|WHY`")]
Decisions = Annotated[Texts, Field(description="what was decided, each `WHAT|WHY`")]
Done = Annotated[Texts, Field(description="ids of fixes that are done")]


def serve(version: str) -> None:
    """Serve until standard input ends."""
    server = MCPServer(
        "git-sessionlog",
        version=version,
        instructions="Where the work in this git repository stands, and what became of each fix.",
        log_level="ERROR",
    )
    for tool in (resume, trace, check, log, end_dry_run):
        server.tool(annotations=_READS, structured_output=False)(tool)
    server.tool(annotations=_WRITES, structured_output=False)(checkpoint)
    server.run("stdio")


async def resume() -> Said:
    """Where was I? What the state documents say, compared with git: blockers, what is in progress and next,
    what not to retry, what to read. JSON. Call it first, and after the context was lost.
    """
    return await _ran("resume", "--brief", "--format=json")


async def trace(
    what: Annotated[str, Field(description="the id of a fix, a commit or a range; empty for all")] = "",
) -> Said:
    """What became of a fix: its entry in the backlog, its commits, sessions and documents, and what
    disagrees between them. JSON.
    """
    return await _ran("trace", "--format=json", "--", *([what] if what else []))


async def check(revision: Revision = "HEAD") -> Said:
    """Whether the state documents describe a commit; a push is refused while they do not. JSON."""
    return await _ran("check", "--format=json", "--", revision)


async def log(
    revision: Revision = "HEAD",
    last: Annotated[int, Field(ge=1, le=1000, description="how many sessions")] = 10,
) -> Said:
    """What was done, session by session: commits, fixes, sizes, goals. JSON."""
    return await _ran("log", f"--last={last}", "--format=json", "--", revision)


async def checkpoint(
    message: Annotated[str, Field(description="a remark for the session's record")] = "",
    next: Next = (),
    blockers: Blockers = (),
    failed: Failed = (),
    decisions: Decisions = (),
    done: Done = (),
) -> Said:
    """Write where the work stands into the documents of the session, and commit these documents only.
    JSON. Call it before the context is full, and when a fix is done.
    """
    told = _told(next=next, blocker=blockers, failed=failed, decision=decisions, done=done)
    return await _ran("checkpoint", f"--message={message}", *told, "--format=json")


async def end_dry_run(next: Next = (), blockers: Blockers = (), done: Done = ()) -> Said:
    """What `git sessionlog end` would write, as a diff, and its checklist. Changes nothing."""
    return await _ran("end", "--dry-run", *_told(next=next, blocker=blockers, done=done))


def _told(**given: Texts) -> list[str]:
    """Texts as options, which cannot be taken for others."""
    return [f"--{name}={text}" for name, texts in given.items() for text in texts]


async def _ran(*args: str) -> Said:
    """What a command says, after the line which tells whose words that are.

    Raises ToolError, with all of it, where it could not do its work.
    """
    asked = [sys.executable, "-P", "-c", _PROGRAM, *args]  # -P: no module of the repository's
    try:
        ran = await anyio.run_process(asked, stdin=subprocess.DEVNULL, check=False)
    except (OSError, ValueError) as error:  # too long, or with a NUL
        raise ToolError(f"git sessionlog {args[0]} cannot be started: {error}") from None
    out, err = (stream.decode("utf-8", "replace").strip() for stream in (ran.stdout, ran.stderr))
    if ran.returncode > FINDINGS:
        raise ToolError("\n".join(filter(None, (quoted("this repository"), out, err))))
    return [quoted("this repository"), "\n".join(filter(None, (out, err)))]
