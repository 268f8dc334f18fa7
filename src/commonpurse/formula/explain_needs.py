"""Lines for steps 1 and 2: questions, domains and the points of a part."""

from collections.abc import Sequence

from .needs import DomainNeed, PartNeed
from .result import Facts, Line
from .scheme import UNITS_PER_POINT, Domain, in_points, thousandths, whole_points, written_points

_ADDED_UP, _LARGEST = "These points are added up.", "The question with the most points counts."
_KINDS = {"sum": "added-up", "max": "largest"}


def explain_needs(part: PartNeed) -> list[Line]:
    lines: list[Line] = []
    for domain in part.domains:
        for need in domain.needs:
            lines += need.lines
        lines += _domain_lines(domain)
    return lines + _part_lines(part)


def _domain_lines(domain: DomainNeed) -> Sequence[Line]:
    rules = domain.domain
    kind = _KINDS[rules.combine]
    gross, facts = _how_combined(rules, [need.gross for need in domain.needs])
    line = Line("domain", rules.id, rules.title, gross, domain.gross, None, kind, facts)
    if domain.net == domain.gross:
        return (line,)
    net, facts = _how_combined(rules, [need.net for need in domain.needs])
    return line, Line("domain-after-help", rules.id, rules.title, f"After unpaid help. {net}", domain.net, None, kind, facts)


def _how_combined(rules: Domain, units: list[int]) -> tuple[str, Facts]:
    because = _ADDED_UP if rules.combine == "sum" else _LARGEST
    facts = {"units": units}
    if rules.cap is None:
        return because, facts
    found = sum(units) if rules.combine == "sum" else max(units)
    if found > UNITS_PER_POINT * rules.cap:
        because += f" That is {written_points(found)}, and at most {whole_points(rules.cap)} count{'s' if rules.cap == 1 else ''} here."
    return because, {**facts, "at_most_points": rules.cap}


def _part_lines(part: PartNeed) -> list[Line]:
    units = [domain.gross for domain in part.domains]
    because = _how_added(part, units, part.gross)
    line = Line("part-points", part.part.id, "All points together", because, part.gross, None, "added-up", {"units": units})
    if part.net == part.gross:
        return [line]
    units = [domain.net for domain in part.domains]
    because = f"After unpaid help. {_how_added(part, units, part.net)}"
    title = "All points together after unpaid help"
    return [line, Line("part-points-after-help", part.part.id, title, because, part.net, None, "added-up", {"units": units})]


def _how_added(part: PartNeed, units: list[int], together: int) -> str:
    if not units:
        return "No questions count here."
    if len(units) == 1:
        return f"All the points are from {part.domains[0].domain.title}."
    if not together:
        return "There are none."
    rounded = [thousandths(each) for each in units if each]
    note = "" if sum(rounded) == thousandths(together) else " Each is rounded here; the sum is not."
    if len(rounded) == 1:
        return f"All the points are from {next(domain.domain.title for domain, each in zip(part.domains, units, strict=True) if each)}."
    return f"{' + '.join(map(in_points, rounded))} = {written_points(together)}.{note}"
