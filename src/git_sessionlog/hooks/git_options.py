"""Command lines of git taken apart as git does it: which options take a value, which may be cut short."""

from collections.abc import Sequence

Options = list[tuple[str, str]]
"""Names, as they were meant, and values: `-nm x` is `-n` and `-m` with the value `x`; "" for no value."""

_VALUES = {
    "": "-C -c --git-dir --work-tree --namespace --super-prefix --config-env --attr-source",
    "commit": "-m -F -C -c -t --message --file --author --date --template --reuse-message --reedit-message"
    " --fixup --squash --cleanup --trailer --pathspec-from-file",
    "push": "-o --push-option --repo --receive-pack --exec --recurse-submodules",
    "merge": "-m -F -s -X --message --file --strategy --strategy-option --into-name",
    "pull": "-s -X --strategy --strategy-option",
    "config": "-f -t --file --blob --type --default --value --comment --url",
}
"""The options that take a value, of git itself and of subcommands."""

_FLAGS = {"commit": "--amend --no-amend --gpg-sign --no-gpg-sign --reset-author --allow-empty"}
"""Others that are asked for by name, and may be cut short as those with a value may."""

_GLUED = {"commit": "Su"}
"""The letters whose value, if they have one, is the rest of the word."""


def taken(sub: str, words: Sequence[str]) -> tuple[Options, Sequence[str]]:
    """The options of a subcommand, and what is none; of git itself ("") those before the subcommand."""
    options, rest, waiting = Options(), list[str](), list(words)
    with_value = _VALUES.get(sub, "").split()
    while waiting and not (rest and not sub):
        word = waiting.pop(0)
        if word == "--":
            break
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            name = _whole(name, [*with_value, *_FLAGS.get(sub, "").split()] if sub else [])
            if not equals and name in with_value and waiting:
                value = waiting.pop(0)
            options.append((name, value))
        elif not word.startswith("-") or word == "-":
            rest.append(word)
        else:
            options += _letters(sub, word, waiting)
    return options, rest + waiting


def _letters(sub: str, word: str, waiting: list[str]) -> Options:
    """The short options of a word; a value that is not in it is taken from those that wait."""
    options, with_value = Options(), _VALUES.get(sub, "").split()
    for at, letter in enumerate(word[1:], 2):
        name = f"-{letter}"
        if name in with_value:
            return [*options, (name, word[at:] or (waiting.pop(0) if waiting else ""))]
        if letter in _GLUED.get(sub, ""):
            return [*options, (name, word[at:])]
        options.append((name, ""))
    return options


def _whole(name: str, names: list[str]) -> str:
    """The one of some names that one cut short means, itself where that is none of them or several."""
    meant = [each for each in names if each.startswith(name)]
    return meant[0] if len(meant) == 1 else name
