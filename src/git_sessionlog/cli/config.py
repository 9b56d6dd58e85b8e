"""`git sessionlog config`: the settings in force, and where each comes from."""

from collections.abc import Iterator

import click

from ..core.errors import CLEAN
from ..core.to_json import json_text
from ..documents import tree_settings
from ..git import run as git
from ..settings.config import Loaded, value
from ..settings.keys import KEYS, as_toml
from .options import format_option, write


@click.command("config")
@format_option("text", "json")
def command(form: str) -> int:
    """Show each setting that is in force here, and where it comes from.

    The text is TOML: it can stand in .sessionlog.toml as it is.
    """
    loaded = tree_settings.here(git.top())
    write(_json(loaded) if form == "json" else _text(loaded))
    return CLEAN


def _text(loaded: Loaded) -> Iterator[str]:
    for key in KEYS:
        if key != "rules":
            shown = as_toml(value(loaded.settings, key))
            yield f"{key} = {shown}  # {loaded.origins[key]}"
    yield ""
    yield "[rules]"
    for rule, severity in loaded.settings.rules.items():
        yield f"{rule} = {as_toml(severity)}  # {loaded.origins[f'rules.{rule}']}"


def _json(loaded: Loaded) -> Iterator[str]:
    """`{"file": ..., "settings": {key: {"value": ..., "origin": ...}}, "rules": {...}}`."""
    settings = {
        key: {"value": value(loaded.settings, key), "origin": loaded.origins[key]}
        for key in KEYS
        if key != "rules"
    }
    rules = {
        rule: {"value": severity, "origin": loaded.origins[f"rules.{rule}"]}
        for rule, severity in loaded.settings.rules.items()
    }
    yield json_text({"file": loaded.file or None, "settings": settings, "rules": rules})
