"""What no output of ours may hold, whatever a repository says."""

import json
import re
from collections.abc import Iterator

from git_sessionlog.core.terminal import escaped
from helpers import Result

ANNOTATION = re.compile(r"::(error|warning) (file=[^:,\n]*,line=\d+,)?title=[a-z-]+::")
"""How our own annotations of the form `github` begin."""


def commands_of_ci(done: Result, *, github: bool = False) -> Iterator[str]:
    """The lines that a CI service would take for commands, but for our own annotations."""
    for line in (done.out + done.err).split("\n"):
        is_command = line.lstrip().startswith("::") or re.search(r"##\w*\[", line)
        if is_command and not (github and ANNOTATION.match(line)):
            yield line


def faults(done: Result, *, form: str = "text") -> Iterator[str]:
    """What is wrong with an output: a traceback, a bug, raw characters, a command, JSON that is none."""
    if done.code not in (0, 1, 2) or "Traceback" in done.err:
        yield f"exit {done.code}: {done.err[-2000:]}"
    if form == "html":  # the libraries in a page have their own characters, and no log shows it
        return
    for line in commands_of_ci(done, github=form == "github"):
        yield f"a command of CI: {line[:200]!a}"
    for text in (done.out, done.err):
        for line in text.replace("\r\n", "\n").split("\n") if escaped(text) != text else ():
            if escaped(line) != line:
                yield f"a raw character: {line[:200]!a}"
    if form == "json" and done.out:
        try:
            json.loads(done.out)
        except ValueError:
            yield f"no JSON: {done.out[:200]!a}"
