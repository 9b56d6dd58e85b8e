"""The program that hooks run, as this installation has it."""

import os
import shutil
import sys

NAME = "git-sessionlog-hook"


def own() -> str:
    """The absolute path of the program beside this Python, else of the one on PATH, else ""."""
    suffix = ".exe" if sys.platform == "win32" else ""
    beside = os.path.join(os.path.dirname(sys.executable), NAME + suffix)
    found = beside if os.access(beside, os.X_OK) else shutil.which(NAME)
    return os.path.abspath(found).replace(os.sep, "/") if found else ""
