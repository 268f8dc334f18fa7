"""Who is acting, in what capacity and for what: frozen values, filled by a loader that `organisations` registers at start-up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

NOBODY = UUID(int=0)


class Role(StrEnum):
    """What somebody does in an organisation or team."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    FINANCE = "finance"
    COMMISSIONER = "commissioner"
    TRAINER = "trainer"
    BROKER = "broker"
    PEER_SUPPORTER = "peer_supporter"
    PRIVACY = "privacy"
    ADMINISTRATOR = "administrator"


class Capacity(StrEnum):
    """As what somebody acts: one user may be a worker in the morning and somebody's daughter in the evening."""

    OWN = "own"
    HELPER = "helper"
    SHOWN = "shown"
    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    PRIVACY = "privacy"
    ADMINISTRATOR = "administrator"
    ITSELF = "itself"
    OPERATOR = "operator"
    VISITOR = "visitor"


class Purpose(StrEnum):
    """What it is done for."""

    OWN_RECORD = "own record"
    HELPING = "helping"
    CARE = "care and support"
    OVERSIGHT = "oversight"
    ADMINISTRATION = "administration"
    RUNNING = "running the service"


PURPOSES = {
    Capacity.OWN: Purpose.OWN_RECORD,
    Capacity.HELPER: Purpose.HELPING,
    Capacity.SHOWN: Purpose.HELPING,
    Capacity.PRACTITIONER: Purpose.CARE,
    Capacity.MANAGER: Purpose.CARE,
    Capacity.PRIVACY: Purpose.OVERSIGHT,
    Capacity.ADMINISTRATOR: Purpose.ADMINISTRATION,
    Capacity.ITSELF: Purpose.CARE,
    Capacity.OPERATOR: Purpose.RUNNING,
    Capacity.VISITOR: Purpose.RUNNING,
}


@dataclass(frozen=True)
class MembershipOf:
    """One current membership, as policies need it. `approval_limit_pence` is a week's money."""

    role: Role
    organisation_id: UUID
    team_id: UUID | None = None
    approval_limit_pence: int = 0
    id: UUID = NOBODY


@dataclass(frozen=True)
class Actor:
    """Who is acting, for the length of one request, job or command.

    `ground_id`: the reason for which the record that is open now is open to them. `session_key`: by which the database finds who it is,
    where somebody came by the web; it is no part of who they are.
    """

    user_id: UUID = NOBODY
    name: str = ""
    person_id: UUID | None = None
    memberships: tuple[MembershipOf, ...] = field(default=())
    own_kind: str = ""  # which of their own journeys this request is about, where the address says so
    capacity: Capacity | None = field(default=None, compare=False)
    ground_id: UUID | None = field(default=None, compare=False)
    session_key: str | None = field(default=None, compare=False, repr=False)

    @property
    def signed_in(self) -> bool:
        return self.user_id != NOBODY

    @property
    def acts_as(self) -> Capacity:
        """The capacity that was said, or the one that this actor most likely has."""
        return self.capacity or self._likely_capacity()

    @property
    def purpose(self) -> Purpose:
        return PURPOSES[self.acts_as]

    def _likely_capacity(self) -> Capacity:
        if self == OPERATOR:
            return Capacity.OPERATOR
        if self.user_id == COMMON_PURSE:
            return Capacity.ITSELF
        for role, capacity in _BY_ROLE.items():
            if self.has_role(role):
                return capacity
        if self.person_id is not None:
            return Capacity.OWN
        return Capacity.HELPER if self.signed_in else Capacity.VISITOR

    @property
    def holders(self) -> tuple[str, ...]:
        """Whom a grant may name to reach this actor, as kind and uuid: their account, they as a person, each of their memberships, and
        the teams whose cases they work on.
        """
        own = [f"user:{self.user_id}", *([f"person:{self.person_id}"] if self.person_id else [])]
        member = [f"member:{one.id}" for one in self.memberships if one.id != NOBODY]
        return (*own, *member, *(f"team:{team_id}" for team_id in self.case_teams))

    @property
    def case_teams(self) -> tuple[UUID, ...]:
        """The teams in which the actor works with people. Training, paying or administering in a team opens nobody's record."""
        return self.teams(Role.PRACTITIONER, Role.MANAGER)

    def has_role(self, *roles: Role) -> bool:
        return any(membership.role in roles for membership in self.memberships)

    def teams(self, *roles: Role) -> tuple[UUID, ...]:
        """The teams the actor belongs to in any role, or in which they hold one of these roles."""
        return tuple(dict.fromkeys(m.team_id for m in self.memberships if m.team_id and (not roles or m.role in roles)))

    def works_in(self, team_id: UUID | None) -> bool:
        return team_id is not None and team_id in self.case_teams

    def manages(self, team_id: UUID | None) -> bool:
        return team_id is not None and team_id in self.teams(Role.MANAGER)

    def administers(self, organisation_id: UUID) -> bool:
        return any(m.role == Role.ADMINISTRATOR and m.organisation_id == organisation_id for m in self.memberships)

    def approval_limit_pence(self, team_id: UUID | None) -> int:
        """The most a week that this actor may agree for a team; 0 where they manage nothing."""
        return max((m.approval_limit_pence for m in self.memberships if m.role == Role.MANAGER and m.team_id == team_id), default=0)


_BY_ROLE = {
    Role.MANAGER: Capacity.MANAGER,
    Role.PRACTITIONER: Capacity.PRACTITIONER,
    Role.PRIVACY: Capacity.PRIVACY,
    Role.ADMINISTRATOR: Capacity.ADMINISTRATOR,
}
ANONYMOUS = Actor()
COMMON_PURSE = UUID(int=2)
OPERATOR = Actor(user_id=UUID(int=1), name="the operator of this server")
"""Whoever holds the keyboard of the server and runs its commands; no page ever acts as them."""


def itself(*team_ids: UUID) -> Actor:
    """Common Purse itself, for a job about one person: as the teams that hold that person's record, and nobody else."""
    places = tuple(MembershipOf(Role.PRACTITIONER, NOBODY, team_id) for team_id in team_ids)
    return Actor(user_id=COMMON_PURSE, name="Common Purse", memberships=places)


Loader = Callable[[UUID], tuple[MembershipOf, ...]]
_loaders: list[Loader] = []


def register_memberships(loader: Loader) -> None:
    """Let the app that knows memberships fill them in; called once, at start-up."""
    if loader not in _loaders:
        _loaders.append(loader)


def memberships_of(user_id: UUID) -> tuple[MembershipOf, ...]:
    return tuple(membership for loader in _loaders for membership in loader(user_id))
