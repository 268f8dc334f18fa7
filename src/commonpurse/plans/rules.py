"""The arithmetic of a plan, and what it still needs. Pure: no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonpurse.allocation.rules import COUNCIL, FUNDERS, NHS
from commonpurse.journeys.stages import Stage
from commonpurse.plans.models import LegalBasis, Period
from commonpurse.values import periods
from commonpurse.values.missing import Missing
from commonpurse.values.money import Pence, pounds, pounds_and_pence, share_out

FUNDER_NAMES = {COUNCIL: "Council", NHS: "NHS"}
MOST_PENCE = 20_000_000

FREE = frozenset({LegalBasis.SECTION_117, LegalBasis.PERSONAL_HEALTH_BUDGET, LegalBasis.CONTINUING_HEALTHCARE, LegalBasis.CARER})
"""Never charged for. Source: Mental Health Act 1983 s117; NHS Act 2006 s1. Care Act 2014 s14 leaves carers to a local choice: no charge."""


def worth(cost: Pence, period: Period | str, *, counted_in: periods.Period, weeks_per_year: int) -> Pence:
    """What a cost comes to in the period that a budget is counted in; once is spread over the year.

    A part of a penny a week counts as one, so that a year of the weekly worth always covers what the line costs
    (docs/decisions/0006-a-year-covers-its-lines.md).
    """
    if counted_in is periods.Period.YEAR:
        return cost * weeks_per_year if period == Period.WEEK else cost
    return cost if period == Period.WEEK else -(-cost // weeks_per_year)


def is_rounded_up(cost: Pence, period: Period | str, *, counted_in: periods.Period, weeks_per_year: int) -> bool:
    """Whether `worth` had to round: a year of it comes to a few pence more than the line costs."""
    return counted_in is periods.Period.WEEK and period != Period.WEEK and cost % weeks_per_year != 0


def funder_pence(amount: Pence, shares: Mapping[str, int]) -> dict[str, Pence]:
    """Whole pence by funder from whole percents: largest remainder, a tie to the council. The sum is the amount."""
    return dict(zip(FUNDERS, share_out(amount, [shares.get(funder, 0) for funder in FUNDERS]), strict=True))


def total_by_funder(each: Iterable[Mapping[str, Pence]]) -> dict[str, Pence]:
    totals = dict.fromkeys(FUNDERS, 0)
    for amounts in each:
        for funder, pence in amounts.items():
            totals[funder] += pence
    return totals


def left_to_plan(indicative: Pence, planned: Iterable[Pence]) -> Pence:
    """What is left of the indicative amount; below 0 where the lines come to more."""
    return indicative - sum(planned)


def bases_open_to(kind: str, recorded: Iterable[str], *, care_act: bool = True) -> list[LegalBasis]:
    """The legal bases a line may have: health ones where they are recorded; the Care Act unless a decision says that it does not apply."""
    if kind == "carer":
        return [LegalBasis.CARER]
    known = set(recorded)
    return [*([LegalBasis.CARE_ACT] if care_act else []), *(basis for basis in LegalBasis if basis.value in known)]


def shares_of(basis: LegalBasis | str, nhs_percent: int | None) -> dict[str, int]:
    """Whole percents by funder. Only section 117 is shared between council and NHS."""
    if basis == LegalBasis.SECTION_117:
        nhs = nhs_percent or 0
        return {COUNCIL: 100 - nhs, NHS: nhs}
    if basis in {LegalBasis.PERSONAL_HEALTH_BUDGET, LegalBasis.CONTINUING_HEALTHCARE}:
        return {COUNCIL: 0, NHS: 100}
    return {COUNCIL: 100, NHS: 0}


@dataclass(frozen=True)
class LineDraft:
    """A line as somebody wrote it, before it is kept."""

    what: str
    who: str
    how_often: str
    cost_pence: Pence
    period: str
    legal_basis: str
    nhs_percent: int | None = None


def what_is_missing_in_line(line: LineDraft, *, open_bases: Sequence[LegalBasis]) -> list[Missing]:
    missing = []
    for field, sentence in (("what", "Say what it is."), ("who", "Say who gives it."), ("how_often", "Say how often.")):
        if not getattr(line, field).strip():
            missing.append(Missing(sentence, field))
    if not 0 < line.cost_pence <= MOST_PENCE:
        missing.append(Missing("The cost is an amount above £0, up to £200,000.", "cost"))
    if line.period not in Period.values:
        missing.append(Missing("Say whether the cost is a week, a year or once.", "period"))
    return missing + _missing_basis(line, open_bases)


def _missing_basis(line: LineDraft, open_bases: Sequence[LegalBasis]) -> list[Missing]:
    if line.legal_basis not in LegalBasis.values:
        return [Missing("Choose the legal basis.", "legal_basis")]
    if line.legal_basis not in [basis.value for basis in open_bases]:
        label = LegalBasis(line.legal_basis).label
        return [Missing(f"{label} is not recorded for this person, so it cannot pay for this. Record it first.", "legal_basis")]
    if line.legal_basis == LegalBasis.SECTION_117 and (line.nhs_percent is None or not 0 <= line.nhs_percent <= 100):
        return [Missing("Say how much of it the NHS pays: a whole number from 0 to 100.", "nhs_percent")]
    return []


def what_stops_writing(state: str, stage: str) -> list[Missing]:
    """Why nothing can be written in a plan now; nothing where it can."""
    if state != "writing":
        return [Missing("This plan is with the manager or agreed already, so it cannot be changed now.")]
    if stage == Stage.PAUSED:
        return [Missing("The journey is paused, so its plan cannot be changed now. Pick the journey up first.")]
    if stage == Stage.ENDED:
        return [Missing("The journey has ended, so its plan cannot be changed now.")]
    return []


@dataclass(frozen=True)
class PlanFacts:
    """What sending and agreeing look at, gathered once. Amounts are pence in the budget's own period."""

    state: str
    stage: str
    outcomes: int
    lines: int
    total_pence: Pence
    lines_without_basis: tuple[str, ...]
    eligible: bool | None
    has_budget: bool
    cannot_say_yet: bool
    needs_costing: bool
    budget_is_current: bool
    differs: bool
    each: str
    disagrees: bool = False  # the last that the person said is that they do not agree
    answered: bool = False  # and somebody answered that in words


