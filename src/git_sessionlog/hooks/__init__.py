"""`git-sessionlog-hook`: the program that git calls. Light by layering: standard library only."""

import gc
import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType

from ..core.errors import BUG, CLEAN, INTERRUPTED, UNCHECKED, Failure
from ..core.terminal import complain, leave, one_line, prepare

HOOKS = {
    "commit-msg": ".commit_msg",
    "pre-push": ".pre_push",
    "pre-receive": ".pre_receive",
    "update": ".update",
    "merge-document": ".merge_document",
    "agent": ".agent.main",
}
"""Hook name → module with `run(args) -> int`. `merge-document` is git's merge driver for state documents,
`agent` is what coding agents call."""

PARTS = {
    "config": "..settings.config",
    "elsewhere": "..git.files_elsewhere",
    "treeconfig": "..documents.tree_settings",
    "refused": ".print_refusal",
    "stopped": ".print_push_refusal",
    "unknown": "..gate.fix_unknown",
    "agent-start": ".agent.start",
    "agent-command": ".agent.guard.check",
    "agent-push": ".agent.guard.push",
    "agent-unchecked": ".agent.unchecked",
    "agent-stop": ".agent.stop",
    "agent-checklist": ".agent.handoff",
    "agent-compact": ".agent.compaction",
    "agent-log": ".agent.ended_sessions",
}
"""What a hook needs on some days only: a file of settings, words for a refusal."""

USAGE = f"usage: git-sessionlog-hook {{{'|'.join(HOOKS)}}} [ARG...]"


def program() -> None:
    """The process that git starts: `main`, without what a process of forty milliseconds can spare.

    Collecting garbage is a part of its time that nobody gets anything for.
    """
    gc.disable()
    leave(main())


def main(argv: list[str] | None = None) -> int:
    """Run the hook named by the first argument; returns the exit code of design's contract."""
    args = sys.argv[1:] if argv is None else argv
    prepare()
    if args[:1] in (["-h"], ["--help"]):
        print(f"{USAGE}\n\nCalled by git; see `git sessionlog install`.")
        return CLEAN
    if not args or args[0] not in HOOKS:
        print(f"{USAGE}\nhint: hooks are installed with `git sessionlog install`", file=sys.stderr)
        return UNCHECKED
    try:
        code: int = load(HOOKS, args[0]).run(args[1:])
        return code
    except Failure as failure:
        say(failure)
        return UNCHECKED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        sys.excepthook(*sys.exc_info())
        print("sessionlog: this is a bug in git-sessionlog, please report it", file=sys.stderr)
        return BUG


def load(table: dict[str, str], name: str) -> ModuleType:
    """The module of a table's entry. Loaded when called: one hook does not pay for another."""
    return import_module(table[name], __name__)


def say(failure: Failure) -> None:
    """Print an expected failure: what is wrong, then what to type."""
    with suppress(OSError):
        complain(f"sessionlog: error: {one_line(failure.message, 400)}")
        if failure.hint:
            complain(f"hint: {one_line(failure.hint, 400)}")
