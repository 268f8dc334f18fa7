"""Step 7: who would pay. Nothing is lost or made: shares add up to the amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from commonpurse.values.money import share_out

from .amounts import PartMoney
from .scheme import WHOLE_PERCENT, Scheme


@dataclass(slots=True)
class PartShares:
    """One part's weights (units x percent) and pence by funder, in file order."""

    money: PartMoney
    weights: Sequence[int]
    pence: Sequence[int]


@dataclass(slots=True)
class Shares:
    """Each part's shares, their totals and the amount's, by funder in file order. Where only the first pays there are no parts."""

    parts: Sequence[PartShares]
    totals: Sequence[int]
    pence: Sequence[int]


def share_between_funders(scheme: Scheme, parts: Sequence[PartMoney], amount: int, paying: tuple[str, ...]) -> Shares:
    """Share each part by its needs' funding, then the amount by each funder's total over the parts."""
    if not paying:
        nothing = (0,) * (len(scheme.funders) - 1)
        return Shares((), (sum([part.pence for part in parts]), *nothing), (amount, *nothing))
    shared = [_share_part(scheme, part, paying) for part in parts]
    totals = [sum(pence) for pence in zip(*[part.pence for part in shared], strict=True)]
    return Shares(shared, totals, share_out(amount, totals))


def _share_part(scheme: Scheme, money: PartMoney, paying: tuple[str, ...]) -> PartShares:
    net: list[int] = []
    for domain in money.need.domains:
        units = [need.net for need in domain.needs]
        net += units if domain.domain.combine == "sum" else _largest_alone(units)
    others = [sum(map(mul, net, percents)) for percents in _percents(scheme, money.need.part.id, paying)]
    weights = (WHOLE_PERCENT * sum(net) - sum(others), *others)
    return PartShares(money, weights, share_out(money.pence, weights))


def _largest_alone(units: list[int]) -> list[int]:
    """Of a `max` domain only the largest counts, a tie to the first."""
    largest = units.index(max(units))
    return [each if at == largest else 0 for at, each in enumerate(units)]


@lru_cache(maxsize=256)
def _percents(scheme: Scheme, part_id: str, paying: tuple[str, ...]) -> Sequence[Sequence[int]]:
    """Give the percent of each funder after the first, need by need of a part; what one without a basis to pay would pay is the first's."""
    questions = [question for domain in scheme.domains_of[part_id] for question in scheme.questions_of(domain.id)]
    return [[each.funding.get(funder.id, 0) if funder.id in paying else 0 for each in questions] for funder in scheme.funders[1:]]
