"""Public reports of bugs in other tools and in git clients, tried on ours: docs/field-reports.md tells of them.

A row is a script in a repository with our hooks, and what must come of it. `$HOOKS` is where git looks for
them, `$BARE` a repository that is the remote `origin`; a body of a message is in `$TEXT`.
"""

# ruff: noqa: E501 - a row is a line
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import BIN, CLI, HOOK, Repo, Result, programs

REFUSED, SETTINGS = "^sessionlog: commit message refused: ", 'preset = "conventional"\n'
GOOD, CLI_ = "feat(api): add login", f'"{CLI}"'
SCOPES = 'scopes = ["api", "web", "@foo/bar"]\n'
EDITORS = {
    "above": '#!/bin/sh\n{ printf "%s\\n" "$TEXT"; cat "$1"; } >"$1.n"\nmv "$1.n" "$1"\n',
    "only": '#!/bin/sh\nprintf "%s\\n" "$TEXT" >"$1"\n',
}
# What Gerrit's own hook comes to.
GERRIT = """#!/bin/sh
git interpret-trailers --in-place --if-exists doNothing --trailer "Change-Id: I$(git hash-object "$1")" "$1"
"""


def prek(stage: str, more: str = "") -> str:
    """The words that put prek in the place of our hooks, with ours as its only one."""
    hook = f"{{id: ours, name: ours, entry: {HOOK} {stage}, language: system, stages: [{stage}]{more}}}"
    return (
        f"rm $HOOKS/*; echo 'repos: [{{repo: local, hooks: [{hook}]}}]' >.pre-commit-config.yaml;"
        f' git add .; "{BIN}/prek" install -q -t {stage};'
    )


class Report(NamedTuple):
    """A script, the code of its end, what it says (patterns), and the message of HEAD, without our line.

    "" for a message that does not matter. `silent`: it says nothing at all.
    """

    script: str
    code: int = 0
    says: Sequence[str] = ()
    message: str = ""
    silent: bool = False
    text: str = ""


