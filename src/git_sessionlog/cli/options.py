"""Options that several commands have, and how lines are written out."""

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

import click

from ..output import forms
from ..output.terminal import Paint, paint_for

F = TypeVar("F", bound=Callable[..., object])


def format_option(*names: str) -> Callable[[F], F]:
    """`--format`, for the forms that the command has; all forms of findings when none is named."""
    return click.option(
        "--format", "form", type=click.Choice(names or forms.NAMES), default="text",
        show_default=True, help="Form of the output.",
    )  # fmt: skip


def color_option() -> Callable[[F], F]:
    """`--color`; the command gets a `Paint` for standard output."""
    return click.option(
        "--color", "paint", type=click.Choice(["auto", "always", "never"]), default="auto",
        show_default=True, callback=_paint, help="Colour; auto also asks NO_COLOR.",
    )  # fmt: skip


def write(lines: Iterable[str]) -> None:
    """Write each line to standard output as it comes."""
    for line in lines:
        sys.stdout.write(line + "\n")


def _paint(_ctx: click.Context, _param: click.Parameter, wish: str) -> Paint:
    return paint_for(sys.stdout, wish)
