"""Before the questions: what this is, who helps, an advocate, capacity to take part; then the questions are opened."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import no, require, yes
from commonpurse.access.models import User
from commonpurse.access.registry import SHARED
from commonpurse.assessments.acts.grounds import open_own_words
from commonpurse.assessments.acts.second_eyes import end_reading_of
from commonpurse.assessments.models import AccountLink, AdvocacyDecision, Assessment, Helper, Preparation, Questionnaire
from commonpurse.assessments.queries.answers import EXPLAINED, NOBODY_HELPS, WANTS_ADVOCATE, prepared
from commonpurse.assessments.queries.checked import assessment_of, questionnaire_in_force
from commonpurse.assessments.rules import what_is_missing_to_decide_advocacy, what_is_missing_to_open
from commonpurse.foundation.clock import LONDON, now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.grounds import HELPING
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import is_own, may_work_on
from commonpurse.journeys.stages import Holder, Stage
from commonpurse.people import acts as people
from commonpurse.people.models import CapacityDecision
from commonpurse.people.passphrase import new_passphrase
from commonpurse.people.queries import account_of, carers_of
from commonpurse.values.missing import Missing, NotReady

STARTS = (Happened.JOURNEY_STARTED, Happened.ASKED_AGAIN)


@transaction.atomic
def begin_assessment(journey: Journey, *, by: Actor) -> Assessment:
    """Begin an assessment with the questionnaire that was in force when the journey started. Asked again, gives the same one."""
    require(may_work_on(by, journey))
    locked = Journey.objects.select_for_update().get(pk=journey.pk)
    started = locked.events.filter(kind__in=STARTS).latest("number")
    there = assessment_of(journey.pk)
    if there is not None and there.begun_at >= started.at:
        return there
    if locked.stage != Stage.STARTED:
        raise NotReady([Missing("An assessment begins when a journey has just started.")])
    _end_helping_before(journey, by=by)
    return Assessment.objects.create(
        journey=journey, person=journey.person, questionnaire=_in_force(journey, started.at), begun_by_id=by.user_id, begun_at=now()
    )


def _in_force(journey: Journey, started: datetime) -> Questionnaire:
    """By the day on which this round began: whoever asks again years later is asked today's questions."""
    found = questionnaire_in_force(journey.kind, started.astimezone(LONDON).date())
    if found is None:
        raise NotReady([Missing("There are no questions in force for this kind of journey. Ask your administrator to publish some.")])
    return found


def _end_helping_before(journey: Journey, *, by: Actor) -> None:
    """Whoever helped in a former round helps no more: they are asked again, and what they said stays theirs."""
    for helper in Helper.objects.filter(assessment__journey=journey, ended_at=None).select_related("assessment"):
        _end_helping(helper, by=by)


@transaction.atomic
def note_explained(assessment: Assessment, *, by: Actor) -> None:
    """What this is, and that anyone may stop, has been said; the person may also have read it themselves."""
    require(yes("It is your own.") if is_own(by, assessment.journey) else may_work_on(by, assessment.journey))
    _done(assessment, EXPLAINED, by=by)


@transaction.atomic
def note_nobody_helps(assessment: Assessment, *, by: Actor) -> None:
    require(may_work_on(by, assessment.journey))
    _done(assessment, NOBODY_HELPS, by=by)


@transaction.atomic
def ask_for_advocate(assessment: Assessment, *, by: Actor) -> None:
    """The person says that they would like an advocate: the answers wait until that is answered, and it waits for the worker."""
    require(yes("It is your own.") if is_own(by, assessment.journey) else no("Only the person asks for this here."))
    _one_at_a_time(assessment)
    if not prepared(assessment).wants_advocate:
        Preparation.objects.create(assessment=assessment, person_id=assessment.person_id, step=WANTS_ADVOCATE, by_id=by.user_id, at=now())
        journeys.record(assessment.journey, Happened.ADVOCATE_ASKED_FOR, facts={"held_by": Holder.WORKER}, by=by)


def _one_at_a_time(assessment: Assessment) -> None:
    """Let two presses of one button wait for each other, so that the second sees what the first one did."""
    Journey.objects.select_for_update().get(pk=assessment.journey_id)


def _done(assessment: Assessment, step: str, *, by: Actor) -> None:
    _one_at_a_time(assessment)
    if not Preparation.objects.filter(assessment=assessment, step=step).exists():
        Preparation.objects.create(assessment=assessment, person_id=assessment.person_id, step=step, by_id=by.user_id, at=now())


