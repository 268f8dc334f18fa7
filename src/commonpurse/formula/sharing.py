"""Step 7: who would pay. Nothing is lost or made: shares add up to the amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from commonpurse.values.money import share_out

from .amounts import PartMoney
from .needs import DomainNeed, Need
from .scheme import Scheme


@dataclass(slots=True)
class PartShares:
    """One part's weights (units x percent) and pence by funder, in file order."""

    money: PartMoney
    weights: list[int]
    pence: tuple[int, ...]


@dataclass(slots=True)
class Shares:
    parts: list[PartShares]
    totals: tuple[int, ...]
    pence: tuple[int, ...]


def share_between_funders(scheme: Scheme, parts: Sequence[PartMoney], amount: int, paying: tuple[str, ...]) -> Shares:
    """Share each part by its needs' funding, then the amount by each funder's total over the parts."""
    shared = [_share_part(scheme, part, paying) for part in parts]
    totals = tuple([sum(pence) for pence in zip(*[part.pence for part in shared], strict=True)])
    return Shares(shared, totals, share_out(amount, totals))


def _share_part(scheme: Scheme, money: PartMoney, paying: tuple[str, ...]) -> PartShares:
    percents = percents_by_question(scheme, paying)
    weighed = [(need.net, percents[need.question.id]) for domain in money.need.domains for need in needs_that_count(domain)]
    weights = [sum([net * percent[at] for net, percent in weighed]) for at in range(len(scheme.funders))]
    return PartShares(money, weights, share_out(money.pence, weights))


def needs_that_count(domain: DomainNeed) -> list[Need]:
    """Give every need of a `sum` domain; of a `max` domain the one with the largest net units, a tie to the first."""
    return domain.needs if domain.domain.combine == "sum" else [max(domain.needs, key=lambda need: need.net)]


@lru_cache(maxsize=256)
def percents_by_question(scheme: Scheme, paying: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Give the percent of each funder in file order; that of a funder without a basis to pay goes to the first."""
    others = scheme.funders[1:]
    theirs = {each.id: [each.funding.get(funder.id, 0) if funder.id in paying else 0 for funder in others] for each in scheme.questions}
    return {name: (100 - sum(percents), *percents) for name, percents in theirs.items()}
