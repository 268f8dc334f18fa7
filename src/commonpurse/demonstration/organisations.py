"""The demonstration's organisations, teams and accounts."""

from dataclasses import dataclass
from datetime import timedelta

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.demonstration.cast import LATER, WORKERS
from commonpurse.foundation.clock import today
from commonpurse.organisations.models import Membership, Organisation, Team

NAMES = {
    "council": ("Northmere Council", Organisation.Kind.COUNCIL),
    "trust": ("Northmere NHS Trust", Organisation.Kind.NHS_TRUST),
    "voluntary": ("Open Door Northmere", Organisation.Kind.VOLUNTARY),
    "elsewhere": ("Southfell Council", Organisation.Kind.COUNCIL),
}
TEAM = "Northmere mental health team"
TEAM_ELSEWHERE = "Southfell community team"


@dataclass(frozen=True)
class Place:
    """What the stories need: the team that holds them, and who acts in them."""

    team: Team
    users: dict[str, User]

    def actor(self, key: str) -> Actor:
        return actor_for(self.users[key])


def found() -> Place:
    """Found everything that is there before anybody's story begins."""
    organisations = {key: Organisation.objects.create(name=name, kind=kind) for key, (name, kind) in NAMES.items()}
    team, elsewhere = Team.objects.create(name=TEAM), Team.objects.create(name=TEAM_ELSEWHERE)
    team.organisations.add(organisations["council"], organisations["trust"])
    elsewhere.organisations.add(organisations["elsewhere"])
    users = {}
    for one in (*WORKERS, *LATER):
        users[one.key] = access.make_account(sign_in_name=one.key, name=one.name, email=f"{one.key}@example.org", password=None)
        its_team = (elsewhere if one.organisation == "elsewhere" else team) if one.in_team else None
        Membership.objects.create(
            user=users[one.key],
            organisation=organisations[one.organisation],
            team=its_team,
            role=one.role,
            approval_limit_pence=one.approval_limit_pence,
            starts_on=today() - timedelta(days=1000),  # before any of the stories
        )
    return Place(team, users)
