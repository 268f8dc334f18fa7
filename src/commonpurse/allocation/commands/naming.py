"""What every command of this room does with what it was named: find it, read it, refuse it with a line for each fault."""

from pathlib import Path
from typing import NoReturn

import click

from commonpurse.allocation.sources import NoSuchScheme, scheme_source
from commonpurse.formula import Scheme, SchemeFaults, read_scheme
from commonpurse.formula.faults import Faults

FAULTY = 2

as_text_or_json = click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)


class Refused(click.ClickException):
    """What was asked cannot be done; one sentence says why."""

    exit_code = FAULTY


def scheme_named(named: str) -> Scheme:
    try:
        return read_or_refuse(scheme_source(named))
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
        return source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise Refused(f"line {line}: this is not text in UTF-8") from None


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
