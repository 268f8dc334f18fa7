"""The largest figure that each step can reach. A scheme whose figures might not fit 64 bits is never computed in columns."""

from collections.abc import Iterator

from commonpurse.formula.scheme import UNITS_PER_POINT, WHOLE_PERCENT, Domain, Part, Scheme

MOST_LEVELS = 128
MOST_OF_A_LEVEL = 2**15 - 1
MOST_IN_32_BITS = 2**31 - 1
MOST = 2**62
"""Half of what 64 bits with a sign hold: no sum of two such figures runs over either."""

MOST_AMOUNT = 2**48
"""Up to here a quotient that is guessed in floating point is at most one off."""

SECOND_DENOMINATOR = UNITS_PER_POINT * 60
HUNDREDTHS = 10_000


def why_not_in_columns(scheme: Scheme) -> str:
    """Name the first figure that could be too large for columns; empty where all of them fit.

    Every figure of docs/scheme-format.md is bounded from above by exact sums; none is ever below zero.
    """
    for question in scheme.questions:
        if len(question.levels) > MOST_LEVELS:
            return f"the levels of {question.id}"
        if max(question.points) > MOST_OF_A_LEVEL:
            return f"the points of {question.id}"
        if max(question.minutes or (0,)) > MOST_OF_A_LEVEL:
            return f"the minutes of {question.id}"
    for part in scheme.parts:
        if _most_weight(scheme, part) > MOST_IN_32_BITS:
            return f"the points of {part.id}"
    if _most_of_second_estimate(scheme) > MOST_IN_32_BITS:
        return "the second estimate"
    return next((name for name, bound in _bounds(scheme) if bound > MOST), "")


def _most_units_of(scheme: Scheme, domain: Domain) -> int:
    """Give the sum of a domain's units before its cap: what funders' weights add up to at most."""
    return sum(UNITS_PER_POINT * question.points[-1] for question in scheme.questions_of(domain.id))


def _bounds(scheme: Scheme) -> Iterator[tuple[str, int]]:
    for part in scheme.parts:
        yield from _bounds_of_part(scheme, part)
    together = sum(part.knots[-1][1] for part in scheme.parts)
    running = together
    for adjustment in scheme.adjustments:
        yield adjustment.title, running * abs(adjustment.hundredths) + HUNDREDTHS
        running += running * max(adjustment.hundredths, 0) // HUNDREDTHS + 1
    amount = max(running, scheme.limits.minimum_pence or 0) + scheme.to_pence
    yield "the amount", amount * max(scheme.weeks_per_year, together, MOST // MOST_AMOUNT)
    yield (
        "the second estimate",
        max(_most_of_second_estimate(scheme), amount) * max(WHOLE_PERCENT, scheme.second_estimate_tolerance_percent),
    )


def _most_weight(scheme: Scheme, part: Part) -> int:
    """Give what the needs of a part weigh at most for one funder: units times percent."""
    return WHOLE_PERCENT * sum(_most_units_of(scheme, domain) for domain in scheme.domains_of[part.id])


def _most_of_second_estimate(scheme: Scheme) -> int:
    worth = [UNITS_PER_POINT * max(question.minutes or (0,)) * (question.rate_pence or 0) for question in scheme.questions]
    return sum(each // SECOND_DENOMINATOR + 1 for each in worth)


def _bounds_of_part(scheme: Scheme, part: Part) -> Iterator[tuple[str, int]]:
    units = UNITS_PER_POINT * scheme.most_points(part)
    pence = part.knots[-1][1]
    span = part.knot_units[-1]
    yield f"the curve of {part.id}", (pence + 1) * max(span, 1) * max(units, 1)
    yield f"the shares of {part.id}", max(pence, 1) * _most_weight(scheme, part)
