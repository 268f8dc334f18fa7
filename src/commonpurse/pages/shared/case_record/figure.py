"""The indicative figure in text: its lines, the rules it came from, the costing by hand, who would pay."""

from collections.abc import Iterable, Iterator

from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.queries import IndicativeBudget, latest_budget
from commonpurse.journeys.models import Journey
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.case_record.text import Heading, amount, sentence, under
from commonpurse.pages.shared.why import Why, WhyRow, explained
from commonpurse.theme.words import day
from commonpurse.values.money import pounds_and_pence

INDICATIVE = "indicative"


def about_the_figure(journey: Journey, reader: Reader) -> Iterator[Heading]:
    budget = latest_budget(journey.pk)
    if budget is None:
        yield under("Indicative budget", ["None has been worked out yet."])
        return
    why = explained(journey, budget, your="your" if reader.own else "the")
    yield under("Indicative budget", _figure(journey, budget))
    if budget.costing is not None:
        yield under("Costed by hand", _costed(budget))
    if budget.differs:
        yield under("Where the two sides differ", _differences(why["differences"]))
    for side in why["whys"]:
        yield from _side(budget, side, because=why["because"])
    yield under("What may have to be paid", [why["to_pay"]])


def _figure(journey: Journey, budget: IndicativeBudget) -> Iterator[str]:
    yield "A starting point for planning. It is not agreed, and nothing is decided by it."
    if budget.amount_pence is not None:
        how = ", costed by hand" if budget.costing is not None else ", the higher of the two sides" if budget.differs else ""
        yield f"{amount(budget.amount_pence, budget.each, INDICATIVE)}{how}"
        if budget.each != "a year" and budget.year_pence is not None:
            yield amount(budget.year_pence, "a year", INDICATIVE)
    yield from _not_yet(budget)
    yield f"Rules: {budget.scheme_words} ({budget.rules.status}), {budget.rules.sha256[:12]}. Worked out on {day(budget.made_at)}"
    if budget.helped_with:
        yield f"Unpaid help is counted for: {'; '.join(budget.helped_with)}"
    if has_changed_since(journey, budget):
        yield "Something that it rests on has changed since. It has to be worked out anew."


def _not_yet(budget: IndicativeBudget) -> Iterator[str]:
    """Why there is no figure, where there is none: what cannot be said is never written as an amount."""
    if budget.needs_costing:
        yield "There is no figure to plan with yet: it has to be costed by hand."
    if budget.range_pence is not None:
        least, most = budget.range_pence
        yield f"It cannot be said yet: between {pounds_and_pence(least)} and {pounds_and_pence(most)} {budget.each}, {INDICATIVE}."
        yield f"No answer yet to: {', '.join(budget.missing)}."


def _costed(budget: IndicativeBudget) -> Iterator[str]:
    if budget.costing is None:
        return
    for line in budget.costing.lines:
        rate = f"{line.hours} hours a week at {pounds_and_pence(line.rate_pence)} an hour"
        yield f"- {line.what}: {rate} = {amount(line.pence, 'a week', INDICATIVE)}. {sentence(line.why)}".rstrip()
    yield f"All together: {amount(budget.costing.weekly_pence, 'a week', INDICATIVE)}. Why: {sentence(budget.costing.why)}"
    for side in budget.sides:
        formula = side.result.amount_pence
        yield f"The formula's own figure, {side.title.lower()}: " + (
            "none yet" if formula is None else amount(formula, budget.each, INDICATIVE)
        )


def _differences(found: Iterable[object]) -> Iterator[str]:
    for one in found:
        title, person, practitioner, note = (getattr(one, name) for name in ("title", "person", "practitioner", "note"))
        yield title
        yield f"- The person's side: {sentence(person)}"
        yield f"- The practitioner's side: {sentence(practitioner)}"
        yield f"- Note: {sentence(note)}"


def _side(budget: IndicativeBudget, why: Why, *, because: str) -> Iterator[Heading]:
    of = f", {why.side.title.lower()}" if budget.differs else ""
    lines = [f"Run {str(why.side.run_id)[:8]}"]
    if why.amount_pence is not None and budget.differs:
        lines.append(amount(why.amount_pence, budget.each, INDICATIVE))
    lines += [*_rows("Questions", [*why.first, *why.more]), *_rows("Parts of life", why.domain_rows), *_rows("The sum", why.sums)]
    beside = [row for row in (why.gross, why.worst, why.second) if row is not None and budget.rules.for_whom != "carer"]
    lines += _rows("Beside the figure, indicative too", beside)
    yield under(f"Line by line{of}", lines)
    if why.funders:
        shares = [f"{share.name}: {amount(share.pence, budget.each, INDICATIVE)}" for share in why.funders]
        yield under(f"Who would pay{of}", [*shares, because])


def _rows(title: str, rows: Iterable[WhyRow]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if not number:
            yield f"{title}:"
        yield f"- {row.title}: {'nothing' if row.is_nothing else row.amount}. {row.because} {row.note}".rstrip()
