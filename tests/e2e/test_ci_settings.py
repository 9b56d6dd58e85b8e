"""Ways past `git sessionlog ci` by settings that a request brings: each is checked by those of its base."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from helpers import Repo, Result
from program import called

SECTIONS = ("Completed Fixes", "In Progress", "Next Up", "Session Log")
STATUS = "# Status\n\n" + "".join(f"## {name}\n\nNone\n\n" for name in SECTIONS)
GOOD, BAD = "feat(api): add login [Fix 2.3]", "whatever I like"
OURS = ".sessionlog.toml"


class Forge:
    """A remote with `main`, which has settings, and the clone that a CI makes of a request to it."""

    def __init__(self, there: Path, settings: Mapping[str, str]) -> None:
        self.work, self._there = Repo.init(there / "work"), there
        Repo.init(there / "remote.git", "--bare")
        self.work.git("remote", "add", "origin", f"file://{there}/remote.git")
        self.first = self.commit("docs: start", {"STATUS.md": STATUS})
        self.base = self.commit("docs: adopt", dict(settings)) if settings else self.first
        self.work.git("push", "-q", "origin", "main")
        self.work.git("switch", "-q", "-c", "topic")

    def commit(self, message: str, files: Mapping[str, str | None], **env: str) -> str:
        for name, text in files.items():
            if text is None:
                self.work.git("rm", "-q", name)
            else:
                self.work.write(name, text)
        self.work.git("add", "-A")
        return self.work.commit(message, **env)

    @property
    def head(self) -> str:
        return self.work.git("rev-parse", "HEAD").strip()

    def clone(self) -> Repo:
        """All branches, detached at the request's head, as services check it out."""
        self.work.git("push", "-q", "-f", "origin", "HEAD:topic")
        repo = Repo.init(self._there / "clone")
        repo.git("fetch", "-q", f"file://{self._there}/remote.git", "+refs/heads/*:refs/remotes/origin/*")
        repo.git("checkout", "-q", "--detach", self.head)
        return repo


class Run:
    """Runs the command for a forge's request, as a service does."""

    def __init__(self, there: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._there, self._patch, self._capsys = there, patch, capsys
        for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "CIRCLECI", "JENKINS_URL"):
            patch.delenv(name, raising=False)

    def __call__(self, forge: Forge, env: str, *args: str) -> Result:
        filled = env.replace("<head>", forge.head).replace("<base>", forge.base)
        for pair in filled.split():
            name, _, value = pair.partition("=")
            if name == "EVENT":
                name, value = "GITHUB_EVENT_PATH", str(self._there / "event.json")
                Path(value).write_text(json.dumps(json.loads(pair.partition("=")[2])))
            self._patch.setenv(name, value)
        if not (self._there / "clone").exists():
            self._patch.chdir(forge.clone().path)
        return called(self._capsys, "ci", "--format", "text", *args)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path, monkeypatch, capsys)


