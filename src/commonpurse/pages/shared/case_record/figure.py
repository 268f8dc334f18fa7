"""The indicative figure in text: its lines, the rules it came from, the costing by hand, who would pay."""

from collections.abc import Iterable, Iterator, Sequence

from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.queries import IndicativeBudget, latest_budget
from commonpurse.journeys.models import Journey
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.case_record.text import Heading, amount, sentence, under
from commonpurse.pages.shared.why import Difference, Why, WhyRow, explained
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
        yield under("Where the two sides differ", _differences(why["differences"], with_answers=reader.with_answers))
    for side in why["whys"]:
        yield from _side(budget, side, beside=why["whys"][0], because=why["because"], with_answers=reader.with_answers)
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
        rate = f"{line.hours_said} a week at {pounds_and_pence(line.rate_pence)} an hour"
        yield f"- {line.what}: {rate} = {amount(line.pence, 'a week', INDICATIVE)}. {sentence(line.why)}".rstrip()
    yield f"All together: {amount(budget.costing.weekly_pence, 'a week', INDICATIVE)}. Why: {sentence(budget.costing.why)}"
    for side in budget.sides:
        formula = side.result.amount_pence
        yield f"The formula's own figure, {side.title.lower()}: " + (
            "none yet" if formula is None else amount(formula, budget.each, INDICATIVE)
        )


def _differences(found: Iterable[Difference], *, with_answers: bool) -> Iterator[str]:
    """Both answers and the note; where the answers stand in the same copy, only to which questions they are."""
    if with_answers:
        yield f"Both answers stand above, under: {'; '.join(one.title for one in found)}"
        return
    for one in found:
        yield one.title
        yield f"- The person's side: {sentence(one.person)}"
        yield f"- The practitioner's side: {sentence(one.practitioner)}"
        yield f"- Note: {sentence(one.note)}"


def _side(budget: IndicativeBudget, why: Why, *, beside: Why, because: str, with_answers: bool) -> Iterator[Heading]:
    """`beside`: the first of the sides, whose lines are not written again; nor are answers that stand in the same copy."""
    of = f", {why.side.title.lower()}" if budget.differs else ""
    lines = [f"Run {str(why.side.run_id)[:8]}"]
    if why.amount_pence is not None and budget.differs:
        lines.append(amount(why.amount_pence, budget.each, INDICATIVE))
    before = {*beside.first, *beside.more, *beside.domain_rows} if why is not beside else set()
    for title, rows in (("Questions", [*why.first, *why.more]), ("Parts of life", why.domain_rows)):
        lines += _points(title, rows, before, with_answers=with_answers)
    lines += _rows("The sum", why.sums)
    more = [row for row in (why.gross, why.worst, why.second) if row is not None and budget.rules.for_whom != "carer"]
    lines += _rows("Beside the figure, indicative too", more)
    yield under(f"Line by line{of}", lines)
    if why.funders:
        shares = [f"{share.name}: {amount(share.pence, budget.each, INDICATIVE)}" for share in why.funders]
        yield under(f"Who would pay{of}", [*shares, because])


def _points(title: str, rows: Sequence[WhyRow], before: set[WhyRow], *, with_answers: bool) -> Iterator[str]:
    """What has points, line by line; what has none together, by its title; what stands before word for word is only pointed at."""
    new = [row for row in rows if row not in before]
    without = [row.title for row in new if row.has_no_points and with_answers]
    yield f"{title}:"
    yield from (_row(row) for row in new if row.title not in without)
    if without:
        yield f"- No points: {'; '.join(without)}"
    if len(new) < len(rows):
        yield "- All others: as with the person's answers, above"


def _rows(title: str, rows: Iterable[WhyRow]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if not number:
            yield f"{title}:"
        yield _row(row)


def _row(row: WhyRow) -> str:
    return f"- {row.title}: {'nothing' if row.is_nothing else row.amount}. {row.because} {row.note}".rstrip()
