"""Why a figure is what it is: the frozen lines of a run, put in the order in which people ask."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import FunderShare, IndicativeBudget, SideOfBudget
from commonpurse.allocation.rules import values_of
from commonpurse.assessments.answers import CheckedAnswer
from commonpurse.assessments.models import HealthBasis
from commonpurse.assessments.queries import assessment_of, checked_answers, health_bases_on
from commonpurse.assessments.questionnaire import Form, form_of
from commonpurse.assessments.wording import in_one_line
from commonpurse.formula import Line, points, written_points
from commonpurse.foundation.clock import LONDON
from commonpurse.journeys.models import Journey
from commonpurse.values.money import Pence, pounds

SHOWN_FIRST = 4
SUM_STEPS = frozenset(
    {
        "part-points",
        "part-points-after-help",
        "part-gross",
        "part",
        "costing",
        "parts-together",
        "adjustment",
        "minimum",
        "maximum",
        "rounding",
        "year",
    }
)


@dataclass(frozen=True)
class WhyRow:
    title: str
    amount: str
    because: str
    total: bool = False
    note: str = ""
    is_nothing: bool = False  # no money at all: said in words where an amount would only puzzle
    pence: Pence | None = None  # the money of the line, where it is money and no points
    has_no_points: bool = False  # before unpaid help, and with nothing more to say about it


@dataclass(frozen=True)
class WhyLines:
    """The lines of a result as a page shows them: none is left out, and none is made up; a note may stand beside one."""

    first: list[WhyRow]
    more: list[WhyRow]
    sums: list[WhyRow]
    domains: list[dict[str, Any]]
    domain_rows: list[WhyRow]
    sentence: str
    has_help: bool
    gross: WhyRow | None
    worst: WhyRow | None
    second: WhyRow | None
    second_rows: list[WhyRow]
    funder_rows: list[WhyRow]


@dataclass(frozen=True)
class HardWeeks:
    """How many weeks of a year are hard, by one answer."""

    title: str
    weeks: int


@dataclass(frozen=True)
class Why(WhyLines):
    """One run of a budget. Of two sides each shows its own formula's figure, costed by hand or not."""

    side: SideOfBudget
    amount_pence: Pence | None
    each: str
    funders: list[FunderShare]
    hard_weeks: list[HardWeeks]


UNCOUNTED_HELP = {
    "your": "Somebody helps you with this without pay. "
    "It does not change the money, because they have not said themselves that they want to and can.",
    "the": "Unpaid help is recorded for this. "
    "It does not lower the amount: no carer has said themselves that they want to and are able to.",
}


def why_of(budget: IndicativeBudget, side: SideOfBudget, *, uncounted: Collection[str] = (), your: str = "your") -> Why:
    """`your`: "your" to the person, "the" to others. `uncounted`: the questions whose unpaid help does not count."""
    return Why(
        **vars(why_lines(side.result.lines, notes=dict.fromkeys(uncounted, UNCOUNTED_HELP[your]), your=your)),
        side=side,
        amount_pence=side.result.amount_pence if budget.differs else budget.amount_of(side),
        each=budget.each,
        funders=budget.formula_funders(side) if budget.differs else budget.funders_for(side),
        hard_weeks=list(_hard_weeks(budget, side)),
    )


def _hard_weeks(budget: IndicativeBudget, side: SideOfBudget) -> Iterator[HardWeeks]:
    for question in budget.rules.questions:
        answer = side.given.answers.get(question.id)
        if answer is not None and answer.worst_weeks:
            yield HardWeeks(question.text, answer.worst_weeks)


def why_lines(lines: Sequence[Line], *, notes: Mapping[str, str], your: str = "your") -> WhyLines:
    """The lines of any result, kept as a run or not. `notes` by question."""
    first, more = _questions(lines, notes)
    domains = _domains(lines)
    return WhyLines(
        first=first,
        more=more,
        sums=[_row(line, total=line.step == "rounding") for line in lines if line.step in SUM_STEPS],
        domains=domains,
        domain_rows=[replace(_row(line), has_no_points=line.units == 0) for line in lines if line.step in {"domain", "domain-after-help"}],
        sentence=_sentence(domains, your),
        has_help=any(row["more"] for row in domains),
        gross=_one(lines, "gross"),
        worst=_one(lines, "worst-weeks"),
        second=_one(lines, "second-estimate"),
        second_rows=[_row(line) for line in lines if line.step == "second-question"],
        funder_rows=[_row(line) for line in lines if line.step in {"part-funder", "funder"}],
    )


def _row(line: Line, *, total: bool = False) -> WhyRow:
    return WhyRow(line.name, line.figure, line.because, total, is_nothing=line.pence == 0, pence=line.pence)


def _one(lines: Sequence[Line], step: str) -> WhyRow | None:
    return next((_row(line) for line in lines if line.step == step), None)


