"""Lines for steps 1 and 2: questions, domains and the points of a part."""

from functools import lru_cache

from .answers import QUARTERS
from .needs import KEPT, DomainNeed, Need, PartNeed
from .result import Line
from .scheme import UNITS_PER_POINT, Scheme, whole_points
from .words import hard_weeks, points, share_of_help


def explain_needs(scheme: Scheme, part: PartNeed) -> list[Line]:
    weekly = scheme.pays == "weekly"
    lines: list[Line] = []
    for domain in part.domains:
        for need in domain.needs:
            lines += _question_lines(need, weekly)
        lines += _domain_lines(domain)
    return lines + _part_lines(part)


@lru_cache(maxsize=KEPT)
def _question_lines(need: Need, weekly: bool) -> tuple[Line, ...]:  # noqa: FBT001 - a key
    question = need.question
    gross = Line("question", question.id, question.text, _question(need, weekly=weekly), need.gross)
    if need.net == need.gross:
        return (gross,)
    return gross, Line("question-after-help", question.id, question.text, _after_help(need), need.net)


def _question(need: Need, *, weekly: bool) -> str:
    because = need.question.meanings[need.level]
    if need.worst_weeks is not None:
        because += f". {_worst(need, need.worst_weeks)}"
    else:
        because += ", every week." if need.gross and weekly else "."
    if need.quarters and not need.counted:
        because += " Unpaid help is not counted, because no carer has said yes to it."
    return because


def _worst(need: Need, weeks: int) -> str:
    usual, worst = need.question.points[need.level], need.question.points[need.worst_level]
    if weeks == 0:
        return "No hard weeks are counted."
    if worst == usual:
        return f"{hard_weeks(weeks)} have the same points." if weeks > 1 else "One hard week has the same points."
    added = points(QUARTERS * (worst - usual) * weeks)
    return f"{hard_weeks(weeks)} at {whole_points(worst)} add{'s' if weeks == 1 else ''} {added} points for the year."


def _after_help(need: Need) -> str:
    if need.counted == QUARTERS:
        return "Somebody who wants to and is able to helps with all of this, so no points are left."
    return f"Somebody who wants to and is able to helps with {share_of_help(need.counted)} of this, so {points(need.net)} points are left."


def _domain_lines(domain: DomainNeed) -> list[Line]:
    rules = domain.domain
    gross = Line("domain", rules.id, rules.title, _together(domain, [need.gross for need in domain.needs]), domain.gross)
    if domain.net == domain.gross:
        return [gross]
    because = f"After unpaid help. {_together(domain, [need.net for need in domain.needs])}"
    return [gross, Line("domain-after-help", rules.id, rules.title, because, domain.net)]


def _together(domain: DomainNeed, units: list[int]) -> str:
    rules = domain.domain
    because = "These points are added up." if rules.combine == "sum" else "The question with the most points counts."
    if rules.cap is None:
        return because
    found = sum(units) if rules.combine == "sum" else max(units)
    if found > UNITS_PER_POINT * rules.cap:
        because += f" That is {points(found)} points, and at most {whole_points(rules.cap)} count here."
    return because


def _part_lines(part: PartNeed) -> list[Line]:
    because = _added(part, [each.gross for each in part.domains])
    gross = Line("part-points", part.part.id, "All points together", because, part.gross)
    if part.net == part.gross:
        return [gross]
    because = f"After unpaid help. {_added(part, [each.net for each in part.domains])}"
    return [gross, Line("part-points-after-help", part.part.id, "All points together after unpaid help", because, part.net)]


def _added(part: PartNeed, units: list[int]) -> str:
    if len(units) == 1:
        return f"All the points are from {part.domains[0].domain.title}."
    if not units:
        return "No questions count here."
    shown = [points(each) for each in units]
    rounded = sum(int(each.replace(".", "")) for each in shown) != int(points(sum(units)).replace(".", ""))
    return " + ".join(shown) + " points." + (" Each is rounded here; the sum is not." if rounded else "")
