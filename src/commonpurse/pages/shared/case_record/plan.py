"""The plan in text, as it is written or as it was agreed: lines with legal basis and funders, positive risk, the agreement."""

from collections.abc import Iterable, Iterator

from commonpurse.allocation.queries import latest_budget
from commonpurse.journeys.models import Journey
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.case_record.text import Heading, amount, sentence, under
from commonpurse.plans.models import Plan
from commonpurse.plans.queries import LineView, PlanView, agreement_in_force, open_plan, said_for, statement_of, view_of
from commonpurse.plans.statement import PersonSaid, Statement, StatementLine
from commonpurse.theme.words import day
from commonpurse.values.money import Pence, pounds_and_pence

STATES = {Plan.State.WRITING: "being written, not agreed", Plan.State.SENT: "sent to be agreed, not agreed yet"}
PROPOSED, AGREED, INDICATIVE = "proposed", "agreed", "indicative"


def about_the_plan(journey: Journey, reader: Reader) -> Iterator[Heading]:
    del reader  # a plan is the same for everybody who may read it
    plan, agreement = open_plan(journey.pk), agreement_in_force(journey.pk)
    if plan is not None:
        view = view_of(plan, latest_budget(journey.pk))
        said = said_for(plan)
        yield under(f"Plan ({STATES[Plan.State(plan.state)]})", [*_written(view), *(_said(said) if said else ())])
    if agreement is not None:
        statement = statement_of(agreement)
        yield under("Plan (agreed)", _agreed_lines(statement))
    if plan is None and agreement is None:
        yield under("Plan", ["None is written yet."])
    yield under("Positive risk", ["No positive risk agreement is kept in Common Purse."])
    yield under("Agreement", _agreement(statement_of(agreement)) if agreement is not None else ["Nothing is agreed yet."])


def _written(view: PlanView) -> Iterator[str]:
    yield from _outcomes([outcome.words for outcome in view.outcomes])
    for line in view.lines:
        yield from _line(line, amount(line.worth_pence, view.each, PROPOSED), day(line.starts_on))
    yield f"All together: {amount(view.total_pence, view.each, PROPOSED)}"
    for name, pence in view.funded_by:
        yield f"{name} would pay: {amount(pence, view.each, PROPOSED)}"
    if view.indicative_pence is not None:
        yield f"Beside it: {amount(view.indicative_pence, view.each, INDICATIVE)}"
    if view.support:
        yield "What there is now:"
        yield from (f"- {row.what}{_from(row.who)}: {pounds_and_pence(row.cost_pence)} {row.cost_each}, now" for row in view.support)


def _said(said: PersonSaid) -> Iterator[str]:
    """What the person says of the plan: theirs alone, as they said it or as it was noted for them."""
    what = "this is my plan" if said.agrees else "I do not agree with this"
    yield f"The person said of it on {day(said.day)}: {what}{'' if said.as_agreed else '; the plan changed after that'}"
    if said.words:
        yield f"    “{said.words}”"
    if said.how:
        yield f"    Noted by a worker. How it was said: {sentence(said.how)}"
    if said.reply:
        yield f"    The answer to them: {sentence(said.reply)}"


def _outcomes(words: Iterable[str]) -> Iterator[str]:
    for number, one in enumerate(words):
        if not number:
            yield "What should be different, in the person's words:"
        yield f"- “{one}”"


def _line(line: LineView | StatementLine, worth: str, starts: str) -> Iterator[str]:
    """One line of a plan. What it comes to in the plan's period is the page's own figure."""
    yield f"- {line.what}: {worth}"
    yield f"    {line.who}, {line.how_often}, from {starts}. Costs {pounds_and_pence(line.cost_pence)} {line.cost_each}."
    if line.outcome:
        yield f"    For: “{line.outcome}”"
    yield f"    Legal basis: {line.basis_words}. Paid by: {_shared(line.funded_by)}."


def _shared(funded_by: Iterable[tuple[str, Pence]]) -> str:
    return ", ".join(f"{name} {pounds_and_pence(pence)}" for name, pence in funded_by) or "nobody yet"


def _from(who: str) -> str:
    return f", {who}" if who else ""


def _agreed_lines(statement: Statement) -> Iterator[str]:
    yield from _outcomes(statement.outcomes)
    for line in statement.lines:
        yield from _line(line, amount(line.worth_pence, statement.each, AGREED), day(line.starts))
        yield f"    What the person pays: {line.person_pays}."
    if statement.not_planned_pence:
        yield f"- Not planned yet: {amount(statement.not_planned_pence, statement.each, AGREED)}"
        yield f"    Paid by: {_shared(statement.not_planned_funded_by)}. What the person pays: {statement.not_planned_person_pays}."
    if statement.now:
        yield f"What there was when it was agreed: {pounds_and_pence(statement.now_pence)} {statement.each}"
        yield from (f"- {row.what}{_from(row.who)}: {pounds_and_pence(row.worth_pence)} {statement.each}" for row in statement.now)


def _agreement(statement: Statement) -> Iterator[str]:
    yield f"{amount(statement.total_pence, statement.each, AGREED)}: the personal budget"
    if statement.each != "a year":
        yield amount(statement.year_pence, "a year", AGREED)
    yield f"Agreed by {statement.agreed_by}, {statement.team}, on {day(statement.agreed_day)}"
    costed = ", costed by hand" if statement.costed_by_hand else ""
    yield f"It started from: {amount(statement.indicative_pence, statement.each, INDICATIVE)}{costed}"
    for side in statement.sides:
        chosen = ": this one was chosen" if side.chosen else ""
        yield f"- {side.title}: {amount(side.pence, statement.each, INDICATIVE)}{chosen}"
    for name, pence in statement.funded_by:
        yield f"{name} pays: {amount(pence, statement.each, AGREED)}"
    yield f"What the person pays: {statement.person_pays}"
    yield f"Reasons: {sentence(statement.reasons) or 'none are needed, the agreed amount is the indicative amount.'}"
    if statement.said:
        yield from _said(statement.said)
    yield f"Rules: {statement.scheme_title}, version {statement.scheme_version}, {statement.scheme_sha256[:12]}. Run {statement.run_id[:8]}"
