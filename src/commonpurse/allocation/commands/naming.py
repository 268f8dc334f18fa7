"""What every command of this room does with what it was named: find it, read it, refuse it with a line for each fault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.util import find_spec
from os import environ
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click
import psycopg

from commonpurse.allocation.archive import Archive, opened_archive
from commonpurse.allocation.sources import NoSuchScheme, scheme_source
from commonpurse.formula import Scheme, SchemeFaults, read_scheme
from commonpurse.formula.faults import Faults
from commonpurse.formula.texts import NotText, decoded
from commonpurse.foundation import ready

P = ParamSpec("P")
T = TypeVar("T")

FAULTY = 2

as_text_or_json = click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)


class Refused(click.ClickException):
    """What was asked cannot be done; one sentence says why."""

    exit_code = FAULTY


def scheme_named(named: str) -> Scheme:
    return read_or_refuse(source_named(named))


def source_named(named: str) -> bytes:
    try:
        return scheme_source(named)
    except NoSuchScheme as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise unreadable(named, error) from None


def read_or_refuse(source: bytes) -> Scheme:
    try:
        return read_scheme(source)
    except SchemeFaults as error:
        refuse(error)


def text_of(source: bytes) -> str:
    try:
        return decoded(source)
    except NotText as error:
        raise Refused(str(error.fault)) from None


def bytes_of(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(file, error) from None


def unreadable(file: str, error: Exception) -> Refused:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Refused(f"Cannot read {file!r}: {reason}.")


def refuse(error: Faults) -> NoReturn:
    for fault in error.faults:
        click.echo(str(fault), err=True)
    raise SystemExit(FAULTY)


def refuse_lines(error: Exception) -> NoReturn:
    """Write each line of what was wrong on standard error, and stop."""
    for line in str(error).splitlines():
        click.echo(line, err=True)
    raise SystemExit(FAULTY) from None


@contextmanager
def archive_or_refuse() -> Iterator[Archive]:
    """Open every frozen run, to be read only."""
    ready.database()
    try:
        with opened_archive() as archive:
            yield archive
    except psycopg.errors.UndefinedTable:
        raise Refused("There are no runs in this database: its tables are not made yet.") from None
    except psycopg.OperationalError as error:
        raise Refused(f"The database cannot be reached: {error}") from None


def needs_modelling(command: Callable[P, T]) -> Callable[P, T]:
    """Say in one line, before anything is read, that the sets which count whole populations are not installed."""

    @wraps(command)
    def asked(*given: P.args, **named: P.kwargs) -> T:
        missing = [name for name in ("numpy", "scipy", "highspy", "pyarrow", "tomlkit") if find_spec(name) is None]
        if missing:
            raise Refused(f"This counts whole populations and needs {', '.join(missing)}. Set that up with: ./run modelling")
        environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads would only wait for each other
        return command(*given, **named)

    return asked
