"""`git-sessionlog`, also found as `git sessionlog`: the program that people and agents call."""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

import click

from .. import PROJECT
from ..core.errors import BUG, CLEAN, INTERRUPTED, UNCHECKED, Failure, system_words
from ..core.suggest import nearest
from ..core.terminal import complain, leave, one_line, prepare

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "init": "Adopt git-sessionlog in this repository",
    "install": "Install the hooks in this repository",
    "uninstall": "Take the hooks away again",
    "agent": "Have coding agents keep to the sessions",
    "doctor": "Check that the hooks do run here",
    "config": "Show the settings in force",
    "lint": "Judge commit messages",
    "check": "Check that the state documents describe a commit",
    "docs": "Judge the documents: sections, dates, commits, links",
    "ci": "Judge what a CI run is about",
    "start": "Begin a session",
    "checkpoint": "Write down where the work stands",
    "end": "End a session: judge, document, commit, push",
    "update": "Bring the state documents up to what landed",
    "trust": "Let `end` run the gates of the settings",
    "prompt": "Write a prompt for a coding agent, filled in",
    "status": "Say how the session is standing",
    "resume": "Say where the work stands, verified",
    "fixes": "Show the backlog, with how each fix stands",
    "plan": "Show and check the plan of the backlog",
    "trace": "Trace a fix to its commits, sessions and documents",
    "report": "Show what the sessions came to",
    "log": "List the checkpoints, session by session",
    "show": "Show a session, a checkpoint or a commit",
    "run": "Run a command and record it in the runbook",
    "mcp": "Serve the Model Context Protocol to an agent",
    "completion": "Print the completion script of a shell",
}
"""Command name → what it does, in a line. Its module, of the same name, is loaded when it is called."""


class Commands(click.Group):
    """The group that loads a command's module when the command is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        if name not in COMMANDS:
            return None
        command = import_module(f".{name}", __name__).command
        assert isinstance(command, click.Command)
        command.short_help = COMMANDS[name]
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, which is there without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem"]:
        """The names that begin so, and our own options; no command is loaded for that."""
        item = import_module("click.shell_completion").CompletionItem
        names = [item(name, help=what) for name, what in COMMANDS.items() if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; an unknown word is a usage error with the nearest."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            hint = f"did you mean `git sessionlog {near}`?" if near else "git sessionlog -h"
            raise Failure(f'no command "{args[0]}"', hint)
        return super().resolve_command(ctx, args)


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


def program() -> None:
    """The process that people start: `main`, with what a short process can spare left out."""
    gc.set_threshold(100_000)  # what is loaded is no garbage; a long list of commits may be
    leave(main())


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns its exit code. The only place where errors become words."""
    if not prepare():
        return UNCHECKED
    try:
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # GitPython must not fail at import
        complete = {"complete_var": "_GIT_SESSIONLOG_COMPLETE"}
        code = group.main(argv, prog_name="git sessionlog", standalone_mode=False, **complete)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except Failure as failure:
        return _say(failure.message, failure.hint)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return UNCHECKED
    except click.UsageError as error:
        hint = f"{error.ctx.command_path} -h" if error.ctx else "git sessionlog -h"
        return _say(error.format_message().rstrip("."), hint)
    except click.ClickException as error:
        return _say(error.format_message().rstrip("."), "")
    except BrokenPipeError:
        return _unheard()
    except SystemExit as leave:  # click's, for a broken pipe and at the end of a completion
        return _unheard() if leave.code else CLEAN
    except OSError as error:  # a full disk, say: a traceback would not help
        _unheard()
        return _say(system_words(error), "")
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception:
        sys.excepthook(*sys.exc_info())
        print(f"this is a bug in git-sessionlog, please report it: {PROJECT}/issues", file=sys.stderr)
        return BUG


def _unheard() -> int:
    """Write no more to standard output: nobody reads it, or it takes nothing."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNCHECKED


def _say(message: str, hint: str) -> int:
    with suppress(OSError):  # the exit code says it even where nothing can be written
        sys.stdout.flush()
        mask = import_module("..core.secrets.masking", __package__).mask
        complain(f"error: {one_line(mask(message), 400)}")
        if hint:
            complain(f"hint: {one_line(mask(hint), 400)}")
    return UNCHECKED
