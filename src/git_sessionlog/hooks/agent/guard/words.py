"""Words of a shell command: which programs run others or change files, and what some of them write."""

import re
from collections.abc import Mapping, Sequence

UNKNOWN = "\0"
"""Stands for what only a running shell knows, within a word too: no word of a shell has this character."""


def names(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


SHELLS = names("sh bash zsh dash ksh ash fish")
WRAPPERS = names(
    "command builtin exec nohup time nice ionice stdbuf setsid timeout sudo doas env xargs find noglob"
    " chronic unbuffer script strace watch rtk coproc"
)
"""Programs that run another one, in this repository."""

MANAGERS = names("git-sessionlog pre-commit pre_commit prek lefthook husky")
"""Programs that install hooks, and take them away."""

WRITERS = names("rm unlink shred mv cp ln install rsync chmod truncate tee dd sed perl patch curl wget >")
"""Programs that change files, and a redirection."""

_READERS = names(
    "git echo printf cat grep egrep fgrep rg ag ack ls head tail wc sort uniq cut tr less more man tldr"
    " help info which whereis type test [ [[ true false : gh glab jq yq http diff cmp file stat"
    " touch mkdir rmdir basename dirname awk date sleep column logger notify-send pbcopy"
)
PLAIN = MANAGERS | WRITERS | _READERS
"""Programs that run none of their words. Behind any other one a call of git is looked for."""

_ANSI = re.compile(r"\\([abfnrtv\\'\"]|[0-3]?[0-7]{1,2}|x[0-9A-Fa-f]{2}|u(?![dD][89A-Fa-f])[0-9A-Fa-f]{4})")


def name_of(word: str) -> str:
    """The name of a program, without its directory and `.exe`."""
    return re.split(r"[/\\]", word)[-1].lower().removesuffix(".exe")


def joined(directory: str, path: str) -> str:
    """A path from a directory; one from the root, the home or a drive of Windows, stays."""
    if not directory or re.match(r"(?:[A-Za-z]:)?[/\\]|~", path):
        return path
    return f"{directory}/{path}" if path else directory


def ansi(text: str) -> str:
    r"""The text of `$'...'`: `\n` is a line end, `\x41` a byte."""
    return _ANSI.sub(lambda one: one[0].encode().decode("unicode_escape"), text)


def output(words: Sequence[str], given: str | None, files: Mapping[str, str]) -> str:
    """What a command writes, `UNKNOWN` where that is not in its words, in what it is given, or in files."""
    name, args = name_of(words[0]), list(words[1:])
    if name == "echo":
        options = args.pop(0) if args and re.fullmatch("-[neE]+", args[0]) else ""
        return (ansi(" ".join(args)) if "e" in options else " ".join(args)) + "\n"
    if name == "printf" and args:
        text, holes = ansi(args.pop(0)), re.compile("%[-#0 +\\d.]*[A-Za-z]")
        out = holes.sub(lambda _: args.pop(0) if args else "", text)
        while args and holes.search(text):
            out += holes.sub(lambda _: args.pop(0) if args else "", text)
        return out
    if name == "tee" or (name == "cat" and set(args) <= {"-"}):
        return UNKNOWN if given is None else given
    if name == "cat":
        return "".join(files.get(arg, UNKNOWN) for arg in args)
    if args and (name in ("which", "type") or (name, args[0]) == ("command", "-v")):
        return args[-1]
    if name == "ls":
        paths = [arg for arg in args if not arg.startswith("-")]
        return "\n".join(f"{path}{UNKNOWN}" for path in paths) or UNKNOWN  # or what is in them
    if name == "find":
        return found(args)
    if name == "git" and re.fullmatch("--(absolute-)?git-.*", "".join(args[1:2])):
        return f".git/{args[2]}" if args[2:] else ".git"
    return UNKNOWN


def found(args: Sequence[str]) -> str:
    """The path that `find` finds, `UNKNOWN` in it for what may be any."""
    named = re.search(r"(?<! !)(?<! -not) -name (\S+)", " ".join(args))
    return f"{args[0]}/{named[1] if named else '*'}".replace("*", UNKNOWN) if args else UNKNOWN


def script(words: Sequence[str], given: str | None, files: Mapping[str, str]) -> str:
    """The text that a shell is told to run: that of `-c`, a file that the text has made, or its input."""
    rest, options = list(words[1:] if name_of(words[0]) in SHELLS else words), ""
    while rest and re.match(r"[-+]", rest[0]):
        option = rest.pop(0)
        options += option if re.fullmatch("-[A-Za-z]+", option) else ""
        if rest and re.fullmatch("[-+][A-Za-z]*[oO]|--(rc|init-)file", option):
            rest.pop(0)
    if "c" in options:
        return " ".join(rest) if "$" in "".join(rest[:1]) else "".join(rest[:1])
    is_file = rest and "s" not in options and rest[0] != "/dev/stdin"
    return (files.get(rest[0]) if is_file else given) or ""


def filled(words: list[str], at: int, given: str | None) -> list[str]:
    """What a program runs, from the word `at` on, with what `xargs` reads, or `find` finds, in it."""
    rest, name = words[at:], name_of(words[0])
    if name == "find":
        return [word.replace("{}", found(words[1:])) for word in rest]
    read = UNKNOWN if given is None else given.strip()
    for number, option in enumerate(words[1:at] if name == "xargs" else (), 1):
        if mark := re.fullmatch(r"(?:-[0-9A-Za-z]*?[Ii]|--replace=?)(.*)", option):
            place = mark[1] or (words[number + 1] if option.endswith("I") else "{}")
            return [word.replace(place, read) for word in rest]
    return [*rest, *read.split()] if name == "xargs" else rest
