"""Which files are ours: state documents, records, and what `init` writes. No figure counts them."""

from collections.abc import Callable, Iterable

from ..documents.profiles.model import Profile, documents_of_all
from ..records import places
from ..settings.model import RECORDS, STATE_DOCUMENTS, Settings


def matcher(settings: Settings, profiles: Iterable[Profile]) -> Callable[[str], bool]:
    """Tells whether a path is that of a document of sessions, which is no work."""
    active = tuple(profiles)
    declared = documents_of_all(active)
    paths = {each.path for each in declared if (each.state or each.required) and not each.per_session}
    paths |= {*STATE_DOCUMENTS, *settings.documents}
    below = (*RECORDS, *places.directories(active), *(path for path in paths if path.endswith("/")))
    return lambda path: path in paths or path.startswith(below)
