"""The files that `init` writes where there are none."""

import os
import textwrap
from collections.abc import Iterator, Mapping

from ..core.errors import Failure
from ..core.paths import place_of
from ..documents import scaffold
from ..documents.profiles import registry as profiles
from ..git import worktree
from ..settings import config, keys
from ..settings.model import FILES, STATE_DOCUMENTS, Settings
from .action import Step, same

_HEAD = """\
# Settings of git-sessionlog. A key behind a `# ` has the value shown there: take the `# ` away
# to change it. `git sessionlog config` shows what is in force.
"""


def settings_text(given: Mapping[str, object], proposed: Mapping[str, object] | None = None) -> str:
    """A settings file with the given keys in force, and all others explained with their defaults.

    A value that is `proposed` for a key is shown in the place of its default, and not in force.

    Raises ConfigError for a given value that a settings file may not have.
    """
    settings = config.settings_from(dict(given), FILES[0]).settings
    return "\n".join([_HEAD, *_lines(settings, given, proposed or {})])


def write_settings(top: str, given: Mapping[str, object], proposed: Mapping[str, object]) -> Step:
    """Write the settings file in `top`, where there is none; the values are as in `settings_text`."""
    return write(top, FILES[0], settings_text(given, proposed), "each key is explained there")


def write_status(top: str) -> Step:
    """Write STATUS.md in `top`, where there is no state document."""
    there = next((name for name in STATE_DOCUMENTS if os.path.lexists(os.path.join(top, name))), "")
    if there:
        return same("kept", there)
    document = profiles.packaged("status").documents[0]
    return write(
        top, document.path, scaffold.text(document, {}), "what is done, what is in progress, what is next"
    )


def write(top: str, name: str, text: str, why: str = "") -> Step:
    """Write a file below `top`, where there is none, and no link on the way to it.

    Raises Failure where the system does not let us.
    """
    path = place_of(top, name)
    if os.path.lexists(path):
        return same("kept", name)
    link = _link(top, name)  # it may lead anywhere
    if link:
        return same("left", name, f"{link} is a symbolic link")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        worktree.write(path, text.encode())
    except OSError as error:
        raise Failure(f"{name} cannot be written: {error.strerror}") from None
    return Step("wrote", name, why)


def _lines(
    settings: Settings, given: Mapping[str, object], proposed: Mapping[str, object]
) -> Iterator[str]:
    for name, key in keys.KEYS.items():
        yield from textwrap.wrap(
            key.help, 98, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
        )
        if name == "rules":
            yield "[rules]"
            yield from (f"# {rule} = {keys.as_toml(how)}" for rule, how in settings.rules.items())
        else:
            value = config.value(settings, name)
            if name in proposed:
                yield f"# Proposed, by the history; the default is {keys.as_toml(value)}."
            mark = "" if name in given else "# "
            yield f"{mark}{name} = {keys.as_toml(proposed.get(name, value))}"
        yield ""


def _link(top: str, name: str) -> str:
    """The first directory on the way that is a link, "" for none."""
    parts = name.split("/")[:-1]
    ways = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    return next((way for way in ways if os.path.islink(os.path.join(top, way))), "")
