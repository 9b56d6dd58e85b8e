"""The line that says what a push changes in the settings of a repository."""

import os
from collections.abc import Sequence

from ..core.errors import Failure
from ..core.secrets.allowed import ALLOWED_FILE
from ..core.terminal import complain, one_line
from ..gate.incoming import Tip
from ..git.objects import Absent, Objects
from ..settings.model import FILES, Settings
from . import PARTS, load


def print_changes(
    objects: Objects, tips: Sequence[Tip], default: str, settings: Settings, when: str = ""
) -> None:
    """Say it of the first tip that changes the settings: of its branch, or of the default one if it is new.

    `default` is the tip of that, "" where none is known. The files that go with `settings`, those in
    force, are looked at too; `when` says from when on they hold.
    """
    names = (*FILES, ALLOWED_FILE, *(name for name in settings.profiles if name.endswith(".toml")))
    for tip in tips:
        before = tip.before or default
        how = _change(objects, before, tip.oid, names) if before else ""
        if how:
            complain(f"sessionlog: note: {one_line(f'the push to {tip.branch} {how}{when}', 200)}")
            return


def _change(objects: Objects, before: str, after: str, names: Sequence[str]) -> str:
    """What a commit changes in the settings of another. The files are read only where they differ."""
    try:
        old, new = (objects.commit(oid).tree for oid in (before, after))
        paths = [os.fsencode(name) for name in names]
        if all(objects.entry(old, path) == objects.entry(new, path) for path in paths):
            return ""
        found: str = load(PARTS, "treeconfig").difference(objects, before, after)
    except Absent:
        return ""  # what needs it says so
    except Failure:
        return "changes settings that cannot be read"
    return found
