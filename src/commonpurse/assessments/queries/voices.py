"""What each voice said last, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper, SeenBy, Voice
from commonpurse.assessments.queries.answers import standing_answers, told_to
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.assessments.screen import ONE_VOICE, Screen, Seen, as_it_holds
from commonpurse.assessments.wording import in_detail, in_short
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Journey
from commonpurse.people.queries import capacity_for

# Whose answer stands for the person in a difference: their own words, else the words of whoever speaks nearest to them.
NEAREST = (Voice.PERSON, Voice.PROXY, Voice.CARER, Voice.OBSERVED)
NEAR = NEAREST[:3]  # a person of flesh and blood who speaks for themselves, or from beside them; staff are not
ORDER = (*NEAREST, Voice.PRACTITIONER)


@dataclass(frozen=True)
class Said:
    """The latest answer of one voice to one question; of several carers, each one's own.

    `differs`: another answer of the same speaker stands against it, and nobody has chosen.
    """

    uuid: UUID
    voice: Voice
    name: str
    value: Value
    at: datetime
    helped_by: str
    only_worker: bool = False
    differs: bool = False
    speaker: str = ""  # as `speakers` names them

    @property
    def is_near(self) -> bool:
        return self.voice in NEAR

    @property
    def is_given(self) -> bool:
        """Whether it answers the question; own words alone are kept, and do not."""
        return self.value.is_answered or self.value.not_sure

    def short(self, question: FormQuestion) -> str:
        """The answer in one line."""
        return in_short(self.value, question)

    def details(self, question: FormQuestion, form: Form) -> list[str]:
        """What else the answer says."""
        return in_detail(self.value, question, form)


def voices_of(assessment: Assessment, *, shown_to: Actor = ANONYMOUS) -> dict[str, list[Said]]:
    """The latest answer of every voice, by question, in one query; the nearest to the person first.

    What was told only to the worker is left out, unless `shown_to` may see it.
    """
    lines = standing_answers(told_to(shown_to).filter(assessment=assessment)).values()
    helpers = _by_name(assessment) if any(stands[0].voice == Voice.CARER for stands in lines) else {}
    found: dict[str, list[Said]] = {}
    for stands in sorted(lines, key=lambda stands: ORDER.index(Voice(stands[0].voice))):
        close = any(row.only_worker for row in stands)  # of a conflict, the one side would tell that there is the other
        for row in stands:
            found.setdefault(row.question, []).append(_said(row, helpers, only_worker=close, differs=len(stands) > 1))
    return found


def _said(row: AnswerEvent, helpers: Mapping[str, str], *, only_worker: bool, differs: bool) -> Said:
    return Said(
        uuid=row.uuid,
        voice=Voice(row.voice),
        name=row.said_by,
        value=Value.from_json(row.value),
        at=row.at,
        helped_by=row.helped_by.name if row.helped_by else "",
        only_worker=only_worker,
        differs=differs,
        speaker=helpers.get(row.said_by, row.voice) if row.voice == Voice.CARER else row.voice,
    )


@dataclass(frozen=True)
class Speaker:
    """Somebody who may have said something here: the person, one of those who help, what was seen, the worker's own view.

    `key` names them in an address: a voice, or the uuid of a helper.
    """

    key: str
    voice: Voice
    name: str = ""


def speakers(assessment: Assessment) -> list[Speaker]:
    """Whose answers can be asked for, whether or not they said anything. The first is whoever stands nearest to the person now."""
    helpers = [Speaker(key, Voice.CARER, name) for name, key in _by_name(assessment).items()]
    person = Speaker(Voice.PERSON, Voice.PERSON, assessment.person.name)
    rest = [Speaker(Voice.OBSERVED, Voice.OBSERVED), Speaker(Voice.PRACTITIONER, Voice.PRACTITIONER)]
    if assessment.journey.kind == Journey.Kind.CARER:
        rest = rest[1:]
    capacity = capacity_for(assessment.person_id, about="assessment", about_id=assessment.pk)
    if capacity is not None and not capacity.has_capacity:
        return [*helpers, *rest, person]
    return [person, *helpers, *rest]


def _by_name(assessment: Assessment) -> dict[str, str]:
    """The key of each helper who says what they see, by name; also of one who helps no more, whose words stay."""
    rows = Helper.objects.filter(assessment=assessment, footing=Helper.Footing.OWN_WORDS).order_by("noted_at", "pk")
    return {helper.name: str(helper.pk) for helper in rows}


def screen_of(assessment: Assessment, actor: Actor) -> Screen:
    """Who sees this worker's screen now, by their own latest word about these answers."""
    row = SeenBy.objects.filter(assessment=assessment, by_id=actor.user_id).order_by("-pk").first()
    return ONE_VOICE if row is None else as_it_holds(Screen(Seen(row.seen), tuple(row.present), row.whose), row.at, now=now())


def persons_side(said: list[Said]) -> Said | None:
    """The answer that stands for the person; None where nobody near them has answered.

    Of several who are equally near the one who sees most need: a difference is never settled to the lower figure by the order of names.
    """
    given = [one for one in said if one.is_given and one.voice in NEAREST]
    return min(given, key=lambda one: (NEAREST.index(one.voice), -_need(one.value)), default=None)


def _need(value: Value) -> int:
    return -1 if value.level is None else value.level


def all_say_the_same(said: list[Said]) -> bool:
    """Whether at least two voices answered, every one of them alike, and one of them is not staff."""
    return len(said) > 1 and any(one.is_near for one in said) and not any(one.differs for one in said) and _alike(said)


def only_voice(said: list[Said]) -> Said | None:
    """The one answer there is, when the person or somebody beside them gave it: it can be agreed as it was given."""
    return said[0] if len(said) == 1 and said[0].is_near and said[0].value.is_answered else None


def _alike(said: list[Said]) -> bool:
    return said[0].value.is_answered and all(one.value.same_figures_as(said[0].value) for one in said)