@transaction.atomic
def note_helper(assessment: Assessment, *, name: str, relationship: str, footing: str, by: Actor) -> Helper:
    """Write down who helps, and on what footing. The same name, relationship and footing twice is one helper."""
    require(may_work_on(by, assessment.journey))
    _one_at_a_time(assessment)
    said = {"name": name.strip(), "relationship": relationship.strip(), "footing": footing}
    missing = [Missing(sentence, field) for field, sentence in _NEEDED.items() if not said[field]]
    if said["name"] and Helper.objects.filter(assessment=assessment, ended_at=None, name=said["name"]).exclude(**said).exists():
        missing.append(Missing("Somebody of this name helps already, in another way. Take them off first, or add a last name.", "name"))
    if missing:
        raise NotReady(missing)
    there = Helper.objects.filter(assessment=assessment, ended_at=None, **said).first()
    return there or Helper.objects.create(
        assessment=assessment, person_id=assessment.person_id, noted_by_id=by.user_id, noted_at=now(), **said
    )


_NEEDED = {
    "name": "Write who helps, by name.",
    "relationship": "Write who they are to the person: daughter, friend, interpreter.",
    "footing": "Choose how they help.",
}


@transaction.atomic
def remove_helper(helper: Helper, *, by: Actor) -> None:
    """Somebody helps no more. What they said stays theirs; what it opened to them is shut."""
    require(may_work_on(by, helper.assessment.journey))
    _end_helping(helper, by=by)


def _end_helping(helper: Helper, *, by: Actor) -> None:
    if helper.ended_at is None:
        helper.ended_at = now()
        helper.save(update_fields=["ended_at"])
        AccountLink.objects.filter(helper=helper, joined_at=None, withdrawn_at=None).update(withdrawn_at=now())
    if helper.user_id:
        journey_id = helper.assessment.journey_id
        end_reading_of(helper.assessment, helper.user_id, by=by)
        for kind in (HELPING, SHARED):
            access.close_record(kind, holder=access.account(helper.user_id), person_id=helper.person_id, about_id=journey_id, by=by)


@transaction.atomic
def let_helper_sign_in(helper: Helper, sign_in_name: str, *, by: Actor) -> tuple[User, str]:
    """Give a helper an account for their own words only. Returns it with a starting passphrase, shown once and kept nowhere.

    A carer of this person who has an account for their own journey uses that one, and there is no new passphrase.
    """
    require(may_work_on(by, helper.assessment.journey))
    row = without_account(helper)
    user, passphrase = _account_as_carer(row, by), ""
    if user is None:
        user, passphrase = _new_account(row, sign_in_name)
    let_say_more(row, user, by=by)
    helper.user_id = user.pk
    return user, passphrase


@transaction.atomic
def let_helper_use_account(helper: Helper, sign_in_name: str, *, by: Actor) -> User:
    """Let a helper say more with an account that they have: from helping before, or from a journey of their own with this team.

    What nobody here gave looks as if it were not there.
    """
    require(may_work_on(by, helper.assessment.journey))
    row = without_account(helper)
    user = User.objects.filter(sign_in_name=sign_in_name.strip().lower(), is_active=True).first()
    if user is None or not _is_known_here(user, row):
        raise NotReady(
            [Missing("Nobody whom your team helps, or who helps them, signs in by this name. Look at it once more.", "sign_in_name")]
        )
    if Helper.objects.filter(assessment=row.assessment, user_id=user.pk, ended_at=None).exists():
        raise NotReady([Missing("Somebody else who helps here uses this account. Each has their own.", "sign_in_name")])
    let_say_more(row, user, by=by)
    helper.user_id = user.pk
    return user


def without_account(helper: Helper) -> Helper:
    row = Helper.objects.select_for_update(of=("self",)).select_related("assessment__journey").get(pk=helper.pk)
    if row.footing != Helper.Footing.OWN_WORDS or row.ended_at is not None:
        raise NotReady([Missing("Only somebody who says what they see, in their own words, needs to sign in.")])
    if row.user_id is not None:
        raise NotReady([Missing(f"{row.name} can sign in already.")])
    return row


def _is_known_here(user: User, row: Helper) -> bool:
    """Whether the account was given to somebody who helps this person, or by the team that holds the journey."""
    if user.person_id == row.person_id:
        return False
    team_id = row.assessment.journey.team_id
    helped = Helper.objects.filter(Q(person_id=row.person_id) | Q(assessment__journey__team_id=team_id), user_id=user.pk)
    own = Journey.objects.filter(person_id=user.person_id, team_id=team_id) if user.person_id else Journey.objects.none()
    return helped.exists() or own.exists()


def let_say_more(row: Helper, user: User, *, by: Actor) -> None:
    """From now on this account is the helper's, and says more in its own words."""
    row.user_id = user.pk
    row.save(update_fields=["user_id"])
    open_own_words(row, by=by)


def _account_as_carer(helper: Helper, by: Actor) -> User | None:
    same = [caring for caring in carers_of(by, helper.person_id) if caring.carer.name.casefold() == helper.name.casefold()]
    return account_of(same[0].carer_id) if same else None


