"""What each voice said last, side by side."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from commonpurse.assessments.queries.answers import standing_answers, told_to
from commonpurse.assessments.questionnaire import FormQuestion

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

    def details(self, question: FormQuestion) -> list[str]:
        """What else the answer says: hard weeks, unpaid help, ticks."""
        return in_detail(self.value, question)


def in_short(value: Value, question: FormQuestion) -> str:
    if value.level is None:
        return "Not sure yet" if value.not_sure else "Not answered"
    return question.levels[value.level]


def in_detail(value: Value, question: FormQuestion) -> list[str]:
    ticks = {tick.id: tick.text for tick in question.ticks}
    found = []
    if value.worst_weeks and value.worst_level is not None:
        found.append(f"In about {value.worst_weeks} hard weeks a year: {question.levels[value.worst_level]}")
    if value.unpaid_quarters:
        found.append(f"Unpaid help now: about {value.unpaid_quarters} quarters of it")
    return found + [ticks[tick] for tick in value.ticks if tick in ticks]


def voices_of(assessment: Assessment, *, shown_to: Actor = ANONYMOUS) -> dict[str, list[Said]]:
    """The latest answer of every voice, by question, in one query; the nearest to the person first.

    What was told only to the worker is left out, unless `shown_to` may see it.
    """
    found: dict[str, list[Said]] = {}
    lines = standing_answers(told_to(shown_to).filter(assessment=assessment)).values()
    for stands in sorted(lines, key=lambda stands: ORDER.index(Voice(stands[0].voice))):
        for row in stands:
            found.setdefault(row.question, []).append(_said(row, differs=len(stands) > 1))
    return found


def _said(row: AnswerEvent, *, differs: bool) -> Said:
    helped_by = row.helped_by.name if row.helped_by else ""
    return Said(row.uuid, Voice(row.voice), row.said_by, Value.from_json(row.value), row.at, helped_by, row.only_worker, differs)


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
