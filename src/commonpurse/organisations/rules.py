"""What a membership must be like, and how an invitation is kept: pure."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from commonpurse.access.actors import Role
from commonpurse.values.missing import Missing

INVITATION_HOLDS = timedelta(days=7)
WORKS_IN_A_TEAM = frozenset({Role.PRACTITIONER, Role.MANAGER})
HIGHEST_LIMIT_PENCE = 10_000_000  # £100,000 a week: more is a slip of the finger


def what_a_role_needs(role: Role, *, team_id: UUID | None, approval_limit_pence: int) -> list[Missing]:
    """Cases are held in teams, so whoever works on cases has one. Only a manager agrees plans, so only a manager has a limit."""
    missing = []
    if role in WORKS_IN_A_TEAM and team_id is None:
        missing.append(Missing("Choose the team: a practitioner or a team manager works in one.", "team"))
    if role != Role.MANAGER and approval_limit_pence:
        missing.append(Missing("Only a team manager agrees plans. Leave the limit empty for this role.", "approval_limit"))
    if approval_limit_pence > HIGHEST_LIMIT_PENCE:
        missing.append(Missing("That is more than £100,000 a week. Check the amount.", "approval_limit"))
    return missing


def hash_of(secret: str) -> str:
    """What is kept of an invitation's secret. It has 256 bits from the system, so one round of SHA-256 is enough."""
    return sha256(secret.encode()).hexdigest()
