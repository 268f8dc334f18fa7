"""Put a copy together for one reader."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings

from commonpurse.access.queries import is_open_to, names_of
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import where
from commonpurse.pages.shared.case_record.assessment import about_the_assessment
from commonpurse.pages.shared.case_record.figure import about_the_figure
from commonpurse.pages.shared.case_record.plan import about_the_plan
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.case_record.text import SECTIONS, Heading, as_text, under
from commonpurse.theme.words import day, nhs_number

KINDS = {"adult": "Care and support for an adult", "carer": "Support for a carer"}
IN_PLAIN_WORDS = {  # the headings of a person's own copy that are hard words
    "Self-assessment": "How the questions were answered",
    "Eligibility": "Whether the law's rules for support are met",
    "Health basis": "Help from the NHS by law",
    "Positive risk": "Risks worth taking",
}
WRITERS = {"assessment": about_the_assessment, "figure": about_the_figure, "plan": about_the_plan}


@dataclass(frozen=True)
class Copy:
    """`sections` are what a reader has looked at by reading it."""

    part: str
    headings: tuple[Heading, ...]
    text: str
    sections: tuple[str, ...]
    file_name: str


def copy_for(reader: Reader, journey: Journey, *, part: str) -> Copy | None:
    """None where nothing of this part is open to the reader."""
    wanted = tuple(SECTIONS) if part == "whole" else (part,)
    parts = [name for name in wanted if name in SECTIONS and is_open_to(reader.actor, journey.person_id, SECTIONS[name])]
    if not parts:
        return None
    moment = now()
    reader = replace(reader, with_answers="assessment" in parts)
    headings = [_head(journey, reader, moment), *(heading for name in parts for heading in WRITERS[name](journey, reader))]
    if reader.own:
        headings = [replace(heading, title=IN_PLAIN_WORDS.get(heading.title, heading.title)) for heading in headings]
    return Copy(part, tuple(headings), as_text(headings), tuple(SECTIONS[name] for name in parts), f"case-record-{moment:%Y-%m-%d}.txt")


def _head(journey: Journey, reader: Reader, moment: datetime) -> Heading:
    names: dict[UUID, str] = names_of({journey.worker_id})
    stands = where(journey, names=names, plainly=reader.own)
    person = journey.person
    lines = [
        f"Name: {person.name}",
        f"Born: {day(person.born) if person.born else 'not known yet'}",
        f"NHS number: {nhs_number(person.nhs_number) if person.nhs_number else 'not known yet'}",
        f"About: {KINDS[journey.kind]}",
        f"Team: {journey.team.name}. Worker: {names.get(journey.worker_id, 'nobody now')}",
        f"Where it stands: {stands.title}, since {day(stands.since)}",
        f"Copied from Common Purse by {reader.actor.name} on {day(moment)}",
    ]
    if settings.IN_DEMONSTRATION:
        lines.append("DEMONSTRATION: every name and every figure here is made up.")
    return under("Who this is about", lines)
