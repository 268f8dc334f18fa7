"""Who is acting: frozen values, filled by a loader that `organisations` registers at start-up."""

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


@dataclass(frozen=True)
class MembershipOf:
    """One current membership, as policies need it. `approval_limit_pence` is a week's money."""

    role: Role
    organisation_id: UUID
    team_id: UUID | None = None
    approval_limit_pence: int = 0


@dataclass(frozen=True)
class Actor:
    """Who is acting, for the length of one request, job or command."""

    user_id: UUID = NOBODY
    name: str = ""
    person_id: UUID | None = None
    memberships: tuple[MembershipOf, ...] = field(default=())
    own_kind: str = ""  # which of their own journeys this request is about, where the address says so

    @property
    def signed_in(self) -> bool:
        return self.user_id != NOBODY

    @property
    def holders(self) -> tuple[UUID, ...]:
        """Whom a grant may name to reach this actor: their account, they as a person, and the teams whose cases they work on."""
        return (self.user_id, *((self.person_id,) if self.person_id else ()), *self.case_teams)

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


ANONYMOUS = Actor()
OPERATOR = Actor(user_id=UUID(int=1), name="the operator of this server")
"""Whoever holds the keyboard of the server and runs its commands; no page ever acts as them."""
COMMON_PURSE = UUID(int=2)


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
