"""The only writers of drafts. A draft is a copy of what was typed: keeping one changes nothing of what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.foundation.clock import now
from commonpurse.journeys.drafts.policy import may_keep_draft
from commonpurse.journeys.drafts.queries import KEPT_FOR, drafts_on
from commonpurse.journeys.models import Draft, Journey
from commonpurse.values.missing import Missing, NotReady


@dataclass(frozen=True)
class Place:
    """Where something is typed: the page, what it is about, and which part of the record that belongs to."""

    journey: Journey
    section: str
    page: str


@transaction.atomic
def keep_draft(
    place: Place, window: UUID, sealed: str, *, save: UUID, older: Iterable[UUID], instead_of: UUID | None, by: Actor
) -> datetime:
    """Keep what was typed, in place of what this draft held. Returns since when it is kept.

    `older`: saves of the same page that this one follows. `instead_of`: the save of another draft from which the page was filled; that
    draft is done with, unless its own window typed on since.
    """
    require(may_keep_draft(by, place.journey.person_id, place.section))
    held = _held(place, window, sealed, last=save, older=older, by=by)
    if save != held.last and save not in held.older:
        held.sealed, held.last, held.older, held.at = sealed, save, list(older), now()
        held.save(update_fields=["sealed", "last", "older", "at"])
    if instead_of:
        _empty(drafts_on(place.journey.pk, by=by).filter(page=place.page, last=instead_of).exclude(window=window))
    return held.at


@transaction.atomic
def end_draft(place: Place, window: UUID, *, older: Iterable[UUID] = (), instead_of: UUID | None = None, by: Actor) -> None:
    """Empty a draft: it was saved, or thrown away. A save of `older` that arrives after this finds it done with."""
    if named := list(older):
        held = _held(place, window, "", last=named[-1], older=named, by=by)
        held.older = [*named, held.last]
        held.save(update_fields=["older"])
    on_this_page = drafts_on(place.journey.pk, by=by).filter(page=place.page)
    _empty(on_this_page.filter(window=window))
    if instead_of:
        _empty(on_this_page.filter(last=instead_of))


def _held(place: Place, window: UUID, sealed: str, *, last: UUID, older: Iterable[UUID], by: Actor) -> Draft:
    """The draft, locked; made of what is given where there was none. Two saves that arrive at the same moment make one."""
    if not Draft.objects.filter(window=window, user_id=by.user_id).exists():
        Draft.objects.filter(user_id=by.user_id, at__lt=now() - KEPT_FOR).delete()
        row = Draft(
            window=window,
            journey=place.journey,
            person_id=place.journey.person_id,
            user_id=by.user_id,
            section=place.section,
            page=place.page,
            sealed=sealed,
            last=last,
            older=list(older),
            at=now(),
        )
        Draft.objects.bulk_create([row], ignore_conflicts=True)
    held = drafts_on(place.journey.pk, by=by).select_for_update().filter(window=window, page=place.page).first()
    if held is None:  # of another page
        raise NotReady([Missing("Copy what you typed, and open the page again.")])
    return held


def _empty(drafts: QuerySet[Draft]) -> None:
    drafts.update(sealed="")
