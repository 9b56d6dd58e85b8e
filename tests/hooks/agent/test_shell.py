"""The commands in a text, as bash would run them."""

import os
import shutil
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.hooks.agent.guard.shell import Command, commands
from git_sessionlog.hooks.agent.guard.words import UNKNOWN

HEREDOC = 'git commit -m "$(cat <<\'EOF\'\nfeat: a "b" $c `d`\n\n\tbody\nEOF\n)"'
CASES: list[tuple[str, list[tuple[str, ...]]]] = [
    ("git status", [("git", "status")]),
    ("git add -A && git commit -m 'a b'; git push", [
        ("git", "add", "-A"), ("git", "commit", "-m", "a b"), ("git", "push"),
    ]),
    ("g\\it 'com'mit -\"n\" \"a\\\"b\\$c\\d\"", [("git", "commit", "-n", 'a"b$c\\d')]),
    ("git commit -m $'a\\nb\\x41\\u00e9'", [("git", "commit", "-m", "a\nbAé")]),
    ("git commit -m $'a\\\\' -n", [("git", "commit", "-m", "a\\", "-n")]),
    ("git commit -m a\\ b", [("git", "commit", "-m", "a b")]),
    ("git commit \\\n  -m x", [("git", "commit", "-m", "x")]),
    (HEREDOC, [("cat",), ("git", "commit", "-m", 'feat: a "b" $c `d`\n\n\tbody')]),
    ("git commit -m \"$(cat <<-EOF\n\ta\n\t\tb\n\tEOF\n)\"", [("cat",), ("git", "commit", "-m", "a\nb")]),
    ("git commit -m \"a $(date)\"", [("date",), ("git", "commit", "-m", f"a {UNKNOWN}")]),
    ("git commit -m \"$(cat <<EOF\n$X\\$Y\nEOF\n)\"", [("cat",), ("git", "commit", "-m", f"{UNKNOWN}$Y")]),
    ("M='a b'; git commit -m \"$M\" -m ${M}", [("git", "commit", "-m", "a b", "-m", "a", "b")]),
    ("for m in a b; do git commit -m \"$m\"; done", [("git", "commit", "-m", UNKNOWN)]),
    ("if x; then M=a; fi; git commit -m \"$M\"", [("x",), ("git", "commit", "-m", UNKNOWN)]),
    ("read M; git commit -m \"$M\"", [("git", "commit", "-m", UNKNOWN)]),
    ("(git push) | tee log & wait", [("git", "push"), ("tee", "log"), ("wait",)]),
    ("bash -lc 'git push -f'", [("git", "push", "-f")]),
    ("sh -ec \"bash -c 'git push'\"", [("git", "push")]),
    ("bash <<'E'\ngit push\nE\n", [("git", "push")]),
    ("eval \"git commit\" -n", [("git", "commit", "-n")]),
    ("env -i -u A B=c git push", [("git", "push")]),
    ("sudo -u bob timeout -k 5 10 nice -n 5 git push", [("git", "push")]),
    ("find . | xargs -0 git add", [("find", "."), ("git", "add", f"./{UNKNOWN}")]),
    ("ls | xargs -n1 -0I{} git commit -m 'a {}'", [("ls",), ("git", "commit", "-m", f"a {UNKNOWN}")]),
    ("ls | xargs -I % sh -c 'git add \"%\"'", [("ls",), ("git", "add", UNKNOWN)]),
    ("ls | xargs --replace git add {}", [("ls",), ("git", "add", UNKNOWN)]),
    ("xargs -n 1 echo git push", [("echo", "git", "push", UNKNOWN)]),
    ("timeout 5s grep -rn git commit -n", [("grep", "-rn", "git", "commit", "-n")]),
    ("timeout $T git push", [("git", "push")]),
    ("! git push || { git fetch; }", [("git", "push"), ("git", "fetch")]),
    ("f() { git push; }; while f; do :; done", [("git", "push"), ("f",), (":",)]),
    ("cat <<EOF && git push\nx\nEOF", [("cat",), ("git", "push")]),
    ("git commit -F - <<'E'\nx\nE", [("git", "commit", "-F", "-")]),
    ("echo git commit -n  # git push", [("echo", "git", "commit", "-n")]),
    ("echo 'git push'", [("echo", "git push")]),
    ("git log > out 2>&1 < in", [("git", "log"), (">", "out")]),
    ("git log > out -n 5 2>&1 -p", [("git", "log", "-n", "5", "-p"), (">", "out")]),
    ("echo 'git push' | bash", [("echo", "git push"), ("git", "push")]),
    ("printf 'git %s\n' a b | tee x | sh", [
        ("printf", "git %s\n", "a", "b"), ("tee", "x"), ("git", "a"), ("git", "b"),
    ]),
    ("cat > x <<'E'\ngit push\nE\nsh x", [("cat",), (">", "x"), ("git", "push")]),
    ("A=(x 'b c' $D); git push \"${A[@]}\"", [("git", "push", "x", UNKNOWN, UNKNOWN)]),
    ("git a{b,c}d", [("git", "abd", "acd")]),
    ("$(which git) push", [("which", "git"), ("git", "push")]),
    ("find a -name '*.x' -exec rm {} +", [("rm", f"a/{UNKNOWN}.x", "+")]),
    ("unheard-of -x 'git push' y", [("git", "push"), ("unheard-of", "-x", "git push", "y")]),
    ("unheard-of \"I don't use git push\"", [("unheard-of", "I don't use git push")]),
    ("", []),
    ("# git push", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words(text: str, words: list[tuple[str, ...]]) -> None:
    assert [command.words for command in commands(text)] == words


@pytest.mark.parametrize(
    ("text", "directory"),
    [
        ("git push", ""),
        ("cd sub && git push", "sub"),
        ("cd a; cd b; git push", "a/b"),
        ("cd a; cd /b; git push", "/b"),
        ("cd a; cd 'C:\\b'; git push", "C:\\b"),
        ("cd a; cd ''; git push", "a"),
        ("(cd a); git push", ""),
        ("cd a | git push", ""),
        ("cd -P a; git push", "a"),
        ("cd; git push", UNKNOWN),
        ("cd $X && git push", UNKNOWN),
        ("if x; then cd a; fi; git push", UNKNOWN),
        ("bash -c 'cd a; git push'", "a"),
    ],
)
def test_directory(text: str, directory: str) -> None:
    assert commands(text)[-1].directory == directory


@pytest.mark.parametrize(
    ("text", "env"),
    [
        ("A=b git push", {"A": "b"}),
        ("A=b; git push", {"A": "b"}),
        ("export A=b; git push", {"A": "b"}),
        ("A=b; export A; git push", {"A": "b"}),
        ("declare -x A='b c'; git push", {"A": "b c"}),
        ("export A; git push", {}),
        ("X=$HOME/x git push", {"X": "~/x"}),
        ("export A=b; A=c; git push", {"A": "c"}),
        ("export A=b; A+=c; git push", {"A": "bc"}),
        ("(export A=b); git push", {}),
        ("env A=b C=d git push", {"A": "b", "C": "d"}),
        ("sudo A=b git push", {"A": "b"}),
        ("A=b bash -c 'git push'", {"A": "b"}),
        ("A=$(x) git push", {"A": UNKNOWN}),
    ],
)
def test_environment(text: str, env: dict[str, str]) -> None:
    home = os.path.expanduser("~")
    assert commands(text)[-1].env == {name: value.replace("~", home) for name, value in env.items()}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("git commit -F - <<'E'\na $x\nE\n", "a $x\n"),
        ("git commit -F - <<E\na \\$x\nE\n", "a $x\n"),
        ("git commit -F - <<< 'a b'", "a b\n"),
        ("git commit -F -", None),
    ],
)
def test_what_is_given_to_read(text: str, given: str | None) -> None:
    assert commands(text)[-1].given == given


