"""The rules in a published scheme, and what came into force after them."""

from datetime import date
from functools import lru_cache

from commonpurse.allocation.models import Scheme
from commonpurse.allocation.queries.budget import IndicativeBudget
from commonpurse.allocation.replay import NewerRules
from commonpurse.formula import Scheme as Rules
from commonpurse.formula import read_scheme


def rules_of(scheme: Scheme) -> Rules:
    """The rules in a published scheme's bytes."""
    return _rules(scheme.source)


@lru_cache(maxsize=32)
def _rules(source: str) -> Rules:
    return read_scheme(source.encode())


def newer_rules(budget: IndicativeBudget, day: date) -> NewerRules | None:
    """The version of the same kind that came into force after the one of a budget and is in force on a day."""
    own = Scheme.objects.get(pk=budget.scheme_id)
    rows = Scheme.objects.filter(kind=own.kind, status=own.status, in_force__contains=day, in_force__startswith__gt=own.in_force.lower)
    newer = rows.order_by("-in_force__startswith").first()
    return NewerRules(newer.title, newer.version, newer.in_force.lower, newer.source) if newer else None
