"""Answers: appended, never changed; sent to be checked together; opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require, yes
from commonpurse.assessments.acts.preparation import facts_of_opening
from commonpurse.assessments.acts.second_eyes import end_all_reading
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper, Voice
from commonpurse.assessments.policy import may_answer
from commonpurse.assessments.queries.answers import (
    LatestAnswer,
    answered_in_any_voice,
    as_latest,
    form_for,
    helpers_of,
    latest_answers,
    line_of,
    prepared,
    standing_answers,
)
from commonpurse.assessments.queries.checked import assessment_of
from commonpurse.assessments.questionnaire import Form
from commonpurse.assessments.rules import what_is_missing_to_send, what_is_wrong_with
from commonpurse.assessments.standing import author_of, say_the_same, seen_with, standing
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import is_own, may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.people.models import Person
from commonpurse.people.queries import account_of, capacity_for
from commonpurse.values.missing import Missing, NotReady, Stale

MAY_TELL_ONLY_THE_WORKER = frozenset({Voice.PERSON, Voice.CARER})


class SentTwice(NotReady):
    """One client uuid came with two different answers. The first stands; nothing was overwritten."""


@dataclass(frozen=True)
class SavedAnswer:
    """`others` are answers of the same speaker that the writer had not seen. Both sides are kept, and wait until somebody chooses."""

    event: UUID
    at: datetime
    others: tuple[LatestAnswer, ...] = ()


@transaction.atomic
def save_answer(
    assessment: Assessment,
    question: str,
    voice: str,
    value: Value,
    *,
    client_uuid: UUID,
    base: UUID | None = None,
    over: Iterable[UUID] = (),
    said_by: Helper | None = None,
    helped_by: Helper | None = None,
    only_worker: bool = False,
    by: Actor,
) -> SavedAnswer:
    """Append one answer in one voice. The same client uuid again is the same answer, saved once.

    `said_by`: the helper whose words these are, for the voice `carer`. `helped_by`: who helped the person to say theirs.
    `only_worker`: told to nobody but the workers of the case, from the first word of this speaker about this question on.
    `base`: the event that the writer had on the screen. What is the latest already is not written a second time.
    `over`: what else the writer replaces knowingly: sides of a conflict that were shown, and own saves whose answer never came.
    """
    _one_at_a_time(assessment)
    _ask(assessment, voice, said_by=said_by, by=by)
    _refuse_what_does_not_fit(assessment, question, value, helped_by=helped_by)
    if only_worker and voice not in MAY_TELL_ONLY_THE_WORKER:
        raise NotReady([Missing("A worker's own view is not told only to the worker.", "only_worker")])
    name, account = _speaker(assessment, voice, said_by=said_by, by=by)
    made = AnswerEvent(
        uuid=client_uuid,
        assessment=assessment,
        person_id=assessment.person_id,
        question=question,
        voice=voice,
        value=value.as_json(),
        base=base,
        said_by=name,
        said_by_id=account,
        written_by_id=by.user_id,
        helped_by=helped_by,
        only_worker=only_worker,
        at=now(),
    )
    line = _line(made)
    if there := AnswerEvent.objects.filter(uuid=client_uuid).first():
        return _again(there, made, line)
    made.over = sorted(_seen(made, line, over) - {made.uuid, base})
    on_screen = next((one for one in standing(line) if one.uuid == base), None)
    if on_screen is not None and not made.over and _same(on_screen, made):
        return _saved(on_screen, line)
    _leave_the_persons_own(made, line)
    return _append(made, line)


@transaction.atomic
def choose_answer(
    assessment: Assessment,
    question: str,
    voice: str,
    chosen: UUID,
    *,
    shown: Iterable[UUID],
    client_uuid: UUID,
    said_by: Helper | None = None,
    by: Actor,
) -> SavedAnswer:
    """Settle a conflict: append the chosen answer once more, over the others that were `shown` beside it.

    Raises Stale where the chosen one stands no more.
    """
    _one_at_a_time(assessment)
    rows = AnswerEvent.objects.filter(assessment=assessment, question=question, voice=voice)
    if said_by:
        rows = rows.filter(said_by=said_by.name)
    side = next((row for stands in standing_answers(rows).values() for row in stands if row.uuid == chosen), None)
    settled = AnswerEvent.objects.filter(uuid=client_uuid).first()  # pressed twice: the chosen one was written over by the first
    kept = side or settled
    if kept is None or chosen not in {kept.uuid, kept.base}:
        raise Stale([Missing("Somebody wrote or chose here since you opened this page. What stands now is shown. Look, and choose again.")])
    return save_answer(
        assessment,
        question,
        voice,
        Value.from_json(kept.value),
        client_uuid=client_uuid,
        base=chosen,
        over=shown,
        said_by=said_by,
        helped_by=kept.helped_by,
        only_worker=kept.only_worker,
        by=by,
    )


def _one_at_a_time(assessment: Assessment) -> None:
    """Let whoever writes or sends these answers wait for each other, so that what an answer was told of others is true.

    A lock on the journey's row would do too, but somebody who helps may not change that row.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(assessment.pk)])


