"""What the command at work has done so far: told where Ctrl-C ends it."""

_DONE: list[str] = []


def begin() -> None:
    """Begin anew: nothing is done yet."""
    _DONE.clear()


def note(what: str) -> None:
    """Note a thing that is done, in a few words."""
    _DONE.append(what)


def done() -> tuple[str, ...]:
    """What is done, in its order."""
    return tuple(dict.fromkeys(_DONE))
