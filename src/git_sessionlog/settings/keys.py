"""The keys of the configuration: what each takes, what it is for, and how its value is read."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..core.errors import ConfigError
from ..core.findings import SEVERITIES
from ..core.paths import is_of_git
from ..core.suggest import nearest
from .model import ALL_RULES, GUARDS, MERGES, MODES, PRESETS, PROFILES, STATE_ON


class Key(NamedTuple):
    """One key of the configuration: what it takes, what it is for, and how its value is read."""

    takes: str
    help: str
    read: Callable[[Any], object]


def as_toml(value: object) -> str:
    """A value as TOML has it: a string, a number, a truth value, a list or a table of them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_quoted(key)} = {as_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """A basic string; what cannot be seen is escaped, which TOML wants of control characters alone."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else _escape(ord(char)) for char in text) + '"'


def _escape(code: int) -> str:
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def unknown(message: str, name: str, known: Mapping[str, object]) -> ConfigError:
    """The error for a name that is none of the known ones; its hint is the nearest, or all of them."""
    near = nearest(name, known)
    every = (
        "known: " + " ".join(known)
        if len(known) <= _SHOWN
        else "take it out: git sessionlog config then lists those known"
    )
    return ConfigError(message, f'did you mean "{near}"?' if near else every)


def one_of(*allowed: str) -> Callable[[Any], object]:
    """Reads one of some words."""

    def read(value: object) -> object:
        if value in allowed and isinstance(value, str):
            return value
        raise ConfigError(f"{shown(value)} is none of: {' '.join(allowed)}")

    return read


def _number(value: object) -> object:
    if type(value) is int and value > 0:  # not a truth value, which is an int to Python
        return _bounded(value)
    raise ConfigError(f"takes a number above 0, not {shown(value)}")


def count(value: object) -> object:
    """A number, 0 or more."""
    if type(value) is int and value >= 0:
        return _bounded(value)
    raise ConfigError(f"takes a number, 0 or more, not {shown(value)}")


def _bounded(value: int) -> int:
    if value > _MOST:
        raise ConfigError(f"{shown(value)} is more than {_MOST:,}")
    return value


def _documents(value: object) -> object:
    return document_paths(words(r"[^\0\r\n]+", "path")(value))


def document_paths(given: tuple[str, ...]) -> tuple[str, ...]:
    """Paths from the top; a leading slash means the top, as documents like to write it.

    Raises ConfigError for one that may lead elsewhere, or into a git directory.
    """
    paths = tuple(path.removeprefix("/") for path in given)
    for path in paths:
        parts = path.split("/")
        if not path or {"", ".", ".."} & set(parts) or any(map(is_of_git, parts)):
            raise ConfigError(f"{shown(path)} is no path of a file in the repository")
    return paths


def boolean(value: object) -> object:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise ConfigError(f"takes true or false, not {shown(value)}")


def words(pattern: str, what: str, *, some: bool = False) -> Callable[[Any], tuple[str, ...]]:
    """Reads a list of strings that match a pattern, into a tuple; `what` is the name of one."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"takes a list of strings, not {shown(value)}")
        for item in value:
            if not re.fullmatch(pattern, item):
                raise ConfigError(f"{shown(item)} is no {what}")
        if some and not value:
            raise ConfigError(f"takes one {what} at least")
        return tuple(value)

    return read


def _profiles(value: object) -> object:
    given = words(r"[^\0\r\n]+", "profile")(value)
    for name in given:
        if name.endswith(".toml"):
            document_paths((name,))
        elif name not in PROFILES:
            raise unknown(f'unknown profile "{name}"', name, dict.fromkeys(PROFILES))
    return given


def _oid_or_none(value: object) -> object:
    return value if value == "" else _oid(value)


def _oid(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value):
        return value
    raise ConfigError(
        f"{shown(value)} is no full commit id", "write all its digits: git rev-parse <commit>"
    )


def _regex(value: object) -> object:
    if not isinstance(value, str):
        raise ConfigError(f"takes a regular expression, not {shown(value)}")
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigError(
            f"{shown(value)} is no regular expression: {error}",
            "https://docs.python.org/3/library/re.html",
        ) from None
    return value


def _severities(value: object) -> object:
    if not isinstance(value, dict):
        raise ConfigError(f"takes a table of rules, not {shown(value)}")
    for rule, severity in value.items():
        if rule not in ALL_RULES:
            raise unknown(f'unknown rule "{rule}"', rule, ALL_RULES)
        if severity not in SEVERITIES:
            raise ConfigError(f"{rule}: {shown(severity)} is none of: {' '.join(SEVERITIES)}")
    return value


def _mode(value: object) -> object:
    """A mode, or a table of branch globs with one each."""
    read = one_of(*MODES)
    if not isinstance(value, dict):
        return read(value)
    words(_GLOB, "glob")(list(value))
    for glob, mode in value.items():
        try:
            read(mode)
        except ConfigError as error:
            raise ConfigError(f"{shown(glob)}: {error.message}") from None
    return value


def _gates(value: object) -> object:
    """A table of names, with a command each."""
    if not isinstance(value, dict):
        raise ConfigError(f"takes a table of commands, not {shown(value)}")
    for name, command in value.items():
        if not isinstance(command, str) or not command.strip():
            raise ConfigError(f"{shown(name)}: takes a command, not {shown(command)}")
        if not command.isprintable() or not name.isprintable():  # what is shown is what is run
            raise ConfigError(f"{shown(name)}: a command has no line ends and no control characters")
    return value


def _branches(value: object) -> object:
    """A branch or a list of globs of branches, as a tuple; the first is to be the name of one."""
    given = [value] if isinstance(value, str) and value else value or []
    if not isinstance(given, list):
        raise ConfigError(f"takes the name of a branch or a list, not {shown(value)}")
    for name in given:
        if not isinstance(name, str) or not name or re.search(_NO_BRANCH, name):
            raise ConfigError(f"{shown(name)} is no name of a branch")
    if given and "*" in given[0]:
        raise ConfigError("the first default branch is a name, not a glob", f'["main", {shown(given[0])}]')
    return tuple(given)


def shown(value: object) -> str:
    """A value as TOML has it, cut for a message."""
    try:
        text = as_toml(value)
    except RecursionError:
        return "so deep a list"
    except ValueError:  # more digits than Python writes: sys.set_int_max_str_digits
        return "so long a number"
    return text if len(text) <= 60 else text[:57] + "..."


_MOST = 1_000_000_000
_SHOWN = 40  # names that a hint lists
_GLOB = r"[^\r\n]+"
_NO_BRANCH = r"[\s~^:?\[\\]|^-|\.\.|@\{"
_TYPE_NAME = r"[^\W\d_][\w-]*"

KEYS: Mapping[str, Key] = {
    "preset": Key(
        "sessionlog | conventional",
        "Where the other keys start from: `sessionlog` wants a scope and a fix tag, `conventional` "
        "is Conventional Commits 1.0 as commonly linted.",
        one_of(*PRESETS),
    ),
    "types": Key(
        "list of strings",
        "The types a commit may have, spelled exactly so.",
        words(_TYPE_NAME, "type name", some=True),
    ),
    "scopes": Key(
        "list of strings",
        "The scopes a commit may have; with an empty list any name will do.",
        words(r"[^\s(),:]+", "scope name"),
    ),
    "scope": Key(
        "always | optional",
        "Whether a commit must have a scope, unless its type is in `bare-types`.",
        one_of("always", "optional"),
    ),
    "fix-tag": Key(
        "always | fix-type | optional | off",
        "Which commits must have a `[Fix N]` tag: all but those in `bare-types`, those of type "
        "`fix`, or none; `off` gives `[Fix N]` no meaning at all.",
        one_of("always", "fix-type", "optional", "off"),
    ),
    "bare-types": Key(
        "list of strings",
        "Types that need neither a scope nor a fix tag.",
        words(_TYPE_NAME, "type name"),
    ),
    "max-subject": Key(
        "number",
        "Characters the first line may have, the fix tag counted, an appended `(#123)` not.",
        _number,
    ),
    "scope-pattern": Key("regular expression", "What each scope must match, from start to end.", _regex),
    "description-pattern": Key(
        "regular expression", "What the description must contain; `^` ties it to the start.", _regex
    ),
    "bots": Key(
        "list of globs",
        "Authors, as `Name <email>`, whose commits are not linted in a range and need no description; `*` "
        "is any text. Anybody can write any name into a commit: name a whole address, and only those whose "
        "commits need no check.",
        words(_GLOB, "glob"),
    ),
    "since": Key(
        "commit id",
        "Commits up to this one, and this one, are not linted in a range: the past before adoption.",
        _oid_or_none,
    ),
    "ignore-revs": Key(
        "list of commit ids",
        "Single commits that are not linted in a range.",
        lambda value: (
            tuple(_oid(item) for item in value) if isinstance(value, list) else words("", "")(value)
        ),
    ),
    "auto-session": Key(
        "true | false",
        "Whether a commit outside any session opens one for the day, and so gets a checkpoint.",
        boolean,
    ),
    "documents": Key(
        "list of paths",
        "The state documents, from the top; with an empty list those of STATUS.md, CURRENT-STATE.md "
        "and SESSION.md that the commit has.",
        _documents,
    ),
    "profiles": Key(
        "list of names, or of paths of TOML files",
        "The documents that the project keeps: profiles of the package, or its own; with an empty list "
        "those whose state document is there, else `status`.",
        _profiles,
    ),
    "tolerance": Key(
        "number",
        "Significant commits that a state document may be behind before it is stale.",
        count,
    ),
    "ignore": Key(
        "list of globs",
        "Paths, as in .gitignore, whose changes need no description in a state document.",
        words(_GLOB, "glob"),
    ),
    "allow-skip": Key(
        "true | false",
        "Whether a trailer `Session-Skip: <reason>` lets a commit go without a description. Whoever may "
        "commit can write one.",
        boolean,
    ),
    "branches": Key(
        "list of globs",
        "The branches whose pushes are judged, by their names on the remote; `*` is any text.",
        words(_GLOB, "glob"),
    ),
    "skip-branches": Key(
        "list of globs", "Branches that are not judged, of those in `branches`.", words(_GLOB, "glob")
    ),
    "mode": Key(
        "block | warn | table of globs",
        "What findings do to a push: refuse it, or be shown only. A table says it for each glob of "
        'branches, the first that matches: `{ "wip/*" = "warn" }`; else it is `block`.',
        _mode,
    ),
    "default-branch": Key(
        "branch, or list of globs",
        "The branch on which work is brought together; of several the state documents are written on the "
        "first. Where it is not set, the CI or the server tells, else `origin/HEAD`, else it is that of "
        "main, master, trunk and develop which the remote has.",
        _branches,
    ),
    "state-on": Key(
        "every | default",
        "Where sessions write the state documents. `every`: on each branch, and each push must describe "
        "its commits in them. `default`: on the default branch only; on the others the session's record "
        "describes them, so that no two requests touch the same file.",
        one_of(*STATE_ON),
    ),
    "merge": Key(
        "any | merge | squash | rebase",
        "How requests are merged. With `squash` a request is checked by its title, which becomes the "
        "message on the default branch; its commits are warnings at most.",
        one_of(*MERGES),
    ),
    "gates": Key(
        "table of commands",
        'What must succeed before `git sessionlog end` ends a session: `{ tests = "make test" }`. Each is '
        "run without a shell, and none before `git sessionlog trust` in this clone.",
        _gates,
    ),
    "session-lines": Key(
        "number",
        "Lines that a session may change in more than `session-files` files before it is told to be split.",
        _number,
    ),
    "session-files": Key(
        "number", "Files in which a session may change more than `session-lines` lines.", _number
    ),
    "layers": Key(
        "list of globs",
        "Parts of the project, as paths in .gitignore, of which a session should touch one only.",
        words(_GLOB, "glob"),
    ),
    "backlog": Key(
        "list of paths or globs",
        "The documents of the backlog, in the order in which they are read; with an empty list "
        "`improvement-analysis`, `backlog`, `TRACKER`, `IMPLEMENTATION_PHASES`, `prompting-strategy` and "
        "the like, as .md or .txt, at the top and in `docs`.",
        _documents,
    ),
    "guard": Key(
        "off | warn | deny",
        "What a coding agent's hook does about a commit or a push that would be refused, and about what "
        "goes round the hooks, such as `--no-verify`.",
        one_of(*GUARDS),
    ),
    "rules": Key("table", "The severity of each rule: `error`, `warn` or `off`.", _severities),
}
"""Every key, in the order in which they are shown."""