_PULL = '{"pull_request":{"base":{"ref":"main","sha":"<base>"},"head":{"sha":"<head>"}}}'
_QUEUE = '{"merge_group":{"base_ref":"refs/heads/main","base_sha":"<base>","head_sha":"<head>"}}'
_PUSH = '{"ref":"refs/heads/main","before":"<base>","after":"<head>"}'
_NEW = '{"ref":"refs/heads/topic","before":"ZEROS","after":"<head>","repository":{"default_branch":"main"}}'
SERVICES = {
    "github": f"GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request EVENT={_PULL}",
    "merge queue": f"GITHUB_ACTIONS=true GITHUB_EVENT_NAME=merge_group EVENT={_QUEUE}",
    "github push": f"GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push EVENT={_PUSH}",
    "github branch": f"GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push EVENT={_NEW.replace('ZEROS', '0' * 40)}",
    "gitlab": "GITLAB_CI=true CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_COMMIT_SHA=<head> "
    "CI_MERGE_REQUEST_DIFF_BASE_SHA=<base>",
    "gitlab push": "GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main "
    "CI_COMMIT_SHA=<head> CI_COMMIT_BEFORE_SHA=<base>",
    "bitbucket": "BITBUCKET_BUILD_NUMBER=1 BITBUCKET_COMMIT=<head> BITBUCKET_PR_DESTINATION_BRANCH=main "
    "BITBUCKET_PR_DESTINATION_COMMIT=<base>",
    "bitbucket branch": "BITBUCKET_BUILD_NUMBER=1 BITBUCKET_COMMIT=<head> BITBUCKET_BRANCH=topic",
    "azure": "TF_BUILD=True SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main "
    "SYSTEM_PULLREQUEST_SOURCECOMMITID=<head>",
    "jenkins": "JENKINS_URL=x CHANGE_TARGET=main",
    "jenkins push": "JENKINS_URL=x BRANCH_NAME=main GIT_COMMIT=<head> GIT_PREVIOUS_COMMIT=<base>",
    "circleci": "CIRCLECI=true CIRCLE_BRANCH=topic CIRCLE_SHA1=<head>",
    "woodpecker": "CI=woodpecker CI_COMMIT_TARGET_BRANCH=main CI_COMMIT_SHA=<head>",
    "none": "",
}
"""The variables of a request or a push to main, and of branches that are compared with it."""
HERE = SERVICES["github"]


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_lets_a_request_choose_its_settings(tmp_path: Path, run: Run, service: str) -> None:
    forge = Forge(tmp_path, {OURS: 'default-branch = "main"\n'})
    forge.commit(BAD, {OURS: 'mode = "warn"\ndefault-branch = "topic"\n', "STATUS.md": f"{STATUS}more\n"})

    done = run(forge, SERVICES[service])

    assert done.code == 1
    assert f"(by the settings of {forge.base[:10]}; it changes them: mode, default-branch)" in done.out
    assert done.out.count("[type-missing]") == 1


def test_base_is_checked_by_its_settings(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {OURS: ""})
    forge.commit(BAD, {OURS: 'mode = "warn"\n'})
    assert run(forge, "", "--base", "origin/main").code == 1


OWN = """\
[[documents]]
id = "state"
path = "OWN.md"
state = true
required = true
title = "Own"
[[documents.sections]]
concept = "next"
heading = "Next"
required = true
shape = "bullets"
"""
WAYS: dict[str, tuple[str, dict[str, str | None]]] = {
    "warn": ("message", {OURS: 'mode = "warn"'}),
    "warn on the target": ("message", {OURS: 'mode = { "main" = "warn" }'}),
    "no rule": ("message", {OURS: '[rules]\ntype-missing = "off"'}),
    "a warning": ("message", {OURS: '[rules]\ntype-missing = "warn"'}),
    "all are bots": ("message", {OURS: 'bots = ["*"]'}),
    "the author is a bot": ("message", {OURS: 'bots = ["Ann Author <ann@example.com>"]'}),
    "no branches": ("message", {OURS: 'branches = ["nothing"]'}),
    "skip-branches": ("message", {OURS: 'skip-branches = ["main"]'}),
    "since": ("message", {OURS: 'since = "<bad>"'}),
    "ignore-revs": ("message", {OURS: 'ignore-revs = ["<bad>"]'}),
    "fix-tag": ("no tag", {OURS: 'fix-tag = "off"'}),
    "preset": ("no tag", {OURS: 'preset = "conventional"'}),
    "max-subject": ("long", {OURS: "max-subject = 999"}),
    "pyproject in its place": (
        "message",
        {OURS: None, "pyproject.toml": '[tool.sessionlog]\nmode = "warn"'},
    ),
    "tolerance": ("document", {OURS: "tolerance = 99"}),
    "ignore": ("document", {OURS: 'ignore = ["*"]'}),
    "documents": ("document", {OURS: 'documents = ["OTHER.md"]', "OTHER.md": "# Other\n"}),
    "allow-skip": ("skipped", {OURS: "allow-skip = true"}),
    "backlog": ("unknown", {OURS: '[rules]\nfix-unknown = "off"'}),
    "profile": ("content", {"own.toml": OWN.replace("required = true\nshape", "shape")}),
    "list of secrets": ("secret", {".sessionlog-allowed-secrets": "hunter2-hunter2-9Xq\n"}),
}
"""What a request brings to pass: settings, files that go with them; and what it has to hide."""

