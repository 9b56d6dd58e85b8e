"""Made-up histories by their numbers: of each kind in turn, with anything before and after it."""

import random
from collections.abc import Callable
from pathlib import Path

import described_kinds as kinds
from described_landing import merge, pick, revert, squash
from described_sessions import add_all, amend, archive, colleague, comment, end, reset, typed, update, work
from described_world import ALONE, GITFLOW, TEAM, History

KINDS: tuple[Callable[[History], None], ...] = (
    kinds.merges_of_two_records,
    kinds.main_into_branch,
    kinds.stacked,
    kinds.on_after_squash,
    kinds.picked,
    kinds.reverted,
    kinds.update_reverted,
    kinds.records_moved,
    kinds.two_sessions,
    kinds.two_clones,
    kinds.squashed_colleague,
    kinds.all_added,
    kinds.amended,
    kinds.typed_by_hand,
    kinds.numbers_again,
    kinds.conflicts,
    kinds.worktrees,
    kinds.forced,
    kinds.defaults,
    kinds.document_tidied,
)
STEPS: tuple[Callable[[History, str], object], ...] = (
    work,
    work,
    end,
    end,
    colleague,
    update,
    comment,
    archive,
    amend,
    add_all,
    typed,
    reset,
    lambda h, branch: revert(h, branch, h.branches[branch]),
    lambda h, branch: merge(h, branch, h.rng.choice(sorted(h.branches))),
    lambda h, branch: squash(h, branch, h.rng.choice(sorted(h.branches))),
    lambda h, branch: pick(h, branch, h.rng.choice(h.made)),
)


def history(path: Path, seed: int) -> History:
    """The made-up history of a number: of each kind in turn."""
    rng = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    settings = GITFLOW if kind is kinds.defaults else rng.choices((TEAM, GITFLOW, ALONE), (7, 2, 2))[0]
    h = History(path, rng, settings)
    _anything(h, rng.randint(0, 6))
    kind(h)
    _anything(h, rng.randint(2, 16))
    h.publish()
    return h


def _anything(h: History, steps: int) -> None:
    for _ in range(steps):
        h.rng.choice(STEPS)(h, h.rng.choice(sorted(h.branches)))
