"""What the person says of their plan: that it is theirs, or that they do not agree. It never waits for anybody's leave."""

from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.access.once import once
from commonpurse.foundation.clock import now
from commonpurse.journeys.policy import is_own
from commonpurse.plans.acts.locking import locked
from commonpurse.plans.models import Plan, Saying
from commonpurse.plans.policy import may_say_of_plan
from commonpurse.plans.queries import contents_sha256
from commonpurse.plans.rules import what_is_missing_to_say
from commonpurse.values.missing import NotReady


@transaction.atomic
def say_of_plan(plan: Plan, *, agrees: bool, words: str, how: str, key: UUID, seen_version: int, by: Actor) -> Saying:
    """Keep what the person says of the plan as they saw it. Sent twice it is said once.

    `how`: how they said it, where a worker notes it for them; nobody's own word carries one. The plan has a new version then, so
    that no manager agrees it without having seen what was said.
    """
    require(may_say_of_plan(by, plan))
    sent = {"agrees": agrees, "words": words.strip(), "how": how.strip()}

    def say() -> UUID:
        return _said(plan, agrees=agrees, words=words, how=how, seen_version=seen_version, by=by).pk

    return Saying.objects.get(pk=once(key, "plans.saying", target=plan.pk, sent=sent, by=by, make=say))


def _said(plan: Plan, *, agrees: bool, words: str, how: str, seen_version: int, by: Actor) -> Saying:
    held, own = locked(plan.pk, seen_version=seen_version), is_own(by, plan.journey)
    missing = what_is_missing_to_say(
        state=held.state,
        stage=held.journey.stage,
        is_empty=not held.lines.filter(removed_at=None).exists() and not held.outcomes.filter(removed_at=None).exists(),
        agrees=agrees,
        words=words,
        how=how,
        by_the_person=own,
    )
    if missing:
        raise NotReady(missing)
    made = Saying.objects.create(
        plan=held,
        person_id=held.person_id,
        agrees=agrees,
        words=words.strip(),
        how="" if own else how.strip(),
        contents_sha256=contents_sha256(held),
        by_id=by.user_id,
        at=now(),
    )
    held.version += 1
    held.save(update_fields=["version"])
    return made
