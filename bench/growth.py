"""How pages grow with a place: server time and queries of each list and detail page, among 100 people and among 10,000.

The pages are served by the real application as the role `app`, with row-level security on, to sessions that signed in; in this
process, by Django's test client, so that nothing of a network is counted. The teams have 100 people each in both places, and a
worker a quarter of them: what one worker may see stays, and what the place holds grows a hundredfold. Both places take turns,
request by request, so that they meet the same noise; of several rounds the p95 of the quietest counts.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from random import Random
from time import perf_counter, perf_counter_ns
from typing import Any
from uuid import UUID

SIZES = (100, 10_000)
IN_A_TEAM = 100
A_PAGE_OF_TEAMS = 30  # in the small place most of them hold nobody
ROUNDS, IN_A_ROUND, WARM = 3, 20, 2
WITHIN = 1.3
"""The goal: p95 in the large place at most so many times that in the small one, and the same queries."""
TITLE = "Growth of pages: server time in ms, and queries, in a place of 100 and of 10,000 people"
NO_TEMPLATE = {"Margaret", "Ruth"}  # their rows belong together


@dataclass
class PlaceToMeasure:
    size: int
    database: str
    connection: Any
    ids: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, Any] = field(default_factory=dict)
    plans: dict[str, UUID] = field(default_factory=dict)
    council: UUID | None = None


def run() -> dict[str, Any]:
    began = perf_counter()
    databases = databases_of_the_tests()
    places: list[PlaceToMeasure] = []
    try:
        places += (place_of(databases, size) for size in SIZES)
        filled = perf_counter() - began
        print(f"  filled in {filled:.0f} s: {', '.join(_held(place) for place in places)}", file=sys.stderr)
        rows = _measure(places)
    finally:
        for place in places:
            place.connection.close()
            databases.drop(place.database)
        databases.sign_of_life.close()
    return report(rows, filled_seconds=round(filled), seconds=round(perf_counter() - began))


def report(rows: dict[str, dict[str, Any]], **seconds: int) -> dict[str, Any]:
    slow = [name for name, row in rows.items() if row["p95 10k"] > WITHIN * row["p95 100"]]
    other = [name for name, row in rows.items() if row["queries"] != row["queries 10k"]]
    return {
        "title": TITLE,
        "rows": rows,
        "goals": {
            f"p95 within {WITHIN} times{': not ' + ', '.join(slow) if slow else ''}": not slow,
            f"the same queries{': not ' + ', '.join(other) if other else ''}": not other,
        },
        **seconds,
    }


def databases_of_the_tests() -> Any:
    """The tests' own way to a fresh database: one template, clones of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonpurse.config.settings")
    import tests.environment  # noqa: F401 - what the settings are told
    from tests.conftest import Databases

    made = Databases("bench")
    import django

    django.setup()
    return made


def place_of(databases: Any, size: int) -> PlaceToMeasure:
    """The demonstration's people by the real acts; everybody else as copies of their rows."""
    from django.db import connections
    from tests.a_demonstration import _dana
    from tests.conftest import use

    name = databases.clone(demonstration=True)
    connections["default"] = opened = connections.create_connection("default")
    opened.settings_dict = dict(opened.settings_dict)  # its own, else the next place's address would be this one's too
    use(name)
    place = PlaceToMeasure(size, name, opened)
    from commonpurse.demonstration import building

    _dana(building.build())
    with databases.as_owner(name) as owner:
        _fill(place, owner)
    return place


