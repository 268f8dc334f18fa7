"""`commonpurse calibrate`: a draft scheme from cases, with what can be claimed for it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonpurse.allocation.calibration.never_dropped import never_dropped
from commonpurse.formula import Scheme
from commonpurse.values.money import pounds, pounds_and_pence
from commonpurse.values.numbers import counted

from .naming import Refused, as_text_or_json, needs_modelling, read_or_refuse, refuse_lines, source_named
from .telling import tell

if TYPE_CHECKING:
    from commonpurse.allocation.calibration.drafting import Draft
    from commonpurse.allocation.calibration.held_out import Measure


@click.command("calibrate")
@click.option("--cases", "cases_file", required=True, type=click.Path(path_type=Path), help="Answers as columns, with cost_pence.")
@click.option("--length", required=True, metavar="N|auto", help="How many questions; auto: the shortest that is as good as any.")
@click.option("--sufficiency", default=0.8, show_default=True, type=click.FloatRange(0.05, 0.99), help="The share who should have enough.")
@click.option("--fund", type=click.IntRange(1), metavar="PENCE", help="The most for all the cases together, in the scheme's period.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="SCHEME", help="The draft scheme's file.")
@click.option("--base", default="reference-adult", show_default=True, metavar="ID_OR_FILE", help="The scheme whose questions were asked.")
@click.option("--keep", metavar="ID,ID", help="Questions never dropped. Without it: those that eligibility or safety needs.")
@click.option("--group", "groups", multiple=True, metavar="COLUMN", help="Say how well each group is served; may be given again.")
@click.option("--id", "name", metavar="ID", help="The new scheme's id; BASE-calibrated unless said.")
@click.option("--version", default="draft-1", show_default=True, help="The new scheme's version.")
@click.option("--effective-from", type=click.DateTime(["%Y-%m-%d"]), help="From when it is meant to hold; the base's date unless said.")
@click.option("--chart", type=click.Path(path_type=Path), metavar="SVG", help="Draw accuracy by length (with --length auto).")
@click.option("--seed", default=2014, show_default=True, help="For dealing cases into parts; the same seed gives the same scheme.")
@as_text_or_json
@needs_modelling
def calibrate_command(cases_file: Path, base: str, out: Path, shape: str, **said: Any) -> None:
    """Fit a scheme to cases: whole points, the questions that earn their place, money that is enough for a chosen share of people.

    The result is a draft. It is judged on people who were not learned from, and people decide whether to use it.
    """
    from commonpurse.allocation.calibration.chart import drawn
    from commonpurse.allocation.calibration.curve import NoCurve
    from commonpurse.allocation.calibration.drafting import NoClaim, as_json
    from commonpurse.allocation.population.refusing import FileRefused

    source = source_named(base)
    scheme = read_or_refuse(source)
    if said["chart"] and said["length"] != "auto":
        raise Refused("--chart draws accuracy by length; say --length auto with it.")
    for file in filter(None, (out, said["chart"])):
        if not file.parent.is_dir():
            raise Refused(f"{file}: there is no folder {file.parent}.")
    try:
        draft = _calibrated(cases_file, scheme, source, **said)
    except (FileRefused, NoClaim, NoCurve) as error:
        refuse_lines(error)
    _write({out: draft.source} | ({said["chart"]: drawn(draft.path).encode()} if said["chart"] else {}))
    click.echo(json.dumps(as_json(draft)) if shape == "json" else "\n".join(in_words(draft, out)))


def _calibrated(cases_file: Path, scheme: Scheme, source: bytes, **said: Any) -> "Draft":
    from commonpurse.allocation.calibration.calibrate import Wanted
    from commonpurse.allocation.calibration.drafting import draft_scheme
    from commonpurse.allocation.calibration.reading import read_cases
    from commonpurse.allocation.calibration.scheme_file import Names

    keep = _keep(said["keep"], scheme)
    length = _length(said["length"], scheme, keep)
    cases = read_cases(cases_file, scheme, groups=said["groups"])
    refuse_a_fund_in_pounds(said["fund"], int(cases.cost.sum()))
    since: date = said["effective_from"].date() if said["effective_from"] else scheme.effective_from
    because = (
        f"Fitted to {counted(len(cases), 'case')} in {cases_file.name}, with the questions of {scheme.id} {scheme.version}, "
        f"so that {said['sufficiency']:.0%} should have enough. A draft: people judge it before anybody uses it."
    )
    names = Names(said["name"] or f"{scheme.id}-calibrated", said["version"], f"{scheme.title}, calibrated", since, because)
    wanted = Wanted(
        length=length or 0,
        sufficiency=said["sufficiency"],
        fund=said["fund"],
        keep=tuple(cases.questions.index(each) for each in keep),
        from_nothing=scheme.unpaid_help == "share",
    )
    return draft_scheme(cases, source, names, length=length, wanted=wanted, seed=said["seed"], told=tell)


FAR = 30


def refuse_a_fund_in_pounds(fund: int | None, agreed: int) -> None:
    """A thirtieth of what was agreed is no fund for it: pounds were most likely given for pence."""
    if fund is not None and fund * FAR < agreed:
        raise Refused(
            f"--fund is {pounds_and_pence(fund)}, and what was agreed for these cases comes to {pounds(agreed)}. Is it in pounds? "
            "It is asked for in pence."
        )


def _keep(said: str | None, scheme: Scheme) -> list[str]:
    if said is None:
        needed = never_dropped(scheme.id)
        return [question.id for question in scheme.questions if question.id in needed]
    named = [each.strip() for each in said.split(",") if each.strip()]
    unknown = [each for each in named if scheme.find(each) is None]
    if unknown:
        raise Refused(f"--keep names {', '.join(unknown)}, which {scheme.id} does not ask.")
    return named


def _length(said: str, scheme: Scheme, keep: list[str]) -> int | None:
    if said == "auto":
        return None
    most = len(scheme.questions)
    if not said.isdecimal() or not 1 <= int(said) <= most:
        raise Refused(f"--length must be auto, or a whole number from 1 to {most}, and is {said}.")
    if int(said) < len(keep):
        kept = counted(len(keep), "question that is", "questions that are")
        raise Refused(f"--length {said} is shorter than the {kept} kept: {', '.join(keep)}. See --keep.")
    return int(said)


def _write(files: Mapping[Path, bytes]) -> None:
    """Write every file beside where it belongs first: all of them appear, or none."""
    unfinished = {file: file.with_name(f".{file.name}.unfinished") for file in files}
    try:
        for file, content in files.items():
            unfinished[file].write_bytes(content)
        for file, written in unfinished.items():
            written.replace(file)
    except OSError as error:
        for written in unfinished.values():
            written.unlink(missing_ok=True)
        raise Refused(f"Cannot write {error.filename}: {error.strerror}.") from None


def in_words(draft: "Draft", out: Path) -> Iterator[str]:
    """Write what was made, and what can be claimed for it."""
    scheme, accuracy, cases = draft.scheme, draft.accuracy, draft.cases
    each = "a week" if scheme.pays == "weekly" else "a year"
    yield f"{out}: {scheme.id} {scheme.version}, a draft with {len(scheme.questions)} of {counted(len(cases.questions), 'question')}."
    if draft.dropped:
        yield f"Not asked any more: {', '.join(draft.dropped)}."
    for domain in scheme.domains:
        if domain.combine == "max":
            yield f"Only the larger counts of: {', '.join(question.id for question in scheme.questions_of(domain.id))}."
    limit = "" if draft.fund is None else f" of a fund of {pounds(draft.fund)}"
    yield f"For {counted(len(cases), 'case')}: {pounds(int(draft.found.sum()))} {each}{limit}; {draft.sufficient:.1%} have enough."
    yield "On people who were not learned from:"
    yield f"  {_measured(accuracy.r_squared, '.3f')} of the spread of costs is explained (R squared)"
    yield f"  {_measured(accuracy.near, '.1%')} get within 20 % of what was agreed"
    yield f"  {_measured(accuracy.sufficient, '.1%')} have enough"
    for column, values in draft.groups.items():
        for value, of in values.items():
            yield f"  {column} {value}: {counted(of.cases, 'person', 'people')}, {_measured(of.sufficient, '.1%')} have enough"
    for length in draft.path:
        noun = "question: " if length.length == 1 else "questions:"
        yield f"  {length.length:>3} {noun} {_measured(length.r_squared, '.3f')}, {length.minutes_saved:.0f} minutes saved"
    yield from draft.warnings


def _measured(measure: "Measure", shape: str) -> str:
    return f"{measure.value:{shape}} ({measure.low:{shape}} to {measure.high:{shape}})"