def _new_account(helper: Helper, sign_in_name: str) -> tuple[User, str]:
    passphrase = new_passphrase()
    try:
        return access.make_account(sign_in_name=sign_in_name, name=helper.name, password=passphrase), passphrase
    except ValidationError as error:
        raise NotReady([Missing(sentence, "sign_in_name") for sentence in error.messages]) from error


@transaction.atomic
def give_helper_new_passphrase(helper: Helper, *, by: Actor) -> tuple[User, str]:
    """Give a helper who forgot theirs a new passphrase, shown once and kept nowhere. Ends their sessions.

    It stands among the looks at the person's record, naming nobody who helps: whoever gives a passphrase could use it.
    """
    require(may_work_on(by, helper.assessment.journey))
    if helper.user_id is None or helper.ended_at is not None:
        raise NotReady([Missing(f"{helper.name} has no account to say more with.")])
    user = User.objects.select_for_update().get(pk=helper.user_id)
    passphrase = new_passphrase()
    access.give_new_password(user, passphrase, by=by)
    access.look(person_id=helper.person_id, section=people.HELPER_SIGN_IN, route="assessments.give_helper_new_passphrase", by=by)
    return user, passphrase


@transaction.atomic
def decide_advocacy(
    assessment: Assessment,
    *,
    very_hard_alone: bool,
    hard_with: Sequence[str] = (),
    someone_right: str = "",
    offer: str,
    advocate: str = "",
    by: Actor,
) -> AdvocacyDecision:
    """Record whether taking part would be very hard without someone, whether there is someone right, and the answer to an offer.

    The same decision by the same worker twice is one: a button was pressed twice.
    """
    require(may_work_on(by, assessment.journey))
    _one_at_a_time(assessment)
    if missing := what_is_missing_to_decide_advocacy(
        very_hard_alone=very_hard_alone, hard_with=hard_with, someone_right=someone_right, offer=offer
    ):
        raise NotReady(missing)
    decided = {
        "very_hard_alone": very_hard_alone,
        "hard_with": list(hard_with) if very_hard_alone else [],
        "someone_right": someone_right.strip(),
        "offer": offer,
        "advocate": advocate.strip(),
        "decided_by_id": by.user_id,
    }
    before = prepared(assessment)
    if before.advocacy is not None and not before.wants_advocate and _is_so(before.advocacy, decided):
        return before.advocacy
    decision = AdvocacyDecision.objects.create(assessment=assessment, person_id=assessment.person_id, decided_at=now(), **decided)
    if Journey.objects.values_list("stage", flat=True).get(pk=assessment.journey_id) == Stage.SELF_ASSESSMENT:
        journeys.record(assessment.journey, Happened.ADVOCACY_DECIDED, facts={"held_by": next_mover(assessment)}, by=by)
    return decision


def _is_so(decision: AdvocacyDecision, decided: Mapping[str, object]) -> bool:
    return all(getattr(decision, name) == value for name, value in decided.items())


@transaction.atomic
def decide_capacity_to_take_part(
    assessment: Assessment, *, has_capacity: bool, support_given: str, reasons: str = "", by: Actor
) -> CapacityDecision:
    """Record whether the person can take part in this assessment now, with what support. Raises NotReady where words are missing."""
    require(may_work_on(by, assessment.journey))
    _one_at_a_time(assessment)
    return people.decide_capacity(
        assessment.person,
        about="assessment",
        about_id=assessment.pk,
        has_capacity=has_capacity,
        support_given=support_given,
        reasons=reasons,
        by=by,
    )


@transaction.atomic
def open_questions(assessment: Assessment, *, by: Actor) -> None:
    """Open the questions. They are the person's to answer, or the worker's to go through with them. Twice is once."""
    require(may_work_on(by, assessment.journey))
    if Journey.objects.select_for_update().get(pk=assessment.journey_id).stage == Stage.SELF_ASSESSMENT:
        return
    if assessment.journey.stage != Stage.STARTED:
        raise NotReady([Missing("The questions are opened when a journey has just started.")])
    if missing := what_is_missing_to_open(prepared(assessment).before):
        raise NotReady(missing)
    journeys.record(assessment.journey, Happened.ASSESSMENT_BEGUN, facts=facts_of_opening(assessment), by=by)


def facts_of_opening(assessment: Assessment) -> dict[str, str]:
    """What the events that open the questions carry."""
    return {"assessment": str(assessment.pk), "held_by": next_mover(assessment)}


def next_mover(assessment: Assessment) -> Holder:
    """Who goes on with the questions: the person, when they can take part and can sign in; else the worker."""
    by_themselves = prepared(assessment).before.has_capacity is True and account_of(assessment.person_id) is not None
    return Holder.PERSON if by_themselves else Holder.WORKER
