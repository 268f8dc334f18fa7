"""`commonpurse scheme`: check, list, publish and compare schemes, and say how well one does. Only publishing needs a database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonpurse.allocation.published import published_list
from commonpurse.allocation.sources import shipped_schemes
from commonpurse.formula import Scheme
from commonpurse.foundation import ready
from commonpurse.foundation.clock import today
from commonpurse.values.missing import NotReady
from commonpurse.values.money import pounds, pounds_and_pence
from commonpurse.values.numbers import counted

from .naming import FAULTY, as_text_or_json, bytes_of, needs_modelling, read_or_refuse, refuse_lines, scheme_named

if TYPE_CHECKING:
    from commonpurse.allocation.population.comparing import Comparison

VERY_LITTLE = 5_000
"""Pence: nobody makes rules to give less than fifty pounds to who needs the most."""


@click.group("scheme")
def scheme_group() -> None:
    """Check and list allocation schemes."""


@scheme_group.command("check")
@click.argument("file")
def check_command(file: str) -> None:
    """Say whether a scheme's file can be used; if not, list every fault and where it is."""
    scheme = read_or_refuse(bytes_of(file))
    click.echo(f"{scheme.title}, version {scheme.version}, can be used: {counted(len(scheme.questions), 'question')}, no faults.")
    most = sum(part.knots[-1][1] for part in scheme.parts)
    if most < VERY_LITTLE:
        each = "a week" if scheme.pays == "weekly" else "a year"
        click.echo(f"The most that its parts give is {pounds_and_pence(most)} {each}. Are its knots in pounds? They are read as pence.")


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
    source, words = bytes_of(file), bytes_of(questionnaire) if questionnaire else None
    scheme = read_or_refuse(source)
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
    from commonpurse.access.actors import OPERATOR
    from commonpurse.access.context import acting_as
    from commonpurse.allocation.acts import publish
    from commonpurse.assessments.acts.publishing import publish_questionnaire

    with acting_as(OPERATOR):
        publish(source, by=OPERATOR)
        if words is not None:
            publish_questionnaire(words, scheme, by=OPERATOR)


@scheme_group.command("compare")
@click.argument("one")
@click.argument("other")
@click.option("--in", "file", required=True, type=click.Path(path_type=Path), help="People's answers as columns.")
@click.option("--group", metavar="COLUMN", help="Tell it by the values of this column too.")
@as_text_or_json
@needs_modelling
def compare_command(one: str, other: str, file: Path, group: str | None, shape: str) -> None:
    """Work two schemes out for the same people: what each costs, who gains and who loses. Fewer than ten are never shown."""
    from commonpurse.allocation.population.comparing import as_json, compare
    from commonpurse.allocation.population.refusing import FileRefused

    schemes = scheme_named(one), scheme_named(other)
    try:
        found = compare(*schemes, file, group=group)
    except FileRefused as error:
        refuse_lines(error)
    click.echo(json.dumps(as_json(found)) if shape == "json" else "\n".join(_compared(found)))


@scheme_group.command("factsheet")
@click.argument("scheme")
@click.option("--cases", "file", required=True, type=click.Path(path_type=Path), help="Answers as columns, with cost_pence.")
@click.option("--group", "groups", multiple=True, metavar="COLUMN", help="Say how well each group is served; may be given again.")
@as_text_or_json
@needs_modelling
def factsheet_command(scheme: str, file: Path, groups: tuple[str, ...], shape: str) -> None:
    """Say how well a scheme foretells what was agreed, for whom, and from what: as Markdown, or JSON."""
    from commonpurse.allocation.calibration.fact_sheet import fact_sheet
    from commonpurse.allocation.calibration.reading import read_cases
    from commonpurse.allocation.population.refusing import FileRefused

    named = scheme_named(scheme)
    try:
        sheet = fact_sheet(named, read_cases(file, named, groups=groups), file, made_on=today())
    except FileRefused as error:
        refuse_lines(error)
    click.echo(json.dumps(sheet.as_json()) if shape == "json" else sheet.as_markdown(), nl=shape == "json")


def _compared(found: "Comparison") -> Iterator[str]:
    """Write a comparison to be read."""
    from commonpurse.allocation.population.comparing import EVERYBODY, KINDS

    one, other = found.schemes
    each = "a week" if one.pays == "weekly" else "a year"
    yield f"From {one.id} {one.version} to {other.id} {other.version}, for {counted(found.rows, 'person', 'people')}."
    for funder, (before, after) in found.totals.items():
        more = "more" if after >= before else "less"
        yield f"  {funder}: {pounds(before)} {each}, then {pounds(after)}: {pounds(abs(after - before))} {more}"
    rows: list[list[str]] = [[found.column or "", *KINDS, "all", "middle change", "a tenth below", "a tenth above"]]
    for group in [*found.groups, EVERYBODY]:
        change = found.changes.get(group)
        pence = (change.middle, change.tenth, change.ninetieth) if change else (None, None, None)
        rows.append([group, *map(_people, found.row(group)), *map(_pence, pence)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield from ("  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    yield from found.remarks
    yield "  *: hidden, because it is fewer than ten people or would give such a number away. Much: more than a tenth."


def _people(number: Any) -> str:
    return "*" if number is None else f"{number:,}"


def _pence(pence: int | None) -> str:
    return "-" if pence is None else f"{'+' if pence > 0 else ''}{pounds(pence)}"
