"""Long work tells how far it is on standard error: a bar that is drawn over where somebody watches, a line a step otherwise."""

import sys
from contextlib import AbstractContextManager
from time import monotonic
from types import TracebackType

import click

WIDTH = 30
SECONDS = 10.0
"""Between two lines where nobody watches: enough to see that it goes on, and no log of thousands of lines."""


def tell(step: str, at: int, of: int | None) -> None:
    """Tell of one step. `of` is None where nobody knows beforehand how far it goes."""
    watched = sys.stderr.isatty()
    said = _bar(step, at, of) if watched and of else _words(step, at, of)
    click.echo(f"\r{said}" if watched else said, err=True, nl=not watched or at == of)


def _words(step: str, at: int, of: int | None) -> str:
    return f"{step}: {at:,}" if of is None else f"{step}: {at:,} of {of:,}"


def _bar(step: str, at: int, of: int) -> str:
    full = WIDTH * at // of
    return f"{step} [{'#' * full}{'-' * (WIDTH - full)}] {at:,} of {of:,}"


class Counting(AbstractContextManager["Counting"]):
    """A step of very many things, told of now and then, and at its end."""

    def __init__(self, step: str, of: int | None = None) -> None:
        self.step, self.of, self.at = step, of, 0
        self._watched = sys.stderr.isatty()
        self._told_at, self._told = monotonic(), 0

    def __call__(self, more: int) -> None:
        self.at += more
        if self.at != self.of and (self._watched or monotonic() - self._told_at >= SECONDS):
            self._tell()

    def _tell(self) -> None:
        tell(self.step, self.at, self.of)
        self._told_at, self._told = monotonic(), self.at

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        if kind is None:
            self._tell()
        if self._watched and self._told and (kind is not None or self.of is None):
            click.echo(err=True)
