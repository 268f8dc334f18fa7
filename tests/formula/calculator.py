"""A pocket calculator: finds the amount from the lines alone, with the knots and limits that the scheme prints."""

import re
from collections.abc import Sequence
from fractions import Fraction

from commonpurse.formula import Line, Scheme

from .slowly import curve, half_up

PERCENT_OF = re.compile(r"(?:(£[\d,.]+), and )?([\d.]+)% of (?:the )?(£[\d,.]+)")


def replay(scheme: Scheme, lines: Sequence[Line]) -> int:
    """Follow the lines from the points of the questions to the amount, asserting each on the way."""
    by_step: dict[tuple[str, str], Line] = {(line.step, line.id): line for line in lines}
    together = sum(part_pence(scheme, part.id, by_step) for part in scheme.parts)
    if len(scheme.parts) > 1:
        assert by_step["parts-together", "parts-together"].pence == together
    running = together + sum(line.pence or 0 for line in lines if line.step == "adjustment")
    for line in lines:
        if line.step in ("minimum", "maximum"):
            running = line.pence or 0
    rounded = half_up(Fraction(running, scheme.to_pence)) * scheme.to_pence
    assert rounded == by_step["rounding", "rounding"].pence
    assert sum(line.pence or 0 for line in lines if line.step == "funder") == rounded
    second = [line.pence or 0 for line in lines if line.step == "second-question"]
    estimate = by_step.get(("second-estimate", "second-estimate"))
    assert estimate is None or estimate.pence == sum(second)
    return rounded


def part_pence(scheme: Scheme, part_id: str, by_step: dict[tuple[str, str], Line]) -> int:
    part = next(each for each in scheme.parts if each.id == part_id)
    gross = by_step["part-points", part_id].units or 0
    net = by_step.get(("part-points-after-help", part_id), by_step["part-points", part_id]).units or 0
    assert gross == sum(domain_units(scheme, domain, by_step, "") for domain in part.domains)
    assert net == sum(domain_units(scheme, domain, by_step, "-after-help") for domain in part.domains)
    table = {"curve": part.curve, "knots": part.knots}
    line = by_step["part", part_id]
    if net != gross and scheme.unpaid_help == "share":
        assert half_up(curve(table, Fraction(gross, 208))) == by_step["part-gross", part_id].pence
        expected = half_up(curve(table, Fraction(gross, 208)) * net / gross)
    else:
        expected = half_up(curve(table, Fraction(net, 208)))
    assert line.pence == expected
    assert_the_words_give(line)
    return expected


def domain_units(scheme: Scheme, domain_id: str, by_step: dict[tuple[str, str], Line], after: str) -> int:
    domain = scheme.domain(domain_id)
    found = []
    for question in scheme.questions_of(domain_id):
        gross = by_step["question", question.id]
        line = by_step.get(("question-after-help", question.id), gross) if after else gross
        found.append(line.units or 0)
    units = sum(found) if domain.combine == "sum" else max(found)
    if domain.cap is not None:
        units = min(units, 208 * domain.cap)
    gross_line = by_step["domain", domain_id]
    line = by_step.get(("domain-after-help", domain_id), gross_line) if after else gross_line
    assert line.units == units
    return units


def in_pence(text: str | None) -> int:
    return int(Fraction(text.replace("£", "").replace(",", "").rstrip(".")) * 100) if text else 0


def assert_the_words_give(line: Line) -> None:
    """The percent in the sentence is exact enough to find the line's own pence."""
    if words := PERCENT_OF.search(line.because):
        start, percent, of = words.groups()
        assert in_pence(start) + half_up(Fraction(percent) * in_pence(of) / 100) == line.pence
