"""The whole corrected line, where it is certain what was meant."""

from ...core.findings import Part
from ..header import Header, parse
from .rule import Draft
from .text import visible
from .values import meant_scope, meant_type, tags_below, wants_tag


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
    return (
        draft.prefix
        + header._replace(type=Part(kind, header.type.at), scopes=scopes, fixes=fixes).written()
    )


def _scopes(draft: Draft, header: Header) -> tuple[Part, ...] | None:
    """The scopes, each once and each known; None where one is like none of them."""
    known = draft.settings.scopes
    found: dict[str, Part] = {}
    for scope in header.scopes:
        text = scope.text if not known or scope.text in known else meant_scope(draft, scope)
        if not text:
            return None
        found.setdefault(text, scope._replace(text=text))
    return tuple(found.values())


def _tag_of_body(draft: Draft) -> tuple[Part, ...]:
    """The one tag that stands in the body where the first line must have it."""
    if draft.prefix or not wants_tag(draft):
        return ()
    ids = tags_below(draft)
    return (Part(ids[0], 0),) if len(set(ids)) == 1 else ()
