"""How much was asked, and how much of it a second time."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from commonpurse.assessments.models import AnswerEvent, Voice
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import JourneyEvent

OPENED_AGAIN = [Happened.ANSWERS_REOPENED, Happened.ASKED_AGAIN]


@dataclass(frozen=True)
class Asked:
    """`questions`: different questions, once for each voice that answered. `again`: how often one of them was answered anew by the

    same voice after the questions had been opened again. A change while they were open, and a second look that changed nothing, is not.
    """

    questions: int = 0
    again: int = 0


def asked_on(journey_ids: Iterable[UUID], *, helpers: bool = True) -> dict[UUID, Asked]:
    """By journey, in one query; without what those who help said themselves, where the person is to read it."""
    openings = JourneyEvent.objects.filter(journey_id=OuterRef("assessment__journey_id"), kind__in=OPENED_AGAIN, at__lte=OuterRef("at"))
    counted = openings.order_by().values("journey_id").annotate(number=Count("pk")).values("number")
    speaker = Case(When(voice=Voice.CARER, then=F("said_by")), default=Value(""))
    once = Concat(F("question"), Value("|"), F("voice"), Value("|"), speaker, output_field=CharField())
    opening = Cast(Coalesce(Subquery(counted, output_field=IntegerField()), 0), CharField())
    answers = AnswerEvent.objects.filter(assessment__journey_id__in=journey_ids)
    rows = (answers if helpers else answers.exclude(voice=Voice.CARER)).values_list("assessment__journey_id")
    rows = rows.annotate(once=once, each=Concat(once, Value("|"), opening, output_field=CharField()))
    found = rows.values_list("assessment__journey_id").annotate(one=Count("once", distinct=True), all=Count("each", distinct=True))
    return {journey: Asked(one, every - one) for journey, one, every in found}
