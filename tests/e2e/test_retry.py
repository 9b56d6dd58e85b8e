"""The command that a refusal prints, pasted: what would have been committed is, with the corrected line.

The retries of a message without a correction are in test_commit.py.
"""

# ruff: noqa: E501 - a row is a line
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import Repo, Result, programs

BAD, GOOD = "feature(api): add login [Fix 2.3]", "feat(api): add login [Fix 2.3]"
BODY = "Why: 100% of `it`, $HOME.\n\n  indented\n\nSigned-off-by: A <a@example.com>"
# Editors: `only TEXT` leaves a text alone, `above TEXT` puts it above what is there.
EDITORS = {
    "only": '#!/bin/sh\nprintf "%s\\n" "$1" >"$2"\n',
    "above": '#!/bin/sh\n{ printf "%s\\n" "$1"; cat "$2"; } >"$2.n"\nmv "$2.n" "$2"\n',
}
EDITED = 'GIT_EDITOR="above \\"\\$TEXT\\""'


class Row(NamedTuple):
    """A way to commit `$TEXT`: the paths that HEAD changes then, and what `git status` has left.

    `a` and `sub/b` are staged before, `c` and `d` are changed and not staged.
    """

    name: str
    script: str
    paths: str = "a sub/b"
    left: str = " M c, M d"


STAGED_LEFT = "M  a, M c, M d,M  sub/b"
ROWS = [
    Row("-m", 'git commit -m "$TEXT"'),
    Row("-F", 'printf "%s\\n" "$TEXT" >.git/m; git commit -F .git/m'),
    Row("-F -", 'printf "%s\\n" "$TEXT" | git commit -F -'),
    Row("editor", f"{EDITED} git commit"),
    Row("editor, -v", f"{EDITED} git commit -v"),
    Row("editor, scissors", f"{EDITED} git commit --cleanup=scissors"),
    Row("-a", 'git commit -a -m "$TEXT"', "a c d sub/b", ""),
    Row("a path", 'git commit -m "$TEXT" c', "c", "M  a, M d,M  sub/b"),
    Row("paths, from below", 'cd sub; git commit -m "$TEXT" ../c b', "c sub/b", "M  a, M d"),
    Row("a directory", 'git commit -m "$TEXT" sub', "sub/b", "M  a, M c, M d"),
    Row("many paths", 'for n in $(seq 500); do echo >file$n; done; git add file*; git commit -m "$TEXT" "file*" c', " ".join(sorted(["c", *(f"file{n}" for n in range(1, 501))])), "M  a, M d,M  sub/b"),
    Row("a path that is a pattern", 'echo >"c*"; git add ":(literal)c*"; git commit -m "$TEXT" ":(literal)c*"', "c*", STAGED_LEFT),
    Row("-i", 'git commit -i -m "$TEXT" c', "a c sub/b", " M d"),
    Row("-p", 'printf "y\\nn\\n" | git commit -p -m "$TEXT"', "a c sub/b", " M d"),
    Row("git -C", 'cd /; git -C "$OLDPWD" commit -m "$TEXT" -- c', "c", "M  a, M d,M  sub/b"),
    Row("--amend -m", 'git commit --amend -m "$TEXT"', "a e sub/b"),
    Row("--amend -m, in the same second", 'git commit -q -n --allow-empty -m "docs: two"; git commit --amend -m "$TEXT"'),
    Row("--amend --only", 'git commit --amend --only -m "$TEXT"', "e", STAGED_LEFT),
    Row("--amend, editor", 'GIT_EDITOR="only \\"\\$TEXT\\"" git commit --amend', "a e sub/b"),
    Row("alias", 'git -c alias.ci="commit -m" ci "$TEXT"'),
]  # fmt: skip


