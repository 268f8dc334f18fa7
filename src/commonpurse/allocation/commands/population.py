"""`commonpurse population`: whole populations in files of columns, made up or worked out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonpurse.formula import Scheme
from commonpurse.values.money import pounds
from commonpurse.values.numbers import counted

from .naming import Refused, archive_or_refuse, as_text_or_json, needs_modelling, read_or_refuse, refuse_lines, source_named
from .telling import Counting

if TYPE_CHECKING:
    from commonpurse.allocation.population.allocating import Engine, Summary, Work

DATABASE = "database"


@click.group("population")
def population_group() -> None:
    """Work out whole populations, and make some up."""


@population_group.command("allocate")
@click.option("--scheme", "named", required=True, metavar="ID_OR_FILE", help="A scheme's id, or its file.")
@click.option(
    "--in", "given", required=True, multiple=True, metavar="FILE", help="Answers as columns; a folder; more than once; or: database."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where the results go, by its ending.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Where the parts are worked out.")
@click.option("--address", metavar="ADDRESS", help="Of a Ray cluster; without it Ray is started on this machine.")
@as_text_or_json
@needs_modelling
def allocate_population_command(named: str, given: tuple[str, ...], out: Path, engine: str, address: str | None, shape: str) -> None:
    """Work out the budgets of a whole population: columns of answers in, columns of results out, in the order of the rows.

    Files end in .csv, .parquet or .arrow. Other columns (person, groups) pass through. Nothing is written where anything is at fault.
    """
    from commonpurse.allocation.population.allocating import Work

    source = source_named(named)
    scheme = read_or_refuse(source)
    if address and engine != "ray":
        raise Refused("--address is where a Ray cluster is; say --engine ray with it.")
    work = Work(source)
    with faults_by_line():
        if DATABASE in given:
            summary, left_out = allocate_database(work, given, out, engine)
        else:
            summary, left_out = allocate_files(work, [Path(each) for each in given], out, engine_named(engine, address)), {}
    told = as_json(summary, scheme, out, left_out) if shape == "json" else in_words(summary, scheme, out, left_out)
    click.echo(json.dumps(told) if isinstance(told, dict) else "\n".join(told))


def allocate_files(work: "Work", given: list[Path], out: Path, engine: "Engine") -> "Summary":
    from commonpurse.allocation.population.allocating import write_all
    from commonpurse.allocation.population.parts import files_of, parts_of, unlike

    files = files_of(given)
    refuse_reading_what_is_written(files, out)
    parts = parts_of(files)
    known = [part.rows for part in parts if part.rows is not None]
    with Counting("People worked out", sum(known) if len(known) == len(parts) else None) as told:
        return write_all(work, engine(work, parts), out, told, unlike=unlike(files, work.wanted))


def allocate_database(work: "Work", given: tuple[str, ...], out: Path, engine: str) -> tuple["Summary", dict[str, int]]:
    """Read the people of this place without their names; say how many were left out, and why."""
    from commonpurse.allocation.population.allocating import write_all
    from commonpurse.allocation.population.from_database import people_of, results_of_people

    if len(given) > 1 or engine != "local":
        raise Refused("The database is read alone, and on this machine: no other --in, and --engine local.")
    with archive_or_refuse() as archive:
        people = people_of(archive, work.scheme)
    with Counting("People worked out", len(people.found)) as told:
        summary = write_all(work, results_of_people(work, people), out, told)
    return summary, {"in_dispute": people.in_dispute, "do_not_fit": people.do_not_fit}


@population_group.command("make")
@click.option("--people", required=True, type=click.IntRange(1, 100_000_000), metavar="N", help="How many.")
@click.option("--seed", required=True, type=click.IntRange(0, 2**63 - 1), metavar="K", help="The same seed makes the same people.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where they go, by its ending.")
@click.option("--scheme", "named", default="reference-adult", show_default=True, metavar="ID_OR_FILE", help="Whose questions they answer.")
@click.option("--cases", is_flag=True, help="Add cost_pence, what was agreed for each, to try `calibrate` on.")
@as_text_or_json
@needs_modelling
def make_command(people: int, seed: int, out: Path, named: str, *, cases: bool, shape: str) -> None:
    """Make a population up: nobody in it is real, and the file says so. docs/populations.md says what is assumed, and what is invented."""
    from commonpurse.allocation.population.allocating import Work
    from commonpurse.allocation.population.files import Writing
    from commonpurse.allocation.population.making import Made

    source = source_named(named)
    scheme = read_or_refuse(source)
    with faults_by_line(), Counting("People made", people) as told, Writing(out) as writing:
        for batch in Made(Work(source), people, seed, cases).blocks():
            writing.write(batch)
            told(batch.num_rows)
    said = {"out": str(out), "made": True, "people": people, "seed": seed, "scheme": scheme.id, "version": scheme.version, "cases": cases}
    click.echo(
        json.dumps(said)
        if shape == "json"
        else f"{out}: {counted(people, 'person', 'people')}, all of them made up from seed {seed}, for {scheme.title}."
    )


@contextmanager
def faults_by_line() -> Iterator[None]:
    """Write each fault of a file on a line of its own, and end with 2."""
    from commonpurse.allocation.population.refusing import FileRefused

    try:
        yield
    except FileRefused as error:
        refuse_lines(error)


def refuse_reading_what_is_written(files: list[Path], out: Path) -> None:
    if any(file.resolve() == out.resolve() for file in files):
        raise Refused(f"{out} is read, and would be written over. Give --out another name.")


def engine_named(engine: str, address: str | None) -> "Engine":
    from commonpurse.allocation.population.allocating import one_after_another

    if engine == "local":
        return one_after_another
    from commonpurse.allocation.population.by_ray import on_ray

    return on_ray(address)


def as_json(summary: "Summary", scheme: Scheme, out: Path, left_out: dict[str, int]) -> dict[str, Any]:
    return {
        "out": str(out),
        "scheme": {"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256},
        "rows": summary.rows,
        "states": dict(summary.states),
        "pence": dict(summary.pence),
        **({"left_out": left_out} if left_out else {}),
        "remarks": summary.remarks,
    }


def in_words(summary: "Summary", scheme: Scheme, out: Path, left_out: dict[str, int]) -> Iterator[str]:
    """Write what came out: how many of each state, and what all of them come to."""
    each = "a week" if scheme.pays == "weekly" else "a year"
    states, pence = summary.states, summary.pence
    yield f"{out}: {counted(summary.rows, 'person', 'people')}, by {scheme.title}, version {scheme.version}."
    yield f"  {states['amount']:,} with an amount, {states['needs_costing']:,} whose cost a person must work out,"
    yield f"  {states['cannot_say_yet']:,} for whom it cannot be said yet."
    yield f"Indicative, all together: {pounds(pence['amount_pence'])} {each}; {pounds(pence['year_pence'])} a year."
    for funder in scheme.funders:
        yield f"  {funder.name}: {pounds(pence[f'funder_{funder.id}_pence'])} {each}"
    if states["cannot_say_yet"]:
        low, high = pounds(pence["range_low_pence"]), pounds(pence["range_high_pence"])
        yield f"For those of whom it cannot be said yet: between {low} and {high} {each} more."
    if left_out:
        yield f"Left out: {left_out['in_dispute']:,} whose answers are not agreed,"
        yield f"  {left_out['do_not_fit']:,} whose answers do not fit this scheme."
    yield from summary.remarks
    if scheme.status == "demonstration":
        yield "This scheme is a demonstration: its figures are no council's."
