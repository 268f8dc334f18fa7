"""The latest answers by voice, how far they have come, and what stands before the questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.access.queries import cases_of
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AdvocacyDecision, AnswerEvent, Assessment, Helper, Preparation, Voice
from commonpurse.assessments.questionnaire import Form, form_of
from commonpurse.assessments.rules import Before, first_open, minutes_left, pace, title_of
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.assessments.standing import standing
from commonpurse.journeys.stages import Stage
from commonpurse.people.models import CapacityDecision
from commonpurse.people.queries import capacity_for

EXPLAINED, NOBODY_HELPS, WANTS_ADVOCATE = "explained", "nobody helps", "wants advocate"


@dataclass(frozen=True)
class LatestAnswer:
    """What one voice said last about one question. `said_by` is the name of whose words they are."""

    uuid: UUID
    question: str
    voice: str
    value: Value
    said_by: str
    said_by_id: UUID | None
    written_by_id: UUID
    with_help_of: str
    only_worker: bool
    at: datetime
    beside: tuple["LatestAnswer", ...] = ()
    """Other answers of the same speaker that stand against it until somebody chooses: neither writer had seen the other's."""

    @property
    def sides(self) -> tuple["LatestAnswer", ...]:
        """Both sides of a conflict, or nothing where there is none."""
        return (*self.beside, self) if self.beside else ()

    @property
    def is_close(self) -> bool:
        """Whether it was told only to the worker, or one side of a conflict was."""
        return self.only_worker or any(other.only_worker for other in self.beside)

    @property
    def is_given(self) -> bool:
        """Whether it answers the question; own words alone are kept, and do not."""
        return self.value.level is not None or self.value.not_sure


Line = tuple[str, str, str]


def line_of(row: AnswerEvent) -> Line:
    """Whose answer to which question it is: of several helpers, each speaks for themselves."""
    return (row.question, row.voice, row.said_by if row.voice == Voice.CARER else "")


def standing_answers(rows: QuerySet[AnswerEvent]) -> dict[Line, list[AnswerEvent]]:
    """What stands of every speaker and question, in one query: one event, or the sides of a conflict with the last one last."""
    lines: dict[Line, list[AnswerEvent]] = {}
    for row in rows.select_related("helped_by").order_by("pk"):
        lines.setdefault(line_of(row), []).append(row)
    return {line: standing(events) for line, events in lines.items()}


def as_latest(row: AnswerEvent, beside: Iterable[AnswerEvent] = ()) -> LatestAnswer:
    return LatestAnswer(
        beside=tuple(as_latest(other) for other in beside),
        uuid=row.uuid,
        question=row.question,
        voice=row.voice,
        value=Value.from_json(row.value),
        said_by=row.said_by,
        said_by_id=row.said_by_id,
        written_by_id=row.written_by_id,
        with_help_of=row.helped_by.name if row.helped_by else "",
        only_worker=row.only_worker,
        at=row.at,
    )


def told_to(actor: Actor) -> QuerySet[AnswerEvent]:
    """Answers without those that somebody told only to their worker, unless the actor said them or works on the case.

    From the first word that was saved: what stood there before the tick is as close as what came with it.
    """
    same_speaker = Q(said_by=OuterRef("said_by")) | ~Q(voice=Voice.CARER)
    kept_close = AnswerEvent.objects.filter(
        same_speaker,
        assessment=OuterRef("assessment"),
        question=OuterRef("question"),
        voice=OuterRef("voice"),
        pk__gte=OuterRef("pk"),
        only_worker=True,
    )
    own = Q(said_by_id=actor.user_id) | Q(voice=Voice.PERSON, person_id=actor.person_id)
    return AnswerEvent.objects.filter(own | Q(person_id__in=cases_of(actor, AssessmentSection.ASSESSMENT)) | ~Exists(kept_close))


def answers_by_voice(assessment: Assessment) -> dict[str, dict[str, LatestAnswer]]:
    """The latest answer of each voice to each question, by voice and question; of several helpers, of the one who spoke last."""
    found: dict[str, dict[str, LatestAnswer]] = {}
    for answer in latest_answers(assessment):
        found.setdefault(answer.voice, {})[answer.question] = answer
    return found


def latest_answers(assessment: Assessment) -> list[LatestAnswer]:
    """What every voice said last about every question, each helper for themselves, in one query.

    It is there to count what is answered: nothing is left out that was told only to the worker.
    """
    found = sorted(standing_answers(AnswerEvent.objects.filter(assessment=assessment)).values(), key=lambda stands: stands[-1].pk)
    return [as_latest(stands[-1], stands[:-1]) for stands in found]


