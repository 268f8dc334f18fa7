"""The fixed cast, for tests: organisations, workers, and the people they work with. Everything is made by the real acts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection
from psycopg import ClientCursor

from commonpurse.access import acts as access
from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.context import acting_as, proved
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.access.registry import SHARED, Verb, all_opens
from commonpurse.assessments.models import SharingSaid
from commonpurse.journeys.models import Journey
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


@contextmanager
def as_operator(aim: str = "memberships") -> Iterator[None]:
    """What a test writes to tables of staff itself, as the operator of the server, proved to come from us."""
    with acting_as(OPERATOR), proved(aim):
        yield


def a_user(name: str) -> User:
    with as_operator("accounts"):
        user = access.make_account(sign_in_name=name.lower(), name=name.title(), email=f"{name.lower()}@example.org", password=None)
        user.password = _hashed()
        user.save(update_fields=["password"])
    return user


def a_place() -> Place:
    """Make the organisations and workers that most tests need."""
    users = {name: a_user(name) for name in ("sam", "priya", "helen", "wen", "charlie")}
    with as_operator():
        return _founded(users)


def _founded(users: dict[str, User]) -> Place:
    council = Organisation.objects.create(name="Northmere Council", kind=Organisation.Kind.COUNCIL)
    trust = Organisation.objects.create(name="Northmere NHS Trust", kind=Organisation.Kind.NHS_TRUST)
    other = Organisation.objects.create(name="Southfell Council", kind=Organisation.Kind.COUNCIL)
    team = Team.objects.create(name="Northmere mental health team", founded_by=council)
    elsewhere = Team.objects.create(name="Southfell team", founded_by=other)
    team.organisations.add(council, trust)
    elsewhere.organisations.add(other)
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
    with as_operator():
        Membership.objects.create(user=user, organisation=organisation, role=Role.ADMINISTRATOR)
    return actor_of(user)


def a_privacy_officer(organisation: Organisation, name: str = "omar") -> Actor:
    """Somebody new who looks after who looks, in an organisation; as the actor they are in their own room."""
    user = a_user(name)
    with as_operator():
        Membership.objects.create(user=user, organisation=organisation, role=Role.PRIVACY, starts_on=LONG_AGO)
    return actor_of(user)


def write_past_the_wall(statement: str, *values: object) -> None:
    """Write as the owner of the tables what no act writes and no rule lets anybody write; `statement` takes its values by %s."""
    with connection.cursor() as cursor:
        cursor.execute("select tests_write(%s)", [ClientCursor(connection.connection).mogrify(statement, values)])


SHUT_OUT = """
insert into access_never (id, user_id, person_id, why, since, given_by_id) values (gen_random_uuid(), %s, %s, '', now(), %s)
"""


def shut_out(user_id: UUID, person_id: UUID, *, by: UUID = OPERATOR.user_id) -> None:
    """As if the person or a privacy officer had said that this account never sees them."""
    write_past_the_wall(SHUT_OUT, user_id, person_id, by)


A_GRANT = """
with made as (
  insert into access_ground (id, kind, person_id, given_by_id, began_at) values (gen_random_uuid(), %s, %s, %s, now()) returning *)
insert into access_grant (id, holder_kind, holder_id, person_id, section, verb, ground_kind, ground_id, valid_from, given_by_id, given_as)
select gen_random_uuid(), %s, %s, made.person_id, part.section, part.verb, made.kind, made.id, now(), made.given_by_id, 'not recorded'
from made, unnest(%s::text[], %s::text[]) part(section, verb)
"""


def give_past_the_wall(holder: access.Holder, person_id: UUID, *, ground: str, sections: Iterable[str] = ()) -> None:
    """A grant that no act gives and no rule lets anybody give, to prove what stands beside it: to everything, or to some sections."""
    parts = [(section, verb) for section in sections or dict.fromkeys(one.section for one in all_opens()) for verb in Verb]
    named, verbs = [str(section) for section, _ in parts], [str(verb) for _, verb in parts]
    write_past_the_wall(A_GRANT, ground, person_id, OPERATOR.user_id, holder.kind, holder.id, named, verbs)


def let_see(owner: Actor, user_id: UUID, journey: Journey, section: str) -> None:
    """As the person, let an account see one section of their journey; past the page that asks whom they may."""
    with acting_as(owner):
        access.share(
            SHARED, section, holder=access.account(user_id), person_id=journey.person_id, journey_id=journey.pk, until=None, by=owner
        )


def noted_that_they_let_see(worker: Actor, user_id: UUID, journey: Journey, section: str) -> None:
    """The same for somebody without an account, as their worker noted it."""
    with acting_as(worker):
        SharingSaid.objects.create(
            journey=journey, person_id=journey.person_id, holder_id=user_id, what="stage", lets=True, how="At home.", by_id=worker.user_id
        )
    let_see(worker, user_id, journey, section)
