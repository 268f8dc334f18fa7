"""Lines for step 7: who would pay."""

from commonpurse.values.money import pounds

from .answers import Given
from .result import Line
from .scheme import Scheme
from .sharing import WHOLE_PERCENT, PartShares, Shares
from .words import points


def explain_funders(scheme: Scheme, given: Given, shares: Shares) -> list[Line]:
    if not given.paying_funders:
        return _first_pays_all(scheme, shares)
    lines: list[Line] = []
    for part in shares.parts:
        lines += _part(scheme, part)
    whole = pounds(sum(shares.totals))
    for funder, total, pence in zip(scheme.funders, shares.totals, shares.pence, strict=True):
        because = f"{funder.name} has {pounds(total)} of the {whole} that the parts come to. The amount is shared in the same way."
        lines.append(Line("funder", funder.id, funder.name, because if total else _nothing(scheme, given, funder.id, pence), pence=pence))
    return lines


def _part(scheme: Scheme, part: PartShares) -> list[Line]:
    lines: list[Line] = []
    rules = part.money.need.part
    whole = points(sum(part.weights) // WHOLE_PERCENT)
    for funder, weight, pence in zip(scheme.funders, part.weights, part.pence, strict=True):
        because = f"{points(weight // WHOLE_PERCENT)} of the {whole} points that count are for {funder.name} to pay."
        lines.append(Line("part-funder", f"{rules.id}.{funder.id}", f"{funder.name}: {rules.title}", because, pence=pence))
    return lines


def _first_pays_all(scheme: Scheme, shares: Shares) -> list[Line]:
    first, *others = scheme.funders
    why = "No other funder has a legal basis to pay for you, so " if others else ""
    return [
        Line("funder", first.id, first.name, f"{why}{first.name} pays all of it.", pence=shares.pence[0]),
        *[Line("funder", each.id, each.name, f"No legal basis for {each.name} to pay is recorded.", pence=0) for each in others],
    ]


def _nothing(scheme: Scheme, given: Given, funder: str, pence: int) -> str:
    if pence:
        return "No need has money to share by, so the first funder pays."
    if funder == scheme.funders[0].id or funder in given.paying_funders:
        return "None of the needs that count is for this funder to pay."
    return "No legal basis for this funder to pay is recorded."