def answers_of(assessment: Assessment, voice: str, *, said_by: str = "", shown_to: Actor = ANONYMOUS) -> dict[str, LatestAnswer]:
    """One voice's latest answers by question; of several helpers, those of the one who is named.

    What was told only to the worker is left out, unless `shown_to` may see it.
    """
    rows = told_to(shown_to).filter(assessment=assessment, voice=voice)
    if said_by:
        rows = rows.filter(said_by=said_by)
    return {question: as_latest(stands[-1], stands[:-1]) for (question, _, _), stands in standing_answers(rows).items()}


@dataclass(frozen=True)
class Progress:
    """How far one voice has come. `resume` is the question to go on with, empty when all have an answer."""

    answered: int
    of: int
    minutes_left: int
    resume: str
    not_sure: tuple[str, ...] = ()
    saved_at: datetime | None = None

    @property
    def begun(self) -> bool:
        return self.saved_at is not None


def progress(form: Form, answers: Mapping[str, LatestAnswer]) -> Progress:
    given = {question: answer for question, answer in answers.items() if answer.is_given and form.has(question)}
    return Progress(
        answered=len(given),
        of=len(form.questions),
        minutes_left=minutes_left(
            len(form.questions) - len(given),
            levels=[answer.value.level for answer in given.values()],
            measured=pace(answer.at for answer in given.values()),
        ),
        resume=first_open(form, given),
        not_sure=tuple(question.id for question in form.questions if question.id in given and given[question.id].value.not_sure),
        saved_at=max((answer.at for answer in answers.values()), default=None),
    )


def answered_in_any_voice(answers: Iterable[LatestAnswer]) -> set[str]:
    return {answer.question for answer in answers if answer.is_given}


@dataclass(frozen=True)
class Prepared:
    """What stands before the questions, with who did it."""

    explained: Preparation | None
    nobody_helps: bool
    helpers: list[Helper] = field(default_factory=list)
    advocacy: AdvocacyDecision | None = None
    wish: Preparation | None = None
    capacity: CapacityDecision | None = None

    @property
    def supporter(self) -> str:
        """Who speaks beside the person when they cannot take part: the one who says what they see, else the advocate."""
        for footing in (Helper.Footing.OWN_WORDS, Helper.Footing.ADVOCATE):
            for helper in self.helpers:
                if helper.footing == footing:
                    return helper.name
        return self.advocacy.advocate if self.advocacy and self.advocacy.offer == AdvocacyDecision.Offer.ACCEPTED else ""

    @property
    def wants_advocate(self) -> bool:
        return self.wish is not None and (self.advocacy is None or self.wish.at > self.advocacy.decided_at)

    @property
    def before(self) -> Before:
        return Before(
            explained=self.explained is not None,
            helpers_said=bool(self.helpers) or self.nobody_helps,
            offer=self.advocacy.offer if self.advocacy else "",
            wants_advocate=self.wants_advocate,
            has_capacity=self.capacity.has_capacity if self.capacity else None,
            supporter=self.supporter,
        )

    @property
    def title(self) -> str:
        return title_of(has_capacity=self.before.has_capacity, helper=self.supporter)


def prepared(assessment: Assessment) -> Prepared:
    """What has been said and decided before the questions, in four queries."""
    steps = {row.step: row for row in Preparation.objects.filter(assessment=assessment).order_by("pk")}
    return Prepared(
        explained=steps.get(EXPLAINED),
        nobody_helps=NOBODY_HELPS in steps,
        helpers=list(helpers_of(assessment)),
        advocacy=AdvocacyDecision.objects.filter(assessment=assessment).order_by("-decided_at").first(),
        wish=steps.get(WANTS_ADVOCATE),
        capacity=capacity_for(assessment.person_id, about="assessment", about_id=assessment.pk),
    )


def helpers_of(assessment: Assessment) -> QuerySet[Helper]:
    """Who helps now."""
    return Helper.objects.filter(assessment=assessment, ended_at=None).order_by("noted_at", "pk")


def helping(actor: Actor) -> QuerySet[Helper]:
    """Where somebody with an account helps now, in their own words. When the journey ends, so does this."""
    mine = Helper.objects.filter(user_id=actor.user_id, footing=Helper.Footing.OWN_WORDS, ended_at=None)
    mine = mine.exclude(assessment__journey__stage=Stage.ENDED)
    return mine.select_related("person", "assessment", "assessment__questionnaire").order_by("noted_at", "pk")


def form_for(assessment: Assessment) -> Form:
    return form_of(assessment.questionnaire.content)
