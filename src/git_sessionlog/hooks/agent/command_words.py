"""The words of a command: what it is that `env`, `sudo`, `timeout` and their like run."""

import re
from collections.abc import Sequence

SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "ash", "fish"})
"""Programs that run a text as commands."""

_WRAPPERS = frozenset(
    (
        *("command", "builtin", "exec", "nohup", "time", "nice", "ionice", "stdbuf", "setsid", "timeout"),
        *("sudo", "doas", "xargs", "noglob", "chronic", "unbuffer", "script", "strace", "watch", "rtk"),
    )
)
_TARGETS = SHELLS | _WRAPPERS | {"git", "git-sessionlog", "env", "eval"}
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_OPERAND = re.compile(r"[\d.]+[smhd]?|\0")  # of `timeout`: a time, or what is not known
_ENV_VALUES = ("-u", "--unset", "-C", "--chdir", "-S", "--split-string", "-a", "--argv0")
_ANSI = re.compile(
    r"\\(?:([abeEfnrtv\\'\"?])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8}))"
)
_LETTERS = dict(zip("abeEfnrtv\\'\"?", "\a\b\x1b\x1b\f\n\r\t\v\\'\"?", strict=True))


def name_of(word: str) -> str:
    """The name of a program, without its directory and `.exe`."""
    return re.split(r"[/\\]", word)[-1].lower().removesuffix(".exe")


def joined(directory: str, path: str) -> str:
    """A path from a directory; one from the root, or from a drive of Windows, stays."""
    if not directory or re.match(r"(?:[A-Za-z]:)?[/\\]", path):
        return path
    return f"{directory}/{path}" if path else directory


def unwrapped(said: list[str]) -> tuple[list[str], dict[str, str], str]:
    """The command that is run in the end, the variables set on the way, and the directory."""
    env: dict[str, str] = {}
    directory = ""
    while said:
        name = name_of(said[0])
        if name == "env":
            said, directory = _after_env(said[1:], env, directory)
        elif name in _WRAPPERS:
            at = _behind_options(said)
            env.update(_assignments(said[1:at]))
            if at == len(said):
                break
            said = _with_input(said, at) if name == "xargs" else said[at:]
        else:
            break
    return said, env, directory


def script_of(said: Sequence[str]) -> str | None:
    """The text that a shell is told to run with `-c`; None where it runs a file, or its input."""
    for at, word in enumerate(said[1:], 1):
        if re.fullmatch(r"-[A-Za-z]*c[A-Za-z]*", word):
            rest = [word for word in said[at + 1 :] if not re.fullmatch(r"[-+][A-Za-z]+", word)]
            return rest[0] if rest else ""
        if not word.startswith(("-", "+")):
            return ""  # a file: nothing is known of it
    return None


def ansi(text: str) -> str:
    r"""The text of `$'...'`: `\n` is a line end, `\x41` a byte."""
    return _ANSI.sub(_character, text)


def _behind_options(said: Sequence[str]) -> int:
    """Where the command begins that `sudo -u bob` or `timeout 5` runs; the end for any other one."""
    for at, word in enumerate(said[1:], 1):
        if name_of(word) in _TARGETS:
            return at
        is_option = word.startswith("-") or said[at - 1].startswith("-")
        if not (is_option or _ASSIGNMENT.fullmatch(word) or _OPERAND.fullmatch(word)):
            break  # another program, and git is a word of it
    return len(said)


def _with_input(said: Sequence[str], at: int) -> list[str]:
    """The words that `xargs` runs, with what it reads, which is not known."""
    words = list(said[at:])
    for number, option in enumerate(said[1:at], 1):
        found = re.fullmatch(r"(?:-[0-9A-Za-z]*?[Ii]|--replace=?)(.*)", option)
        if found:
            mark = found[1] or (said[number + 1] if option.endswith("I") else "{}")
            return [word.replace(mark, "\0") for word in words]
    return [*words, "\0"]


def _after_env(rest: list[str], env: dict[str, str], directory: str) -> tuple[list[str], str]:
    """What `env` runs; the variables that it sets go into `env`."""
    while rest:
        word = rest[0]
        assigned = _ASSIGNMENT.fullmatch(word)
        option, equals, value = word.partition("=")
        if assigned:
            env[assigned[1]] = assigned[2]
            rest = rest[1:]
            continue
        if not word.startswith("-"):
            break
        taken = 1
        if option in _ENV_VALUES and not equals:
            value, taken = (rest[1] if len(rest) > 1 else ""), 2
        elif option not in _ENV_VALUES and re.match("-[CSu].", word):
            option, value = word[:2], word[2:]
        rest = rest[taken:]
        if option in ("-C", "--chdir"):
            directory = value
        elif option in ("-S", "--split-string"):
            rest = [*value.split(), *rest]
        elif word == "--":
            continue
    return rest, directory


def _assignments(said: Sequence[str]) -> dict[str, str]:
    """Those of `sudo A=b git`."""
    found = (_ASSIGNMENT.fullmatch(word) for word in said)
    return {one[1]: one[2] for one in found if one}


def _character(found: "re.Match[str]") -> str:
    letter, octal, *numbers = found.groups()
    if letter:
        return _LETTERS[letter]
    number = int(octal, 8) & 255 if octal else int(next(filter(None, numbers)), 16)
    return (
        chr(number)
        if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
        else "\N{REPLACEMENT CHARACTER}"
    )
