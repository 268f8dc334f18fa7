"""What one journey has cost so far: the same facts for the page of the worker and for the person's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonpurse.assessments.queries import Asked, asked_on
from commonpurse.journeys.effort.baseline import Baseline, baseline
from commonpurse.journeys.effort.queries import Spent, current_contacts, milestones_of, stages_of, time_on
from commonpurse.journeys.effort.rules import AFTER_BUDGET, STEP_TITLES, STEPS_IN_PLAIN_WORDS, WORKERS, Side, Step
from commonpurse.journeys.models import Contact, Journey
from commonpurse.journeys.stages import IN_PLAIN_WORDS, TITLES


@dataclass(frozen=True)
class Time:
    """Seconds: counted by the page, and estimated where it could not count."""

    measured: int = 0
    estimated: int = 0

    @property
    def total(self) -> int:
        return self.measured + self.estimated


@dataclass(frozen=True)
class StepTime:
    title: str
    theirs: Time
    ours: Time


@dataclass(frozen=True)
class Contacts:
    """Visits, or calls, with their minutes."""

    number: int
    minutes: int
    travel: int


@dataclass(frozen=True)
class SoFar:
    """`theirs` is the time of the person or carer and, for staff, of helpers; `ours` of practitioners and managers.

    `until_budget`: ours on the steps up to the indicative budget, which is what there is an account of from before.
    """

    steps: list[StepTime]
    theirs: Time
    ours: Time
    until_budget: Time
    contacts: list[Contact]
    visits: Contacts
    calls: Contacts
    asked: Asked
    handovers: int
    stages: list[tuple[str, int]]
    baseline: Baseline


def so_far(journey: Journey, *, own: bool = False) -> SoFar:
    """In five queries. `own`: for the person themselves, to whom nothing is told of what somebody who helps said, nor how long it took."""
    spent = [one for one in time_on([journey.pk]) if not (own and one.side == Side.HELPER)]
    contacts = list(current_contacts([journey.pk]))
    milestones = milestones_of([journey.pk]).get(journey.pk)
    return SoFar(
        steps=[_step(step, spent, STEPS_IN_PLAIN_WORDS if own else STEP_TITLES) for step in Step if any(one.step == step for one in spent)],
        theirs=_sum(one for one in spent if one.side not in WORKERS),
        ours=_sum(one for one in spent if one.side in WORKERS),
        until_budget=_sum(one for one in spent if one.side in WORKERS and one.step not in AFTER_BUDGET),
        contacts=contacts,
        visits=_contacts(one for one in contacts if one.kind == Contact.Kind.VISIT),
        calls=_contacts(one for one in contacts if one.kind == Contact.Kind.CALL),
        asked=asked_on([journey.pk], helpers=not own).get(journey.pk, Asked()),
        handovers=milestones.handovers if milestones else 0,
        stages=[((IN_PLAIN_WORDS if own else TITLES)[one.stage], one.days) for one in stages_of(journey)],
        baseline=baseline(),
    )


def _step(step: Step, spent: list[Spent], titles: Mapping[Step, str]) -> StepTime:
    here = [one for one in spent if one.step == step]
    return StepTime(
        titles[step],
        theirs=_sum(one for one in here if one.side not in WORKERS),
        ours=_sum(one for one in here if one.side in WORKERS),
    )


def _sum(spent: Iterable[Spent]) -> Time:
    rows = list(spent)
    return Time(sum(one.measured for one in rows), sum(one.estimated for one in rows))


def _contacts(contacts: Iterable[Contact]) -> Contacts:
    rows = list(contacts)
    return Contacts(len(rows), sum(one.minutes for one in rows), sum(one.travel_minutes for one in rows))
