"""The lines: how the figure came about, in plain words and in an order that a calculator can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonpurse.values.money import pounds
from commonpurse.values.numbers import counted

from .amounts import PartMoney, Settled, costing_is_due
from .answers import Given
from .explain_funders import explain_funders
from .explain_money import explain_limits_and_rounding, explain_part
from .explain_needs import explain_needs
from .explain_second import explain_second
from .needs import PartNeed
from .result import Line
from .scheme import Scheme, whole_points, written_points
from .second_estimate import SecondEstimate
from .sharing import Shares


@dataclass(slots=True)
class Figures:
    """Every figure of one run, before it is put into words."""

    scheme: Scheme
    given: Given
    parts: Sequence[PartMoney]
    settled: Settled
    gross: Settled
    year: int
    worst_weeks_year: int
    shares: Shares
    second: SecondEstimate | None
    needs_costing: bool


def explain(figures: Figures) -> list[Line]:
    """Give the lines in the order of the steps."""
    scheme, given = figures.scheme, figures.given
    lines: list[Line] = []
    for part in figures.parts:
        lines += explain_needs(part.need)
        lines += explain_part(scheme, part)
    if figures.needs_costing:
        lines.append(_costing(figures))
    lines += explain_limits_and_rounding(scheme, figures.settled)
    lines.append(_year(figures))
    lines += explain_funders(scheme, given, figures.shares)
    lines += (_gross(figures), _worst_weeks(figures))
    if figures.second is not None:
        lines += explain_second(figures.parts, figures.second, figures.settled.amount)
    return lines


def _costing(figures: Figures) -> Line:
    if figures.given.cost_by_hand:
        because = "One of your answers says that the sum alone is not enough. A person will work out the cost with you."
    else:
        because = "".join(_over(part.need) for part in figures.parts) + "A person will work out the cost with you."
    facts = {"by_hand": figures.given.cost_by_hand, "over": [_facts_over(part.need) for part in figures.parts if costing_is_due(part.need)]}
    return Line("costing", "costing", "A person must work this out", because, None, figures.settled.together, "costing", facts)


def _over(need: PartNeed) -> str:
    over = need.part.costing_over
    if over is None or not costing_is_due(need):
        return ""
    return f"{written_points(need.gross)} is more than {whole_points(over)}. "


def _facts_over(need: PartNeed) -> dict[str, Any]:
    return {"part": need.part.id, "units": need.gross, "points": need.part.costing_over}


def _year(figures: Figures) -> Line:
    scheme = figures.scheme
    if scheme.pays == "yearly":
        because, facts = "This amount is for a whole year.", {"pence": figures.settled.amount, "weeks": 1}
    else:
        because = f"{counted(scheme.weeks_per_year, 'week')} of {pounds(figures.settled.amount)}."
        facts = {"pence": figures.settled.amount, "weeks": scheme.weeks_per_year}
    return Line("year", "year", "For a year", because, None, figures.year, f"pays-{scheme.pays}", facts)


def _gross(figures: Figures) -> Line:
    if all(part.need.gross == part.need.net for part in figures.parts):
        because, kind = "Unpaid help changes no points here, so this is the same amount.", "no-unpaid-help"
    else:
        because = f"Without unpaid help the parts come to {pounds(figures.gross.together)}. The same rules then give this amount."
        kind = "without-unpaid-help"
    facts = {"together_pence": figures.gross.together, "limited_pence": figures.gross.limited}
    return Line("gross", "gross", "If nobody helped unpaid", because, None, figures.gross.amount, kind, facts)


def _worst_weeks(figures: Figures) -> Line:
    kept = figures.worst_weeks_year
    if kept:
        because = (
            f"Without your hard weeks the year would be {pounds(figures.year - kept)}, not {pounds(figures.year)}. "
            "This is part of the amount, not on top of it."
        )
    else:
        because = "No hard weeks change the amount."
    facts = {"year_pence": figures.year, "without_pence": figures.year - kept}
    return Line("worst-weeks", "worst-weeks", "Kept for your hard weeks, in a year", because, None, kept, "worst-weeks", facts)
