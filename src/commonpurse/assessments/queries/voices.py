"""What each voice said last, side by side."""

from dataclasses import dataclass
from datetime import datetime

from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from commonpurse.assessments.questionnaire import FormQuestion

# Whose answer stands for the person in a difference: their own words, else the words of whoever speaks nearest to them.
NEAREST = (Voice.PERSON, Voice.PROXY, Voice.CARER, Voice.OBSERVED)
ORDER = (*NEAREST, Voice.PRACTITIONER)


@dataclass(frozen=True)
class Said:
    """The latest answer of one voice to one question."""

    voice: Voice
    name: str
    value: Value
    at: datetime
    helped_by: str

    def short(self, question: FormQuestion) -> str:
        """The answer in one line."""
        if self.value.level is None:
            return "Not sure yet" if self.value.not_sure else "Not answered"
        return question.levels[self.value.level]

    def details(self, question: FormQuestion) -> list[str]:
        """What else the answer says: hard weeks, unpaid help, ticks."""
        value, ticks = self.value, {tick.id: tick.text for tick in question.ticks}
        found = []
        if value.worst_weeks and value.worst_level is not None:
            found.append(f"In about {value.worst_weeks} hard weeks a year: {question.levels[value.worst_level]}")
        if value.unpaid_quarters:
            found.append(f"Unpaid help now: about {value.unpaid_quarters} quarters of it")
        return found + [ticks[tick] for tick in value.ticks if tick in ticks]


def voices_of(assessment: Assessment) -> dict[str, list[Said]]:
    """The latest answer of every voice, by question, in one query; the nearest to the person first."""
    latest: dict[tuple[str, str], AnswerEvent] = {}
    for row in AnswerEvent.objects.filter(assessment=assessment).select_related("helped_by").order_by("pk"):
        latest[(row.question, row.voice)] = row
    found: dict[str, list[Said]] = {}
    for row in sorted(latest.values(), key=lambda row: ORDER.index(Voice(row.voice))):
        helped_by = row.helped_by.name if row.helped_by else ""
        found.setdefault(row.question, []).append(Said(Voice(row.voice), row.said_by, Value.from_json(row.value), row.at, helped_by))
    return found


def persons_side(said: list[Said]) -> Said | None:
    """The answer that stands for the person; None where nobody near them has answered."""
    return next((one for voice in NEAREST for one in said if one.voice == voice), None)