LONG = f"feat(api): {'x' * 100} [Fix 2.3]"
POINT = "Session-Checkpoint: 20260213-7k3f9q/1"
"""Who has the tool owes a description."""
HIDDEN = {
    "message": (BAD, {"STATUS.md": f"{STATUS}2.3\n"}, "[type-missing]"),
    "no tag": ("feat(api): add login", {"STATUS.md": f"{STATUS}2.3\n"}, "[fix-missing]"),
    "long": (LONG, {"STATUS.md": f"{STATUS}2.3\n"}, "[subject-length]"),
    "document": (f"{GOOD}\n\n{POINT}", {"app": "1"}, "STATUS.md: stale"),
    "skipped": (f"{GOOD}\n\nSession-Skip: because\n{POINT}", {"app": "1"}, "STATUS.md: stale"),
    "unknown": (GOOD, {"STATUS.md": f"{STATUS}2.3\n"}, "[fix-unknown]"),
    "content": (GOOD, {"OWN.md": "# Own\n\n2.3\n"}, "[section-missing]"),
    "secret": (GOOD, {"STATUS.md": f"{STATUS}2.3 password=hunter2-hunter2-9Xq\n"}, "[secret]"),
}
BASES = {
    "unknown": {
        OURS: '[rules]\nfix-unknown = "error"\n',
        "TRACKER.md": "# Tracker\n\n- [ ] Fix 7: seven\n",
    },
    "content": {
        OURS: 'profiles = ["own.toml"]\ndocuments = ["OWN.md"]\n',
        "own.toml": OWN,
        "OWN.md": "# Own\n\n## Next\n\nx\n",
    },
}


@pytest.mark.parametrize("way", WAYS)
def test_a_request_cannot_hide_what_it_brings(tmp_path: Path, run: Run, way: str) -> None:
    kind, brought = WAYS[way]
    message, files, said = HIDDEN[kind]
    forge = Forge(tmp_path, BASES.get(kind, {OURS: ""}))
    bad = forge.commit(message, files)
    assert said in run(forge, HERE).out  # so it is found without the way
    (tmp_path / "clone").rename(tmp_path / "before")
    filled = {name: text and text.replace("<bad>", bad) for name, text in brought.items()}
    forge.commit("docs: settings", filled)

    done = run(forge, HERE)

    assert (done.code, said in done.out) == (1, True)
    assert f"by the settings of {forge.base[:10]}; it changes them: " in done.out
    if list(filled) == [OURS] and filled[OURS]:  # and they would have hidden it
        rules = tmp_path / "rules.toml"
        rules.write_text(filled[OURS] or "")
        assert run(forge, HERE, "--config", str(rules)).code == 0


def test_settings_that_are_deleted_hold(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {OURS: 'types = ["docs"]\n'})
    forge.commit(GOOD, {OURS: None, "STATUS.md": f"{STATUS}2.3\n"})
    done = run(forge, HERE)
    assert (done.code, "[type-unknown]" in done.out) == (1, True)
    assert f"(by the settings of {forge.base[:10]}; it deletes them)" in done.out


def test_the_same_settings_in_the_other_file_need_no_word(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {OURS: "max-subject = 50\n"})
    table = "[tool.sessionlog]\nmax-subject = 50\n"
    forge.commit("docs: move", {OURS: None, "pyproject.toml": table, "STATUS.md": f"{STATUS}moved\n"})
    done = run(forge, HERE)
    assert (done.code, "settings" in done.out) == (0, False)


def test_the_request_that_adopts_us_is_checked_by_its_own_settings(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {})
    forge.commit("feat: add login", {OURS: 'preset = "conventional"\n', "STATUS.md": f"{STATUS}2.3\n"})
    done = run(forge, HERE)
    assert (done.code, f"({forge.base[:10]} has no settings yet: its own hold)" in done.out) == (0, True)