def _refuse_what_does_not_fit(assessment: Assessment, question: str, value: Value, *, helped_by: Helper | None) -> None:
    if helped_by is not None and not helpers_of(assessment).filter(pk=helped_by.pk).exists():
        raise NotReady([Missing(f"{helped_by.name} does not help with this now. Choose somebody who does, or nobody.", "helped_by")])
    form = form_for(assessment)
    if not form.has(question):
        raise NotReady([Missing("There is no such question.")])
    if wrong := what_is_wrong_with(value, form.question(question), form):
        raise NotReady(wrong)


def _leave_the_persons_own(made: AnswerEvent, line: list[AnswerEvent]) -> None:
    """What the person wrote themselves only they change; a worker writes their own view beside it, or chooses what the person wrote."""
    if made.voice != Voice.PERSON or made.written_by_id == made.said_by_id:
        return
    theirs = [one for one in standing(line) if author_of(one, line) == made.said_by_id]
    chooses = any(one.uuid == made.base and say_the_same(one, made) for one in theirs)
    if theirs and not chooses:
        raise NotReady([Missing(f"{made.said_by} wrote this answer. Write down your own view, or let {made.said_by} change it.", "level")])


def _ask(assessment: Assessment, voice: str, *, said_by: Helper | None, by: Actor) -> None:
    capacity = capacity_for(assessment.person_id, about="assessment", about_id=assessment.pk) if voice == Voice.PERSON else None
    require(may_answer(by, assessment, voice, has_capacity=capacity.has_capacity if capacity else None, said_by=said_by))
    if Journey.objects.filter(pk=assessment.journey_id).values_list("stage", flat=True).first() != Stage.SELF_ASSESSMENT:
        raise NotReady([Missing("The questions are closed now. What was answered is kept. Your worker can open them again.")])
    latest = assessment_of(assessment.journey_id)
    if latest is None or latest.pk != assessment.pk:
        raise NotReady([Missing("These answers are from an earlier time, and stay as they are. There are new questions now.")])


def _speaker(assessment: Assessment, voice: str, *, said_by: Helper | None, by: Actor) -> tuple[str, UUID | None]:
    """Whose words these are: a name, and an account where there is one."""
    if voice == Voice.CARER and said_by is not None:
        return said_by.name, said_by.user_id
    if voice == Voice.PERSON:
        account = account_of(assessment.person_id)
        return Person.objects.get(pk=assessment.person_id).name, account.pk if account else None
    return by.name, by.user_id


def _line(made: AnswerEvent) -> list[AnswerEvent]:
    """Everything that was saved of this voice so far; of several helpers, this one's own."""
    rows = AnswerEvent.objects.filter(assessment=made.assessment, question=made.question, voice=made.voice)
    return [row for row in rows.select_related("helped_by").order_by("pk") if line_of(row) == line_of(made)]


