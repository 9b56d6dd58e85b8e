"""GitHub Actions, and what takes its workflows (Forgejo, Gitea): the event that started the workflow.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from .job import (
    BRANCH,
    HEADS,
    PUSH,
    QUEUE,
    REQUEST,
    TAGS,
    Environment,
    Event,
    Job,
    needed,
    nothing,
    oid,
    tag,
    text,
)


def github(env: Environment, event: Event) -> Job:
    """The job of an event. Raises Failure for one of another shape than documented."""
    default = text(event, "repository", "default_branch")
    if event.get("pull_request") is not None:
        return _pull_request(event)._replace(default=default)
    if event.get("merge_group") is not None:
        return _merge_group(event)._replace(default=default)
    if env.get("GITHUB_EVENT_NAME") == "push":
        return _push(event)._replace(default=default)
    ref = env.get("GITHUB_REF", "")
    if ref.startswith(TAGS):
        return tag(ref.removeprefix(TAGS))
    head = env.get("GITHUB_SHA", "")
    return Job(BRANCH, "branch", ref.removeprefix(HEADS), head, default=default)


def _pull_request(event: Event) -> Job:
    """HEAD is GitHub's merge of it with its base, so its own head is judged."""
    branch = needed(event, "pull_request", "base", "ref")
    head = needed(event, "pull_request", "head", "sha")
    names = [text(event, "pull_request", side, "repo", "full_name") for side in ("head", "base")]
    return Job(
        *(REQUEST, "pull request", branch, head, needed(event, "pull_request", "base", "sha")),
        title=text(event, "pull_request", "title"),
        is_fork=all(names) and names[0] != names[1],
    )


def _merge_group(event: Event) -> Job:
    """The queue has merged or squashed the requests already, on a branch of its own."""
    branch = needed(event, "merge_group", "base_ref").removeprefix(HEADS)
    head = needed(event, "merge_group", "head_sha")
    base = text(event, "merge_group", "base_sha")
    return Job(REQUEST, QUEUE, branch, head, base, is_final=True)


def _push(event: Event) -> Job:
    ref = needed(event, "ref")
    if ref.startswith(TAGS):
        return tag(ref.removeprefix(TAGS))
    branch = ref.removeprefix(HEADS)
    head = oid(needed(event, "after"))
    if not head:
        return nothing(f"push to {branch}", "the branch is deleted")
    return Job(PUSH, "push", branch, head, oid(needed(event, "before")))
