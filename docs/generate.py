"""Write the reference pages from the code: `make docs`. tests/docs/test_docs.py fails when one is stale.

The pages: rules.md, configuration.md, commands.md and the manual page git-sessionlog.1.
"""

import re
import sys
from pathlib import Path

import click

from git_sessionlog import PROJECT, cli
from git_sessionlog.documents import lint  # noqa: F401 - registers the rules of documents
from git_sessionlog.documents.rules import rule as of_documents
from git_sessionlog.documents.rules.files import FILE_RULES
from git_sessionlog.messages import lint as judge  # noqa: F401 - registers the rules
from git_sessionlog.messages.rules.rule import RULES
from git_sessionlog.settings import config, keys
from git_sessionlog.settings.model import ALL_RULES, PRESETS, Settings

HERE = Path(__file__).parent
STAGES = {
    "text": "Can it be read?",
    "grammar": "Has the first line the shape?",
    "value": "Are its parts allowed?",
    "layout": "All else",
}
CHAPTERS = {
    "text": "Documents: line by line",
    "structure": "Documents: sections, fields and tables",
    "times": "Documents: dates",
    "values": "Documents: values",
    "commits": "Documents: commits",
    "fixes": "Documents: fixes",
    "entered": "Documents: entries",
    "links": "Documents: links",
    "history": "Documents: the log",
    "runbook": "Documents: runbooks",
    "plan": "Documents: plans",
    "tasks": "Documents: tasks",
}
"""The modules of the rules of documents, each a chapter."""


def rules_page() -> str:
    """Every rule: what it wants, a bad and a good example, its default severity."""
    lines = [
        "# Rules",
        "",
        "Each rule has a stable id, shown in `[brackets]` behind each finding. An error in the first",
        "group ends the judging; one in the second leaves out the third: one cause, one finding.",
        'Severities are set in the [configuration](configuration.md): `[rules]`, `id = "warn"`.',
        "",
        "Left alone are in ranges the commits of `bots`, of `ignore-revs`, and those up to `since`. No",
        "message can switch a rule off.",
        "",
        "A revert as git writes it passes where the commit that it names exists and has the subject that",
        "is quoted; one that names none, as after a forge's button, where the quoted subject passes.",
        "GitHub cuts a long subject off: then the commit's begins with what is quoted.",
        "",
        "The corrected line is shown only where it is certain. It passes, and it has every word that was",
        "typed. A type is named for other words of the same (`feature`, `fixes`, `doc`) and for one wrong",
        "letter in a word of five or more; never for the name of a component, as `cli:` or `core:`.",
        "`retry` is the command that commits it, with the same body, the same changes, author, date and",
        "key; without a corrected line it opens the message in the editor.",
        "",
        "Length is counted in characters as a reader counts them: accents and the vowel signs of",
        "Devanagari or Thai belong to their letter, a flag is one, and so is a family of emoji.",
        "",
        "Of merges (known by their parents, or by `MERGE_HEAD`) the message is checked where they changed",
        "something by themselves, which is neither what git makes of their parents nor a conflict that was",
        "resolved, and its first line is none that git or a forge writes. A commit whose other parents are",
        "ancestors of its first one is no merge at all, and is checked as any other.",
    ]
    for stage, title in STAGES.items():
        lines += ["", f"## {title}"]
        for rule in RULES.values():
            if rule.stage == stage:
                lines += _rule(rule.id, rule.check.__doc__)
                lines += ["", f"With `{rule.config}`:"] if rule.config else []
                lines += ["", "```text", *_example("bad", rule.bad), *_example("good", rule.good), "```"]
    return "\n".join([*lines, *_of_documents()]) + "\n"


def _of_documents() -> list[str]:
    lines = [
        "",
        "# Rules of documents",
        "",
        "What they are for, and what they leave alone: [Documents](documents.md).",
    ]
    lines += ["Examples are parts of a document; nothing in them stands for anything real."]
    for module, title in CHAPTERS.items():
        lines += ["", f"## {title}"]
        for rule in of_documents.RULES.values():
            if rule.check.__module__.endswith(f".{module}"):
                fence = "````" if "```" in rule.bad + rule.good else "```"
                lines += [*_rule(rule.id, rule.check.__doc__), "", f"{fence}text"]
                lines += [*_example("bad", rule.bad), *_example("good", rule.good), fence]
    lines += ["", "## Documents: files"]
    for about in FILE_RULES.values():
        lines += _rule(about.id, about.text)
    return lines


def _rule(id: str, text: str | None) -> list[str]:
    return ["", f"### {id}", "", f"{' '.join((text or '').split())} Default: `{ALL_RULES[id]}`."]


