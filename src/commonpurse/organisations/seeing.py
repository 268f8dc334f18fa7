"""Who can see a record and who has looked at it, for the person whose it is; and who is left in its teams without somebody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from commonpurse.access.actors import Role
from commonpurse.access.models import Grant, Look
from commonpurse.access.queries import in_force as grants_in_force
from commonpurse.access.queries import names_of
from commonpurse.access.registry import CASE, HolderKind
from commonpurse.organisations.models import Membership, Team
from commonpurse.organisations.queries import in_force

WORK_ON_CASES = frozenset({Role.PRACTITIONER, Role.MANAGER})


@dataclass
class Seeing:
    """An account that can see a record now (`sees`), has looked at it (`looked`, the last time), or works in a team that holds it."""

    user_id: UUID
    name: str = ""
    teams: list[str] = field(default_factory=list)
    sees: bool = False
    helps: bool = False
    looked: datetime | None = None


def who_can_see(person_id: UUID, *, own: UUID) -> list[Seeing]:
    """Everybody whom it may concern who sees a record, by name, but for the person's own account. Four queries, however many they are.

    What a person lets somebody see who is named as a person, not as an account, is left out: whether they have one is not told.
    """
    grants = Grant.objects.filter(grants_in_force(), person_id=person_id)
    holders = set(grants.values_list("holder_kind", "holder_id").distinct())
    found: dict[UUID, Seeing] = {}
    for kind, holder_id in holders:
        if kind == HolderKind.USER:
            of = found.setdefault(holder_id, Seeing(holder_id))
            of.sees = of.helps = True
    for member in _members(holders):
        of = found.setdefault(member.user_id, Seeing(member.user_id))
        in_its_team = (HolderKind.TEAM, member.team_id) in holders
        of.sees = of.sees or (HolderKind.MEMBER, member.pk) in holders or (in_its_team and member.role in WORK_ON_CASES)
        if in_its_team and member.team and member.team.name not in of.teams:
            of.teams.append(member.team.name)
    for row in Look.objects.filter(person_id=person_id).order_by().values("user_id").annotate(last=Max("at")):
        found.setdefault(row["user_id"], Seeing(row["user_id"])).looked = row["last"]
    names = names_of(set(found))
    for one in found.values():
        one.name = names.get(one.user_id, "")
    return sorted((one for one in found.values() if one.name and one.user_id != own), key=lambda one: (one.name.lower(), str(one.user_id)))


def _members(holders: Iterable[tuple[str, UUID]]) -> Iterable[Membership]:
    ids = {kind: [holder_id for one, holder_id in holders if one == kind] for kind in (HolderKind.TEAM, HolderKind.MEMBER)}
    there = Membership.objects.filter(in_force(), team_id__in=ids[HolderKind.TEAM])
    asked = Membership.objects.filter(in_force(), pk__in=ids[HolderKind.MEMBER])
    return (there | asked).filter(user__is_active=True).select_related("team").order_by("starts_on", "pk")


def teams_holding(person_id: UUID) -> list[Team]:
    """The teams that hold a record now as their case, for the person whose it is."""
    held = Grant.objects.filter(grants_in_force(), person_id=person_id, ground_kind=CASE, holder_kind=HolderKind.TEAM)
    return list(Team.objects.filter(pk__in=held.values("holder_id")).order_by("name", "pk"))


@dataclass(frozen=True)
class Left:
    """What a team lacks when these accounts are shut out of a record that it holds."""

    team: Team
    workers: bool
    managers: bool


def left_in(teams: Collection[Team], *, without: Collection[UUID]) -> list[Left]:
    """Whether anybody is left in each team who works with people, and anybody who manages it. One query."""
    there = Membership.objects.filter(in_force(), team__in=teams, role__in=WORK_ON_CASES, user__is_active=True).exclude(user_id__in=without)
    roles = set(there.values_list("team_id", "role"))
    return [
        Left(
            team,
            workers=any((team.pk, role) in roles for role in WORK_ON_CASES),
            managers=(team.pk, Role.MANAGER) in roles,
        )
        for team in teams
    ]
