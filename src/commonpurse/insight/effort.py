"""What the journeys of teams cost, by team and kind: never by worker, never about fewer than ten, in five queries however many they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from commonpurse.access.actors import Actor, Role
from commonpurse.assessments.queries import Asked, asked_on
from commonpurse.foundation.clock import LONDON, today
from commonpurse.insight.rules import Spread, spread
from commonpurse.journeys.effort.queries import Milestones, current_contacts, milestones_of, time_on
from commonpurse.journeys.effort.rules import AFTER_BUDGET, WORKERS
from commonpurse.journeys.models import Contact, Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.organisations.models import Team

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class JourneyCost:
    """One journey's cost up to its indicative budget; None where it has not come so far, or nothing was counted. Stays in here."""

    team_id: UUID
    kind: str
    worker_id: UUID
    minutes: float | None
    visits: int | None
    questions: int | None
    again: int | None
    handovers: int | None
    days_to_indicative: int | None
    days_to_agreement: int | None


@dataclass(frozen=True)
class GroupCost:
    """The journeys of one kind in one team. Each measure is None where it is hidden."""

    team: Team
    kind: str
    minutes: Spread | None
    visits: Spread | None
    questions: Spread | None
    again: Spread | None
    handovers: Spread | None
    days_to_indicative: Spread | None
    days_to_agreement: Spread | None

    @property
    def hidden(self) -> bool:
        return self.days_to_indicative is None


def cost_by_team(actor: Actor) -> list[GroupCost]:
    """The journeys that began in the last year in the teams that the actor manages. No total is made: a total gives a hidden part away."""
    costs = _costs(actor)
    teams = Team.objects.filter(pk__in=actor.teams(Role.MANAGER)).order_by("name", "pk")
    return [
        _group(team, kind, [one for one in costs if one.team_id == team.pk and one.kind == kind])
        for team in teams
        for kind in Journey.Kind.values
    ]


def _group(team: Team, kind: str, costs: list[JourneyCost]) -> GroupCost:
    def over(measure: Callable[[JourneyCost], float | None]) -> Spread | None:
        known = [(value, one.worker_id) for one in costs if (value := measure(one)) is not None]
        return spread([value for value, _ in known], workers=[worker for _, worker in known])

    return GroupCost(
        team,
        kind,
        minutes=over(lambda one: one.minutes),
        visits=over(lambda one: one.visits),
        questions=over(lambda one: one.questions),
        again=over(lambda one: one.again),
        handovers=over(lambda one: one.handovers),
        days_to_indicative=over(lambda one: one.days_to_indicative),
        days_to_agreement=over(lambda one: one.days_to_agreement),
    )


def _costs(actor: Actor) -> list[JourneyCost]:
    journeys = visible_to(actor).filter(team_id__in=actor.teams(Role.MANAGER), started_on__gt=today() - A_YEAR)
    ids = journeys.values_list("pk", flat=True)
    minutes: dict[UUID, float] = {}
    for spent in time_on(ids):
        if spent.side in WORKERS and spent.step not in AFTER_BUDGET:
            minutes[spent.journey_id] = minutes.get(spent.journey_id, 0) + (spent.measured + spent.estimated) / 60
    visits: dict[UUID, list[Contact]] = {}
    for contact in current_contacts(ids).filter(kind=Contact.Kind.VISIT):
        visits.setdefault(contact.journey_id, []).append(contact)
    asked, milestones = asked_on(ids), milestones_of(ids)
    return [
        _cost(one, milestones[one.pk], minutes.get(one.pk), visits.get(one.pk, []), asked.get(one.pk, Asked()))
        for one in journeys
        if one.pk in milestones
    ]


def _cost(journey: Journey, told: Milestones, minutes: float | None, visits: Iterable[Contact], asked: Asked) -> JourneyCost:
    so_far = told.indicative is not None
    return JourneyCost(
        team_id=journey.team_id,
        kind=journey.kind,
        worker_id=journey.worker_id,
        minutes=minutes if so_far else None,
        visits=sum(one.on <= _day(told.indicative) for one in visits) if told.indicative else None,
        questions=asked.questions if so_far else None,
        again=asked.again if so_far else None,
        handovers=told.handovers if so_far else None,
        days_to_indicative=(_day(told.indicative) - _day(told.started)).days if told.indicative else None,
        days_to_agreement=(_day(told.agreed) - _day(told.started)).days if told.agreed else None,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