def what_is_missing_to_say(
    *, state: str, stage: str, is_empty: bool, agrees: bool, words: str, how: str, by_the_person: bool
) -> list[Missing]:
    """What a person's word about their plan still needs. It can be said until a plan is agreed, with the manager or not."""
    if state == "agreed":
        return [Missing("This plan is agreed already. Tell your worker what should change: it can be looked at again.")]
    missing = what_stops_writing("writing", stage)
    if is_empty:
        missing.append(Missing("There is nothing in this plan yet."))
    if not agrees and not words.strip():
        missing.append(Missing("Say what is not right.", "words"))
    if not by_the_person and not how.strip():
        missing.append(Missing("Write how they said it: when, where, in what way.", "how"))
    return missing


def what_is_missing_to_send(facts: PlanFacts, *, answer: str) -> list[Missing]:
    """What must be there before a manager is asked. `answer`: what is said to a person who does not agree."""
    missing = []
    if facts.state != "writing":
        missing.append(Missing("This plan is not being written now."))
    elif facts.stage != "planning":
        missing.append(Missing("The journey is not at planning. Take up the plan again first."))
    if not facts.outcomes:
        missing.append(Missing("Write at least one thing that should be different, in the person's own words."))
    if not facts.lines:
        missing.append(Missing("Write at least one line: what will help, who gives it, what it costs."))
    missing += _missing_before_any_agreement(facts)
    if facts.disagrees and not facts.answered and not answer.strip():
        missing.append(Missing("The person does not agree with this plan. Write your answer to them before you send it.", "answer"))
    return missing


def _missing_before_any_agreement(facts: PlanFacts) -> list[Missing]:
    missing = []
    if facts.eligible is None:
        missing.append(Missing("There is no decision about eligibility."))
    elif not facts.eligible:
        missing.append(Missing("The decision is that there is no eligibility."))
    if not facts.has_budget:
        missing.append(Missing("There is no indicative budget."))
    elif facts.cannot_say_yet:
        missing.append(Missing("A question has no answer yet, so there is no figure. Answer it and work the budget out anew."))
    elif facts.needs_costing:
        missing.append(Missing("The budget still needs costing by hand."))
    if facts.has_budget and not facts.budget_is_current:
        missing.append(Missing("Something that the budget rests on has changed. Work it out anew."))
    missing += [Missing(f"“{what}” has a legal basis that is not recorded today.") for what in facts.lines_without_basis]
    return missing


def what_is_missing_to_agree(facts: PlanFacts, *, indicative: Pence | None, amount: Pence | None, reasons: str) -> list[Missing]:
    """What stands between a manager and an agreement. `indicative` is that of the side chosen, None while none is."""
    if facts.state != "sent" or facts.stage != "agreement":
        return [Missing("This plan is not waiting for agreement.")]
    missing = _missing_before_any_agreement(facts)
    if not facts.lines:
        missing.append(Missing("The plan has no lines."))
    if facts.differs and indicative is None:
        missing.append(Missing("Choose which figure the agreement starts from.", "side"))
    return missing + _missing_amount(facts, indicative, amount, reasons)


def _missing_amount(facts: PlanFacts, indicative: Pence | None, amount: Pence | None, reasons: str) -> list[Missing]:
    if amount is None or not 0 < amount <= MOST_PENCE:
        return [Missing("Write the amount that you agree, in pounds.", "amount")]
    missing = []
    if amount < facts.total_pence:
        sentence = f"The lines come to {pounds_and_pence(facts.total_pence)} {facts.each}. Agree at least that, or send the plan back."
        missing.append(Missing(sentence, "amount"))
    if not reasons.strip() and facts.differs:
        missing.append(Missing("The two sides gave different answers. Write why you chose this figure.", "reasons"))
    elif not reasons.strip() and indicative is not None and amount != indicative:
        more = "more" if amount > indicative else "less"
        sentence = f"{pounds(amount)} is {more} than the indicative {pounds(indicative)}. Write why, for the person to read."
        missing.append(Missing(sentence, "reasons"))
    elif not reasons.strip() and facts.disagrees:
        missing.append(Missing("The person does not agree with this plan. Write why it is agreed all the same; they read it.", "reasons"))
    return missing


def a_weeks_money(pence: Pence, *, counted_in: periods.Period, weeks_per_year: int) -> Pence:
    """The pence a week that a limit must cover for an amount in a budget's period; a part of a penny counts as one."""
    return pence if counted_in is periods.Period.WEEK else -(-pence // weeks_per_year)
