"""The assessment in text: how it was done, whose words each answer is, what was checked together, eligibility, the health basis."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonpurse.access.queries import names_of
from commonpurse.assessments.answers import CheckedAnswer, Value
from commonpurse.assessments.eligibility import LIMBS, in_plain_words, outcomes_for
from commonpurse.assessments.models import AdvocacyDecision, Assessment, EligibilityDecision, Voice
from commonpurse.assessments.queries import (
    Prepared,
    assessment_of,
    checked_answers,
    form_for,
    health_bases_on,
    latest_eligibility_of,
    outdated_eligibility_of,
    prepared,
)
from commonpurse.assessments.queries.voices import Said, voices_of
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.assessments.wording import in_numbers, in_short, in_ticks
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.case_record.text import Heading, sentence, under
from commonpurse.theme.words import day

VOICES = {
    Voice.PERSON: "the person's own words",
    Voice.CARER: "a carer's words",
    Voice.PRACTITIONER: "the practitioner's view",
    Voice.PROXY: "somebody with authority to answer",
    Voice.OBSERVED: "what was seen and shown",
}


HEADS = {  # over the outcomes: of a carer or not, for themselves or not
    (False, False): "Outcomes that cannot be achieved:",
    (False, True): "What cannot be done, or only with help, harm or much more time:",
    (True, False): "So for this carer:",
    (True, True): "What is hard, or harms you, because you care for somebody:",
}


def about_the_assessment(journey: Journey, reader: Reader) -> Iterator[Heading]:
    assessment = assessment_of(journey.pk)
    if assessment is None:
        yield under("Assessment", ["No questions have been asked yet."])
    else:
        before = prepared(assessment)
        yield under(before.title, _how(assessment, before, own=reader.own))
        yield under("The answers, and whose words they are", _answers(assessment, reader))
        yield under("Eligibility", _eligibility(assessment, journey.kind, own=reader.own))
    yield under("Health basis", _bases(journey))


def _how(assessment: Assessment, before: Prepared, *, own: bool) -> Iterator[str]:
    questionnaire = assessment.questionnaire
    yield f"Begun on {day(assessment.begun_at)}, with the questions “{questionnaire.code}”, version {questionnaire.version}"
    for helper in before.helpers:
        yield f"{helper.name} ({helper.relationship}): {sentence(helper.get_footing_display())}"
    if before.nobody_helps and not before.helpers:
        yield "Nobody helps with the answers."
    if not own:
        yield from _decided_before(before)


def _decided_before(before: Prepared) -> Iterator[str]:
    """Advocacy and capacity: decisions of staff, with who made them."""
    advocacy, capacity = before.advocacy, before.capacity
    names = names_of({one.decided_by_id for one in (advocacy, capacity) if one is not None})
    if advocacy is not None:
        hard = "would be very hard" if advocacy.very_hard_alone else "would not be very hard"
        right = f" {advocacy.someone_right} can help them take part." if advocacy.someone_right else ""
        advocate = f" ({advocacy.advocate})" if advocacy.advocate else ""
        offer = AdvocacyDecision.Offer(advocacy.offer).label.lower()
        decided = _by(names, advocacy.decided_by_id, advocacy.decided_at)
        yield f"Taking part {hard} without someone.{right} Advocate: {offer}{advocate}. {decided}"
    if capacity is not None:
        able = "has capacity" if capacity.has_capacity else "does not have capacity"
        reasons = f" {sentence(capacity.reasons)}" if capacity.reasons else ""
        decided = _by(names, capacity.decided_by_id, capacity.decided_at)
        yield f"Capacity to take part: {able}. Support given: {sentence(capacity.support_given)}{reasons} {decided}"


def _by(names: dict[Any, str], user_id: Any, moment: Any) -> str:
    return f"({names.get(user_id, 'somebody who has left')}, {day(moment)})"


@dataclass(frozen=True)
class Asked:
    """One question, and in what ways one may be unable: as the reader of the copy knows them."""

    form: Form
    question: FormQuestion
    ways: Mapping[str, str]

    def written(self, value: Value) -> str:
        ways = [self.ways[limb] for limb in value.limbs if limb in self.ways] if value.level else []
        in_what_way = [f"In what way: {'; '.join(ways)}"] if ways else []
        parts = (
            in_short(value, self.question),
            *in_what_way,
            *in_ticks(value, self.question),
            *in_numbers(value, self.question, self.form),
        )
        return " ".join(sentence(part) for part in parts)


def _answers(assessment: Assessment, reader: Reader) -> Iterator[str]:
    """Question by question. In the person's own copy stand their own words and what was made of them together."""
    form, checked = form_for(assessment), checked_answers(assessment)
    said = voices_of(assessment, shown_to=reader.actor)
    for number, question in enumerate(form.questions):
        if number:
            yield ""
        yield question.title
        asked = Asked(form, question, dict(form.limbs) if reader.own else LIMBS)
        heard = [one for one in said.get(question.id, ()) if one.voice == Voice.PERSON or not reader.own]
        yield from (_said(one, asked) for one in heard)
        if not heard:
            yield "- No answer yet."
        yield from _checked(checked.get(question.id), heard, asked)


