"""Lines for steps 3 to 5: from points to pounds, adjustments, limits and rounding."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from commonpurse.values.money import half_up, pounds

from .amounts import PartMoney, Settled
from .result import Facts, Line, Step
from .scheme import UNITS_PER_POINT, Part, Scheme, points, whole_points
from .words import decimal_hundredths, percent_giving, places_giving

_PENCE_IN_A_POUND = 100


class _Told(NamedTuple):
    """A sentence, its name, and what it says as facts."""

    because: str
    kind: str
    facts: Facts


def explain_part(scheme: Scheme, money: PartMoney) -> Sequence[Line]:
    need, part = money.need, money.need.part
    by_gross = _curve(part, need.gross, money.gross_pence)
    if need.net == need.gross:
        return (_line("part", part.id, part.title, by_gross, money.pence),)
    by_net = _share_left(need.net, need.gross, money.pence, money.gross_pence)
    if scheme.unpaid_help != "share":
        by_net = _curve(part, need.net, money.pence)
    return (
        _line("part-gross", part.id, f"{part.title}, if nobody helped unpaid", by_gross, money.gross_pence),
        _line("part", part.id, part.title, by_net, money.pence),
    )


def _line(step: Step, name: str, title: str, told: _Told, pence: int) -> Line:
    return Line(step, name, title, told.because, None, pence, told.kind, told.facts)


@lru_cache(maxsize=4_096)
def _share_left(net: int, gross: int, pence: int, gross_pence: int) -> _Told:
    """The percent finds the pence again; the points do too, with so many places, unless a half penny of the gross amount forbids it."""
    share = percent_giving(pence, of=gross_pence)
    found = places_giving(pence, partial(_left_of, gross_pence), (net, gross), UNITS_PER_POINT)
    left, whole = found or (points(net), points(gross))
    about = "" if found else "about "
    told = f"Unpaid help leaves {about}{left} of {whole} points. {share}% of {pounds(gross_pence)} is {pounds(pence)}."
    return _Told(told, "share-left", {"units": net, "of_units": gross, "percent": share, "of_pence": gross_pence})


def _left_of(gross_pence: int, numbers: Sequence[int], _scale: int) -> int:
    net, gross = numbers
    return half_up(gross_pence * net, gross) if gross else 0


@lru_cache(maxsize=4_096)
def _curve(part: Part, units: int, pence: int) -> _Told:
    """Say how step 3 finds `pence`, the rounded pence of the curve at `units`."""
    after = bisect_right(part.knot_units, units)
    facts: Facts = {"units": units, "knots": [list(knot) for knot in part.knots[max(after - 1, 0) : after + 1]]}
    if part.curve == "step":
        return _Told(_step(part, after), "step", facts)
    if after == 0:
        return _Told(f"Up to {whole_points(part.knots[0][0])} it is {pounds(pence)}.", "below-first-knot", facts)
    if part.knot_units[after - 1] == units:
        at = part.knots[after - 1][0]
        return _Told(f"{whole_points(at)} {'gives' if at == 1 else 'give'} {pounds(pence)}.", "on-a-knot", facts)
    if after == len(part.knots):
        return _Told(f"From {whole_points(part.knots[-1][0])} on it is {pounds(pence)}.", "from-last-knot", facts)
    return _between(part, after, units, pence, facts)


def _step(part: Part, after: int) -> str:
    below = f" Below {whole_points(part.knots[after][0])} it stays there." if after < len(part.knots) else ""
    if after == 0:
        return f"There is no money below {whole_points(part.knots[0][0])}."
    first, pence = part.knots[after - 1]
    return f"From {whole_points(first)} on it is {pounds(pence)}.{below}"


def _between(part: Part, after: int, units: int, pence: int, facts: Facts) -> _Told:
    """The points have so many places that they, and not the percent alone, find the pence again."""
    (low, low_pence), (high, high_pence) = part.knots[after - 1], part.knots[after]
    where = f"between {whole_points(low)} ({pounds(low_pence)}) and {whole_points(high)} ({pounds(high_pence)})"
    if low_pence == high_pence:
        return _Told(f"{points(units)} points lie {where}: it stays the same there.", "flat", facts)
    rise = high_pence - low_pence
    found = places_giving(pence - low_pence, partial(_risen, low, high, rise), (units,), UNITS_PER_POINT)
    written = found[0] if found else points(units)
    percent = percent_giving(pence - low_pence, of=rise)
    told = f"{written} points lie {where}: {pounds(low_pence)}, and {percent}% of the {pounds(rise)} between those two."
    return _Told(told, "between-knots", {**facts, "percent": percent})


def _risen(low: int, high: int, rise: int, numbers: Sequence[int], scale: int) -> int:
    (at,) = numbers
    return half_up((at - low * scale) * rise, (high - low) * scale)


def explain_limits_and_rounding(scheme: Scheme, settled: Settled) -> list[Line]:
    lines = _adjustments(scheme, settled)
    if len(scheme.parts) > 1:
        together = _Told("The parts are added up.", "added-up", {})
        lines.insert(0, _line("parts-together", "parts-together", "All parts together", together, settled.together))
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
        told = _Told(because, "percent-of", {"hundredths_of_a_percent": adjustment.hundredths, "of_pence": running})
        lines.append(_line("adjustment", adjustment.id, adjustment.title, told, added))
        running += added
    return lines


def _limit(settled: Settled) -> Line:
    step: Step = "minimum" if settled.limited > settled.adjusted else "maximum"
    title, side = ("The least amount", "below the least") if step == "minimum" else ("The most amount", "above the most")
    told = _Told(f"{pounds(settled.adjusted)} is {side} that this scheme gives.", step, {"pence": settled.adjusted})
    return _line(step, step, title, told, settled.limited)


def _rounding(scheme: Scheme, settled: Settled) -> Line:
    title, how = _how_rounded(scheme)
    told = _Told(f"{pounds(settled.limited)} {how}", "rounded", {"pence": settled.limited, "to_pence": scheme.to_pence})
    return _line("rounding", "rounding", title, told, settled.amount)


@lru_cache(maxsize=256)
def _how_rounded(scheme: Scheme) -> tuple[str, str]:
    to = scheme.to_pence
    nearest = "pound" if to == _PENCE_IN_A_POUND else pounds(to) if to > _PENCE_IN_A_POUND else "penny" if to == 1 else f"{to}p"
    title = "Rounded to whole pounds" if to == _PENCE_IN_A_POUND else f"Rounded to the nearest {nearest}"
    return title, f"to the nearest {nearest}. Step 5 of {scheme.title}, {scheme.version} ({scheme.status})."
