"""The installed version, asked for only when it is shown: the look-up costs more than click."""

from importlib.metadata import version


def installed() -> str:
    """The version of this distribution."""
    return version("git-sessionlog")
