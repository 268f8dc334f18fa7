"""The eligibility decision: a named person's, with reasons. A draft never decides, and neither does a formula."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.assessments.eligibility import is_eligible, outcomes_for
from commonpurse.assessments.models import Assessment, EligibilityDecision
from commonpurse.assessments.queries.checked import latest_eligibility_of, road_goes_on
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady, Stale


def what_is_missing_to_decide(*, eligible: bool, reasons: str, advice: str) -> list[Missing]:
    missing = []
    if not reasons.strip():
        missing.append(Missing("Write your reasons. The person will read them.", "reasons"))
    if not eligible and not advice.strip():
        missing.append(Missing("Write what advice and help there is instead. Nobody leaves with nothing.", "advice"))
    return missing


@transaction.atomic
def decide_eligibility(
    assessment: Assessment,
    *,
    needs_arise: bool,
    outcomes: Iterable[str],
    significant_impact: bool,
    reasons: str,
    advice: str = "",
    seen: UUID | None = None,
    by: Actor,
) -> EligibilityDecision:
    """Decide, as a named person, from outcomes; a later decision replaces an earlier one and both are kept.

    *Not eligible* ends the journey properly: with reasons, with advice, and with the way to ask again. Not so where a health basis
    is recorded: section 117 aftercare, and the other health duties, do not depend on the Care Act, and their road stays open.
    `seen`: the decision that was on the screen, None where there was none. Raises Stale when there is a later one.
    """
    require(may_work_on(by, assessment.journey))
    if Journey.objects.select_for_update().get(pk=assessment.journey_id).stage != Stage.INDICATIVE:
        raise NotReady([Missing("Eligibility is decided once the answers have been checked together.")])
    latest = latest_eligibility_of(assessment)
    if latest is not None and latest.pk != seen:
        raise Stale([Missing("Eligibility was decided since you opened this page. Look at that decision, then decide again if you must.")])
    kind = assessment.journey.kind
    chosen = frozenset(outcomes) & outcomes_for(kind).keys()
    eligible = is_eligible(kind, needs_arise=needs_arise, outcomes=chosen, significant_impact=significant_impact).eligible
    if missing := what_is_missing_to_decide(eligible=eligible, reasons=reasons, advice=advice):
        raise NotReady(missing)
    decision = EligibilityDecision(
        assessment=assessment,
        person_id=assessment.person_id,
        needs_arise=needs_arise,
        outcomes=sorted(chosen),
        significant_impact=significant_impact,
        eligible=eligible,
        reasons=reasons.strip(),
        advice=advice.strip(),
        decided_by_id=by.user_id,
        decided_at=now(),
    )
    return _written(decision, by=by)


def _written(decision: EligibilityDecision, *, by: Actor) -> EligibilityDecision:
    """Keep a decision, tell the journey, and end it where the road does not go on."""
    decision.save(force_insert=True)
    assessment = decision.assessment
    journeys.record(assessment.journey, Happened.ELIGIBILITY_DECIDED, facts={"decision": str(decision.pk)}, by=by)
    if not road_goes_on(assessment, decision):
        reason = "Not eligible now. The reasons and advice are in the decision."
        journeys.record(assessment.journey, Happened.ENDED, facts={"reason": reason}, by=by)
    return decision