COMMITS = {
    # What a git client shows of a hook, and which commands it gives.
    "microsoft/vscode#237846": Report("printf 'foo: this fails' | git commit --quiet --allow-empty-message --file -", 1, [r"\Asessionlog: commit message refused: type-unknown\n"]),
    "microsoft/vscode#282523": Report("git commit -m 'add login'", 1, [r"\Asessionlog: commit message refused: type-missing\n"]),
    "evilmartians/lefthook#156": Report(f"printf '{GOOD}' | git commit --quiet --allow-empty-message --file - --signoff", 0, (), f"{GOOD}\n\nSigned-off-by: Cem Committer <cem@example.com>", silent=True),
    "conventional-changelog/commitlint#40": Report(f"printf '{GOOD}' >.git/GITGUI_EDITMSG; $HOOKS/commit-msg .git/GITGUI_EDITMSG; git commit -nF .git/GITGUI_EDITMSG", 0, (), GOOD),
    "git-for-windows/git#1755": Report("git worktree add -q ../linked; cd ../linked; file=$(git rev-parse --git-path GITGUI_EDITMSG); printf bad >$file; $(git rev-parse --git-path hooks)/commit-msg $file", 1, [REFUSED, r"\nretry      git commit -e -F /\S+/worktrees/linked/GITGUI_EDITMSG\n"]),
    "eclipse-jgit/jgit#143": Report('$HOOKS/commit-msg ""', 2, ["takes the message file", 'hint: call it from git\'s hook of that name, with its "\\$1"']),
    "typicode/husky#1041": Report('env -i PATH=/usr/bin:/bin HOME="$HOME" git -c user.name=A -c user.email=a@b.c commit -m bad', 1, [REFUSED]),
    "nlf/precommit-hook#14": Report(f'env -i PATH=/usr/bin:/bin HOME="$HOME" git -c user.name=A -c user.email=a@b.c commit -m "{GOOD}"', 0, (), GOOD),
    # A message that was refused is not lost.
    "jesseduffield/lazygit#2679": Report("git commit -m 'feature(api): add login' -m 'Why it is so.' 2>err || $(sed -n 's/^retry      //p' err)", 0, (), f"{GOOD}\n\nWhy it is so."),
    "gitui-org/gitui#1083": Report("printf 'feature(api): add login\\n\\nWhy.\\n' | git commit -F - 2>err || $(sed -n 's/^retry      //p' err)", 0, (), f"{GOOD}\n\nWhy."),
    "conventional-changelog/commitlint#3651": Report("TEXT='add login\n\nA long text.' GIT_EDITOR=only git commit 2>err || GIT_EDITOR=\"sed -i '1s/^/feat(api): /'\" $(sed -n 's/^retry      //p' err)", 0, (), f"{GOOD}\n\nA long text."),
    "pre-commit/pre-commit#833": Report("TEXT='add login\n\nA long text.' GIT_EDITOR=above git commit 2>err || GIT_EDITOR=\"sed -i '1s/^/feat(api): /'\" $(sed -n 's/^retry      //p' err)", 0, (), f"{GOOD}\n\nA long text."),
    # The message is the one that git will record.
    "conventional-changelog/commitlint#896": Report("git commit -m 'test: a rule' -m 'hello\nsee issue #1234'", 0, (), "test: a rule\n\nhello\nsee issue #1234"),
    "conventional-changelog/commitlint#4099": Report("git commit -m 'fix: the foobar' -m 'This keeps it from that\nduring operation, and therefore fixes #69.'", 0),
    "conventional-changelog/commitlint#4101": Report(f"git commit -m 'fix: one prefix' -m 'It is already gone here\nhttps://example.com/-/blob/{'22bb9cf2' * 14}/parse.rb#L16'", 0),
    "conventional-changelog/commitlint#3120": Report("GIT_EDITOR=only git commit", 0, (), "fix: an example\n\nline 1\nline 2\n\nfixes #123", text="fix: an example\n\nline 1\n# a comment\nline 2\n\nfixes #123"),
    "joshbolduc/vscode-commitlint#108": Report("git commit -qm 'feat(api): one'; git commit -qm 'fix(api): two' --allow-empty; GIT_SEQUENCE_EDITOR='sed -i 2s/^pick/squash/' GIT_EDITOR=true git rebase -q -i HEAD~2; git commit --amend --no-edit -q; git log --format=%s -1", 0, ["^feat\\(api\\): one$"]),
    "joshbolduc/vscode-commitlint#593": Report("GIT_EDITOR=only git -c commit.cleanup=scissors commit", 0, (), GOOD, text=f"{GOOD}\n\n# ------------------------ >8 ------------------------\n# Do not modify or remove the line above.\n# Everything below it will be ignored.\n\nbad\n{'long ' * 60}"),
    "commitizen-tools/commitizen#598": Report("GIT_EDITOR=above git commit -v", 0, (), GOOD, text=GOOD),
    "commitizen-tools/commitizen#455": Report(f"printf '# <type>: <subject>\\n{GOOD}\\n\\n# Explain why\\nWhy.\\n' >../t; GIT_EDITOR='sed -i 1s/./#/' git commit -t ../t", 0, (), f"{GOOD}\n\nWhy."),
    "compilerla/conventional-pre-commit#89": Report("GIT_EDITOR=above git -c commit.verbose=true commit", 0, (), GOOD, text=GOOD),
    "jorisroovers/gitlint#59": Report("GIT_EDITOR=above git -c core.commentChar=';' commit", 0, (), GOOD, text=f"; a comment\n{GOOD}"),
    "jorisroovers/gitlint#318": Report(f"git commit -qm '{GOOD}'; GIT_EDITOR=\"sed -i '3s/login/logout/'\" git commit --fixup=amend:HEAD --allow-empty", 0, (), f"amend! {GOOD}\n\nfeat(api): add logout"),
    "jorisroovers/gitlint#403": Report("echo 'bots = [\"dependabot*\"]' >>.sessionlog.toml; git commit --author 'dependabot[bot] <a@b.c>' -m 'Bump x'", 1, [REFUSED]),
    # Scopes.
    "conventional-changelog/commitlint#3576": Report("git commit -m 'feat(api, web): add login'", 0),
    "conventional-changelog/commitlint#2406": Report("git commit -m 'fix(@foo/bar): add login'", 0),
    "conventional-changelog/commitlint#802": Report("git commit -m 'feat(api): User.hasLiked'", 0),
    # Other hooks.
    "typicode/husky#1076": Report("git commit -sm 'feat(api): add login' -m Body; git log -1 --format='%(trailers:key=Change-Id,valueonly)|%(trailers:key=Session-Checkpoint,valueonly)'", 0, [r"I[0-9a-f]{40}\n\|\d{8}-\w{6}/1"]),
    "j178/prek#1194": Report(f"{prek('commit-msg')} git commit -qm bad; git commit -qm '{GOOD}'", 0, ["commit message refused: type-missing"], GOOD),
    "verdaccio/ui#103": Report(f"printf '#!/bin/sh\\nexec \"{HOOK}\" commit-msg\\n' >$HOOKS/pre-commit; chmod +x $HOOKS/pre-commit; git commit -m 'docs: x'", 1, ["hint: .*stages: \\[commit-msg\\]"]),
    "conventional-changelog/commitlint#589": Report(f'rm .git/COMMIT_EDITMSG; "{HOOK}" commit-msg .git/COMMIT_EDITMSG', 2, ["COMMIT_EDITMSG cannot be read: No such file"]),
    # Worktrees.
    "j178/prek#2293": Report(f"git worktree add -q ../linked; cd ../linked; mkdir sub; echo >sub/a; git add sub; cd sub; git commit -qm '{GOOD}'; git show --format= --name-only", 0, ["^sub/a$"]),
    "evilmartians/lefthook#1077": Report("git worktree add -q ../linked; cd ../linked; mkdir sub; echo >sub/a; git add sub; cd sub; git commit -qm 'feature(api): add login' a 2>err || eval \"$(sed -n 's/^retry      //p' err)\"; git show --format= --name-only", 0, ["^sub/a$"]),
    "evilmartians/lefthook#180": Report(f"rm $HOOKS/*; git worktree add -q ../linked; cd ../linked; {CLI_} install; git commit --allow-empty -m bad", 1, [REFUSED]),
    "pre-commit/pre-commit#808": Report(f"rm $HOOKS/*; git worktree add -q ../linked; cd ../linked; {CLI_} install; ls $(git rev-parse --git-common-dir)/hooks", 0, ["^commit-msg$", "^pre-push$"]),
    "toplenboren/simple-git-hooks#150": Report(f"git worktree add -q ../linked; cd ../linked; git config extensions.worktreeConfig true; mkdir ../custom; git config --worktree core.hooksPath \"$PWD/../custom\"; {CLI_} install 2>err && exit 9; cat err; eval \"$(sed -n 's/^hint: .* install: //p' err)\"; {CLI_} install; {CLI_} doctor; git commit --allow-empty -m bad", 1, [r"^error: core.hooksPath \(worktree\) is ", r"^ok +hooksPath", REFUSED]),
    "anthropics/claude-code#88747": Report(f"git worktree add -q ../linked; git config extensions.worktreeConfig true; cd ../linked; git config --worktree core.hooksPath \"$OLDPWD/data/.githooks\"; {CLI_} doctor >out && exit 9; eval \"$(sed -n 's/^ *mend: //p' out | head -1)\"; {CLI_} doctor; git commit --allow-empty -m bad", 1, [r"^ok +commit-msg", REFUSED]),
    # Ranges.
    "commitizen-tools/commitizen#593": Report(f"{CLI_} lint origin/nothing..HEAD", 2, [r'error: "origin/nothing" is no commit', "hint: git fetch"]),
    "commitizen-tools/commitizen#165": Report(f"{CLI_} lint HEAD..HEAD", 0, ["^0 commits checked"]),
    "conventional-changelog/commitlint#4555": Report(f"git commit -qnm bad; git commit -qnm 'docs: 2' --allow-empty; git push -q --no-verify origin HEAD:deep; git clone -q --depth 1 -b deep \"file://$BARE\" ../shallow; cd ../shallow; {CLI_} lint HEAD~1..HEAD", 2, ["error: "]),
    "wagoid/commitlint-github-action#326": Report(f"git commit -q --fixup HEAD; {CLI_} lint HEAD", 1, [r"\[autosquash\]"]),
    "paiml/paiml-mcp-agent-toolkit#1289": Report(f"printf '' >.sessionlog.toml; git add .; TEXT='feat(api): add login\n\nFix 7\n\nCo-Authored-By: A <a@b.c>'; git commit -m \"$TEXT\" 2>/dev/null; echo hook $?; git commit -qnm \"$TEXT\"; {CLI_} lint HEAD; echo lint $?", 0, ["^hook 1$", "^lint 1$"]),
}  # fmt: skip

