"""The extra `agents`: what reads the shell commands of agents, and how it is installed."""

import os
import sys
from importlib.util import find_spec

_NAME = '"git-sessionlog[agents]"'  # in quotes that every shell takes


def is_missing() -> bool:
    """Whether the grammar of shell commands is not installed beside this program."""
    return find_spec("tree_sitter") is None or find_spec("tree_sitter_bash") is None


def install_command() -> str:
    """The command that installs it where this program is: into its own environment, by what made that.

    Of pipx's environments, and of uv's, not every one has a pip.
    """
    if os.path.exists(os.path.join(sys.prefix, "pipx_metadata.json")):
        return f"pipx inject {os.path.basename(sys.prefix)} {_NAME}"
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    if find_spec("pip") is None:
        return f"uv pip install --python {python} {_NAME}"
    return f"{python} -m pip install {_NAME}"
