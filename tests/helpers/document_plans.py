"""Sequences of steps over made-up documents."""

import random
from collections.abc import Iterator

from document_runs import CONCEPTS, GOAL, Command, options
from made_bodies import IDS
from made_documents import Maker


def plan(chance: random.Random, maker: Maker, length: int) -> list[Command]:
    """A sequence of steps over a document."""
    kinds = chance.choices(
        ("checkpoint", "commit", "docs", "end", "merge"), (6, 3, 2, 3, 0.6), k=length - 1
    )
    steps: list[Command] = [_start(chance)]
    for kind in kinds:
        if kind == "checkpoint":
            steps.append(("checkpoint", *_remembered(chance, maker)))
        elif kind == "docs":
            steps.append(("docs", "--fix"))
        elif kind == "merge":
            pair = [[one, text] for one in ("--next", "--blocker") for text in (_said(maker, one),)]
            steps.append(
                (
                    "merge",
                    *chance.choice(pair),
                    *chance.choice((["--next", f"Fix 9: {maker.text()}"], pair[1])),
                )
            )
        elif kind == "commit":
            tag = chance.choice(("", *(f" [Fix {one}]" for one in (*options(steps[0], "--fix"), *IDS[:4]))))
            message = f"fix(api): {maker.text()}{tag.partition(':')[0].rstrip(']')}" + ("]" if tag else "")
            steps.append(("commit", message, "src/api.py"))
        else:
            steps += _end(chance, maker, steps[0])
    return steps


def _start(chance: random.Random) -> Command:
    fixes = chance.sample(IDS, chance.choice((1, 1, 2)))
    described = [
        chance.choice((one, f"{one}:add a health check:src/api.py", f"{one}:add a health check:src/api.py"))
        for one in fixes
    ]
    return ("start", GOAL, *(part for one in described for part in ("--fix", one)))


def _end(chance: random.Random, maker: Maker, start: Command) -> Iterator[Command]:
    extra = _remembered(chance, maker) if chance.random() < 0.5 else ()
    if chance.random() < 0.15:
        extra = (*extra, "--unfinished", options(start, "--fix")[0].partition(":")[0])
    if chance.random() < 0.15:
        extra = (*extra, "--status", chance.choice(("completed", "blocked", "abandoned")))
    if chance.random() < 0.2:
        extra = (*extra, "--minimal")
    command = ("end", "--no-push", "--next", f"Fix 9: {maker.text()} in `src/api.py`", *extra)
    if chance.random() < 0.2:
        yield (*command, "--dry-run")
    yield command


def _said(maker: Maker, option: str) -> str:
    text = maker.text()
    if option == "--blocker":
        return f"{text} | impact on {maker.text()} | mitigation by {maker.text()}"
    return text if option == "--next" else f"{text} | because of {maker.text()}"


def _remembered(chance: random.Random, maker: Maker) -> tuple[str, ...]:
    """Options of `checkpoint` and `end`."""
    said: list[str] = []
    for option in CONCEPTS:
        if chance.random() < 0.35:
            said += [option, _said(maker, option)]
    for option, concepts in (("--did", ("next",)), ("--resolved", ("blockers",))):
        told = [one for concept in concepts for one in maker.told.get(concept, ())]
        if told and chance.random() < 0.3:
            said += [option, chance.choice(told)]
    if chance.random() < 0.2:
        said += ["--done", chance.choice(IDS)]
    return tuple(said) or ("--next", _said(maker, "--next"))
