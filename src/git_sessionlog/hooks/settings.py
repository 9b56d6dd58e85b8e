"""The settings that a hook works with, and what of them is loaded only where it is used."""

import os
from itertools import chain

from ..settings.model import FILES, Settings
from . import PARTS, load


def of(top: str) -> Settings:
    """The settings that hold in a work tree; reading TOML costs, so only where there is some."""
    absent = [name for name in FILES if not os.path.lexists(os.path.join(top, name))]
    settings = Settings()
    if len(absent) < len(FILES):
        loaded = load(PARTS, "config").load(top)
        settings, absent = loaded.settings, [] if loaded.file else absent
    sources = load(PARTS, "elsewhere").sources(absent) if absent else iter(())
    nearest = next(sources, None)
    if nearest:  # what git was asked till here is not asked again
        found = load(PARTS, "treeconfig").elsewhere(top, chain((nearest,), sources))
        settings = found.settings if found else settings
    return settings


def of_commit(oid: str) -> Settings:
    """The settings in a commit's tree, for a bare repository."""
    settings: Settings = load(PARTS, "treeconfig").of(lambda: oid)
    return settings
