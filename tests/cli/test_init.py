"""`git sessionlog init`: one command, nothing asked, nothing overwritten."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog.install.scaffold import STATE_DOCUMENTS
from git_sessionlog.settings import config, keys
from git_sessionlog.settings.model import CONVENTIONAL_TYPES, PRESETS, Settings
from helpers import CLI, Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
OURS, CONVENTIONAL, NEITHER = "feat(api): add login [Fix 2.3]", "feat: add login", "add login"
WROTE = "wrote .sessionlog.toml: each key is explained there\n"
STATUS = "wrote STATUS.md: what is done, what is in progress, what is next\n"
MERGED = ".gitattributes: rows that two branches add are all kept\n"
ADD = "next: git add {0} && git commit -m 'docs: adopt git-sessionlog'\n"
FILES = ".sessionlog.toml STATUS.md .gitattributes"


def tree(repo: Repo) -> dict[str, bytes]:
    """All files but the objects of git."""
    files = (file for file in repo.path.rglob("*") if file.is_file() and "objects" not in file.parts)
    return {str(file.relative_to(repo.path)): file.read_bytes() for file in files}


def settings(repo: Repo) -> Settings:
    return config.load(str(repo.path)).settings


def test_init_in_an_empty_repository(repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "init", "--hooks", "none")

    because = "  preset sessionlog: there are no commits to judge by\n"
    because += "  state-on every: there are no commits yet\n"
    wrote = WROTE + because + STATUS + "wrote " + MERGED
    assert done == (0, wrote + ADD.format(FILES) + f"undo: rm {FILES}\n", "")
    assert settings(repo) == Settings()
    assert (repo.path / "STATUS.md").read_text() == (
        "# Status\n\n"
        "## Completed Fixes\n\n"
        "| Fix | Description | Commit | Date |\n| --- | ----------- | ------ | ---- |\n\n"
        "## In Progress\n\n"
        "## Next Up\n\n"
        "## Session Log\n\n"
        "| Date | Session | Summary |\n| ---- | ------- | ------- |\n"
    )


def test_a_second_run_changes_nothing(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(NEITHER)
    called(capsys, "init")
    before = tree(repo)

    done = called(capsys, "init")

    kept = "kept .sessionlog.toml\nkept STATUS.md\nkept .gitattributes\nalready installed "
    assert done.out.startswith(kept)
    assert done.out.endswith("already installed merge driver of the state documents\n")
    assert done.out.count("\n") == 6
    assert tree(repo) == before


def test_what_is_said_undoes_it(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(OURS)
    before = tree(repo)

    undo = called(capsys, "init").out.rpartition("undo: ")[2]

    assert undo == f"rm {FILES} && git sessionlog uninstall\n"
    undo = undo.replace("git sessionlog", str(CLI))
    assert repo.run("sh", "-c", undo).code == 0
    assert tree(repo) == before


def test_what_is_said_to_commit_passes(repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "init")

    command = next(line for line in done.out.splitlines() if line.startswith("next: "))
    committed = repo.run("sh", "-c", command.removeprefix("next: "))

    assert committed.code == 0, committed.err
    assert repo.git("ls-files") == ".gitattributes\n.sessionlog.toml\nSTATUS.md\n"
    assert repo.run(CLI, "lint", "--root", "HEAD").code == 0


def test_in_a_subdirectory_it_is_the_top_that_adopts(
    repo: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(repo.path / "a" / "b")

    done = called(capsys, "init", "--hooks", "none")

    assert done.out.endswith("undo: rm ../../.sessionlog.toml ../../STATUS.md ../../.gitattributes\n")
    assert (repo.path / "STATUS.md").exists()


@pytest.mark.parametrize(
    ("history", "preset", "why"),
    [
        ([OURS] * 5, "sessionlog", "5 of the last 5 commits pass its rules"),
        ([CONVENTIONAL] * 4 + [NEITHER], "conventional", "4 of the last 5 commits pass its rules"),
        ([CONVENTIONAL] * 3 + [NEITHER], "sessionlog", "0 of the last 4 commits pass its rules"),
        ([OURS] * 4 + [CONVENTIONAL], "conventional", "5 of the last 5 commits pass its rules"),
        ([NEITHER], "sessionlog", "0 of the last 1 commits pass its rules"),
        (
            [NEITHER] * 9 + [CONVENTIONAL] * 200,
            "conventional",
            "200 of the last 200 commits pass its rules",
        ),
    ],
)
def test_the_preset_is_that_of_the_past(
    repo: Repo, capsys: CAPSYS, history: list[str], preset: str, why: str
) -> None:
    import_history(repo, history)

    done = called(capsys, "init", "--hooks", "none")

    assert done.out.splitlines()[1] == f"  preset {preset}: {why}"
    assert settings(repo).preset == preset


def import_history(repo: Repo, messages: list[str]) -> None:
    """Commits by the hundred, in one process."""
    commits = []
    for message in messages:
        data = f"data {len(message)}\n{message}\n"
        commits.append(f"commit refs/heads/main\ncommitter C <c@e> 1700000000 +0000\n{data}")
    assert repo.run("git", "fast-import", "--quiet", stdin="".join(commits)).code == 0


def test_merges_and_bots_do_not_count(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(CONVENTIONAL)
    repo.git("checkout", "-q", "-b", "side")
    for _ in range(3):
        repo.commit("Bump x", GIT_AUTHOR_NAME="dependabot[bot]")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge it", "side")

    done = called(capsys, "init", "--hooks", "none")

    assert done.out.splitlines()[1] == "  preset conventional: 1 of the last 1 commits pass its rules"


def test_bots_of_the_history_are_proposed_and_not_exempt(repo: Repo, capsys: CAPSYS) -> None:
    known = {
        "dependabot[bot]": "49699333+dependabot[bot]@users.noreply.github.com",
        "Renovate Bot": "bot@renovateapp.com",
        "project_7_bot": "x@example.com",
    }
    for name, address in known.items():
        repo.commit("Bump x", GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=address)
    for name in ("Otto Robot", "Abbot Botha", "a*[bot]"):
        repo.commit("docs: more", GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL="robot@bot.example.com")

    done = called(capsys, "init", "--hooks", "none")

    assert settings(repo).bots == ()
    proposed = next(
        line
        for line in repo.path.joinpath(".sessionlog.toml").read_text().splitlines()
        if line.startswith("# bots = ")
    )
    repo.write(".sessionlog.toml", proposed.removeprefix("# "))
    assert set(settings(repo).bots) == {f"{name} <{address}>" for name, address in known.items()}
    assert all(f"{name} <{address}>" in done.out for name, address in known.items())


def test_no_bot_is_proposed_where_there_is_none(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(CONVENTIONAL)
    assert "bots" not in called(capsys, "init", "--hooks", "none").out
    assert "\n# bots = []\n" in repo.path.joinpath(".sessionlog.toml").read_text()


def test_the_past_that_does_not_pass_is_not_linted(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(NEITHER)
    for _ in range(9):
        head = repo.commit(CONVENTIONAL)

    done = called(capsys, "init", "--hooks", "none")

    assert done.out.splitlines()[2] == f"  linted after {head[:10]}: older commits do not pass"
    assert settings(repo).since == head
    repo.commit("docs: adopt git-sessionlog")
    assert called(capsys, "lint", "--root", "HEAD") == (0, "1 commit checked, nothing to mend.\n", "")


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (("alone",), "every"),
        (("alone", "colleague"), "default"),
        (("alone", "bot"), "every"),
        (("alone", "request"), "default"),
        (("alone", "merge"), "default"),
        (("alone", "branch"), "default"),
    ],
    ids=lambda work: work[-1],
)
def test_where_documents_are_written_is_what_the_past_tells(
    repo: Repo, capsys: CAPSYS, work: tuple[str, ...], expected: str
) -> None:
    for one in work:
        if one == "colleague":
            repo.commit(OURS, GIT_AUTHOR_EMAIL="bea@example.com")
        elif one == "bot":
            repo.commit(OURS, GIT_AUTHOR_EMAIL="49699333+dependabot[bot]@users.noreply.github.com")
        elif one == "request":
            repo.commit("feat: add x (#12)")
        elif one == "merge":
            repo.git("checkout", "-q", "-b", "side")
            repo.commit(OURS)
            repo.git("checkout", "-q", "main")
            repo.git("merge", "-q", "--no-ff", "-m", "Merge it", "side")
        else:
            repo.commit(OURS)
    if "branch" in work:
        for name in ("main", "topic"):
            repo.git("update-ref", f"refs/remotes/origin/{name}", "HEAD")

    called(capsys, "init", "--hooks", "none")

    assert settings(repo).state_on == expected


def test_a_past_that_passes_is_linted(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(OURS)

    called(capsys, "init", "--hooks", "none")

    assert settings(repo).since == ""
    assert called(capsys, "lint", "--root", "HEAD").code == 0


def test_the_past_of_a_shallow_clone_is_not_judged(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(NEITHER)
    head = repo.commit(OURS)
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")

    done = called(capsys, "init", "--hooks", "none")

    why = "not all commits before can be judged: the history of the range is cut off by a shallow clone"
    assert done.out.splitlines()[2] == f"  linted after {head[:10]}: {why}"


def test_options_are_written(repo: Repo, capsys: CAPSYS) -> None:
    repo.commit(CONVENTIONAL)

    done = called(capsys, "init", "--hooks", "none", "--preset", "conventional", "--scopes", "api, web/ui")

    assert "\n  preset conventional\n" in done.out
    assert settings(repo).types == CONVENTIONAL_TYPES
    assert settings(repo).scopes == ("api", "web/ui")


def test_a_bad_scope_is_one_error_and_nothing_is_written(repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "init", "--scopes", "a b")

    assert done == (2, "", 'error: init: scopes: "a b" is no scope name\n')
    assert [entry.name for entry in repo.path.iterdir()] == [".git"]


def test_settings_that_cannot_be_read_are_one_error_and_nothing_is_written(
    repo: Repo, capsys: CAPSYS
) -> None:
    repo.write(".sessionlog.toml", "x")

    done = called(capsys, "init")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: .sessionlog.toml: not valid TOML: ")
    assert sorted(entry.name for entry in repo.path.iterdir()) == [".git", ".sessionlog.toml"]


def test_settings_in_pyproject_hold(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("pyproject.toml", "[tool.sessionlog]\n")

    done = called(capsys, "init", "--hooks", "none", "--scopes", "a")

    kept = "its settings hold, not those of the command line"
    assert done.out.startswith(f"kept [tool.sessionlog] in pyproject.toml: {kept}\n{STATUS}")
    assert not (repo.path / ".sessionlog.toml").exists()


@pytest.mark.parametrize("name", STATE_DOCUMENTS)
def test_a_state_document_is_enough(repo: Repo, capsys: CAPSYS, name: str) -> None:
    repo.write(name, "mine\n")

    done = called(capsys, "init", "--hooks", "none")

    assert f"\nkept {name}\n" in done.out
    assert [other for other in STATE_DOCUMENTS if (repo.path / other).exists()] == [name]
    assert (repo.path / name).read_text() == "**Last session**: —\n\nmine\n"


def test_a_link_that_leads_nowhere_is_not_written_through(
    repo: Repo, capsys: CAPSYS, tmp_path: Path
) -> None:
    (repo.path / "STATUS.md").symlink_to(tmp_path / "elsewhere")

    called(capsys, "init", "--hooks", "none")

    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("prepare", "option", "said"),
    [
        (lambda repo: None, [], "installed "),
        (
            lambda repo: repo.write(".pre-commit-config.yaml", "repos: []\n"),
            [],
            "edited .pre-commit-config.yaml",
        ),
        (
            lambda repo: repo.write(".pre-commit-config.yaml", "repos: []\n"),
            ["--hooks=native"],
            "installed ",
        ),
        (lambda repo: None, ["--hooks=pre-commit"], "wrote .pre-commit-config.yaml"),
    ],
)
def test_the_hooks_go_where_hooks_are(
    repo: Repo, capsys: CAPSYS, prepare: Callable[[Repo], None], option: list[str], said: str
) -> None:
    prepare(repo)

    assert called(capsys, "init", *option).out.partition(MERGED)[2].startswith(said)


def test_an_edited_file_is_not_undone_by_throwing_it_away(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".pre-commit-config.yaml", "repos: []\n")

    assert called(capsys, "init").out.endswith(
        f"undo: rm {FILES} && git sessionlog uninstall\n"
        "undo: take sessionlog-commit-msg, sessionlog-pre-push out of .pre-commit-config.yaml\n"
    )


def test_attributes_that_are_there_get_a_line(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".gitattributes", "* text=auto\n")

    done = called(capsys, "init", "--hooks", "none")

    assert f"\nedited {MERGED}next: git add {FILES} && " in done.out
    assert done.out.endswith(
        "\nundo: rm .sessionlog.toml STATUS.md\nundo: take merge=sessionlog out of .gitattributes\n"
    )
    text = "* text=auto\n/STATUS.md merge=sessionlog\n"
    assert (repo.path / ".gitattributes").read_text() == text


def test_what_was_done_is_said_before_what_failed(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".pre-commit-config.yaml", "repos: ~\n")

    done = called(capsys, "init")

    assert done.code == 2
    assert done.out.partition(MERGED)[2].startswith(
        "default_install_hook_types: [pre-commit, commit-msg, pre-push]\n"
    )
    assert done.err.startswith("error: .pre-commit-config.yaml: it is written in a form that cannot be ")


@pytest.mark.parametrize("preset", PRESETS)
def test_each_key_is_explained_and_its_default_is_the_default(
    repo: Repo, capsys: CAPSYS, preset: str
) -> None:
    called(capsys, "init", "--hooks", "none", "--preset", preset)
    text = (repo.path / ".sessionlog.toml").read_text()
    before = settings(repo)

    every_key = re.sub(r"(?m)^# ([a-z-]+ = )", r"\1", text)

    assert config.settings_from(tomllib.loads(every_key), "").settings == before
    assert set(tomllib.loads(every_key)) == set(keys.KEYS)
    assert all(
        line.startswith("# ") for line in text.splitlines() if line and " = " not in line and line[0] != "["
    )
    assert max(len(line) for line in text.splitlines()) <= 108


CONTINUITY = (
    *(
        "CURRENT-STATE.md",
        "TRACKER.md",
        "PENDING-CHANGES.md",
        "docs/env-details.md",
        "docs/ecr-manifest.md",
    ),
    *("docs/RUNBOOKS/.gitkeep", "docs/reports/.gitkeep", "CLAUDE.md"),
)


def test_a_profile_brings_its_documents(repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "init", "--hooks", "none", "--profile", "continuity")

    because = "  preset sessionlog: there are no commits to judge by\n"
    because += "  state-on every: there are no commits yet\n"
    wrote = "".join(f"wrote {name}\n" for name in CONTINUITY)
    names = " ".join((".sessionlog.toml", *CONTINUITY, ".gitattributes"))
    undo = f"undo: rm {names}\n"
    assert done == (0, WROTE + because + wrote + "wrote " + MERGED + ADD.format(names) + undo, "")
    assert settings(repo) == Settings(profiles=("continuity",))
    assert repo.run("git", "ls-files", "--others").out.split() == sorted(names.split())
    assert (repo.path / ".gitattributes").read_text() == "/CURRENT-STATE.md merge=sessionlog\n"


def test_profiles_that_share_a_document_write_it_once(repo: Repo, capsys: CAPSYS) -> None:
    options = ("--profile", "continuity", "--profile", "status", "--profile", "status")

    done = called(capsys, "init", "--hooks", "none", *options)

    assert [line for line in done.out.splitlines() if line.endswith(" CLAUDE.md")] == ["wrote CLAUDE.md"]
    assert "Environment Workflow" in (repo.path / "CLAUDE.md").read_text()
    assert settings(repo).profiles == ("continuity", "status")


def test_a_new_document_says_where_the_project_is(repo: Repo, capsys: CAPSYS) -> None:
    repo.git("config", "log.showSignature", "true")
    head = repo.commit("fix(api): mend the | a  [Fix 1]")

    called(capsys, "init", "--hooks", "none", "--profile", "session-md")

    text = (repo.path / "SESSION.md").read_text()
    assert text.startswith("# SESSION — repo\n")
    assert (
        f"\n- **Branch**: main\n- **Last Commit**: `{head[:7]}` — fix(api): mend the | a [Fix 1]\n" in text
    )
    assert re.search(r"\n- \*\*Timestamp\*\*: 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n", text)


def test_documents_that_are_there_are_kept(repo: Repo, capsys: CAPSYS) -> None:
    mine = {"CURRENT-STATE.md": b"mine\r\n", "docs/reports/2026.md": b"", "docs/env-details.md": b"\xff"}
    for name, data in mine.items():
        repo.write(name, data)

    done = called(capsys, "init", "--hooks", "none", "--profile", "continuity")

    kept = [line for line in done.out.splitlines() if line.startswith("kept ")]
    assert kept == ["kept CURRENT-STATE.md", "kept docs/env-details.md", "kept docs/reports/"]
    line = "**Last session**: —\r\n\r\n".encode()
    mine["CURRENT-STATE.md"] = line + mine["CURRENT-STATE.md"]
    assert {name: (repo.path / name).read_bytes() for name in mine} == mine
    before = tree(repo)
    assert called(capsys, "init", "--hooks", "none", "--profile", "continuity").out.count("wrote") == 0
    assert tree(repo) == before


def test_a_document_may_be_elsewhere(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("claudedocs/IMPLEMENTATION_PHASES.md", "# Phases\n")

    done = called(capsys, "init", "--hooks", "none", "--profile", "session-md")

    assert "\nkept claudedocs/IMPLEMENTATION_PHASES.md\n" in done.out
    assert not (repo.path / "IMPLEMENTATION_PHASES.md").exists()


def test_a_session_document_begins_with_the_first_open_phase_of_the_plan(
    repo: Repo, capsys: CAPSYS
) -> None:
    plan = "## Phase 1: Setup ✅\n- [ ] a\n## Phase 2: Models (Medium)\n- [x] b\n- [ ] `c`\n- [ ] d | e\n"
    repo.write("IMPLEMENTATION_PHASES.md", plan)

    called(capsys, "init", "--hooks", "none", "--profile", "session-md")

    text = (repo.path / "SESSION.md").read_text()
    assert "\n## Current Phase\n**Phase 2: Models**\nProgress: 0% complete\n" in text
    assert "\n## In Progress\n- [ ] `c` — not started\n- [ ] d | e — not started\n\n" in text
    assert "Phase 2" not in called(capsys, "docs").out


def test_settings_that_are_there_are_told_what_to_add(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".sessionlog.toml", 'profiles = ["status"]\n')

    done = called(capsys, "init", "--hooks", "none", "--profile", "status", "--profile", "storage")

    told = 'kept .sessionlog.toml\n  set in it: profiles = ["status", "storage"]\nwrote STATUS.md\n'
    assert done.out.startswith(told)
    repo.write(".sessionlog.toml", 'profiles = ["status", "storage"]\n')
    again = called(capsys, "init", "--hooks", "none", "--profile", "status", "--profile", "storage")
    assert again.out.startswith("kept .sessionlog.toml\nkept STATUS.md\n")


def test_a_profile_of_ones_own_has_its_state_document_judged(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(
        "own.toml", '[[documents]]\nid = "s"\npath = "docs/my state.md"\nstate = true\ntitle = "S"\n'
    )

    done = called(capsys, "init", "--hooks", "none", "--profile", "own.toml")

    assert f"\nwrote docs/my state.md\nwrote {MERGED}next: git add .sessionlog.toml 'docs/my" in done.out
    assert settings(repo) == Settings(profiles=("own.toml",), documents=("docs/my state.md",))
    assert (repo.path / "docs" / "my state.md").read_text() == "# S\n"


def test_what_git_ignores_is_told_and_not_added(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".gitignore", "*.tmp\nmemory/\n")

    done = called(capsys, "init", "--hooks", "none", "--profile", "storage", "--profile", "sessions")

    path = ".claude/sessions/{date}-{slug}-{random}.tmp"
    told = f"ignored {path} and 4 more: a .gitignore keeps that out of git\n"
    assert told in done.out
    add = next(line for line in done.out.splitlines() if line.startswith("next: "))
    assert ".claude/workflows/bug-fix.md" in add
    assert "memory" not in add
    assert repo.run("sh", "-c", add.removeprefix("next: ")).code == 0


def test_no_document_is_written_through_a_link(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    (repo.path / "docs").symlink_to(tmp_path)

    done = called(capsys, "init", "--hooks", "none", "--profile", "continuity")

    assert "\nleft docs/env-details.md: docs is a symbolic link\n" in done.out
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["repo"]


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ("staus", 'init: profiles: unknown profile "staus"\nhint: did you mean "status"?\n'),
        ("../own.toml", 'init: profiles: "../own.toml" is no path of a file in the repository\n'),
        ("own.toml", "own.toml cannot be read: there is no such file\n"),
    ],
)
def test_a_bad_profile_is_one_error_and_nothing_is_written(
    repo: Repo, capsys: CAPSYS, option: str, error: str
) -> None:
    assert called(capsys, "init", "--profile", "status", "--profile", option) == (2, "", f"error: {error}")
    assert [entry.name for entry in repo.path.iterdir()] == [".git"]


@pytest.mark.parametrize("profile", ["sessions", "storage"])
def test_a_push_is_held_to_a_document_that_all_sessions_share(
    repo: Repo, capsys: CAPSYS, profile: str
) -> None:
    """Those profiles have state documents of single sessions only, which no push could be held to."""
    done = called(capsys, "init", "--profile", profile)

    assert "\nwrote STATUS.md\n" in done.out
    assert settings(repo) == Settings(profiles=(profile, "status"))
    assert (repo.path / ".gitattributes").read_text() == "/STATUS.md merge=sessionlog\n"

    repo.write(".sessionlog.toml", f'profiles = ["{profile}"]\ndocuments = ["docs/STATE.md"]\n')
    (repo.path / "STATUS.md").unlink()
    assert "STATUS.md" not in called(capsys, "init", "--hooks", "none", "--profile", profile).out


def test_agents_get_a_paragraph_where_that_is_asked(repo: Repo, capsys: CAPSYS) -> None:
    """A new file, whose paragraph has the form that the settings want of a commit; once."""
    done = called(capsys, "init", "--hooks", "none", "--agents")
    files = f"{FILES} AGENTS.md"
    assert "wrote AGENTS.md: how sessions go, for coding agents\n" in done.out
    assert done.out.endswith(ADD.format(files) + f"undo: rm {files}\n")
    text = (repo.path / "AGENTS.md").read_text()
    assert text.startswith("<!-- git-sessionlog -->\n## Sessions\n")
    assert text.endswith("<!-- /git-sessionlog -->\n")
    assert "`type(scope): description [Fix ID]`" in text

    assert "kept AGENTS.md\n" in called(capsys, "init", "--hooks", "none", "--agents").out
    assert (repo.path / "AGENTS.md").read_text() == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_what_agents_are_told_already_stays(end: str, last: str, repo: Repo, capsys: CAPSYS) -> None:
    """Unasked nothing is added, only offered."""
    there = f"# Agents{end}{end}Use tabs.{last and end}".encode()
    path = repo.write("AGENTS.md", there)
    repo.write(".sessionlog.toml", 'preset = "conventional"\n')

    offered = called(capsys, "init", "--hooks", "none").out
    assert "kept AGENTS.md: `git sessionlog init --agents` adds how sessions go\n" in offered
    assert path.read_bytes() == there

    done = called(capsys, "init", "--hooks", "none", "--agents")
    assert "edited AGENTS.md: how sessions go, for coding agents\n" in done.out
    assert done.out.endswith("undo: take <!-- git-sessionlog --> and its part out of AGENTS.md\n")
    data = path.read_bytes()
    head, _, rest = data.partition(b"<!-- git-sessionlog -->")
    assert head.rstrip() == there.rstrip()
    assert b"`type: description`" in rest
    assert (b"\r" in rest) == (end == "\r\n")
    assert "AGENTS.md" not in called(capsys, "init", "--hooks", "none").out


def test_a_linked_file_for_agents_is_left(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("x")
    (repo.path / "AGENTS.md").symlink_to(tmp_path / "there")
    done = called(capsys, "init", "--hooks", "none", "--agents")
    assert "left AGENTS.md: it is a symbolic link\n" in done.out
    assert (tmp_path / "there").read_text() == "x"