@pytest.mark.parametrize(
    "text",
    ["git commit -n 'x", "cat > m <<E; git commit -n\nx\nE\n", "if git commit -n", ")) git commit -n"],
)
def test_what_is_no_shell_is_read_as_far_as_it_goes(text: str) -> None:
    assert any(command.words[:3] == ("git", "commit", "-n") for command in commands(text))


def test_in_what_is_no_shell_a_call_ends_where_the_next_one_begins() -> None:
    found = [command.words for command in commands("for x in a; { b; }\ngit commit -m x && git log -n 3")]
    assert found == [("git", "commit", "-m", "x"), ("git", "log", "-n", "3")]


PLAIN = st.text("abcXYZ019_-./:,@%+=é面", min_size=1, max_size=6)
ANY = st.text("ab \t'\"\\$`!#&|;()<>{}*?~é\n", max_size=8)
SINGLE = ANY.map(lambda text: "'" + text.replace("'", "") + "'")
DOUBLE = ANY.map(
    lambda text: (
        '"'
        + text.replace("\\", "")
        .replace('"', '\\"')
        .replace("$", "\\$")
        .replace("`", "\\`")
        .replace("!", "")
        + '"'
    )
)
ESCAPED = st.sampled_from("'\"\\$`!#&|;()<>{}*?~ab").map(lambda one: "\\" + one)
ANSI = st.lists(
    st.sampled_from(["a", " ", "\\n", "\\t", "\\'", '"', "\\x41", "\\101", "\\u00e9", "$x"]),
    max_size=5,
).map(lambda some: "$'" + "".join(some) + "'")
CAT = (
    st.text("ab $`'\"\\\n(", max_size=12)
    .filter(lambda text: not text.lstrip().startswith("\\"))
    .map(lambda text: "\"$(cat <<'EOF'\n" + text + '\nEOF\n)"')
)
WORD = st.one_of(
    st.lists(st.one_of(PLAIN, SINGLE, DOUBLE, ESCAPED, ANSI), min_size=1, max_size=4).map("".join), CAT
)
TEXT = st.tuples(st.lists(WORD, min_size=1, max_size=4), st.sampled_from([" ", "  ", " \\\n "]))


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash to compare with")
@given(TEXT)
def test_a_word_is_what_bash_makes_of_it(parts: tuple[list[str], str]) -> None:
    """Quotes, escapes, joined pieces, a heredoc in a substitution."""
    said, gap = parts
    text = gap.join(["git", "x", *said, "z"])
    program = "git() { printf '%s\\0' \"$@\"; }\n" + text
    done = subprocess.run(
        ["bash", "-c", program], capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"}
    )
    assert (done.returncode, done.stderr) == (0, b"")

    found = [command for command in commands(text) if command.words[0] == "git"]

    assert [command.words[1:] for command in found] == [tuple(done.stdout.decode().split("\0")[:-1])]


@given(st.text("git commit-n'\"\\$(){}<>|&;`EOF \n=#!*", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for command in commands(text):
        assert isinstance(command, Command)
        assert all(isinstance(word, str) for word in command.words)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("sudo git push", True),
        ("env A=b bash -c 'git push'", True),
        ("env -C elsewhere git push", False),
        ("docker exec box git push", False),
        ("su -c 'git push'", False),
    ],
)
def test_where_a_command_is_run_is_known_or_not(text: str, sure: bool) -> None:
    (command,) = [one for one in commands(text) if one.words[0] == "git"]
    assert command.sure is sure


@pytest.mark.parametrize(
    "text",
    [
        "A=xx;" + "A=$A$A$A$A$A$A$A$A;" * 40 + "git commit -m $A",
        'X=\'eval "$X";eval "$X";eval "$X";eval "$X"\';' + 'eval "$X"',
        "cat <<E\n" * 3_000,
        "git commit " + "{a,b}" * 3_000,
        "printf '%s' " + "a " * 20_000 + "| sh",
    ],
    ids=lambda text: text[:20],
)
def test_what_would_grow_without_end_does_not(text: str) -> None:
    start = time.process_time()
    assert isinstance(commands(text), list)
    assert time.process_time() - start < 5
