"""The eligibility decision: a named person's, with reasons. A draft never decides, and neither does a formula."""

from collections.abc import Iterable

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.assessments.eligibility import ADULT_OUTCOMES, AdultNeeds, Eligibility, adult_is_eligible
from commonpurse.assessments.models import Assessment, EligibilityDecision
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.policy import may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady


def what_is_missing_to_decide(needs: AdultNeeds, *, reasons: str, advice: str) -> list[Missing]:
    missing = []
    if not reasons.strip():
        missing.append(Missing("Write your reasons. The person will read them.", "reasons"))
    if not adult_is_eligible(needs).eligible and not advice.strip():
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
    by: Actor,
) -> EligibilityDecision:
    """Decide, as a named person, from outcomes; a later decision replaces an earlier one and both are kept.

    *Not eligible* ends the journey properly: with reasons, with advice, and with the way to ask again.
    """
    require(may_work_on(by, assessment.journey))
    if assessment.journey.stage != Stage.INDICATIVE:
        raise NotReady([Missing("Eligibility is decided once the answers have been checked together.")])
    chosen = frozenset(outcomes) & ADULT_OUTCOMES.keys()
    needs = AdultNeeds(needs_arise, chosen, significant_impact)
    if missing := what_is_missing_to_decide(needs, reasons=reasons, advice=advice):
        raise NotReady(missing)
    decision = _write(assessment, needs, adult_is_eligible(needs), reasons=reasons.strip(), advice=advice.strip(), by=by)
    journeys.record(assessment.journey, Happened.ELIGIBILITY_DECIDED, facts={"decision": str(decision.pk)}, by=by)
    if not decision.eligible:
        journeys.record(
            assessment.journey, Happened.ENDED, facts={"reason": "Not eligible now. The reasons and advice are in the decision."}, by=by
        )
    return decision


def _write(assessment: Assessment, needs: AdultNeeds, found: Eligibility, *, reasons: str, advice: str, by: Actor) -> EligibilityDecision:
    return EligibilityDecision.objects.create(
        assessment=assessment,
        person_id=assessment.person_id,
        needs_arise=needs.arise_from_impairment_or_illness,
        outcomes=sorted(needs.outcomes_not_achieved),
        significant_impact=needs.significant_impact_on_wellbeing,
        eligible=found.eligible,
        reasons=reasons,
        advice=advice,
        decided_by_id=by.user_id,
        decided_at=now(),
    )
