"""Who sees the screen on which answers are looked at: said by the worker who holds it, and taken back with one press."""

from collections.abc import Iterable

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.assessments.models import Assessment, SeenBy
from commonpurse.assessments.queries.voices import screen_of, speakers
from commonpurse.assessments.screen import ONE_VOICE, Screen, Seen, what_is_missing_to_show
from commonpurse.foundation.clock import now
from commonpurse.journeys.policy import may_work_on
from commonpurse.values.missing import NotReady


@transaction.atomic
def say_who_sees_the_screen(
    assessment: Assessment, seen: Seen, *, present: Iterable[str] = (), whose: str = "", all_said_yes: bool = False, by: Actor
) -> None:
    """Write down who sees this worker's screen from now on, for a visit. The same again is said once."""
    require(may_work_on(by, assessment.journey))
    names = tuple(dict.fromkeys(name.strip() for name in present if name.strip())) if seen == Seen.ALL_AGREED else ()
    wanted = Screen(seen, names, whose if seen == Seen.TWO_OF_US else "")
    known = frozenset(speaker.key for speaker in speakers(assessment))
    if missing := what_is_missing_to_show(wanted, all_said_yes=all_said_yes, speakers=known):
        raise NotReady(missing)
    there = screen_of(assessment, by)
    if (there.seen, there.present, there.whose) != (wanted.seen, wanted.present, wanted.whose):
        _write(assessment, wanted, by=by)


@transaction.atomic
def show_one_voice(assessment: Assessment, *, by: Actor) -> None:
    """One voice at a time again, from this moment."""
    require(may_work_on(by, assessment.journey))
    if screen_of(assessment, by) != ONE_VOICE:
        _write(assessment, ONE_VOICE, by=by)


def _write(assessment: Assessment, screen: Screen, *, by: Actor) -> None:
    SeenBy.objects.create(
        assessment=assessment,
        person_id=assessment.person_id,
        seen=screen.seen,
        present=list(screen.present),
        whose=screen.whose,
        by_id=by.user_id,
        at=now(),
    )
