"""The demonstration's organisations, teams and accounts, and its published schemes."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from importlib.resources import files

from commonpurse.access import acts as access
from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.context import acting_as, proved
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.allocation import acts as allocation
from commonpurse.assessments.acts import publish_questionnaire
from commonpurse.demonstration.cast import LATER, WORKERS
from commonpurse.formula import read_scheme
from commonpurse.foundation.clock import at, now, today
from commonpurse.organisations.models import Membership, Organisation, Team
from commonpurse.organisations.records import MEMBERSHIPS

NAMES = {
    "council": ("Northmere Council", Organisation.Kind.COUNCIL),
    "trust": ("Northmere NHS Trust", Organisation.Kind.NHS_TRUST),
    "voluntary": ("Open Door Northmere", Organisation.Kind.VOLUNTARY),
    "elsewhere": ("Southfell Council", Organisation.Kind.COUNCIL),
}
TEAM = "Northmere mental health team"
TEAM_ELSEWHERE = "Southfell community team"
# Made up, and every letter of the demonstration says so: numbers that begin 01632 960 belong to nobody, and there is no Northmere.
COMPLAINTS = {"council": "Write to Complaints, Northmere Council, 1 Market Place, Northmere NM1 1AA, or ring 01632 960100."}
ADDRESS = "2 Quay Street\nNorthmere NM1 4AB"
TELEPHONE, HOURS = "01632 960110", "Monday to Friday, 9 am to 5 pm"
LONG_AGO = timedelta(days=1000)  # before any of the stories


@dataclass(frozen=True)
class Place:
    """What the stories need: the team that holds them, and who acts in them."""

    team: Team
    users: dict[str, User]

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {}

    def actor(self, key: str) -> Actor:
        """Also somebody who got their account in a story."""
        if key not in self._actors:
            self._actors[key] = actor_for(self.users[key])
        return self._actors[key]


def found() -> Place:
    """Found everything that is there before anybody's story begins.

    Written to the tables directly: there is no administrator yet whom `organisations.acts` could ask.
    """
    with acting_as(OPERATOR), proved(MEMBERSHIPS):
        place = _founded()
    _publish(place.actor("wen"))
    return place


def _founded() -> Place:
    organisations = {
        key: Organisation.objects.create(name=name, kind=kind, complaints=COMPLAINTS.get(key, "")) for key, (name, kind) in NAMES.items()
    }
    team = Team.objects.create(name=TEAM, founded_by=organisations["council"], address=ADDRESS, telephone=TELEPHONE, hours=HOURS)
    elsewhere = Team.objects.create(name=TEAM_ELSEWHERE, founded_by=organisations["elsewhere"])
    team.organisations.add(organisations["council"], organisations["trust"])
    elsewhere.organisations.add(organisations["elsewhere"])
    users = {}
    for one in (*WORKERS, *LATER):
        users[one.key] = access.make_account(sign_in_name=one.key, name=one.name, email=f"{one.key}@example.org", password=None)
        Membership.objects.create(
            user=users[one.key],
            organisation=organisations[one.organisation],
            team=(elsewhere if one.organisation == "elsewhere" else team) if one.in_team else None,
            role=one.role or Role.PRACTITIONER,
            approval_limit_pence=one.approval_limit_pence,
            starts_on=today() - LONG_AGO,
            telephone=one.telephone,
        )
    return Place(team, users)


def _publish(by: Actor) -> None:
    """Publish the reference schemes and the words around their questions."""
    with at(now() - LONG_AGO), acting_as(by):
        for name in ("reference-adult", "reference-carer"):
            source = (files("commonpurse.allocation") / "schemes" / f"{name}.toml").read_bytes()
            words = (files("commonpurse.assessments") / "questionnaires" / f"{name}.toml").read_bytes()
            allocation.publish(source, by=by)
            publish_questionnaire(words, read_scheme(source), by=by)
