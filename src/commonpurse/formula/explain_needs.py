"""Lines for steps 1 and 2: questions, domains and the points of a part."""

from collections.abc import Sequence

from .needs import DomainNeed, PartNeed
from .result import Line
from .scheme import UNITS_PER_POINT, Domain, in_points, points, tenths, whole_points

_ADDED_UP, _LARGEST = "These points are added up.", "The question with the most points counts."


def explain_needs(part: PartNeed) -> list[Line]:
    lines: list[Line] = []
    for domain in part.domains:
        for need in domain.needs:
            lines += need.lines
        lines += _domain_lines(domain)
    return lines + _part_lines(part)


def _domain_lines(domain: DomainNeed) -> Sequence[Line]:
    rules = domain.domain
    because = _ADDED_UP if rules.combine == "sum" else _LARGEST
    gross = because if rules.cap is None else because + _capped(rules, rules.cap, [need.gross for need in domain.needs])
    line = Line("domain", rules.id, rules.title, gross, domain.gross)
    if domain.net == domain.gross:
        return (line,)
    net = because if rules.cap is None else because + _capped(rules, rules.cap, [need.net for need in domain.needs])
    return line, Line("domain-after-help", rules.id, rules.title, f"After unpaid help. {net}", domain.net)


def _capped(rules: Domain, cap: int, units: list[int]) -> str:
    found = sum(units) if rules.combine == "sum" else max(units)
    if found <= UNITS_PER_POINT * cap:
        return ""
    return f" That is {points(found)} points, and at most {whole_points(cap)} count here."


def _part_lines(part: PartNeed) -> list[Line]:
    because = _how_added(part, [domain.gross for domain in part.domains], part.gross)
    line = Line("part-points", part.part.id, "All points together", because, part.gross)
    if part.net == part.gross:
        return [line]
    because = f"After unpaid help. {_how_added(part, [domain.net for domain in part.domains], part.net)}"
    return [line, Line("part-points-after-help", part.part.id, "All points together after unpaid help", because, part.net)]


def _how_added(part: PartNeed, units: list[int], together: int) -> str:
    if len(units) == 1:
        return f"All the points are from {part.domains[0].domain.title}."
    if not units:
        return "No questions count here."
    rounded = [tenths(each) for each in units]
    note = "" if sum(rounded) == tenths(together) else " Each is rounded here; the sum is not."
    return " + ".join(map(in_points, rounded)) + f" points.{note}"
