"""The services by the variables that they document."""

from .github import github
from .job import (
    BRANCH,
    HEADS,
    PUSH,
    REQUEST,
    TAGS,
    TRAIN,
    UNTOLD,
    Environment,
    Event,
    Job,
    Service,
    nothing,
    oid,
    tag,
)


def service(env: Environment) -> Service:
    """The service that runs us; where there is none, one that knows nothing."""
    found = (each for each in SERVICES if env.get(each.variable))
    return next((each for each in found if each.value in ("", env[each.variable])), NO_SERVICE)


def _gitlab(env: Environment, _event: Event) -> Job:
    """https://docs.gitlab.com/ci/variables/predefined_variables/

    In merged results pipelines CI_COMMIT_SHA is a merge with the target branch.
    """
    default = env.get("CI_DEFAULT_BRANCH", "")
    head = env.get("CI_COMMIT_SHA", "")
    target = env.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    if target:
        head = env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or head
        base = env.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", "")
        source = env.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID")
        is_train = env.get("CI_MERGE_REQUEST_EVENT_TYPE") == "merge_train"
        return Job(
            *(REQUEST, TRAIN if is_train else "merge request", target, head, base, default),
            title=env.get("CI_MERGE_REQUEST_TITLE", ""),
            is_fork=bool(source) and source != env.get("CI_MERGE_REQUEST_PROJECT_ID"),
        )
    if env.get("CI_COMMIT_TAG"):
        return tag(env["CI_COMMIT_TAG"])
    branch = env.get("CI_COMMIT_BRANCH", "")
    if env.get("CI_PIPELINE_SOURCE") == "push":
        return Job(PUSH, "push", branch, head, oid(env.get("CI_COMMIT_BEFORE_SHA", "")), default)
    return Job(BRANCH, "branch", branch, head, default=default)


def _bitbucket(env: Environment, _event: Event) -> Job:
    """https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/

    HEAD of a pull request may be a merge with its destination; BITBUCKET_COMMIT is its own.
    """
    head = env.get("BITBUCKET_COMMIT", "")
    target = env.get("BITBUCKET_PR_DESTINATION_BRANCH")
    if target:
        base = env.get("BITBUCKET_PR_DESTINATION_COMMIT", "")
        return Job(REQUEST, "pull request", target, head, base)
    if env.get("BITBUCKET_TAG"):
        return tag(env["BITBUCKET_TAG"])
    return Job(BRANCH, "branch", env.get("BITBUCKET_BRANCH", ""), head)


def _azure(env: Environment, _event: Event) -> Job:
    """https://learn.microsoft.com/azure/devops/pipelines/build/variables

    The target is a full ref for Azure Repos, a short name for GitHub; BUILD_SOURCEVERSION of a pull
    request is a merge.
    """
    target = env.get("SYSTEM_PULLREQUEST_TARGETBRANCH")
    if target:
        head = env.get("SYSTEM_PULLREQUEST_SOURCECOMMITID", "")
        return Job(REQUEST, "pull request", target.removeprefix(HEADS), head)
    ref = env.get("BUILD_SOURCEBRANCH", "")
    if ref.startswith(TAGS):
        return tag(ref.removeprefix(TAGS))
    return Job(BRANCH, "branch", ref.removeprefix(HEADS), env.get("BUILD_SOURCEVERSION", ""))


def _jenkins(env: Environment, _event: Event) -> Job:
    """The variables of multibranch projects, and of the git plugin.

    https://www.jenkins.io/doc/book/pipeline/multibranch/ https://plugins.jenkins.io/git/
    GIT_COMMIT of a change request may be a merge that only Jenkins has, and no variable tells its
    own head.
    """
    if env.get("CHANGE_TARGET"):
        return Job(
            *(REQUEST, "change request", env["CHANGE_TARGET"]),
            title=env.get("CHANGE_TITLE", ""),
            is_fork=bool(env.get("CHANGE_FORK")),
        )
    if env.get("TAG_NAME"):
        return tag(env["TAG_NAME"])
    branch = env.get("BRANCH_NAME") or env.get("GIT_BRANCH", "").removeprefix("origin/")
    default = branch if env.get("BRANCH_IS_PRIMARY") == "true" else ""
    head, before = env.get("GIT_COMMIT", ""), env.get("GIT_PREVIOUS_COMMIT", "")
    if before:
        return Job(PUSH, "push", branch, head, before, default)
    return Job(BRANCH, "branch", branch, head, default=default)


def _circleci(env: Environment, _event: Event) -> Job:
    """https://circleci.com/docs/reference/variables/

    Neither the target of a pull request nor what was there before is told.
    """
    if env.get("CIRCLE_TAG"):
        return tag(env["CIRCLE_TAG"])
    return Job(BRANCH, "branch", env.get("CIRCLE_BRANCH", ""), env.get("CIRCLE_SHA1", ""))


def _woodpecker(env: Environment, _event: Event) -> Job:
    """https://woodpecker-ci.org/docs/usage/environment

    The previous commit is that of the pipeline before, which may have been for a pull request.
    """
    default = env.get("CI_REPO_DEFAULT_BRANCH", "")
    event, head = env.get("CI_PIPELINE_EVENT", ""), env.get("CI_COMMIT_SHA", "")
    if event == "pull_request_closed":
        return nothing("closed pull request", "nothing waits any more")
    if env.get("CI_COMMIT_TARGET_BRANCH"):
        return Job(REQUEST, "pull request", env["CI_COMMIT_TARGET_BRANCH"], head, default=default)
    if env.get("CI_COMMIT_TAG"):
        return tag(env["CI_COMMIT_TAG"])
    branch, before = env.get("CI_COMMIT_BRANCH", ""), env.get("CI_PREV_COMMIT_SHA", "")
    last = env.get("CI_PREV_PIPELINE_EVENT"), env.get("CI_PREV_COMMIT_BRANCH")
    if before and event == "push" and last == ("push", branch):
        return Job(PUSH, "push", branch, head, before, default)
    return Job(BRANCH, "branch", branch, head, default=default)


def _unknown(env: Environment, _event: Event) -> Job:
    """Every CI sets `CI`, as a convention; nobody else does."""
    is_ci = env.get("CI", "").lower() not in ("", "false", "0", "no")
    return Job(UNTOLD, "branch in an unknown CI") if is_ci else Job(BRANCH, "branch")


GITHUB = Service(
    *("GitHub", "GITHUB_ACTIONS", "", github, "actions/checkout with fetch-depth: 0"),
    "actions/checkout with ref: ${{ github.event.pull_request.head.sha }} and fetch-depth: 0",
)
"""The one service that tells by a file, GITHUB_EVENT_PATH."""

SERVICES = (
    GITHUB,
    Service("GitLab", "GITLAB_CI", "", _gitlab, "GIT_DEPTH: 0 in the job's variables"),
    Service("Bitbucket", "BITBUCKET_BUILD_NUMBER", "", _bitbucket, "clone: depth: full in the step"),
    Service("Azure", "TF_BUILD", "", _azure, "checkout: self with fetchDepth: 0"),
    Service("CircleCI", "CIRCLECI", "", _circleci, "checkout with method: full"),
    Service(
        *("Woodpecker", "CI", "woodpecker", _woodpecker),
        "the clone step with partial: false and no depth",
    ),
    Service("Jenkins", "JENKINS_URL", "", _jenkins, "the checkout without shallow clone"),
)
"""Jenkins is the last: its variables may be around where another service has been called by it."""

NO_SERVICE = Service("", "", "", _unknown, "git fetch --unshallow")