PUSHES = {
    "microsoft/vscode#178175": Report("git commit -qnm 'bad words'; git push origin main", 1, [r"\Asessionlog: push refused: 1 of 1 commit message breaks the rules\n"]),
    "pre-commit/pre-commit#3050": Report("git push -q --no-verify origin HEAD:gone; git commit -qnm bad; git push origin :gone", 0, [r"\[deleted\]"]),
    "DataDog/documentation#38058": Report("git checkout -q --detach; git commit -qnm bad; git push origin HEAD:main", 1, ["push refused"]),
    "Tencent-Hunyuan/UniRL#325": Report("git switch -qc topic; git commit -qm 'docs: x'; git switch -q main; git commit -qnm bad --allow-empty; git push -q origin topic; git push origin main", 1, ["push refused: 1 of 1"]),
    "vladm3105/aidoc-flow-ci#432": Report("git switch -qc topic; git commit -qnm bad; git switch -q main; git push origin main topic", 1, ["push refused: 1 of 1"]),
    "jonassaa/platypusgit#232": Report("git reset -q --hard $(git commit-tree -p HEAD -m bad HEAD^{tree}); git push origin main", 1, ["push refused: 1 of 1"]),
    "j178/prek#2453": Report(f"{prek('pre-push', ', always_run: true, pass_filenames: false')} git commit -q --fixup HEAD; git push origin main", 1, [r"\[autosquash\]"]),
    "evilmartians/lefthook#147": Report(f"printf '#!/bin/sh\\ncall_lefthook run pre-push\\n' >$HOOKS/pre-push; printf 'pre-push:\\n  commands: {{sl: {{run: \"git-sessionlog-hook pre-push {{0}}\"}}}}\\n' >lefthook.yml; {CLI_} doctor", 1, [r"^bad +lefthook +the pre-push job in lefthook.yml sees no input\n +mend: .* use_stdin: true$"]),
}  # fmt: skip


