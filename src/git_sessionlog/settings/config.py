"""The settings of a repository: `.sessionlog.toml`, or `[tool.sessionlog]` in pyproject.toml.

`keys.py` says of each key what it takes and what it is for.
"""

import os
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from ..core import regular_files
from ..core.errors import ConfigError
from .keys import KEYS, unknown
from .model import ALL_RULES, FILES, PRESETS, Settings

FILE, PYPROJECT = FILES
_TABLE = "tool.sessionlog"
_MOST_PARTS = 32
# tomllib takes time with the square of a key's parts: 20 seconds for 30,000 of them.
_LONG_KEY = (
    r"(?<![\w\\.-])(?:(?:[\w-]++|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+)" f"{{{_MOST_PARTS}}}"
)


class Loaded(NamedTuple):
    """Settings, the file they came from ("" where there is none), and the origin of each key.

    The origin of a single rule's severity is that of the key `rules.<rule>`.
    """

    settings: Settings
    file: str
    origins: Mapping[str, str]


def load(top: str) -> Loaded:
    """The settings for the work tree at `top`.

    Raises ConfigError for both files at once, an unreadable one, an unknown key, a wrong type or
    a bad regex; the message names file and key.
    """
    return from_texts(_text(os.path.join(top, FILE)), _text(os.path.join(top, PYPROJECT)))


def from_texts(own: bytes | None, project: bytes | None) -> Loaded:
    """The settings in the contents of the two files, None for one that is not there; errors as `load`."""
    tables = parsed(project, PYPROJECT) if project and b"sessionlog" in project else {}
    table = tables.get("tool", {}).get("sessionlog") if isinstance(tables.get("tool"), dict) else None
    if own is None:
        return settings_from(table, PYPROJECT) if table is not None else settings_from({}, "")
    if table is not None:
        raise ConfigError(
            f"settings in both {FILE} and [{_TABLE}] of {PYPROJECT}",
            f"keep one of them: move the keys to {FILE}, or delete it",
        )
    return settings_from(parsed(own, FILE), FILE)


def load_file(path: str) -> Loaded:
    """The settings in a file of their own, wherever it is; errors as `load`, and one for no file."""
    text = _text(path, follow=True)
    if text is None:
        raise ConfigError(f"{path} cannot be read: there is no such file")
    return settings_from(parsed(text, path), path)


def settings_from(table: object, file: str) -> Loaded:
    """The settings of a parsed table; names the file and the key in a ConfigError.

    That is raised for an unknown key, a wrong type, or a bad regular expression.
    """
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: [{_TABLE}] is not a table")
    values: dict[str, object] = {}
    for name, value in table.items():
        if name not in KEYS:
            raise unknown(f'{file}: unknown key "{name}"', name, KEYS)
        try:
            values[name.replace("-", "_")] = KEYS[name].read(value)
        except ConfigError as error:
            raise ConfigError(f"{file}: {name}: {error.message}", error.hint) from None
    preset = str(values.get("preset", "sessionlog"))
    given = _mapping(values.pop("rules", {}))
    rules = {**ALL_RULES, **given}
    settings = Settings(**{**PRESETS[preset], **values, "rules": rules})  # type: ignore[arg-type]
    origins = dict.fromkeys(KEYS, "default")
    origins |= {name.replace("_", "-"): f"preset {preset}" for name in PRESETS[preset]}
    origins |= dict.fromkeys(table, file)
    origins |= {f"rules.{rule}": file if rule in given else "default" for rule in ALL_RULES}
    return Loaded(settings, file, origins)


def value(settings: Settings, key: str) -> Any:
    """The value of a key as the configuration names it."""
    return getattr(settings, key.replace("-", "_"))


def _text(path: str, *, follow: bool = False) -> bytes | None:
    try:
        return regular_files.read(path, regular_files.SETTINGS, follow=follow)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        name = os.path.basename(path)
        raise ConfigError(f"{name} cannot be read: {error.strerror}", f"look at it: ls -l {name}") from None


def parsed(data: bytes, file: str) -> dict[str, Any]:
    """A TOML file as a table. Raises ConfigError, which names the file, for one that is none."""
    tomllib = import_module("tomllib")  # it takes as long as two of git's answers: only for a file
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: byte {error.start} is not UTF-8") from None
    if re.search(_LONG_KEY, text):
        raise ConfigError(f"{file}: a key has more than {_MOST_PARTS} parts")
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError itself: a number of 5,000 digits
        raise ConfigError(f"{file}: not valid TOML: {error}") from None
    return table


def _mapping(value: object) -> Mapping[str, str]:
    return value if isinstance(value, dict) else {}