def _fill(place: PlaceToMeasure, owner: Any) -> None:
    from commonpurse.access.context import acting_as
    from commonpurse.access.models import User
    from commonpurse.access.queries import actor_for
    from commonpurse.demonstration import organisations
    from commonpurse.journeys.models import Journey
    from commonpurse.organisations.models import Team
    from commonpurse.plans.models import Plan

    from .filling import Filler

    place.users = {user.sign_in_name: user for user in User.objects.all()}
    team = Team.objects.get(name=organisations.TEAM)
    place.council = team.founded_by_id
    with acting_as(actor_for(place.users["sam"])):
        journeys = list(Journey.objects.select_related("person"))
        place.ids = {journey.person.first_name: journey.pk for journey in journeys}
        names = {journey.pk: journey.person.first_name for journey in journeys}
        place.plans = {names[plan.journey_id]: plan.pk for plan in Plan.objects.all()}
        patterns = [journey.person_id for journey in journeys if journey.person.first_name not in NO_TEMPLATE]
    _colleagues(team)
    home = _team(team, [place.users["sam"], place.users["priya"]], place.users["helen"], more=2)
    missing = place.size - len(journeys)
    others = [_new_team(number, team) for number in range(1, max(A_PAGE_OF_TEAMS, -(-place.size // IN_A_TEAM)))]
    teams = {at: home if at < IN_A_TEAM - len(journeys) else others[(at + len(journeys)) // IN_A_TEAM - 1] for at in range(missing)}
    filler = Filler(owner, home, Random(place.size))
    filler.fill(patterns, teams, number=missing)
    filler.looked_at()


def _colleagues(team: Any) -> None:
    """People who work for the council in no team: more than a page full of them in both places."""
    for at in range(60):
        _worker(team, f"Colleague {at}", "finance", in_team=False)


def _new_team(number: int, like: Any) -> Any:
    from commonpurse.access.actors import OPERATOR
    from commonpurse.access.context import acting_as, proved
    from commonpurse.organisations.models import Team

    with acting_as(OPERATOR), proved("memberships"):
        team = Team.objects.create(name=f"Team {number}", founded_by_id=like.founded_by_id)
        team.organisations.add(*like.organisations.all())
    return _team(team, [], None, more=4)


def _team(team: Any, workers: list[Any], manager: Any, *, more: int) -> Any:
    """A team of four practitioners and a manager; those who are missing are added."""
    from .filling import TeamOf

    added = [_worker(team, f"Worker {at} of {team.name}", "practitioner") for at in range(more)]
    manager = manager or _worker(team, f"Manager of {team.name}", "manager")
    return TeamOf(team.pk, [user.pk for user in (*workers, *added)], manager.pk)


def _worker(team: Any, name: str, role: str, *, in_team: bool = True) -> Any:
    from commonpurse.access.actors import OPERATOR
    from commonpurse.access.context import acting_as, proved
    from commonpurse.access.models import User
    from commonpurse.organisations.models import Membership

    with acting_as(OPERATOR), proved("accounts"):
        user = User.objects.create(sign_in_name=name.lower().replace(" ", "."), name=name, password="!")
        with proved("memberships"):
            Membership.objects.create(
                user=user, organisation_id=team.founded_by_id, team=team if in_team else None, role=role, starts_on=date(2020, 1, 6)
            )
    return user


@contextmanager
def _at(place: PlaceToMeasure) -> Iterator[None]:
    """Let this process talk to one place's database; each keeps its own connection open."""
    from django.db import connections

    connections["default"] = place.connection
    yield


def _held(place: PlaceToMeasure) -> str:
    from commonpurse.access.context import acting_as
    from commonpurse.access.queries import actor_for
    from commonpurse.journeys.models import Journey

    with _at(place), acting_as(actor_for(place.users["sam"])) as sam:
        seen = Journey.objects.count()
        own = Journey.objects.filter(worker_id=sam.user_id).count()
    return f"{place.size:,} people, {seen} of them visible to Sam, {own} his own"


def _pages(place: PlaceToMeasure) -> dict[str, tuple[str, str]]:
    """Who opens which address."""
    from django.urls import reverse

    def of(route: str, name: str, **more: str) -> str:
        return reverse(f"practitioner:{route}", kwargs={"journey_id": place.ids[name], **more})

    caseload, waiting = reverse("practitioner:caseload"), reverse("manager:waiting")
    people, teams, invitations = (reverse(f"administrator:{name}", args=[place.council]) for name in ("people", "teams", "invitations"))
    return {
        "practitioner: caseload": ("sam", caseload),
        "practitioner: caseload, everyone": ("sam", f"{caseload}?show=everyone"),
        "practitioner: caseload, everyone, page 3": ("sam", f"{caseload}?show=everyone&page=3"),
        "practitioner: caseload, ended": ("sam", f"{caseload}?show=ended"),
        "practitioner: search by name": ("sam", f"{caseload}?find=el"),
        "practitioner: search by two names": ("sam", f"{caseload}?find=iris+whit"),
        "practitioner: search by NHS number": ("sam", f"{caseload}?find=9995"),
        "practitioner: journey": ("sam", of("journey", "Iris")),
        "practitioner: answers": ("sam", of("voices", "Grace")),
        "practitioner: checking": ("sam", of("checking", "Grace")),
        "practitioner: checking one answer": ("sam", of("check", "Grace", question_id="home")),
        "practitioner: eligibility": ("sam", of("eligibility", "Leon")),
        "practitioner: budget and why": ("sam", of("budget", "Leon")),
        "practitioner: budget with two sides": ("sam", of("budget", "Iris")),
        "practitioner: plan": ("sam", of("plan", "Iris")),
        "practitioner: letter": ("sam", of("letter", "Dana")),
        "practitioner: copy for the case record": ("sam", of("record", "Iris")),
        "manager: waiting": ("helen", waiting),
        "manager: waiting, search": ("helen", f"{waiting}?find=nell"),
        "manager: plan": ("helen", reverse("manager:plan", args=[place.plans["Nell"]])),
        "manager: decision": ("helen", reverse("manager:decision", args=[place.plans["Dana"]])),
        "person: home": ("dana", reverse("person:home")),
        "person: budget and why": ("dana", reverse("person:budget")),
        "person: plan": ("dana", reverse("person:plan")),
        "person: letter": ("dana", reverse("person:letter")),
        "person: who looked": ("dana", reverse("person:who_looked")),
        "administrator: people": ("wen", people),
        "administrator: people, search": ("wen", f"{people}?find=colleague+1"),
        "administrator: teams": ("wen", teams),
        "administrator: invitations": ("wen", invitations),
    }


def _measure(places: list[PlaceToMeasure]) -> dict[str, dict[str, Any]]:
    """Time every page in turns of both places, then count its queries."""
    addresses = {place.size: _pages(place) for place in places}
    clients = {place.size: _signed_in(place) for place in places}
    for place in places:
        _copies_are_whole(place, clients[place.size]["sam"])
    taken: dict[str, dict[int, list[int]]] = {name: {size: [] for size in SIZES} for name in addresses[SIZES[0]]}
    for at in range(WARM + ROUNDS * IN_A_ROUND):
        for name, each in taken.items():
            for place in places if at % 2 else reversed(places):
                user, address = addresses[place.size][name]
                with _at(place):
                    start = perf_counter_ns()
                    answer = clients[place.size][user].get(address)
                    passed = perf_counter_ns() - start
                assert answer.status_code == 200, (name, place.size, answer.status_code)
                if at >= WARM:
                    each[place.size].append(passed)
    queries = {place.size: _queries(place, clients[place.size], addresses[place.size]) for place in places}
    return {name: _row(each, *(queries[size][name] for size in SIZES)) for name, each in taken.items()}


def _copies_are_whole(place: PlaceToMeasure, sam: Any) -> None:
    """The pages of copied people open like those of the people whom the acts wrote."""
    from django.urls import reverse

    from commonpurse.access.context import acting_as
    from commonpurse.access.queries import actor_for
    from commonpurse.journeys.models import Journey

    with _at(place):
        with acting_as(actor_for(place.users["sam"])):
            copied = list(
                Journey.objects.filter(person__nhs_number__startswith="9995").order_by("started_on")[:30].values_list("pk", flat=True)
            )
        for journey_id in copied:
            for route in ("journey", "budget", "plan", "record"):
                answer = sam.get(reverse(f"practitioner:{route}", args=[journey_id]))
                assert answer.status_code == 200, (route, journey_id, answer.status_code)


def _signed_in(place: PlaceToMeasure) -> dict[str, Any]:
    from django.test import Client

    found = {}
    with _at(place):
        for name in ("sam", "helen", "dana", "wen"):
            found[name] = Client(SERVER_NAME="localhost")
            found[name].force_login(place.users.get(name) or _user(name), backend=None)
    return found


def _user(name: str) -> Any:
    from commonpurse.access.models import User

    return User.objects.get(sign_in_name=name)


def _queries(place: PlaceToMeasure, clients: dict[str, Any], addresses: dict[str, tuple[str, str]]) -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    with _at(place):
        for name, (user, address) in addresses.items():
            with CaptureQueriesContext(connection) as captured:
                clients[user].get(address)
            found[name] = len(captured)
    return found


def _row(taken: dict[int, list[int]], queries: int, queries_10k: int) -> dict[str, Any]:
    small, large = (_times(each) for each in taken.values())
    return {
        "p50 100": small.p50_ms,
        "p95 100": small.p95_ms,
        "p50 10k": large.p50_ms,
        "p95 10k": large.p95_ms,
        "p50 ratio": f"{large.p50_ms / small.p50_ms:.2f}",
        "p95 ratio": f"{large.p95_ms / small.p95_ms:.2f}",
        "queries": queries,
        "queries 10k": queries_10k,
    }


@dataclass(frozen=True)
class Times:
    p50_ms: float
    p95_ms: float


def _times(taken: list[int]) -> Times:
    rounds = [sorted(taken[first : first + IN_A_ROUND]) for first in range(0, len(taken), IN_A_ROUND)]
    return Times(sorted(taken)[len(taken) // 2] / 1e6, min(each[IN_A_ROUND * 95 // 100 - 1] for each in rounds) / 1e6)
