"""A push that an agent is about to make, judged as pre-push would."""

import io
import os
from contextlib import redirect_stderr

from .. import skips
from ..agents import pushes
from ..errors import FINDINGS, Failure
from . import pre_push


def refusal(args: tuple[str, ...]) -> str:
    """The refusal of `git push *args`, "" where it would pass, or nobody can tell before it is made."""
    if os.environ.get(skips.VARIABLE, "").strip():
        return ""  # by the user, who has started the agent with it
    push = pushes.of(args)
    if push is None:
        return ""
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            code = pre_push.judged(push.updates, push.args, "")
    except Failure:
        return ""  # pre-push will say it
    return said.getvalue() if code == FINDINGS else ""
