"""Lines for step 7: who would pay."""

from collections.abc import Iterator

from .answers import Given
from .result import Line
from .scheme import Scheme
from .sharing import PartShares, Shares
from .words import points, pounds

_PERCENT = 100


def explain_funders(scheme: Scheme, given: Given, shares: Shares) -> Iterator[Line]:
    if not given.paying_funders:
        yield from _first_pays_all(scheme, shares)
        return
    for part in shares.parts:
        yield from _part(scheme, part)
    whole = pounds(sum(shares.totals))
    for funder, total, pence in zip(scheme.funders, shares.totals, shares.pence, strict=True):
        because = f"{funder.name} has {pounds(total)} of the {whole} that the parts come to. The amount is shared in the same way."
        yield Line("funder", funder.id, funder.name, because if total else _nothing(scheme, given, funder.id, pence), pence=pence)


def _part(scheme: Scheme, part: PartShares) -> Iterator[Line]:
    rules = part.money.need.part
    whole = points(sum(part.weights) // _PERCENT)
    for funder, weight, pence in zip(scheme.funders, part.weights, part.pence, strict=True):
        because = f"{points(weight // _PERCENT)} of the {whole} points that count are for {funder.name} to pay."
        yield Line("part-funder", f"{rules.id}.{funder.id}", f"{funder.name}: {rules.title}", because, pence=pence)


def _first_pays_all(scheme: Scheme, shares: Shares) -> Iterator[Line]:
    first, *others = scheme.funders
    why = "No other funder has a legal basis to pay for you, so " if others else ""
    yield Line("funder", first.id, first.name, f"{why}{first.name} pays all of it.", pence=shares.pence[0])
    for funder in others:
        yield Line("funder", funder.id, funder.name, f"No legal basis for {funder.name} to pay is recorded.", pence=0)


def _nothing(scheme: Scheme, given: Given, funder: str, pence: int) -> str:
    if pence:
        return "No need has money to share by, so the first funder pays."
    if funder == scheme.funders[0].id or funder in given.paying_funders:
        return "None of the needs that count is for this funder to pay."
    return "No legal basis for this funder to pay is recorded."