def _seen(made: AnswerEvent, line: list[AnswerEvent], over: Iterable[UUID]) -> set[UUID]:
    named = set(over)
    return named | seen_with(line, named | ({made.base} if made.base else set()))


def _same(one: AnswerEvent, other: AnswerEvent) -> bool:
    names = ("assessment_id", "question", "voice", "value", "said_by", "said_by_id", "helped_by_id", "only_worker")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _again(there: AnswerEvent, made: AnswerEvent, line: list[AnswerEvent]) -> SavedAnswer:
    if there.written_by_id == made.written_by_id and _same(there, made):
        return _saved(there, line)
    raise SentTwice([Missing("This page was saved before with another answer. Open it again, look, and save once more.")])


def _append(made: AnswerEvent, line: list[AnswerEvent]) -> SavedAnswer:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # the uuid is that of an answer which this writer may not see
        raise SentTwice([Missing("This could not be saved. Open the page again, and save once more.")]) from error
    return _saved(made, [*line, made])


def _saved(there: AnswerEvent, line: list[AnswerEvent]) -> SavedAnswer:
    others = [one for one in standing(line) if not say_the_same(one, there)]
    return SavedAnswer(there.uuid, there.at, tuple(map(as_latest, others)))


def what_is_missing_to_send_answers(assessment: Assessment, *, by: Actor) -> list[Missing]:
    """What still stands between the answers and checking together. What a helper said counts for staff, and tells the person nothing."""
    person = Person.objects.get(pk=assessment.person_id)
    own = is_own(by, assessment.journey)
    latest, form = [one for one in latest_answers(assessment) if not (own and one.voice == Voice.CARER)], form_for(assessment)
    missing = what_is_missing_to_send(prepared(assessment).before, form, answered_in_any_voice(latest), name=person.called)
    return missing + [_choice(answer, form) for answer in latest if answer.beside and form.has(answer.question)]


class ToChoose(Missing):
    """Two answers of one speaker to one question stand against each other. `field` names the question."""


def _choice(answer: LatestAnswer, form: Form) -> Missing:
    title = form.question(answer.question).title
    if answer.voice == Voice.PERSON:
        return ToChoose(f"“{title}” has two answers, written in two places at once. Choose one.", answer.question)
    return ToChoose(f"“{title}” has two answers of {answer.said_by}, written in two places at once. One must be chosen.")


@transaction.atomic
def send_answers(assessment: Assessment, *, by: Actor) -> None:
    """Hand the answers over to be checked together. Twice is once."""
    require(yes("It is your own.") if is_own(by, assessment.journey) else may_work_on(by, assessment.journey))
    stage = Journey.objects.select_for_update().get(pk=assessment.journey_id).stage
    _one_at_a_time(assessment)  # after the journey's row, as for whoever undoes a step: in one order nobody waits for ever
    if stage == Stage.CHECKING:
        return
    if stage != Stage.SELF_ASSESSMENT:
        raise NotReady([Missing("The questions are not open.")])
    if missing := what_is_missing_to_send_answers(assessment, by=by):
        raise NotReady(missing)
    end_all_reading(assessment, by=by)
    journeys.record(assessment.journey, Happened.ANSWERS_SENT, facts={"assessment": str(assessment.pk)}, by=by)


@transaction.atomic
def reopen_answers(assessment: Assessment, *, by: Actor) -> None:
    """Open the questions again while they are being checked. Every answer stays; later ones come after."""
    require(may_work_on(by, assessment.journey))
    stage = Journey.objects.select_for_update().get(pk=assessment.journey_id).stage
    if stage == Stage.SELF_ASSESSMENT:
        return
    if stage != Stage.CHECKING:
        raise NotReady([Missing("The questions can be opened again only while the answers are being checked.")])
    journeys.record(assessment.journey, Happened.ANSWERS_REOPENED, facts=facts_of_opening(assessment), by=by)
