"""The whole corrected line, where it is certain what was meant: each word that was typed is in it."""

from ...core.findings import Part
from ..header import LIST_MARKS, Header, parse
from .rule import Draft
from .text import visible
from .values import meant_type, same_but_for_capitals, tags_below, wants_tag


def corrected(draft: Draft) -> str:
    """The line as it would pass, or "" where that takes a guess. The caller proves that it passes."""
    header = draft.header
    seen = visible(header.line)
    if seen != header.line:
        settings = draft.settings
        header = parse(seen, settings.types, tags=settings.fix_tag)
        draft = draft._replace(header=header, line=seen)
    if not header.type or not all(fault.certain for fault in header.faults):
        return ""
    kind = meant_type(draft) if draft.type not in draft.settings.types else draft.type
    if not kind:
        return ""
    scopes = _scopes(draft, header)
    if scopes is None:
        return ""
    fixes = header.fixes or _tag_of_body(draft._replace(header=header._replace(type=Part(kind, 0))))
    picture = header.line[: header.type.at].strip(f" {LIST_MARKS}")
    text = header.description._replace(text=f"{picture} {header.description.text}".lstrip())
    meant = header._replace(type=Part(kind, header.type.at), scopes=scopes, description=text, fixes=fixes)
    return draft.prefix + meant.written()


def _scopes(draft: Draft, header: Header) -> tuple[Part, ...] | None:
    """The scopes, each once and each known but for capitals; None where one is not, or could be several."""
    known = draft.settings.scopes
    found: dict[str, Part] = {}
    for scope in header.scopes:
        is_exact = not known or scope.text in known
        meant = [scope.text] if is_exact else same_but_for_capitals(draft, scope)
        if len(meant) != 1:
            return None
        found.setdefault(meant[0], scope._replace(text=meant[0]))
    return tuple(found.values())


def _tag_of_body(draft: Draft) -> tuple[Part, ...]:
    """The one tag that stands in the body where the first line must have it."""
    if draft.prefix or not wants_tag(draft):
        return ()
    ids = tags_below(draft)
    return (Part(ids[0], 0),) if len(set(ids)) == 1 else ()
