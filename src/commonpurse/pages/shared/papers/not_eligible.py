"""The facts of a letter that says that the law's rules for support are not met now."""

from commonpurse.access.queries import names_of
from commonpurse.assessments.models import EligibilityDecision
from commonpurse.assessments.queries import assessment_of, eligibility_of, health_bases_on
from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.not_eligible import NotEligibleFacts
from commonpurse.foundation.clock import LONDON
from commonpurse.journeys.models import Journey


def refused(journey: Journey) -> EligibilityDecision | None:
    """The decision in force, when it says no."""
    assessment = assessment_of(journey.pk)
    decision = eligibility_of(assessment) if assessment else None
    return decision if decision is not None and not decision.eligible else None


def not_eligible_facts(journey: Journey, decision: EligibilityDecision, contact: Contact) -> NotEligibleFacts:
    day = decision.decided_at.astimezone(LONDON).date()
    bases = health_bases_on(journey.person_id, day) if journey.kind == Journey.Kind.ADULT else []
    return NotEligibleFacts(
        person=journey.person.name,
        called=journey.person.called,
        kind=journey.kind,
        contact=contact,
        decided_on=day.isoformat(),
        decided_by=names_of({decision.decided_by_id}).get(decision.decided_by_id, contact.team),
        reasons=decision.reasons,
        advice=decision.advice,
        goes_on=tuple(basis.get_kind_display() for basis in bases),
        reference=(("Decision", str(decision.pk)[:8]),),
    )
