"""Lines for steps 3 to 5: from points to pounds, adjustments, limits and rounding."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from commonpurse.values.money import pounds

from .amounts import PartMoney, Settled
from .result import Line
from .scheme import Part, Scheme, points, whole_points
from .words import decimal_hundredths, percent_giving

_PENCE_IN_A_POUND = 100


def explain_part(scheme: Scheme, money: PartMoney) -> Sequence[Line]:
    need, part = money.need, money.need.part
    by_gross = _curve(part, need.gross, money.gross_pence)
    if need.net == need.gross:
        return (Line("part", part.id, part.title, by_gross, None, money.pence),)
    by_net = _share_left(money) if scheme.unpaid_help == "share" else _curve(part, need.net, money.pence)
    return (
        Line("part-gross", part.id, f"{part.title}, if nobody helped unpaid", by_gross, None, money.gross_pence),
        Line("part", part.id, part.title, by_net, None, money.pence),
    )


def _share_left(money: PartMoney) -> str:
    share = percent_giving(money.pence, of=money.gross_pence)
    left = f"Unpaid help leaves {points(money.need.net)} of {points(money.need.gross)} points."
    return f"{left} {share}% of {pounds(money.gross_pence)} is {pounds(money.pence)}."


def _curve(part: Part, units: int, pence: int) -> str:
    """Say how step 3 finds `pence`, the rounded pence of the curve at `units`."""
    after = bisect_right(part.knot_units, units)
    if part.curve == "step":
        return _step(part, after)
    if after == 0:
        return f"Up to {whole_points(part.knots[0][0])} it is {pounds(pence)}."
    if part.knot_units[after - 1] == units:
        at = part.knots[after - 1][0]
        return f"{whole_points(at)} {'gives' if at == 1 else 'give'} {pounds(pence)}."
    if after == len(part.knots):
        return f"From {whole_points(part.knots[-1][0])} on it is {pounds(pence)}."
    return _between(part, after, pence)


def _step(part: Part, after: int) -> str:
    below = f" Below {whole_points(part.knots[after][0])} it stays there." if after < len(part.knots) else ""
    if after == 0:
        return f"There is no money below {whole_points(part.knots[0][0])}."
    first, pence = part.knots[after - 1]
    return f"From {whole_points(first)} on it is {pounds(pence)}.{below}"


def _between(part: Part, after: int, pence: int) -> str:
    begin, end = _which_knots(part, after)
    low, high = part.knots[after - 1][1], part.knots[after][1]
    return begin if low == high else f"{begin}{percent_giving(pence - low, of=high - low)}{end}"


@lru_cache(maxsize=256)
def _which_knots(part: Part, after: int) -> tuple[str, str]:
    """Say between which knots, before the percent and after it."""
    (low, low_pence), (high, high_pence) = part.knots[after - 1], part.knots[after]
    between = f"Between {whole_points(low)} ({pounds(low_pence)}) and {whole_points(high)} ({pounds(high_pence)})"
    if low_pence == high_pence:
        return f"{between} it stays the same.", ""
    return f"{between}: {pounds(low_pence)}, and ", f"% of the {pounds(high_pence - low_pence)} between those two."


def explain_limits_and_rounding(scheme: Scheme, settled: Settled) -> list[Line]:
    lines = _adjustments(scheme, settled)
    if len(scheme.parts) > 1:
        lines.insert(0, Line("parts-together", "parts-together", "All parts together", "The parts are added up.", None, settled.together))
    if settled.limited != settled.adjusted:
        lines.append(_limit(settled))
    lines.append(_rounding(scheme, settled))
    return lines


def _adjustments(scheme: Scheme, settled: Settled) -> list[Line]:
    lines: list[Line] = []
    running = settled.together
    for adjustment, added in zip(scheme.adjustments, settled.added, strict=True):
        verb = "taken off" if adjustment.hundredths < 0 else "added"
        because = f"{decimal_hundredths(adjustment.hundredths)}% of {pounds(running)} is {verb}."
        lines.append(Line("adjustment", adjustment.id, adjustment.title, because, None, added))
        running += added
    return lines


def _limit(settled: Settled) -> Line:
    if settled.limited > settled.adjusted:
        because = f"{pounds(settled.adjusted)} is below the least that this scheme gives."
        return Line("minimum", "minimum", "The least amount", because, None, settled.limited)
    because = f"{pounds(settled.adjusted)} is above the most that this scheme gives."
    return Line("maximum", "maximum", "The most amount", because, None, settled.limited)


def _rounding(scheme: Scheme, settled: Settled) -> Line:
    title, how = _how_rounded(scheme)
    return Line("rounding", "rounding", title, f"{pounds(settled.limited)} {how}", None, settled.amount)


@lru_cache(maxsize=256)
def _how_rounded(scheme: Scheme) -> tuple[str, str]:
    to = scheme.to_pence
    nearest = "pound" if to == _PENCE_IN_A_POUND else pounds(to) if to > _PENCE_IN_A_POUND else "penny" if to == 1 else f"{to}p"
    title = "Rounded to whole pounds" if to == _PENCE_IN_A_POUND else f"Rounded to the nearest {nearest}"
    return title, f"to the nearest {nearest}. Step 5 of {scheme.title}, {scheme.version} ({scheme.status})."
