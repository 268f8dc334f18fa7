"""What somebody lets the other side see: to whom they may, what they do now, and what was let be seen by oneself."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from commonpurse.access.actors import Actor
from commonpurse.access.models import User
from commonpurse.access.queries import names_of, shared_by, shared_with
from commonpurse.access.registry import SHARED
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Helper, Questionnaire, SharingSaid
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.models import Journey
from commonpurse.journeys.sections import JourneySection
from commonpurse.people.models import Caring
from commonpurse.people.queries import shown_names

STAGE, ANSWERS, BUDGET = "stage", "answers", "budget"
SECTIONS = {STAGE: JourneySection.STAGE, ANSWERS: AssessmentSection.SHOWN_ANSWERS, BUDGET: AssessmentSection.SHOWN_BUDGET}


@dataclass(frozen=True)
class Other:
    """Somebody to whom one may let something be seen: a helper's account, or the person whom a carer helps, account or not."""

    holder_id: UUID
    name: str


def whom_one_may_let_see(journey: Journey) -> list[Other]:
    """From one's own journey: who helps with it and can sign in. From a carer's: whom they help. Nothing is asked of the other side."""
    if journey.kind == Journey.Kind.CARER:
        rows = Caring.objects.filter(carer_id=journey.person_id, ended_at=None).order_by("noted_at")
        return [Other(caring.person_id, caring.called) for caring in rows]
    helpers = Helper.objects.filter(assessment__journey=journey, ended_at=None).exclude(user_id=None).order_by("noted_at", "pk")
    return list({row.user_id: Other(row.user_id, row.name) for row in helpers if row.user_id}.values())


@dataclass(frozen=True)
class LetSee:
    """One other, and until when they see what: the moment, or None where it has no end."""

    other: Other
    now: dict[str, datetime | None]


def let_see_now(journey: Journey) -> list[LetSee]:
    """Everybody to whom one may let something be seen, and everybody who sees something still, though they help no more."""
    others = {other.holder_id: other for other in whom_one_may_let_see(journey)}
    seen: dict[UUID, dict[str, datetime | None]] = {holder_id: {} for holder_id in others}
    for grant in shared_by(journey.person_id, SHARED).filter(journey_id=journey.pk):
        seen.setdefault(grant.holder_id, {})[_what(grant.section)] = grant.valid_until
    known = {**names_of(set(seen)), **_called_before(journey)}
    return [LetSee(others.get(holder, Other(holder, known.get(holder, "Somebody who has left"))), what) for holder, what in seen.items()]


def _called_before(journey: Journey) -> dict[UUID, str]:
    return dict(Caring.objects.filter(carer_id=journey.person_id).values_list("person_id", "called"))


def _what(section: str) -> str:
    return next(what for what, shown in SECTIONS.items() if shown == section)


@dataclass(frozen=True)
class Shown:
    """One part of somebody's journey that the actor may see, because they let them."""

    journey_id: UUID
    person_id: UUID
    name: str
    what: str
    section: str
    until: datetime | None


def shown_to(actor: Actor) -> list[Shown]:
    grants = list(shared_with(actor, SHARED))
    names = {**shown_names({grant.person_id for grant in grants}), **_names_of_accounts({grant.given_by_id for grant in grants})}
    return [
        Shown(grant.journey_id, grant.person_id, names.get(grant.person_id, "Somebody"), what, SECTIONS[what], grant.valid_until)
        for grant in grants
        if grant.journey_id
        for what in [_what(grant.section)]
    ]


def _names_of_accounts(user_ids: set[UUID]) -> dict[UUID, str]:
    """By person, the names of those who gave it themselves. What a worker noted was given by the worker, and is not theirs."""
    rows = User.objects.filter(pk__in=user_ids).exclude(person_id=None)
    return {row.person_id: row.name for row in rows if row.person_id}


def noted(journey: Journey) -> dict[tuple[UUID, str], SharingSaid]:
    """By other and part, what a worker noted last, where that is why it stands as it does. What they let see themselves is not among it."""
    shared = shared_by(journey.person_id, SHARED).filter(journey_id=journey.pk)
    given = {(one.holder_id, _what(one.section)): one.given_by_id for one in shared}
    last = {(row.holder_id, row.what): row for row in SharingSaid.objects.filter(journey=journey).order_by("at")}
    return {key: row for key, row in last.items() if given.get(key) == (row.by_id if row.lets else None)}


def own_answers(journey_id: UUID) -> tuple[Questionnaire | None, dict[str, Value]]:
    """What the person said themselves, as it stands in the latest assessment, but for what they told only their worker.

    For the person and for whom they let see it. The database gives nobody else any of it, and none of them a row; no answers, no words.
    """
    with connection.cursor() as cursor:
        cursor.execute("select questionnaire_id, question, value from assessments_shown_answers(%s)", [journey_id])
        rows = cursor.fetchall()
    if not rows:
        return None, {}
    return Questionnaire.objects.get(pk=rows[0][0]), {question: Value.from_json(json.loads(value)) for _, question, value in rows}
