"""Work out a budget, and check, list or publish schemes. Only publishing needs a database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click

from commonpurse.formula import Given, Line, Result, Scheme, SchemeFaults, allocate, points, read_scheme
from commonpurse.formula.faults import Faults
from commonpurse.foundation import ready
from commonpurse.values.missing import NotReady
from commonpurse.values.money import pounds, pounds_and_pence

from .answer_files import read_answers
from .published import published_list
from .replay_command import replay_command
from .sources import NoSuchScheme, scheme_source, shipped_schemes

FAULTY = 2


class Refused(click.ClickException):
    """What was asked cannot be done; one sentence says why."""

    exit_code = FAULTY


@click.command("allocate")
@click.option("--scheme", "named", required=True, metavar="ID_OR_FILE", help="A scheme's id, or its file.")
@click.option("--answers", required=True, metavar="FILE", help="Answers as one JSON object or JSON Lines; - reads standard input.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
def allocate_command(named: str, answers: str, shape: str) -> None:
    """Work out indicative budgets from answers, every line explained."""
    scheme = _scheme(named)
    everybody = _answers(answers, scheme)
    for given in everybody:
        result = allocate(scheme, given)
        click.echo(json.dumps(result.as_json()) if shape == "json" else "\n".join(in_words(result, scheme)))


@click.group("scheme")
def scheme_group() -> None:
    """Check and list allocation schemes."""


@scheme_group.command("check")
@click.argument("file")
def check_command(file: str) -> None:
    """Say whether a scheme's file can be used; if not, list every fault and where it is."""
    scheme = _read(_bytes(file))
    click.echo(f"{scheme.title}, version {scheme.version}, can be used: {len(scheme.questions)} questions, no faults.")


@scheme_group.command("list")
def list_command() -> None:
    """List the schemes that come with Common Purse, and those published where a database answers."""
    rows = [("id", "version", "for", "status", "title")]
    shipped = [(each.id, each.version, each.for_whom, each.status, each.title) for each in shipped_schemes()]
    published = [(each.id, each.version, each.for_whom, each.status, each.title) for each in published_list()]
    rows += [*shipped, *(each for each in published if each not in shipped)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@scheme_group.command("publish")
@click.argument("file")
@click.option("--questionnaire", metavar="FILE", help="The words around its questions, published beside it.")
def publish_command(file: str, questionnaire: str | None) -> None:
    """Publish a scheme for good, and the words around its questions with it: both, or neither."""
    source, words = _bytes(file), _bytes(questionnaire) if questionnaire else None
    scheme = _read(source)
    ready.django()
    ready.migrated()
    try:
        _publish(source, scheme, words)
    except NotReady as error:
        for one in error.missing:
            click.echo(one.sentence, err=True)
        raise SystemExit(FAULTY) from None
    click.echo(f"{scheme.title}, version {scheme.version}, is published{' with its questionnaire' if words else ''}.")


def _publish(source: bytes, scheme: Scheme, words: bytes | None) -> None:
    from django.db import transaction

    from commonpurse.access.actors import OPERATOR
    from commonpurse.allocation.acts import publish
    from commonpurse.assessments.acts.publishing import publish_questionnaire

    with transaction.atomic():
        publish(source, by=OPERATOR)
        if words is not None:
            publish_questionnaire(words, scheme, by=OPERATOR)


commands: list[click.Command] = [allocate_command, scheme_group, replay_command]


def in_words(result: Result, scheme: Scheme) -> Iterator[str]:
    """Write one result to be read: the figure first, then how it came about."""
    each = "a week" if scheme.pays == "weekly" else "a year"
    if result.range_pence:
        low, high = result.range_pence
        yield f"Cannot say yet: between {pounds(low)} and {pounds(high)} {each}."
        yield f"Not answered: {', '.join(scheme.question(name).text for name in result.missing)}."
    else:
        yield f"Indicative: {pounds(result.amount_pence or 0)} {each}."
        if result.state == "needs_costing":
            yield "A person must work out the cost."
    yield from ("  " + each for each in _table(result.lines))
    yield f"  {scheme.title}, version {scheme.version}, sha256 {scheme.sha256}"
    yield ""


def _table(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        figure = f"{points(line.units)} points" if line.units is not None else pounds_and_pence(line.pence or 0)
        yield f"{figure:>14}  {line.title}. {line.because}"


def _scheme(named: str) -> Scheme:
    try:
        return _read(scheme_source(named))
    except NoSuchScheme as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise _unreadable(named, error) from None


def _read(source: bytes) -> Scheme:
    try:
        return read_scheme(source)
    except SchemeFaults as error:
        _refuse(error)


def _answers(file: str, scheme: Scheme) -> list[Given]:
    text = _text(sys.stdin.buffer.read() if file == "-" else _bytes(file))
    if not text.strip():
        raise Refused(f"There are no answers in {'standard input' if file == '-' else file}.")
    try:
        return read_answers(text, scheme)
    except Faults as error:
        _refuse(error)


def _text(source: bytes) -> str:
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise Refused(f"line {line}: this is not text in UTF-8") from None


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from None


def _unreadable(file: str, error: Exception) -> Refused:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Refused(f"Cannot read {file!r}: {reason}.")


def _refuse(error: Faults) -> NoReturn:
    for fault in error.faults:
        click.echo(str(fault), err=True)
    raise SystemExit(FAULTY)
