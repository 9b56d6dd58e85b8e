"""`git sessionlog doctor`: whether the hooks do run here, and what to type where they do not."""

from collections.abc import Iterator

import click

from ..core.errors import CLEAN, FINDINGS
from ..core.terminal import Paint, one_line
from ..core.to_json import json_text, picked
from ..install.doctor import Check, examine
from .options import color_option, format_option, write
from .version import installed


@click.command("doctor")
@format_option("text", "json")
@color_option()
def command(form: str, paint: Paint) -> int:
    """Check that the hooks run in this work tree, once, and are up to date.

    Changes nothing. Exit 0 when nothing is bad, else 1; a note is not bad.
    """
    checks = examine(installed())
    write(_json(checks) if form == "json" else _text(checks, paint))
    return FINDINGS if any(check.state == "bad" for check in checks) else CLEAN


def _text(checks: list[Check], paint: Paint) -> Iterator[str]:
    width = max(len(check.name) for check in checks)
    colors = {"ok": paint.good, "note": paint.odd, "bad": paint.bad}
    for check in checks:
        state = colors[check.state](f"{check.state:4}")
        yield f"{state}  {check.name:{width}}  {one_line(check.sentence)}"
        if check.mend:
            yield f"      mend: {one_line(check.mend)}"


def _json(checks: list[Check]) -> Iterator[str]:
    """`{"checks": [{"name": ..., "state": ..., "sentence": ..., "mend": ...}]}`."""
    yield json_text({"checks": [picked(check, "name state sentence mend?") for check in checks]})
