"""The facts of a plan as it stands."""

from commonpurse.allocation.queries import latest_budget
from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import DecidedLine, Now, Share
from commonpurse.documents.facts.plan import AGREED, SENT, WRITING, PlanFacts
from commonpurse.foundation.clock import today
from commonpurse.pages.shared.papers.decision import decision_facts, said_of, shares_of
from commonpurse.plans.models import Agreement, Plan
from commonpurse.plans.queries import LineView, PlanView, said_for, view_of


def agreed_plan_facts(agreement: Agreement, contact: Contact) -> PlanFacts:
    """An agreed plan says what its agreement froze, whatever changes after."""
    facts = decision_facts(agreement, contact)
    return PlanFacts(
        person=facts.person,
        called=facts.called,
        kind=facts.kind,
        contact=contact,
        dated=facts.agreed_on,
        state=AGREED,
        each=facts.each,
        outcomes=facts.outcomes,
        lines=facts.lines,
        total_pence=facts.total_pence,
        shares=facts.shares,
        not_planned_pence=facts.not_planned_pence,
        indicative_pence=facts.indicative_pence,
        left_pence=0,
        over_pence=0,
        now=facts.now,
        now_pence=facts.now_pence,
        reference=facts.reference[:1],
        said=facts.said,
    )


def open_plan_facts(plan: Plan, contact: Contact) -> PlanFacts:
    view = view_of(plan, latest_budget(plan.journey_id))
    left = view.left_pence or 0
    return PlanFacts(
        person=plan.person.name,
        called=plan.person.called,
        kind=plan.journey.kind,
        contact=contact,
        dated=today().isoformat(),
        state=SENT if plan.state == Plan.State.SENT else WRITING,
        each=view.each,
        outcomes=tuple(outcome.words for outcome in view.outcomes),
        lines=tuple(_line(line) for line in view.lines),
        total_pence=view.total_pence,
        shares=_shares(view),
        not_planned_pence=0,
        indicative_pence=view.indicative_pence,
        left_pence=max(left, 0),
        over_pence=max(-left, 0),
        now=tuple(Now(row.what, row.who, row.worth_pence) for row in view.support),
        now_pence=view.now_pence,
        reference=(("Plan", f"{str(plan.pk)[:8]}, version {plan.version}"),),
        said=said_of(said_for(plan)),
    )


def _line(line: LineView) -> DecidedLine:
    return DecidedLine(
        what=line.what,
        who=line.who,
        how_often=line.how_often,
        outcome=line.outcome,
        cost_pence=line.cost_pence,
        cost_each=line.cost_each,
        worth_pence=line.worth_pence,
        starts_on=line.starts_on.isoformat(),
        legal_basis=line.legal_basis,
        basis_words=line.basis_words,
        free=line.free,
        shares=shares_of(line.funded_by),
    )


def _shares(view: PlanView) -> tuple[Share, ...]:
    return shares_of(view.funded_by)
