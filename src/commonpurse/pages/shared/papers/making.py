"""Which documents there are about a journey, and each of them for one reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from commonpurse.access.queries import is_open_to
from commonpurse.allocation.queries import latest_budget
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.documents.acts import About
from commonpurse.documents.blocks import Document, Kind
from commonpurse.documents.facts.record import RecordFacts
from commonpurse.documents.wordings import decision, indicative, not_eligible, plan, record
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.organisations.queries import contact_of
from commonpurse.pages.shared.case_record.copying import Copy, copy_for
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.papers.decision import decision_facts
from commonpurse.pages.shared.papers.indicative import indicative_facts
from commonpurse.pages.shared.papers.not_eligible import not_eligible_facts, refused
from commonpurse.pages.shared.papers.plan import agreed_plan_facts, open_plan_facts
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import agreement_in_force, last_agreement, open_plan
from commonpurse.plans.sections import PlanSection

NAMES = {
    Kind.DECISION: "Decision letter",
    Kind.NOT_ELIGIBLE: "Letter about council support",
    Kind.INDICATIVE: "First figure, with its why",
    Kind.PLAN: "Plan",
    Kind.RECORD: "Copy of the record",
}


@dataclass(frozen=True)
class Paper:
    """A document, and whose it is."""

    document: Document
    about: About


def paper_for(kind: Kind, journey: Journey, reader: Reader) -> Paper | None:
    """None where there is no such document, or where a part of the record that it shows is not open to the reader."""
    if kind == Kind.RECORD:
        return _record(journey, reader)
    section, make = LETTERS[kind]
    if not is_open_to(reader.actor, journey.person_id, section):
        return None
    made = make(journey)
    return Paper(made, About(journey.person_id, journey.pk, (section,))) if made else None


def kinds_for(journey: Journey, reader: Reader) -> list[Kind]:
    """The documents that this reader can have now."""
    return list(_kinds(journey, reader))


def _kinds(journey: Journey, reader: Reader) -> Iterator[Kind]:
    for kind, there in THERE.items():
        if is_open_to(reader.actor, journey.person_id, LETTERS[kind][0]) and there(journey):
            yield kind
    yield Kind.RECORD


def letter_of(agreement: Agreement, journey: Journey) -> Paper:
    """The letter of one agreement, of whatever round."""
    made = decision.plain_english(decision_facts(agreement, contact_of(journey.team, journey.worker_id)))
    return Paper(made, About(journey.person_id, journey.pk, (PlanSection.PLAN,)))


def _decision(journey: Journey) -> Document | None:
    agreement = last_agreement(journey.pk)
    return letter_of(agreement, journey).document if agreement else None


def _not_eligible(journey: Journey) -> Document | None:
    found = refused(journey)
    contact = contact_of(journey.team, journey.worker_id)
    return not_eligible.plain_english(not_eligible_facts(journey, found, contact)) if found else None


def _indicative(journey: Journey) -> Document | None:
    budget = latest_budget(journey.pk)
    contact = contact_of(journey.team, journey.worker_id)
    return indicative.plain_english(indicative_facts(journey, budget, contact, agreement_in_force(journey.pk))) if budget else None


def _plan(journey: Journey) -> Document | None:
    """The one that is being written; else the agreed one."""
    contact = contact_of(journey.team, journey.worker_id)
    if being_written := open_plan(journey.pk):
        return plan.plain_english(open_plan_facts(being_written, contact))
    agreement = agreement_in_force(journey.pk)
    return plan.plain_english(agreed_plan_facts(agreement, contact)) if agreement else None


def _record(journey: Journey, reader: Reader) -> Paper | None:
    copy = copy_for(reader, journey, part="whole")
    return record_paper(copy, journey, own=reader.own) if copy else None


def record_paper(copy: Copy, journey: Journey, *, own: bool) -> Paper:
    """A copy of the record, or of a part of it, as a document. What staff have of it is for staff alone."""
    headings = tuple((heading.title, heading.lines) for heading in copy.headings)
    facts = RecordFacts(person=journey.person.name, own=own, dated=today().isoformat(), headings=headings)
    return Paper(record.plain_english(facts), About(journey.person_id, journey.pk, copy.sections, for_staff=not own))


LETTERS: Mapping[Kind, tuple[str, Callable[[Journey], Document | None]]] = {
    Kind.DECISION: (PlanSection.PLAN, _decision),
    Kind.NOT_ELIGIBLE: (AssessmentSection.ASSESSMENT, _not_eligible),
    Kind.INDICATIVE: (BudgetSection.BUDGET, _indicative),
    Kind.PLAN: (PlanSection.PLAN, _plan),
}
THERE: Mapping[Kind, Callable[[Journey], bool]] = {
    Kind.DECISION: lambda journey: last_agreement(journey.pk) is not None,
    Kind.NOT_ELIGIBLE: lambda journey: refused(journey) is not None,
    Kind.INDICATIVE: lambda journey: latest_budget(journey.pk) is not None,
    Kind.PLAN: lambda journey: open_plan(journey.pk) is not None or agreement_in_force(journey.pk) is not None,
}
