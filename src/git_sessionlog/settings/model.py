"""The settings in force: every default stands in `Settings`."""

from collections.abc import Mapping
from typing import NamedTuple

FILES = (".sessionlog.toml", "pyproject.toml")
"""The files that may hold settings; in the second they are the table `[tool.sessionlog]`."""

STATE_DOCUMENTS = ("STATUS.md", "CURRENT-STATE.md", "SESSION.md")
"""The state documents that a commit is looked through for, where `documents` names none."""

RECORDS = (
    *("docs/sessions/", ".claude/sessions/", ".claude/memory/", "docs/RUNBOOKS/", "docs/reports/"),
    *("claudedocs/", ".sessionlog.toml", ".gitattributes"),
)
"""Where what is written of sessions is kept, and what `init` writes: a change there needs no words."""

PROFILES = ("status", "sessions", "session-md", "continuity", "storage")
"""The profiles in the package, in the order in which they are looked for."""

MODES = ("block", "warn")
"""What findings do to a push."""

STATE_ON = ("every", "default")
"""On which branches sessions write the state documents: on every one, or on the first default branch."""

MERGES = ("any", "merge", "squash", "rebase")
"""How requests land, where a forge allows one way only."""

GUARDS = ("off", "warn", "deny")
"""What is done about a shell command of an agent that would fail, or goes round the hooks."""

CONVENTIONAL_TYPES = (
    *("build", "chore", "ci", "docs", "feat", "fix"),
    *("perf", "refactor", "revert", "style", "test"),
)
"""The types commonly linted for as Conventional Commits 1.0 (Angular's, with `chore`)."""

SEVERITY_OF_RULES: Mapping[str, str] = {
    "encoding-invalid": "error",
    "nul-byte": "error",
    "byte-order-mark": "error",
    "message-empty": "error",
    "invisible-character": "error",
    "control-character": "warn",
    "type-first": "error",
    "type-missing": "error",
    "type-unknown": "error",
    "type-case": "error",
    "scope-form": "error",
    "scope-empty": "error",
    "scope-missing": "error",
    "scope-unknown": "error",
    "scope-duplicate": "error",
    "scope-pattern": "error",
    "breaking-form": "error",
    "colon-missing": "error",
    "colon-form": "error",
    "description-missing": "error",
    "description-pattern": "error",
    "fix-form": "error",
    "fix-place": "error",
    "fix-missing": "error",
    "fix-duplicate": "warn",
    "subject-length": "error",
    "trailing-space": "warn",
    "body-blank-line": "error",
    "autosquash": "error",
}
"""The rules of messages, with what each does to one."""

DOCUMENT_RULES: Mapping[str, str] = {
    "conflict-marker": "error",
    "secret": "error",
    "placeholder": "warn",
    "path-local": "warn",
    "lines-over": "error",
    "section-missing": "error",
    "section-empty": "warn",
    "section-duplicate": "warn",
    "table-form": "error",
    "field-missing": "error",
    "entry-fields": "warn",
    "date-missing": "warn",
    "date-form": "error",
    "date-ambiguous": "error",
    "date-future": "error",
    "date-old": "warn",
    "date-order": "error",
    "date-past": "warn",
    "status-unknown": "error",
    "number-form": "error",
    "percent-form": "error",
    "percent-less": "warn",
    "checkpoint-branch": "warn",
    "hash-form": "error",
    "hash-unknown": "error",
    "hash-foreign": "warn",
    "fix-without-commit": "warn",
    "fix-both": "warn",
    "fix-unrecorded": "error",
    "fix-unknown": "off",
    "blocker-mitigation": "error",
    "blocker-missing": "warn",
    "next-vague": "warn",
    "entry-vague": "warn",
    "todo-bare": "warn",
    "link-broken": "error",
    "history-rewritten": "warn",
    "history-order": "warn",
    "runbook-output": "error",
    "runbook-truncated": "error",
    "runbook-empty": "error",
    "risk-mitigation": "error",
    "task-cycle": "error",
    "tasks-form": "error",
    "tasks-metrics": "warn",
    "session-unfinished": "warn",
    "document-missing": "error",
    "document-ignored": "error",
    "too-large": "error",
}
"""The rules of documents. What only contradicts something else is a warning: people's documents do."""

ALL_RULES: Mapping[str, str] = {**SEVERITY_OF_RULES, **DOCUMENT_RULES}


class Settings(NamedTuple):
    """The settings in force; the defaults are those of the preset `sessionlog`.

    `pinned` has the files that go with the settings of a gate, by their paths, None for one that is not
    there: profiles, and the list of what is no secret. Without it they are read where the documents are.
    `note` says where the settings are from, "" where that is the work tree or the commit that is checked.
    """

    preset: str = "sessionlog"
    types: tuple[str, ...] = ("chore", "docs", "feat", "fix", "refactor", "test")
    scopes: tuple[str, ...] = ()
    scope: str = "always"
    fix_tag: str = "always"
    bare_types: tuple[str, ...] = ("docs",)
    max_subject: int = 100
    scope_pattern: str = ""
    description_pattern: str = ""
    bots: tuple[str, ...] = ()
    since: str = ""
    ignore_revs: tuple[str, ...] = ()
    auto_session: bool = True
    documents: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    tolerance: int = 0
    ignore: tuple[str, ...] = ()
    allow_skip: bool = False
    branches: tuple[str, ...] = ("*",)
    skip_branches: tuple[str, ...] = ()
    mode: str | Mapping[str, str] = "block"
    default_branch: tuple[str, ...] = ()
    state_on: str = "every"
    merge: str = "any"
    gates: Mapping[str, str] = {}
    session_lines: int = 100
    session_files: int = 4
    layers: tuple[str, ...] = ("backend/", "frontend/", "docker/")
    backlog: tuple[str, ...] = ()
    guard: str = "deny"
    rules: Mapping[str, str] = ALL_RULES
    pinned: Mapping[str, bytes | None] | None = None
    note: str = ""

    def severity(self, rule: str) -> str:
        """`error`, `warn` or `off`."""
        return self.rules.get(rule, "error")

    def checks_fixes(self, rule: str) -> bool:
        """Whether a rule about the fixes that tags name is on; where tags mean nothing, none is."""
        return self.fix_tag != "off" and self.severity(rule) != "off"

    def warning(self) -> "Settings":
        """The same settings with nothing worse than a warning."""
        rules = {rule: "warn" if kind == "error" else kind for rule, kind in self.rules.items()}
        return self._replace(rules=rules)


PRESETS: Mapping[str, Mapping[str, object]] = {
    "sessionlog": {},
    "conventional": {"types": CONVENTIONAL_TYPES, "scope": "optional", "fix_tag": "optional"},
}


def is_record(path: str) -> bool:
    """Whether a path is below a directory of records, or one of the files that `init` writes."""
    return path in RECORDS or any(path.startswith(one) for one in RECORDS if one.endswith("/"))