@pytest.fixture
def work(tmp_path: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with our hooks, settings, a document that a push needs, and something staged."""
    editors = programs(tmp_path / "bin", EDITORS)
    monkeypatch.setenv("PATH", os.pathsep.join((editors, str(BIN), os.environ["PATH"])))
    monkeypatch.setenv("HOOKS", str(repo.path / ".git/hooks"))
    monkeypatch.setenv("BARE", str(Repo.init(tmp_path / "origin.git", "--bare").path))
    repo.write(".sessionlog.toml", SETTINGS)
    repo.write("STATUS.md", "# Status\n")
    repo.git("add", ".")
    repo.commit("docs: first")
    repo.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    repo.git("push", "-q", "origin", "main")
    assert repo.run(CLI, "install").code == 0
    return repo


def tried(work: Repo, report: Report) -> Result:
    """What came of a script; the test fails where that is not what the row says."""
    done = work.run("sh", "-uc", report.script, TEXT=report.text)
    said = done.out + done.err
    assert "Traceback" not in said
    assert done.code == report.code, said
    for pattern in report.says:
        assert re.search(pattern, said, re.MULTILINE), (pattern, said)
    if report.silent:
        assert said == ""
    if report.message:
        recorded = work.git("log", "-1", "--format=%B")
        assert re.search(r"(?m)^Session-Checkpoint: ", recorded)
        assert re.sub(r"\n*Session-Checkpoint: .*", "", recorded).rstrip("\n") == report.message
    return done


@pytest.mark.parametrize("name", COMMITS)
def test_commit(name: str, work: Repo) -> None:
    work.write("a", "new\n")
    if "api" in COMMITS[name].script and ">.sessionlog" not in COMMITS[name].script:
        work.write(".sessionlog.toml", SETTINGS + SCOPES)
    work.git("add", ".")
    if name == "typicode/husky#1076":
        (work.path / ".git/hooks/commit-msg").unlink()
        work.hook("commit-msg", GERRIT)
        assert work.run(CLI, "install").code == 0
    tried(work, COMMITS[name])


@pytest.mark.parametrize("name", PUSHES)
def test_push(name: str, work: Repo) -> None:
    work.write("STATUS.md", "# Status\n\nnew\n")
    work.git("add", ".")
    tried(work, PUSHES[name])
