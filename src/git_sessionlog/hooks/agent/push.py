"""A push that an agent is about to make, judged as pre-push would."""

import io
import os
from contextlib import redirect_stderr

from ...core.errors import FINDINGS, Failure
from ...gate import skipped_pushes
from .. import pre_push
from . import push_targets


def refusal(args: tuple[str, ...]) -> str:
    """The refusal of `git push *args`, "" where it would pass, or nobody can tell before it is made."""
    if os.environ.get(skipped_pushes.VARIABLE, "").strip():
        return ""  # by the user, who has started the agent with it
    push = push_targets.of(args)
    if push is None:
        return ""
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            code = pre_push.judged(push.updates, push.args, "")
    except Failure:
        return ""  # pre-push will say it
    return said.getvalue() if code == FINDINGS else ""