def _said(one: Said, asked: Asked) -> str:
    helped = f", with the help of {one.helped_by}" if one.helped_by else ""
    told_only = "TOLD ONLY TO THE WORKER: " if one.only_worker else ""
    return f"- {told_only}{one.name}, {VOICES[one.voice]}{helped}, {day(one.at)}: {asked.written(one.value)}{_words(one.value)}"


def _words(value: Value) -> str:
    return f" “{value.words.strip()}”" if value.words.strip() else ""


def _checked(checked: CheckedAnswer | None, heard: Sequence[Said], asked: Asked) -> Iterable[str]:
    """What was made of it together. What somebody said already stands above, so it is not written a second time."""
    if checked is None:
        return ["- Not checked together yet."]
    if checked.agreed or checked.practitioners_value is None:
        return [f"- Checked together, agreed: {_as_said(checked.value, heard, asked)}"]
    return [
        "- Checked together, not agreed: both views are kept.",
        f"    The person's side: {_as_said(checked.value, heard, asked)}",
        f"    The practitioner's side: {_as_said(checked.practitioners_value, heard, asked)}",
        f"    Note: {sentence(checked.note)}",
    ]


def _as_said(value: Value, heard: Sequence[Said], asked: Asked) -> str:
    """Whose answer above it is; else the answer."""
    written = asked.written(value)
    same = next((one for one in heard if asked.written(one.value) == written), None)
    return f"as {same.name} said ({VOICES[same.voice]})." if same else written


def _eligibility(assessment: Assessment, kind: str, *, own: bool) -> Iterator[str]:
    decision = latest_eligibility_of(assessment)
    if decision is None:
        yield "Not decided yet."
        return
    names = names_of({decision.decided_by_id})
    if outdated_eligibility_of(assessment) is not None:
        yield "The answers were checked together again after this decision, so it must be made again."
    yield f"{'Eligible' if decision.eligible else 'Not eligible'}. {_by(names, decision.decided_by_id, decision.decided_at)}"
    yield from _grounds(decision, kind, own=own)
    yield f"Reasons: {sentence(decision.reasons)}"
    if decision.advice:
        yield f"Advice and help instead: {sentence(decision.advice)}"


def _grounds(decision: EligibilityDecision, kind: str, *, own: bool) -> Iterator[str]:
    """The legal tests, one by one, and the outcomes by their letters: in the law's words, and in plain ones for whom it is about."""
    regulation, cause = ("3", "giving necessary care") if kind == "carer" else ("2", "an impairment or illness")
    yield f"Care and Support (Eligibility Criteria) Regulations 2015, regulation {regulation}"
    yield f"The needs come from {cause}: {'yes' if decision.needs_arise else 'no'}"
    yield HEADS[kind == "carer", own]
    outcomes = in_plain_words(kind) if own else outcomes_for(kind)
    yield from (f"- ({letter}) {text}" for letter, text in outcomes.items() if letter in decision.outcomes)
    if not decision.outcomes:
        yield "- none"
    impact = "It weighs a lot on your wellbeing" if own else "Significant impact on wellbeing"
    yield f"{impact}: {'yes' if decision.significant_impact else 'no'}"


def _bases(journey: Journey) -> Iterator[str]:
    bases = health_bases_on(journey.person_id, today())
    if not bases:
        yield "None is recorded, so the NHS has no share."
    for basis in bases:
        named = [part for part in (basis.council, basis.care_board) if part]
        responsible = f" Responsible: {' and '.join(named)}." if named else ""
        yield f"{basis.get_kind_display()}, since {day(basis.since)}.{responsible} Seen: {sentence(basis.seen)}"
