"""The fixed cast, for tests: organisations, workers, and the people they work with. Everything is made by the real acts."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor, Role
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.organisations.models import Membership, Organisation, Team
from commonpurse.people import acts as people
from commonpurse.people.models import Person


def actor_of(user: User) -> Actor:
    return actor_for(User.objects.get(pk=user.pk))


@dataclass
class Place:
    """A council and a trust that share one team, and a stranger in a team of another council."""

    council: Organisation
    trust: Organisation
    team: Team
    elsewhere: Team
    sam: User
    priya: User
    helen: User
    wen: User
    charlie: User

    @property
    def as_sam(self) -> Actor:
        return actor_of(self.sam)

    @property
    def as_priya(self) -> Actor:
        return actor_of(self.priya)

    @property
    def as_helen(self) -> Actor:
        return actor_of(self.helen)

    @property
    def as_charlie(self) -> Actor:
        return actor_of(self.charlie)

    def person(self, first_name: str = "Daniel", last_name: str = "Okafor", born: date = date(1992, 3, 4), nhs_number: str = "") -> Person:
        with acting_as(self.as_sam):
            return people.add_person(
                first_name=first_name, last_name=last_name, born=born, nhs_number=nhs_number, seen_by=self.team.pk, by=self.as_sam
            )


LONG_AGO = date(2020, 1, 6)
PASSWORD = "a quiet orange lantern"


@cache
def _hashed() -> str:
    """PASSWORD as the database keeps it; made once a run, because it is slow on purpose."""
    return make_password(PASSWORD)


def a_user(name: str) -> User:
    user = access.make_account(sign_in_name=name.lower(), name=name.title(), email=f"{name.lower()}@example.org", password=None)
    user.password = _hashed()
    user.save(update_fields=["password"])
    return user


def a_place() -> Place:
    """Make the organisations and workers that most tests need."""
    council = Organisation.objects.create(name="Northmere Council", kind=Organisation.Kind.COUNCIL)
    trust = Organisation.objects.create(name="Northmere NHS Trust", kind=Organisation.Kind.NHS_TRUST)
    other = Organisation.objects.create(name="Southfell Council", kind=Organisation.Kind.COUNCIL)
    team = Team.objects.create(name="Northmere mental health team", founded_by=council)
    elsewhere = Team.objects.create(name="Southfell team", founded_by=other)
    team.organisations.add(council, trust)
    elsewhere.organisations.add(other)
    users = {name: a_user(name) for name in ("sam", "priya", "helen", "wen", "charlie")}
    roles = [
        ("sam", council, team, Role.PRACTITIONER, 0),
        ("priya", trust, team, Role.PRACTITIONER, 0),
        ("helen", council, team, Role.MANAGER, 40_000),
        ("wen", council, None, Role.ADMINISTRATOR, 0),
        ("charlie", other, elsewhere, Role.PRACTITIONER, 0),
    ]
    for name, organisation, its_team, role, limit in roles:
        Membership.objects.create(
            user=users[name], organisation=organisation, team=its_team, role=role, approval_limit_pence=limit, starts_on=LONG_AGO
        )
    return Place(council, trust, team, elsewhere, **users)


def an_administrator(user: User, organisation: Organisation) -> Actor:
    """Make somebody an administrator of an organisation too; gives them as the actor they are now."""
    Membership.objects.create(user=user, organisation=organisation, role=Role.ADMINISTRATOR)
    return actor_of(user)
