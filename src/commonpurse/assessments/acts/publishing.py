"""Questionnaires become part of the record: published once for each version, never changed."""

import hashlib

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.context import proved
from commonpurse.access.decisions import require
from commonpurse.assessments.models import Questionnaire
from commonpurse.assessments.policy import may_publish
from commonpurse.assessments.questionnaire_file import QuestionnaireFaults, read_questionnaire
from commonpurse.formula import Scheme
from commonpurse.foundation.clock import now
from commonpurse.values.missing import Missing, NotReady

PUBLISHED = ("demonstration", "live")


class NotPublished(NotReady):
    """A questionnaire was refused: every fault is in `missing`, and nothing was published."""


@transaction.atomic
def publish_questionnaire(source: bytes, scheme: Scheme, *, by: Actor) -> Questionnaire:
    """Publish a questionnaire's file beside its scheme for good, in force as long as the scheme is.

    The same words again change nothing; other words under the same version are refused.
    """
    require(may_publish(by))
    if scheme.status not in PUBLISHED:
        raise NotPublished([Missing(f"The scheme {scheme.id} {scheme.version} is {scheme.status}. Publish words beside a live scheme.")])
    try:
        content = read_questionnaire(source, scheme)
    except QuestionnaireFaults as error:
        raise NotPublished([Missing(str(fault)) for fault in error.faults]) from error
    made = Questionnaire(
        code=content["code"],
        version=content["version"],
        scheme_code=scheme.id,
        scheme_version=scheme.version,
        kind=scheme.for_whom,
        demonstration=scheme.status == "demonstration",
        in_force_from=scheme.effective_from,
        in_force_until=scheme.effective_to,
        content=content,
        sha256=hashlib.sha256(source).hexdigest(),
        published_at=now(),
    )
    there = Questionnaire.objects.filter(code=made.code, version=made.version, scheme_version=made.scheme_version).first()
    if there is None:
        with proved("rules"):
            made.save(force_insert=True)
        return made
    if there.sha256 == made.sha256 and there.content == content:
        return there
    raise NotPublished([Missing(f"{made.code} {made.version} is published already, and differs. A change needs a new version.")])
