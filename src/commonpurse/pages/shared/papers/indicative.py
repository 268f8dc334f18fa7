"""The facts of a first figure with its why: the frozen lines of its runs, in the order in which people ask."""

from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.queries import IndicativeBudget
from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import Share
from commonpurse.documents.facts.indicative import CostedLine, IndicativeFacts, WhyLine, WhySide
from commonpurse.foundation.clock import LONDON
from commonpurse.journeys.models import Journey
from commonpurse.pages.shared.papers.decision import whose
from commonpurse.pages.shared.why import Why, WhyRow, explained
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import statement_of


def indicative_facts(journey: Journey, budget: IndicativeBudget, contact: Contact, agreement: Agreement | None) -> IndicativeFacts:
    why = explained(journey, budget, your="your")
    least, most = budget.range_pence or (None, None)
    two = budget.differs and budget.costing is None and not budget.cannot_say_yet
    started_from = agreement is not None and budget.side(agreement.run_id) is not None
    return IndicativeFacts(
        person=journey.person.name,
        called=journey.person.called,
        contact=contact,
        made_on=budget.made_at.astimezone(LONDON).date().isoformat(),
        each=budget.each,
        pence=None if two else budget.amount_pence,
        year_pence=None if two else budget.year_pence,
        least_pence=least,
        most_pence=most,
        missing=tuple(budget.missing),
        needs_costing=budget.needs_costing,
        costed=_costed(budget),
        costed_pence=budget.costing.weekly_pence if budget.costing else None,
        costed_why=budget.costing.why if budget.costing else "",
        sides=tuple(_side(side) for side in why["whys"]),
        who_pays_because=why["because"],
        to_pay=why["to_pay"],
        helped_with=tuple(budget.helped_with),
        changed_since=has_changed_since(journey, budget),
        agreed_on=statement_of(agreement).agreed_on if agreement and started_from else "",
        reference=(
            ("Rules", f"{budget.scheme_words}, {budget.rules.sha256[:12]}"),
            ("Run", ", ".join(str(side.run_id)[:8] for side in budget.sides)),
        ),
    )


def _costed(budget: IndicativeBudget) -> tuple[CostedLine, ...]:
    lines = budget.costing.lines if budget.costing else ()
    return tuple(CostedLine(line.what, line.hours, line.rate_pence, line.pence, line.why) for line in lines)


def _side(why: Why) -> WhySide:
    rows = [*why.first, *why.more, *why.domain_rows, *why.sums]
    return WhySide(
        title=whose(why.side.title),
        pence=why.amount_pence,
        lines=tuple(_line(row) for row in rows if not row.has_no_points),
        shares=tuple(Share(share.name, share.pence) for share in why.funders),
    )


def _line(row: WhyRow) -> WhyLine:
    because = f"{row.because} {row.note}".strip()
    return WhyLine(row.title, row.pence, "" if row.pence is not None else row.amount, because)
