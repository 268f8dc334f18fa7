"""What checking together came to, and the decisions beside it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.queries import people_open_to
from commonpurse.assessments.answers import CheckedAnswer, Value
from commonpurse.assessments.models import Assessment, CheckEvent, EligibilityDecision, HealthBasis, Questionnaire
from commonpurse.assessments.questionnaire import Form
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.clock import today
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import last_of


def visible_to(actor: Actor) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(person_id__in=people_open_to(actor, AssessmentSection.ASSESSMENT))
    return rows.select_related("journey", "journey__person", "journey__team", "person", "questionnaire")


def assessment_of(journey_id: UUID) -> Assessment | None:
    """The latest assessment of a journey, with its questionnaire."""
    return Assessment.objects.filter(journey_id=journey_id).select_related("questionnaire", "person").order_by("-begun_at").first()


def questionnaire_in_force(kind: str, day: date) -> Questionnaire | None:
    """The published words for one kind of journey on a day; a demonstration's only in the demonstration."""
    rows = Questionnaire.objects.filter(Q(in_force_until=None) | Q(in_force_until__gt=day), kind=kind, in_force_from__lte=day)
    if not settings.IN_DEMONSTRATION:
        rows = rows.filter(demonstration=False)
    return rows.order_by("-in_force_from", "-published_at").first()


def checked_answers(assessment: Assessment) -> dict[str, CheckedAnswer]:
    """What was made of each answer so far, by question; the latest word on a question holds."""
    latest: dict[str, CheckEvent] = {row.question: row for row in CheckEvent.objects.filter(assessment=assessment).order_by("pk")}
    return {name: _checked(row) for name, row in latest.items()}


def _checked(row: CheckEvent) -> CheckedAnswer:
    practitioners = Value.from_json(row.practitioners_value) if row.practitioners_value else None
    return CheckedAnswer(row.question, row.agreed, Value.from_json(row.value), practitioners, row.note, row.pk)


def eligibility_of(assessment: Assessment) -> EligibilityDecision | None:
    """The decision that holds: the latest, unless the answers were checked together again after it."""
    latest = latest_eligibility_of(assessment)
    return None if latest is None or _is_outdated(assessment) else latest


def eligibility_on(journey_id: UUID) -> EligibilityDecision | None:
    """The decision that holds in the latest assessment of a journey."""
    assessment = assessment_of(journey_id)
    return eligibility_of(assessment) if assessment else None


def outdated_eligibility_of(assessment: Assessment) -> EligibilityDecision | None:
    """The latest decision, when it was made before the answers were last checked together: it must be made again."""
    latest = latest_eligibility_of(assessment)
    return latest if latest is not None and _is_outdated(assessment) else None


def latest_eligibility_of(assessment: Assessment) -> EligibilityDecision | None:
    """The latest decision, whether or not it still holds."""
    return EligibilityDecision.objects.filter(assessment=assessment).order_by("-decided_at").first()


def _is_outdated(assessment: Assessment) -> bool:
    """By the order of events, never by their clock: two of them may share a moment."""
    return last_of(assessment.journey_id, Happened.CHECKED_TOGETHER, Happened.ELIGIBILITY_DECIDED) == Happened.CHECKED_TOGETHER


def health_bases_on(person_id: UUID, day: date) -> list[HealthBasis]:
    """The recorded grounds for the NHS to share, in force on a day."""
    in_force = Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
    return list(HealthBasis.objects.filter(in_force, person_id=person_id).order_by("since"))


def needs_costing_by_hand(form: Form, values: Mapping[str, Value]) -> bool:
    """Whether any answer ticks something that only a costing by hand can meet, such as somebody awake at night."""
    return any(tick.cost_by_hand for name, value in values.items() for tick in form.question(name).ticks if tick.id in value.ticks)


def road_goes_on(assessment: Assessment, decision: EligibilityDecision) -> bool:
    """Whether budget and plan follow a decision: when eligible; and for an adult with a recorded health basis in any case.

    Section 117 aftercare, continuing healthcare and personal health budgets do not depend on the Care Act.
    """
    if decision.eligible:
        return True
    return assessment.journey.kind == Journey.Kind.ADULT and bool(health_bases_on(assessment.person_id, today()))