def _example(label: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [f"{label + ':':<6}{first}".rstrip(), *(f"      {line}".rstrip() for line in rest)]


def configuration_page() -> str:
    """Every key: what it takes, its default in both presets, what it is for."""
    lines = [
        "# Configuration",
        "",
        f"In `{config.FILE}` at the top of the work tree, or as `[tool.sessionlog]` in",
        f"`{config.PYPROJECT}`; never in both. Without a file the defaults hold.",
        "`git sessionlog config` prints what is in force",
        "and where each value comes from. An unknown key is an error that names the nearest known one.",
        "",
        "Regular expressions are Python's, and get half a second: one that takes longer is an error (exit",
        "2), never skipped.",
    ]
    defaults = Settings()
    for name, key in keys.KEYS.items():
        attribute = name.replace("-", "_")
        value = "see [Rules](rules.md)" if name == "rules" else f"`{toml(getattr(defaults, attribute))}`"
        lines += ["", f"## {name}", "", key.help, "", f"Takes: {key.takes}. Default: {value}."]
        if attribute in PRESETS["conventional"]:
            conventional = toml(PRESETS["conventional"][attribute])
            lines += ["", f'With `preset = "conventional"`: `{conventional}`.']
    return "\n".join(lines) + "\n"


def toml(value: object) -> str:
    """A default as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def commands() -> list[tuple[str, click.Command]]:
    """Name and command, in the order of the help; those of a command, as `fixes list`, behind it."""
    group = click.Context(cli.group)
    found: list[tuple[str, click.Command]] = []
    for name in cli.group.list_commands(group):
        command = cli.group.get_command(group, name)
        if command:
            found.append((name, command))
        if isinstance(command, click.Group):
            found += ((f"{name} {below}", each) for below, each in command.commands.items())
    return found


def context(name: str, command: click.Command) -> click.Context:
    """The context in which a command shows its help, 80 columns wide."""
    width = {"terminal_width": 80, "max_content_width": 80}
    group = click.Context(cli.group, info_name="git sessionlog", **width, **cli.group.context_settings)
    return group if command is cli.group else click.Context(command, info_name=name, parent=group, **width)


def usage(name: str, command: click.Command) -> str:
    """The help text of a command."""
    return command.get_help(context(name, command))


def commands_page() -> str:
    """The help of every command, as the terminal shows it."""
    lines = ["# Commands", "", "```text", usage("", cli.group), "```"]
    for name, command in commands():
        lines += ["", f"## {name}", "", "```text", usage(name, command), "```"]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")) + "\n"


def manual_page() -> str:
    """git-sessionlog(1), which `git help sessionlog` and `git sessionlog --help` show."""
    out = [
        '.TH GIT\\-SESSIONLOG 1 "" "git\\-sessionlog" "Git Manual"',
        ".SH NAME",
        "git\\-sessionlog \\- keep a repository resumable, session by session",
        ".SH SYNOPSIS",
        ".nf",
        *(f"\\fIgit sessionlog\\fR {roff(_arguments(name, command))}" for name, command in commands()),
        ".fi",
        ".SH DESCRIPTION",
        roff(
            "People work on a repository in sessions: an afternoon, a laptop, a coding agent whose "
            "context is lost when it fills up. What is not in git is gone. git-sessionlog makes git keep "
            "the discipline: a commit whose message is not `type(scope): description [Fix N]` is refused "
            "with the corrected line, and each commit gets one trailer, `Session-Checkpoint`, that says "
            "which session and which step it belongs to."
        ),
        ".SH COMMANDS",
    ]
    for name, command in commands():
        out += [".SS " + roff(_arguments(name, command)), *_paragraphs(command.help or "")]
        for parameter in command.params:
            record = parameter.get_help_record(context(name, command))
            if record:
                out += [".TP", f".B {roff(record[0])}", roff(record[1])]
    return "\n".join([*out, *_tail()]) + "\n"


def _arguments(name: str, command: click.Command) -> str:
    pieces = command.collect_usage_pieces(context(name, command))
    return " ".join([name, *pieces])


def _paragraphs(text: str) -> list[str]:
    out: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        out += [".PP", roff(" ".join(paragraph.replace("\b", "").split()))]
    return out


def _tail() -> list[str]:
    codes = "0 clean; 1 findings, or refused; 2 could not check; 3 a bug in this program; 130 interrupted."
    return [
        ".SH EXIT STATUS",
        roff(codes),
        ".SH FILES",
        ".TP",
        ".I .sessionlog.toml",
        "the settings, or [tool.sessionlog] in pyproject.toml",
        ".TP",
        ".I $GIT_DIR/sessionlog/sessions/",
        "the sessions of the branches, and the numbers of their last checkpoints",
        ".SH ENVIRONMENT",
        ".TP",
        ".B NO_COLOR",
        "no colour, unless \\-\\-color=always",
        ".SH SEE ALSO",
        f"githooks(5), git\\-commit(1), git\\-interpret\\-trailers(1), {roff(PROJECT)}",
    ]


def roff(text: str) -> str:
    """Text as roff takes it: hyphens that can be copied, no line taken for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga")
    return "\\&" + text if text.startswith((".", "'")) else text


PAGES = {
    "rules.md": rules_page,
    "configuration.md": configuration_page,
    "commands.md": commands_page,
    "git-sessionlog.1": manual_page,
}
"""File name in docs/ → what writes it."""


if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
        print(f"wrote docs/{name}", file=sys.stderr)
