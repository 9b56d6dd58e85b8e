"""The words that begin refusals, for tests of something else.

The outputs as a whole are in tests/messages/test_refusal.py and tests/e2e/test_push.py.
"""

MESSAGE_REFUSED = "sessionlog: commit message refused"
PUSH_REFUSED = "sessionlog: push refused"
UNKNOWN_TYPE = f"""\
{MESSAGE_REFUSED}: type-unknown

  feature(api): add login [Fix 2.3]
  ^^^^^^^
  unknown type "feature", did you mean "feat"?  [type-unknown]
  allowed: chore docs feat fix refactor test

corrected  feat(api): add login [Fix 2.3]
retry      git commit -m 'feat(api): add login [Fix 2.3]'
"""
"""Of a commit with the message `feature(api): add login [Fix 2.3]`."""
NOT_SQUASHED = '"fixup!" is not squashed yet; hint: git rebase -i --autosquash BASE, a commit before both'


def stale(branch: str, document: str = "STATUS.md") -> str:
    """That a document of a branch does not describe it."""
    return f"{document} does not describe {branch}"


def broken(count: int, of: int) -> str:
    """That messages of a push break the rules."""
    return f"{count} of {of} commit message{'s' * (of > 1)} break{'s' * (count == 1)} the rules"
