"""The settings that a hook works with, and what of them is loaded only where it is used."""

import os

from ..settings.model import FILES, Settings
from . import PARTS, load


def of(top: str) -> Settings:
    """The settings of the work tree; reading TOML costs, so only where there is some."""
    if not any(os.path.lexists(os.path.join(top, name)) for name in FILES):
        return Settings()
    settings: Settings = load(PARTS, "config").load(top).settings
    return settings


def of_commit(oid: str) -> Settings:
    """The settings in a commit's tree, for a bare repository."""
    settings: Settings = load(PARTS, "treeconfig").of(lambda: oid)
    return settings
