"""Lines for step 7: who would pay."""

from collections.abc import Sequence
from functools import lru_cache

from commonpurse.values.money import pounds

from .answers import Given
from .result import Line
from .scheme import WHOLE_PERCENT, Funder, Part, Scheme, points
from .sharing import PartShares, Shares


def explain_funders(scheme: Scheme, given: Given, shares: Shares) -> Sequence[Line]:
    if not given.paying_funders:
        return _first_pays_all(scheme, shares)
    lines: list[Line] = []
    for part in shares.parts:
        lines += _part(scheme, part)
    whole = pounds(sum(shares.totals))
    for funder, total, pence in zip(scheme.funders, shares.totals, shares.pence, strict=True):
        because = f"{funder.name} has {pounds(total)} of the {whole} that the parts come to. The amount is shared in the same way."
        lines.append(Line("funder", funder.id, funder.name, because if total else _nothing(scheme, given, funder.id, pence), None, pence))
    return lines


def _part(scheme: Scheme, part: PartShares) -> list[Line]:
    lines: list[Line] = []
    rules = part.money.need.part
    whole = points(sum(part.weights) // WHOLE_PERCENT)
    for funder, weight, pence in zip(scheme.funders, part.weights, part.pence, strict=True):
        because = f"{points(weight // WHOLE_PERCENT)} of the {whole} points that count are for {funder.name} to pay."
        both, title = _part_and_funder(rules, funder)
        lines.append(Line("part-funder", both, title, because, None, pence))
    return lines


@lru_cache(maxsize=256)
def _part_and_funder(part: Part, funder: Funder) -> tuple[str, str]:
    """Give the id and the title of a funder's line for a part."""
    return f"{part.id}.{funder.id}", f"{funder.name}: {part.title}"


def _first_pays_all(scheme: Scheme, shares: Shares) -> Sequence[Line]:
    first = scheme.funders[0]
    why, others = _no_others_pay(scheme)
    return (Line("funder", first.id, first.name, why, None, shares.pence[0]), *others)


@lru_cache(maxsize=256)
def _no_others_pay(scheme: Scheme) -> tuple[str, Sequence[Line]]:
    """Say why the first pays all, and for each of the others that they do not."""
    first, *others = scheme.funders
    why = "No other funder has a legal basis to pay for you, so " if others else ""
    nothing = [Line("funder", each.id, each.name, f"No legal basis for {each.name} to pay is recorded.", None, 0) for each in others]
    return f"{why}{first.name} pays all of it.", nothing


def _nothing(scheme: Scheme, given: Given, funder: str, pence: int) -> str:
    if pence:
        return "No need has money to share by, so the first funder pays."
    if funder == scheme.funders[0].id or funder in given.paying_funders:
        return "None of the needs that count is for this funder to pay."
    return "No legal basis for this funder to pay is recorded."
