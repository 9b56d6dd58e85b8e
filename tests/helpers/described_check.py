"""What `git sessionlog check` takes for undescribed, asked without a process."""

from git_sessionlog.git.objects import Objects
from git_sessionlog.settings import config
from git_sessionlog.state import state_documents


def undescribed(settings: str, tip: str, branch: str) -> set[str]:
    """What `git sessionlog check` says, without an end of the count."""
    asked = state_documents.demand(config.from_texts(settings.encode(), None).settings, shallow=False)
    with Objects() as objects:
        (verdict,) = state_documents.verdicts(objects, tip, asked._replace(tolerance=10_000).on(branch))
    assert verdict.complete
    return {commit.oid for commit in verdict.commits}
