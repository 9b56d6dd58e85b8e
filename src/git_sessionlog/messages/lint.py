"""Run the rules over a message."""

import re
from collections.abc import Iterator
from importlib import import_module

from ..core.findings import Finding, Verdict
from ..git.cleanup import Message
from ..git.trailers import KEY
from ..settings.model import Settings
from .header import AUTOSQUASH, Header, parse
from .rules import grammar, layout, text, values  # noqa: F401 - they register their rules
from .rules.correct import corrected
from .rules.rule import STAGES, Draft

_REVERTS = ("Revert ", "Reapply ", "Revert^")
_REVERT = (
    "a revert passes when it names a commit that is here and quotes its subject, or a subject that passes"
)


def judge(message: Message, settings: Settings, *, in_range: bool = False, tip: str = "HEAD") -> Verdict:
    """What the rules say of a message.

    `in_range` is whether it is a commit's, rather than one on its way; `tip` a commit before which there is
    what it reverts. Raises ConfigError when a pattern of the settings takes too long, Failure where git
    cannot look at a commit that is reverted.
    """
    if not in_range and not message.flaw and message.is_empty:
        return Verdict("", skipped="empty")
    if message.text.startswith(_REVERTS) and not message.flaw:
        return _judge_revert(message, settings, in_range, tip)
    return _judge(message, settings, in_range)


def _judge_revert(message: Message, settings: Settings, in_range: bool, tip: str) -> Verdict:
    """A revert passes by the commit that it names, or by what it quotes; else it is like any other."""
    revert = import_module(".reverts", __package__).read(message)  # rare: not for each commit to wait for
    if revert:
        if revert.names:
            asked = import_module("..git.reverted", __package__)
            passes = asked.is_one_of(revert.names, revert.target.rstrip(), tip)
        else:
            passes = not revert.quoted or not _judge(Message(revert.quoted), settings, True).refused
        if passes:
            return Verdict(message.subject, skipped="revert")
    verdict = _judge(message, settings, in_range)
    if not revert or not verdict.findings:
        return verdict
    first = verdict.findings[0]
    return verdict._replace(findings=(first._replace(hint=first.hint or _REVERT), *verdict.findings[1:]))


def _judge(message: Message, settings: Settings, in_range: bool) -> Verdict:
    prefix = re.match(AUTOSQUASH, message.subject) if "! " in message.subject[:8] else None
    if prefix and not in_range and not message.flaw:
        return _judge_wrapper(message, prefix.group(), settings)
    draft = _draft(message, settings, prefix.group() if prefix else "", in_range)
    if len(draft.line) > layout.LONGEST:
        return Verdict(message.subject, (_far_too_long(draft),))
    findings = _run(draft)
    line = ""
    if any(finding.severity == "error" for finding in findings) and not draft.prefix:
        line = _proved(corrected(draft), draft)
    return Verdict(message.subject, findings, line)


def _judge_wrapper(message: Message, prefix: str, settings: Settings) -> Verdict:
    """A `fixup!` may be committed; what is wrong with the line it names is a warning.

    An `amend!` brings the new message below its own subject (git-commit(1), `--fixup=amend:`).
    """
    if prefix.endswith("amend! "):
        new = message.text.partition("\n\n")[2].lstrip("\n")
        if new and not new.startswith(f"{KEY}: "):
            above = message.text[: len(message.text) - len(new)].count("\n")
            return _moved(judge(Message(new), settings), above)
    draft = _draft(message, settings, prefix, False)
    if len(draft.line) > layout.LONGEST:
        return Verdict(message.subject, (_far_too_long(draft),))
    return Verdict(message.subject, _run(draft)).softened()


def _moved(verdict: Verdict, lines: int) -> Verdict:
    """The verdict on a part of a message, with places that count from the start of the whole."""
    moved = (finding._replace(line=finding.line + lines) for finding in verdict.findings)
    return verdict._replace(findings=tuple(moved))


def _draft(message: Message, settings: Settings, prefix: str, in_range: bool) -> Draft:
    line = message.subject[len(prefix) :]
    header = Header(line, ())
    if len(line) <= layout.LONGEST and not message.flaw:
        header = parse(line, settings.types, tags=settings.fix_tag)
    return Draft(message, settings, line, prefix, header, in_range)


def _run(draft: Draft) -> tuple[Finding, ...]:
    """The findings in the order of their places; see `Rule` for what ends the judging."""
    found = _stage("text", draft)
    if any(finding.severity == "error" for finding in found):
        return found[:1]
    if draft.in_range and draft.prefix and draft.settings.severity("autosquash") == "error":
        return _stage("layout", draft, only="autosquash")
    shape = _stage("grammar", draft)
    stop = next((i for i, finding in enumerate(shape) if finding.severity == "error"), None)
    shape = shape if stop is None else shape[: stop + 1]
    value = _stage("value", draft) if stop is None else ()
    return (*found, *shape, *value, *_stage("layout", draft))


def _stage(stage: str, draft: Draft, only: str = "") -> tuple[Finding, ...]:
    return tuple(sorted(_findings(stage, draft, only), key=lambda f: (f.line, f.column)))


def _findings(stage: str, draft: Draft, only: str) -> Iterator[Finding]:
    for rule in STAGES[stage]:
        severity = draft.settings.severity(rule.id)
        if severity != "off" and only in ("", rule.id):
            for finding in rule.check(draft):
                yield finding._replace(rule=rule.id, severity=severity)


def _proved(line: str, draft: Draft) -> str:
    """The corrected line, if it does pass: what cannot be proved is not offered."""
    if not line or line == draft.message.subject:
        return ""
    rest = draft.message.lines[1:]
    again = _draft(Message("\n".join([line, *rest])), draft.settings, "", draft.in_range)
    errors = [f for f in _run(again) if f.severity == "error" and f.line == 1]
    return "" if errors else line


def _far_too_long(draft: Draft) -> Finding:
    what = f"{len(draft.line):,}/{draft.settings.max_subject} characters"
    return draft.at(draft.settings.max_subject)._replace(rule="subject-length", message=what)
