"""The health basis: a recorded ground on which alone the NHS shares in a figure."""

from datetime import date

from django.db import IntegrityError, transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.assessments.models import HELD_ALREADY, HealthBasis
from commonpurse.foundation.clock import now, today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import may_work_on
from commonpurse.values.missing import Missing, NotReady


def what_is_missing_to_record(kind: str, *, since: date, council: str, care_board: str, seen: str) -> list[Missing]:
    missing = []
    if kind == HealthBasis.Kind.SECTION_117:
        if not council.strip():
            missing.append(Missing("Name the responsible council: where the person lived just before they were detained.", "council"))
        if not care_board.strip():
            missing.append(Missing("Name the responsible integrated care board.", "care_board"))
    if since > today():
        missing.append(Missing("This date is in the future.", "since"))
    if not seen.strip():
        missing.append(Missing("Say what paper or record you saw.", "seen"))
    return missing


@transaction.atomic
def record_health_basis(
    journey: Journey, *, kind: str, since: date, council: str = "", care_board: str = "", seen: str, by: Actor
) -> HealthBasis:
    """Record a legal ground for the NHS to pay, and what shows it."""
    require(may_work_on(by, journey))
    if missing := what_is_missing_to_record(kind, since=since, council=council, care_board=care_board, seen=seen):
        raise NotReady(missing)
    Journey.objects.select_for_update().get(pk=journey.pk)
    if _is_held(journey, kind):
        raise NotReady([Missing(HELD_ALREADY, "kind")])
    basis = _held_once(
        HealthBasis(
            person_id=journey.person_id,
            kind=kind,
            since=since,
            council=council.strip(),
            care_board=care_board.strip(),
            seen=seen.strip(),
            recorded_by_id=by.user_id,
            recorded_at=now(),
        )
    )
    journeys.record(journey, Happened.HEALTH_BASIS_RECORDED, facts={"basis": str(basis.pk)}, by=by)
    return basis


def _is_held(journey: Journey, kind: str) -> bool:
    return HealthBasis.objects.filter(person_id=journey.person_id, kind=kind, until=None).exists()


def _held_once(basis: HealthBasis) -> HealthBasis:
    """Write it down. The lock covers one journey; a person with two of them is covered by the constraint."""
    try:
        with transaction.atomic():
            basis.save(force_insert=True)
    except IntegrityError as error:
        if "health_basis_held_once" not in str(error):
            raise
        raise NotReady([Missing(HELD_ALREADY, "kind")]) from error
    return basis


@transaction.atomic
def end_health_basis(basis: HealthBasis, *, journey: Journey, until: date, by: Actor) -> None:
    """End a ground, from a day on. Runs that were made while it held keep it."""
    require(may_work_on(by, journey))
    if until < basis.since:
        raise NotReady([Missing("It cannot end before it began.", "until")])
    basis.until = until
    basis.save(update_fields=["until"])
