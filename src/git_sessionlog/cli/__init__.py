"""`git-sessionlog`, also found as `git sessionlog`: the program that people and agents call."""

import os
import sys
from importlib import import_module

import click

from .. import PROJECT
from ..errors import BUG, CLEAN, INTERRUPTED, UNCHECKED, Failure
from ..output.terminal import one_line

COMMANDS = {
    "init": ".init",
    "install": ".install",
    "uninstall": ".uninstall",
    "doctor": ".doctor",
    "config": ".config",
    "lint": ".lint",
    "log": ".log",
    "completion": ".completion",
}
"""Command name → module with a click command `command`. Loaded when called."""


class Commands(click.Group):
    """The group that loads a command's module when the command is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if name not in COMMANDS:
            return None
        command = import_module(COMMANDS[name], __name__).command
        assert isinstance(command, click.Command)
        return command


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"git-sessionlog {import_module('.version', __name__).installed()}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
def group() -> None:
    """Keep a repository that is worked on in sessions resumable from a bare clone.

    \b
    Exit codes: 0 clean, 1 findings, 2 could not check, 3 a bug, 130 interrupted.
    """


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns its exit code. The only place where errors become words."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a latin-1 terminal must not turn a finding into a traceback
            reconfigure(errors="backslashreplace")
    try:
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # GitPython must not fail at import
        complete = {"complete_var": "_GIT_SESSIONLOG_COMPLETE"}
        code = group.main(argv, prog_name="git sessionlog", standalone_mode=False, **complete)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except Failure as failure:
        return _say(failure.message, failure.hint)
    except click.UsageError as error:
        hint = f"{error.ctx.command_path} -h" if error.ctx else "git sessionlog -h"
        return _say(error.format_message().rstrip("."), hint)
    except click.ClickException as error:
        return _say(error.format_message().rstrip("."), "")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: say no more
        return UNCHECKED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception:
        sys.excepthook(*sys.exc_info())
        print(f"this is a bug in git-sessionlog, please report it: {PROJECT}/issues", file=sys.stderr)
        return BUG


def _say(message: str, hint: str) -> int:
    sys.stdout.flush()
    print(f"error: {one_line(message, 400)}", file=sys.stderr)
    if hint:
        print(f"hint: {one_line(hint, 400)}", file=sys.stderr)
    return UNCHECKED
