"""What stands in a `.pre-commit-config.yaml` for our hooks, as data and as lines."""

import re
from typing import Any, NamedTuple

from ..settings.keys import as_toml
from .shim import HOOKS

FILE = ".pre-commit-config.yaml"
IDS = tuple(f"sessionlog-{hook.name}" for hook in HOOKS)
"""The ids of our hooks in `.pre-commit-hooks.yaml`."""
TYPES = "default_install_hook_types"
HOOK_TYPES = ("pre-commit", *(hook.name for hook in HOOKS))
"""What `pre-commit install` must install: its own default, and our hooks."""

_NO_STRINGS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


class Source(NamedTuple):
    """Where pre-commit gets our hooks from."""

    repo: str
    rev: str

    @property
    def entry(self) -> dict[str, Any]:
        """The entry of `repos` as data."""
        return {"repo": self.repo, "rev": self.rev, "hooks": [{"id": name} for name in IDS]}

    @property
    def flow(self) -> str:
        """The entry of `repos` on one line, for a list in brackets."""
        ids = ", ".join(f"{{id: {name}}}" for name in IDS)
        return f"{{repo: {scalar(self.repo)}, rev: {scalar(self.rev)}, hooks: [{ids}]}}"

    def block(self, margin: str = "  ", dash: str = "- ", hooks: str = "  ") -> list[str]:
        """The entry as lines; `margin` stands before its dash, `hooks` is what those are moved in."""
        inner = margin + " " * len(dash)
        first = f"{margin}{dash}repo: {scalar(self.repo)}"
        items = [f"{inner}{hooks}{dash}id: {name}" for name in IDS]
        return [first, f"{inner}rev: {scalar(self.rev)}", f"{inner}hooks:", *items]

    @property
    def whole(self) -> str:
        """A configuration of nothing but our hooks."""
        return "\n".join([types_line(), "repos:", *self.block()]) + "\n"


class Wiring(NamedTuple):
    """What a configuration says of us: which of our hooks it has, and what pre-commit installs."""

    ids: tuple[str, ...]
    hook_types: tuple[str, ...]


def wiring(data: Any) -> Wiring:
    """What a parsed configuration says of us; anything malformed counts as not there."""
    table = data if isinstance(data, dict) else {}
    found = {hook.get("id") for entry in entries(table) for hook in hooks_of(entry)}
    types = table.get(TYPES)
    names = types if isinstance(types, list) else ["pre-commit"]
    return Wiring(tuple(name for name in IDS if name in found), tuple(map(str, names)))


def entries(table: dict[str, Any]) -> list[dict[str, Any]]:
    """The well-formed entries of `repos`."""
    return _tables(table.get("repos"))


def hooks_of(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The well-formed hooks of an entry."""
    return [hook for hook in _tables(entry.get("hooks")) if isinstance(hook.get("id"), str)]


def types_line() -> str:
    """The line that lets `pre-commit install` install our hooks too."""
    return f"{TYPES}: [{', '.join(HOOK_TYPES)}]"


def scalar(text: str) -> str:
    """A string as YAML reads it back, 1.1 or 1.2, in a block or in brackets."""
    if re.fullmatch(r"[A-Za-z/][\w./:@+-]*[\w/]", text, re.ASCII) and text.lower() not in _NO_STRINGS:
        return text
    return as_toml(text)  # the escapes of TOML are among those of YAML


def _tables(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
