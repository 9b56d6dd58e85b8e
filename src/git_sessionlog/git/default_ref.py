"""The ref of the default branch, as far as a clone knows it: `origin/HEAD`, else a usual name."""

from typing import NamedTuple

from . import run as git

USUAL = ("main", "master", "trunk", "develop")
"""Names of default branches, the likeliest first."""

ORIGIN = "refs/remotes/origin/"
_BRANCHES = "refs/heads/"


class Ref(NamedTuple):
    """A branch by its full name, and the id of its tip."""

    name: str = ""
    oid: str = ""

    @property
    def short(self) -> str:
        """`origin/main` for that of the remote, `main` for one here."""
        return self.name.removeprefix("refs/remotes/").removeprefix(_BRANCHES)


class Refs(NamedTuple):
    """The default branch of the remote, and the branch here with a usual name that is not checked out.

    Empty where there is none. `here` is the id of the tip that is checked out, "" where its branch has no
    usual name.
    """

    remote: Ref
    local: Ref
    here: str


def ask() -> git.Question:
    """The question that `read` takes the answer of."""
    names = (f"{ORIGIN}HEAD", *(f"{side}{name}" for side in (ORIGIN, _BRANCHES) for name in USUAL))
    return git.Question("for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)%00%(HEAD)", *names)


def read(question: git.Question) -> Refs:
    """What git knows. Raises GitError where it cannot list the branches."""
    lines = question.answer().decode("utf-8", "surrogateescape").split("\n")
    rows = [line.split("\0") for line in lines if line]
    oids = {name: oid for name, oid, _, _ in rows}
    heads = [leads_to for name, _, leads_to, _ in rows if name == f"{ORIGIN}HEAD" and leads_to]
    usual = [f"{ORIGIN}{name}" for name in USUAL if f"{ORIGIN}{name}" in oids]
    here = [name for name, _, _, head in rows if head == "*"]
    local = [name for name in (f"{_BRANCHES}{each}" for each in USUAL) if name in oids and name not in here]
    remote = (*heads, *usual, "")[0]
    first = (*local, "")[0]
    tip = oids.get(f"{ORIGIN}HEAD", "") if heads else oids.get(remote, "")
    return Refs(Ref(remote, tip), Ref(first, oids.get(first, "")), oids[here[0]] if here else "")
