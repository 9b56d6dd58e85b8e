"""`git sessionlog mcp`: a server of the Model Context Protocol for agents."""

from importlib import import_module
from importlib.util import find_spec

import click

from ..core.errors import CLEAN, Failure
from .version import installed


@click.command("mcp")
def command() -> int:
    """Serve the Model Context Protocol over standard input and output: the tools resume, trace, check and
    log, checkpoint, and end_dry_run.

    An agent starts it, in the repository. It needs the extra `mcp`: pip install "git-sessionlog[mcp]".
    """
    if find_spec("mcp") is None:
        raise Failure("the Python MCP SDK is not installed", 'pip install "git-sessionlog[mcp]"')
    import_module("..mcp_server", __name__).serve(installed())
    return CLEAN
