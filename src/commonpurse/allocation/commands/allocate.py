"""`commonpurse allocate`: budgets from answers, every line explained."""

import json
import sys
from collections.abc import Iterator

import click

from commonpurse.allocation.answer_files import read_answers
from commonpurse.formula import Given, Line, Result, Scheme, allocate
from commonpurse.formula.faults import Faults
from commonpurse.values.money import pounds

from .naming import Refused, as_text_or_json, bytes_of, refuse, scheme_named, text_of


@click.command("allocate")
@click.option("--scheme", "named", required=True, metavar="ID_OR_FILE", help="A scheme's id, or its file.")
@click.option("--answers", required=True, metavar="FILE", help="Answers as one JSON object or JSON Lines; - reads standard input.")
@as_text_or_json
def allocate_command(named: str, answers: str, shape: str) -> None:
    """Work out indicative budgets from answers, every line explained."""
    scheme = scheme_named(named)
    everybody = _answers(answers, scheme)
    for given in everybody:
        result = allocate(scheme, given)
        click.echo(json.dumps(result.as_json()) if shape == "json" else "\n".join(in_words(result, scheme)))


def _answers(file: str, scheme: Scheme) -> list[Given]:
    text = text_of(sys.stdin.buffer.read() if file == "-" else bytes_of(file))
    if not text.strip():
        raise Refused(f"There are no answers in {'standard input' if file == '-' else file}.")
    try:
        return read_answers(text, scheme)
    except Faults as error:
        refuse(error)


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
        yield f"{line.figure:>14}  {line.name}. {line.because}"