@pytest.fixture
def work(tmp_path: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with the hook, two old commits, and changes of which some are staged."""
    editors = programs(tmp_path / "bin", EDITORS)
    monkeypatch.setenv("PATH", f"{editors}{os.pathsep}{os.environ['PATH']}")
    past = {"GIT_AUTHOR_DATE": "2026-02-13T10:00:00Z"}
    for number, names in enumerate((("a", "c", "d", "sub/b"), ("e",))):
        for name in names:
            repo.write(name, "first\n")
        repo.git("add", ".")
        repo.git("commit", "-q", "-n", "-m", f"docs: {number}", **past)
    for name in ("a", "c", "d", "sub/b"):
        repo.write(name, "second\n")
    repo.git("add", "a", "sub/b")
    repo.install()
    return repo


def sh(repo: Repo, script: str, **env: str) -> Result:
    return repo.run("sh", "-uc", script, **env)


def retry_of(refused: Result) -> str:
    command = re.search(r"(?m)^retry      (.*)$", refused.err)
    assert command, refused.err
    return command.group(1)


def tried(work: Repo, script: str, text: str) -> Result:
    """The retry of a script that was refused, in the shell and place where it was typed."""
    refused = sh(work, script, TEXT=text)
    assert refused.code == 1, refused.err
    assert f"\ncorrected  {GOOD}\n" in refused.err
    place = next(iter(re.findall(r"^cd [^;]*; ", script)), "")
    done = sh(work, f"{place}{retry_of(refused)}", GIT_EDITOR="false")
    assert done.code == 0, (retry_of(refused), done.err)
    return done


@pytest.mark.parametrize("body", ["", f"\n\n{BODY}"], ids=["a line", "with a body"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_retry(row: Row, body: str, work: Repo) -> None:
    count = int(work.git("rev-list", "--count", "HEAD"))
    tried(work, row.script, BAD + body)

    message = re.sub(r"\n*Session-Checkpoint: .*", "", work.git("log", "-1", "--format=%B")).rstrip("\n")
    assert message == GOOD + body
    assert work.git("show", "--format=", "--name-only", "HEAD").split() == row.paths.split()
    status = work.git("status", "--porcelain", "-uno").rstrip("\n").replace("\n", ",")
    assert status == row.left
    more = 1 if "--allow-empty" in row.script or "amend" not in row.name else 0
    assert int(work.git("rev-list", "--count", "HEAD")) == count + more


# Of a commit of `$TEXT`: the author, the date, the key that it is signed with, "" for none; `old` has the message too.
ANN, BO, OLD, THEN = (
    "Ann Author <ann@example.com>",
    "Bo <bo@example.com>",
    "Old <old@example.com>",
    "1770000000",
)
KEPT = {
    'git commit -m "$TEXT"': (ANN, "", ""),
    f'git commit -m "$TEXT" --author "{BO}"': (BO, "", ""),
    f'git commit -m "$TEXT" --date=@{THEN}': (ANN, THEN, ""),
    'git commit -S -m "$TEXT"': (ANN, "", "default"),
    'git commit -Skey -m "$TEXT"': (ANN, "", "key"),
    'git config commit.gpgSign true; git commit --no-gpg-sign -m "$TEXT"': (ANN, "", ""),
    f'git commit --gpg-sign=key --auth "{BO}" -m "$TEXT" --dat=@{THEN}': (BO, THEN, "key"),
    "git commit -C old": (OLD, THEN, ""),
    "git commit -C old --reset-author": (ANN, "", ""),
    'git commit --amend -m "$TEXT"': (OLD, THEN, ""),
    'git commit --amend --reset-author -m "$TEXT"': (ANN, "", ""),
    f'git commit --amend --author="{BO}" -m "$TEXT"': (BO, THEN, ""),
    'git -c user.signingKey=own -c commit.gpgSign=true commit -m "$TEXT"': (ANN, "", "own"),
}
GPG = """#!/bin/sh
cat >/dev/null
for last; do :; done
echo "[GNUPG:] SIG_CREATED " >&2
printf -- '-----BEGIN PGP SIGNATURE-----\\n\\n%s\\n-----END PGP SIGNATURE-----\\n' "$last"
"""


@pytest.mark.parametrize("body", ["", f"\n\n{BODY}"], ids=["a line", "with a body"])
@pytest.mark.parametrize("script", KEPT)
def test_author_date_and_signature(script: str, body: str, work: Repo, tmp_path: Path) -> None:
    """A program that signs with the name of the key stands in for gpg."""
    gpg = tmp_path / "bin/gpg"
    gpg.write_text(GPG)
    gpg.chmod(0o755)
    work.git("config", "gpg.program", str(gpg))
    work.git("config", "user.signingKey", "default")
    past = {
        "GIT_AUTHOR_NAME": "Old",
        "GIT_AUTHOR_EMAIL": "old@example.com",
        "GIT_AUTHOR_DATE": "@1770000000",
    }
    work.commit(BAD + body, **past)
    work.git("branch", "old")
    work.write("a", "third\n")
    work.git("add", "a")
    tried(work, script, BAD + body)

    author, date, key = KEPT[script]
    raw = work.git("cat-file", "commit", "HEAD").partition("\n\n")[0]
    assert f"author {author} " in raw
    assert (THEN in raw) == (date == THEN)
    assert re.findall(r"(?m)^ (\S*[a-z]\S*)$", raw) == ([key] if key else [])


def test_a_sign_off_stands_once(work: Repo) -> None:
    tried(work, 'git commit -s -m "$TEXT" --trailer "Refs: 7"', BAD)
    assert work.git("log", "-1", "--format=%B").count("Signed-off-by: ") == 1


def test_no_change_at_all(work: Repo) -> None:
    work.git("stash", "-q")
    tried(work, 'git commit --allow-empty -m "$TEXT"', BAD)
    assert work.git("log", "-1", "--format=%s") == f"{GOOD}\n"


@pytest.mark.parametrize("body", ["", f"\n\n{BODY}"], ids=["a line", "with a body"])
def test_a_reword_for_autosquash_takes_nothing_along(body: str, work: Repo) -> None:
    """`--fixup=reword:` commits no path, whatever is staged."""
    work.write(".git/m", f"amend! docs: 1\n\n{BAD}{body}\n")
    tried(work, 'GIT_EDITOR="cp .git/m" git commit --fixup=reword:HEAD', "")
    assert work.git("show", "--format=", "--name-only", "HEAD") == ""
    assert work.git("status", "--porcelain", "-uno").rstrip().replace("\n", ",") == STAGED_LEFT
    assert work.git("log", "-1", "--format=%B").startswith(f"amend! docs: 1\n\n{GOOD}{body}")
    work.git("stash", "-q")
    work.git("rebase", "-q", "-i", "--autosquash", "HEAD~2", GIT_SEQUENCE_EDITOR="true", GIT_EDITOR="true")
    assert work.git("log", "-1", "--format=%s") == f"{GOOD}\n"


def test_in_a_rebase(work: Repo) -> None:
    """The rebase goes on after it, and every commit is there."""
    work.git("stash", "-q")
    work.git("commit", "-q", "-n", "--allow-empty", "-m", "docs: 2")
    script = 'GIT_EDITOR="only \\"\\$TEXT\\"" git rebase -q -i HEAD~2'
    tried(work, f"export GIT_SEQUENCE_EDITOR='sed -i -e 1s/^pick/reword/'; {script}", f"{BAD}\n\n{BODY}")
    work.git("rebase", "--continue", GIT_EDITOR="true")
    assert work.git("log", "--format=%s") == f"docs: 2\n{GOOD}\ndocs: 0\n"
    assert BODY in work.git("log", "-1", "--format=%B", "HEAD^")


@pytest.mark.parametrize("way", ["revert", "cherry-pick"])
def test_after_a_conflict(way: str, work: Repo) -> None:
    """A message that was typed in the place of the one of git; of a cherry-pick it is a warning at most."""
    work.git("stash", "-q")
    work.write("e", "second\n")
    work.git("commit", "-q", "-n", "-a", "-m", "docs: 2")
    script = f'git {way} HEAD^ || {{ echo third >e; git add e; git commit -m "$TEXT"; }}'
    if way == "revert":
        tried(work, script, f"{BAD}\n\n{BODY}")
        assert work.git("log", "-1", "--format=%B").startswith(f"{GOOD}\n\n{BODY}")
    else:
        assert sh(work, script, TEXT=BAD).code == 0
    assert work.git("show", "HEAD:e") == "third\n"
    assert not (work.path / ".git/REVERT_HEAD").exists()


def test_what_a_correction_leaves_to_be_said_is_edited(work: Repo) -> None:
    refused = sh(work, 'git commit -m "$TEXT"', TEXT=f"{BAD}\nand logout")
    fix = "sed -i -e '1{/^feat(api)/!d};2s/^/\\n/'"
    done = sh(work, retry_of(refused), GIT_EDITOR=fix)
    assert done.code == 0, (retry_of(refused), done.err)
    assert work.git("log", "-1", "--format=%B").startswith(f"{GOOD}\n\nand logout\n")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16"])
def test_another_encoding(encoding: str, work: Repo) -> None:
    """What cannot be written in it again is edited."""
    work.git("config", "i18n.commitEncoding", encoding)
    work.write(".git/m", f"{BAD}\n\nMüller\n".encode("latin-1"))
    refused = sh(work, "git commit -F .git/m")
    assert refused.code == 1
    if encoding == "ISO-8859-1":
        assert sh(work, retry_of(refused), GIT_EDITOR="false").code == 0
        assert "M\u00fcller" in work.git("log", "-1", "--format=%B", "--encoding=UTF-8")


def test_a_secret_is_in_no_command(work: Repo) -> None:
    refused = sh(work, 'git commit -m "$TEXT"', TEXT="doc: use password: Tr0ub4dor9")
    assert "Tr0ub4dor9" not in refused.err
    assert sh(work, retry_of(refused), GIT_EDITOR="false").code == 0
    assert work.git("log", "-1", "--format=%s") == "docs: use password: Tr0ub4dor9\n"


def test_the_message_file_is_left_as_it_is(work: Repo) -> None:
    sh(work, 'git commit -m "$TEXT"', TEXT=f"{BAD}\n\nbody")
    assert (work.path / ".git/COMMIT_EDITMSG").read_text() == f"{BAD}\n\nbody\n"