def _questions(lines: Sequence[Line], notes: Mapping[str, str]) -> tuple[list[WhyRow], list[WhyRow]]:
    """The questions that weigh most, and the others; each with what unpaid help leaves of it."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.step in {"question", "question-after-help"}:
            groups.setdefault(line.id, []).append(line)
    ranked = sorted(groups.values(), key=lambda group: -(group[0].units or 0))
    first = [group for group in ranked[:SHOWN_FIRST] if group[0].units]
    rest = [group for group in ranked if group not in first]
    return _flat(first, notes), _flat(rest, notes)


def _flat(groups: Sequence[Sequence[Line]], notes: Mapping[str, str]) -> list[WhyRow]:
    return [_question_row(line, notes) for group in groups for line in group]


def _question_row(line: Line, notes: Mapping[str, str]) -> WhyRow:
    row = _row(line)
    if line.step == "question-after-help":
        return row
    note = notes.get(line.id, "")
    return replace(row, note=note, has_no_points=line.units == 0 and not note)


def uncounted_help(budget: IndicativeBudget, side: SideOfBudget, checked: Mapping[str, CheckedAnswer]) -> frozenset[str]:
    """The questions where unpaid help is recorded and the run does not count it, because no carer has said yes to it themselves."""
    values = values_of(checked, practitioner=side.side == Run.Side.PRACTITIONER)
    given = side.given.answers
    asked = [question.id for question in budget.rules.questions if question.unpaid_support]
    return frozenset(
        name for name in asked if name in values and values[name].unpaid_quarters and name in given and not given[name].unpaid_quarters
    )


def asks_for_costing_because(budget: IndicativeBudget) -> str:
    """Why a person must cost it, in the words of staff."""
    if any(side.given.cost_by_hand for side in budget.sides):
        return "An answer asks for something that the points do not measure, so the sum alone is not enough. Cost it with the person."
    return "The need is above what this scheme prices by itself. Cost it with the person."


def _domains(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Rows for a chart: what counts, and what unpaid help meets."""
    left = {line.id: line.units or 0 for line in lines if line.step == "domain-after-help"}
    rows = []
    for line in lines:
        if line.step == "domain":
            gross = line.units or 0
            net = left.get(line.id, gross)
            text = points(net) if net == gross else f"{points(net)} of {points(gross)}"
            rows.append({"label": line.title, "value": net, "more": gross - net, "text": text})
    return rows


def _sentence(domains: Sequence[Mapping[str, Any]], your: str) -> str:
    total = sum(row["value"] for row in domains)
    if not total:
        return "No points count here."
    ranked = sorted(domains, key=lambda row: -row["value"])
    top = [ranked[0]["label"]]
    if 2 * ranked[0]["value"] <= total:
        top.append(ranked[1]["label"])
    said = f"Most of {your} points come from {_within(top[0])}" + (f" and from {_within(top[1])}." if len(top) > 1 else ".")
    met = sum(row["more"] for row in domains)
    return f"{said} Unpaid help meets {points(met)} of the {written_points(total + met)}." if met else said


def _within(title: str) -> str:
    """A title inside a sentence."""
    return f"“{title}”"


def who_pays_because(budget: IndicativeBudget, bases: Sequence[HealthBasis], *, your: str = "you") -> str:
    """Why these funders pay, and what is never charged."""
    if not budget.nhs_shares:
        return "No legal ground for the NHS to share is recorded, so the council would pay all of it."
    names = " and ".join(basis.get_kind_display() for basis in bases) or "a legal ground"
    free = f" What is for section 117 is free for {your}." if any(basis.kind == "s117" for basis in bases) else ""
    return f"The NHS shares because this is recorded: {names}.{free}"


def may_have_to_pay(kind: str, bases: Sequence[HealthBasis], *, your: str = "you") -> str:
    """What may be charged, in words: never a figure before it is worked out, and never on aftercare, health or carers' support."""
    if kind == "carer":
        return f"Nothing. Support for carers is free for {your}."
    free = [basis.get_kind_display() for basis in bases]
    said = "Not worked out yet. A separate look at money decides it later, and it is never more than the support costs."
    return f"{said} What is for {' and '.join(free)} is free: £0." if free else said


@dataclass(frozen=True)
class Difference:
    """One answer on which the two did not agree."""

    title: str
    person: str
    practitioner: str
    note: str


def differences(form: Form, checked: Mapping[str, CheckedAnswer]) -> Iterator[Difference]:
    for question in form.questions:
        answer = checked.get(question.id)
        if answer is not None and not answer.agreed:
            sides = [in_one_line(answer.side(practitioner=practitioner), question, form) for practitioner in (False, True)]
            yield Difference(question.title, sides[0], sides[1], answer.note)


def year_words(budget: IndicativeBudget) -> str:
    """What the hard weeks keep of a year, as a note of the card."""
    kept = budget.worst_weeks_year_pence
    if not kept or budget.costing is not None:
        return ""
    return f"{pounds(kept)} of the year is there for the hard weeks."


def explained(journey: Journey, found: IndicativeBudget, *, your: str) -> dict[str, Any]:
    """Everything that a why page says beside the figure, for any reader."""
    bases = health_bases_on(journey.person_id, found.made_at.astimezone(LONDON).date())
    assessment = assessment_of(journey.pk)
    form = form_of(assessment.questionnaire.content) if assessment and found.differs else None
    checked = checked_answers(assessment) if assessment else {}
    reader = "you" if your == "your" else "the person"
    return {
        "whys": [why_of(found, side, uncounted=uncounted_help(found, side, checked), your=your) for side in found.sides],
        "because": who_pays_because(found, bases, your=reader),
        "to_pay": may_have_to_pay(journey.kind, bases, your=reader),
        "differences": list(differences(form, checked)) if form else [],
        "note": year_words(found),
        "costing_because": asks_for_costing_because(found) if found.asks_for_costing else "",
    }