def test_a_request_of_an_old_commit_is_checked_by_the_settings_of_now(tmp_path: Path, run: Run) -> None:
    """GitLab tells the commit where the two part, which whoever asks has chosen."""
    forge = Forge(tmp_path, {OURS: ""})
    forge.work.git("switch", "-q", "-C", "topic", forge.first)
    forge.commit(BAD, {OURS: 'mode = "warn"\n'})
    told = SERVICES["gitlab"].replace("<base>", forge.first)
    assert run(forge, told).code == 1
    assert run(forge, told, "--base", forge.first).code == 1


def test_a_target_of_the_checked_out_name_is_none(tmp_path: Path, run: Run) -> None:
    """Some services check a request out as a branch with the name of its target."""
    forge = Forge(tmp_path, {OURS: ""})
    forge.commit(BAD, {OURS: 'mode = "warn"\n'})
    run(forge, SERVICES["woodpecker"])
    clone = Repo(tmp_path / "clone")
    clone.git("update-ref", "-d", "refs/remotes/origin/main")
    clone.git("switch", "-q", "-c", "main")
    done = run(forge, SERVICES["woodpecker"])
    assert (done.code, "is not in this clone: main" in done.err) == (2, True)


@pytest.mark.parametrize(
    "files",
    [
        {OURS: "typos = 1\n"},
        {OURS: "", "pyproject.toml": "[tool.sessionlog]\n"},
        {OURS: 'profiles = ["gone.toml"]\n'},
        {OURS: 'ignore = ["!"]\n'},
        {".sessionlog-allowed-secrets": "re: .*\n"},
    ],
)
def test_settings_that_could_not_be_used_do_not_get_in(
    tmp_path: Path, run: Run, files: dict[str, str | None]
) -> None:
    forge = Forge(tmp_path, {OURS: "tolerance = 1\n"})
    forge.commit("docs: settings", files)
    done = run(forge, HERE)
    assert (done.code, "the settings that the pull request brings cannot be used" in done.err) == (2, True)


def test_broken_settings_of_the_base_are_no_reason_to_pass(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {OURS: "typos = 1\n"})
    forge.commit("docs: settings", {OURS: "", "STATUS.md": f"{STATUS}settings\n"})
    done = run(forge, HERE)
    assert (done.code, f"the settings of {forge.base[:10]} cannot be used" in done.err) == (2, True)
    rules = tmp_path / "rules.toml"
    rules.write_text("")
    assert run(forge, HERE, "--config", str(rules)).code == 0


def test_a_file_of_the_request_is_no_file_from_elsewhere(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {OURS: "", "ci.toml": ""})
    forge.commit(BAD, {"STATUS.md": f"{STATUS}more\n"})
    assert run(forge, HERE, "--config", "ci.toml").code == 1  # it is as it was
    forge.commit("docs: settings", {"ci.toml": 'mode = "warn"\n', "new.toml": 'mode = "warn"\n'})
    (tmp_path / "clone").rename(tmp_path / "before")
    for name in ("ci.toml", "./ci.toml", str(tmp_path / "clone" / "ci.toml"), "new.toml"):
        assert run(forge, HERE, "--config", name).code == 2
    assert run(forge, HERE, "--config", "gone.toml").code == 2


def test_what_a_laxer_default_branch_has_is_new_to_a_stricter_target(tmp_path: Path, run: Run) -> None:
    forge = Forge(tmp_path, {OURS: 'skip-branches = ["main"]\n'})
    forge.work.git("push", "-q", "origin", "main:release")
    forge.commit(BAD, {"STATUS.md": f"{STATUS}more\n"})
    forge.work.git("push", "-q", "origin", "HEAD:main")
    event = (
        _PULL.replace('"ref":"main"', '"ref":"release"')[:-1] + ',"repository":{"default_branch":"main"}}'
    )
    done = run(forge, SERVICES["github"].replace(_PULL, event))
    assert (done.code, "[type-missing]" in done.out) == (1, True)
