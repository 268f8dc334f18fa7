"""Lines for step 7: who would pay."""

from collections.abc import Sequence
from functools import lru_cache, partial

from commonpurse.values.money import half_up, pounds

from .answers import Given
from .result import Line
from .scheme import UNITS_PER_POINT, WHOLE_PERCENT, Funder, Part, Scheme, points
from .sharing import PartShares, Shares
from .words import places_giving

_A_PENNY = {1: " One penny more, so that nothing is lost.", -1: " One penny less, so that nothing is made."}


def explain_funders(scheme: Scheme, given: Given, shares: Shares) -> Sequence[Line]:
    if not given.paying_funders:
        return _first_pays_all(scheme, shares)
    lines: list[Line] = []
    for part in shares.parts:
        lines += _part(scheme, part)
    whole, amount = sum(shares.totals), sum(shares.pence)
    for funder, total, pence in zip(scheme.funders, shares.totals, shares.pence, strict=True):
        because, kind = _share(funder, total, whole, amount, pence), "share-of-amount"
        if not total:
            because, kind = _nothing(scheme, given, funder.id, pence), "no-share"
        facts = {"pence": total, "of_pence": whole, "amount_pence": amount}
        lines.append(Line("funder", funder.id, funder.name, because, None, pence, kind, facts))
    return lines


def _share(funder: Funder, total: int, whole: int, amount: int, pence: int) -> str:
    penny = _A_PENNY.get(pence - half_up(amount * total, whole), "") if whole else ""
    has = f"{funder.name} has {pounds(total)} of the {pounds(whole)} that the parts come to"
    return f"{has}, so it pays the same share of {pounds(amount)}.{penny}"


def _part(scheme: Scheme, part: PartShares) -> list[Line]:
    lines: list[Line] = []
    rules = part.money.need.part
    whole, together = sum(part.weights), part.money.pence
    for funder, weight, pence in zip(scheme.funders, part.weights, part.pence, strict=True):
        because = _points_to_pay(funder.name, weight, whole, together, pence)
        both, title = _part_and_funder(rules, funder)
        facts = {"units_percent": weight, "of_units_percent": whole, "of_pence": together}
        lines.append(Line("part-funder", both, title, because, None, pence, "share-of-part", facts))
    return lines


@lru_cache(maxsize=4_096)
def _points_to_pay(name: str, weight: int, whole: int, together: int, pence: int) -> str:
    """Say it with so many places that the share can be worked out again to the penny."""
    if not whole:
        return f"No points count, so the first funder pays{'' if pence else ', not ' + name}."
    if weight == whole:
        return f"All the points that count are for {name} to pay."
    if not weight:
        return f"None of the points that count are for {name} to pay."
    of_both = partial(_shared, together)
    unit, exactly = WHOLE_PERCENT * UNITS_PER_POINT, half_up(together * weight, whole)
    penny = 0
    found = places_giving(pence, of_both, (weight, whole), unit)
    if found is None:  # a penny that the largest remainder moved: it is said
        penny = pence - exactly
        found = places_giving(exactly, of_both, (weight, whole), unit)
    mine, all_ = found or (points(weight // WHOLE_PERCENT), points(whole // WHOLE_PERCENT))
    return f"{mine} of the {all_} points that count are for {name} to pay: that share of {pounds(together)}.{_A_PENNY.get(penny, '')}"


def _shared(together: int, numbers: Sequence[int], _scale: int) -> int:
    part, whole = numbers
    return half_up(together * part, whole) if whole else 0


@lru_cache(maxsize=256)
def _part_and_funder(part: Part, funder: Funder) -> tuple[str, str]:
    """Give the id and the title of a funder's line for a part."""
    return f"{part.id}.{funder.id}", f"{funder.name}: {part.title}"


def _first_pays_all(scheme: Scheme, shares: Shares) -> Sequence[Line]:
    first = scheme.funders[0]
    why, others = _no_others_pay(scheme)
    return (Line("funder", first.id, first.name, why, None, shares.pence[0], "pays-all", {}), *others)


@lru_cache(maxsize=256)
def _no_others_pay(scheme: Scheme) -> tuple[str, Sequence[Line]]:
    """Say why the first pays all, and for each of the others that they do not."""
    first, *others = scheme.funders
    why = "No other funder has a legal basis to pay for you, so " if others else ""
    because = "No legal basis for {} to pay is recorded."
    nothing = [Line("funder", each.id, each.name, because.format(each.name), None, 0, "no-legal-basis", {}) for each in others]
    return f"{why}{first.name} pays all of it.", nothing


def _nothing(scheme: Scheme, given: Given, funder: str, pence: int) -> str:
    if pence:
        return "No need has money to share by, so the first funder pays."
    if funder == scheme.funders[0].id or funder in given.paying_funders:
        return "None of the needs that count is for this funder to pay."
    return "No legal basis for this funder to pay is recorded."
