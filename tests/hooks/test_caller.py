"""What a command line asks of `git commit`, in the forms that git takes."""

import shlex

import pytest

from git_sessionlog.hooks.caller import Commit, read

AMENDS = Commit(amends=True)
LINES = {
    "git commit -m x": Commit(),
    "git commit --amend": AMENDS,
    "git commit --am --no-edit": AMENDS,
    "/usr/lib/git-core/git commit -n --amend --no-gpg-sign -F .git/SQUASH_MSG -e": AMENDS._replace(
        kept=("--no-gpg-sign",)
    ),
    "git-commit --amend": AMENDS,
    "git -C commit -c a.b=commit --git-dir x commit --amend": AMENDS,
    "git --git-dir=x --no-pager commit -qam --amend": Commit(),
    "git commit -qm x --amend": AMENDS,
    "git commit -m --amend": Commit(),
    "git commit -m--amend": Commit(),
    "git commit --message --amend": Commit(),
    "git commit --mess --amend": Commit(),
    "git commit --message=x --amend": AMENDS,
    "git commit -S --amend": AMENDS._replace(kept=("-S",)),
    "git commit -Smc --amend": AMENDS._replace(kept=("-Smc",)),
    "git commit -uno --amend": AMENDS,
    "git commit --reset-author --amend": AMENDS._replace(kept=("--reset-author",)),
    "git commit --a x": Commit(),
    "git commit --amend --no-amend": Commit(),
    "git commit -- --amend": Commit(),
    "git commit file --amend": AMENDS,
    "git commit -C HEAD": Commit(reused="HEAD"),
    "git commit -aCHEAD": Commit(reused="HEAD"),
    "git commit -c HEAD~1": Commit(reused="HEAD~1"),
    "git commit --reuse-message=x": Commit(reused="x"),
    "git commit --ree x --amend": Commit(amends=True, reused="x"),
    "git rebase -i HEAD~3": None,
    "git": None,
    "": None,
    "git -c": None,
    "git commit -m": Commit(),
    "git --attr-source HEAD commit --amend": AMENDS,
    "git --attr-source commit --amend": None,
    "git commit --author=A --date now -S --allow-empty": Commit(
        kept=("--author=A", "--date=now", "-S", "--allow-empty")
    ),
    "git commit --auth 'A <a>' -Skey": Commit(kept=("--author=A <a>", "-Skey")),
    "git commit -qSm x": Commit(kept=("-Sm",)),
    "git commit --gpg-sign=k --no-gpg-sign --date=a --date=b": Commit(kept=("--no-gpg-sign", "--date=b")),
    "git commit --no-gpg --gpg": Commit(kept=("--gpg-sign",)),
    "git commit --amend --reset-author": Commit(amends=True, kept=("--reset-author",)),
    "git -c user.name=A -c core.editor=vi -c Commit.gpgSign=true commit": Commit(
        settings=("-c", "user.name=A", "-c", "Commit.gpgSign=true")
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_a_command_line(line: str) -> None:
    assert read(shlex.split(line)) == LINES[line]
