"""What sections and fields are called in the wild, in several languages: names for each concept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .profiles.model import DocumentType, Field, SectionType

Names = Mapping[str, str]
"""Names, each by itself without its case."""


class Concepts(NamedTuple):
    """The names that are known for the concepts of sections, and for those of fields.

    `last_session` has names of the line about the last session by language, `words` the common words by
    which a language is known.
    """

    sections: Mapping[str, Names]
    fields: Mapping[str, Names]
    last_session: Mapping[str, Names] = {}
    words: Mapping[str, Names] = {}


def folded(names: Iterable[str]) -> dict[str, str]:
    """Names, each by itself without its case; the first of those that differ in nothing else."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return found


def with_names(document: DocumentType, known: Concepts) -> DocumentType:
    """The document with the known names of its sections and fields as further aliases.

    A concept that several sections of a document have gets none: nobody could tell which is meant. Nor
    does a name lead to two concepts: what the document itself says comes first. What is declared for
    several kinds is one section, known by all its names in each.
    """
    several = _several(document.sections)
    taken: dict[str, str] = {}
    same: dict[str, dict[str, str]] = {}
    for section in document.sections:
        own = folded((section.heading, *section.aliases))
        taken |= dict.fromkeys(own, section.concept)
        same.setdefault(section.concept, {}).update(own)
    sections = []
    for section in document.sections:
        names = folded(section.aliases)
        if section.concept not in several:
            for name, shown in {**same[section.concept], **known.sections.get(section.concept, {})}.items():
                if taken.get(name, section.concept) == section.concept:
                    names.setdefault(name, shown)
        names.pop(section.heading.casefold(), None)
        fields = _fields(section.fields, known)
        sections.append(section._replace(aliases=tuple(names.values()), fields=fields))
    return document._replace(sections=tuple(sections), fields=_fields(document.fields, known))


def _several(sections: Iterable[SectionType]) -> set[str]:
    """The concepts that a document of some kind has more than once."""
    count = Counter((section.concept, kind) for section in sections for kind in section.kinds or ("",))
    return {concept for (concept, _), times in count.items() if times > 1}


def _fields(fields: tuple[Field, ...], known: Concepts) -> tuple[Field, ...]:
    count = Counter(field.concept for field in fields)
    taken = folded(name for field in fields for name in (field.name, *field.aliases))
    found = []
    for field in fields:
        more = known.fields.get(field.concept, {}) if count[field.concept] == 1 else {}
        names = [shown for name, shown in more.items() if name not in taken]
        found.append(field._replace(aliases=(*field.aliases, *names)))
    return tuple(found)
