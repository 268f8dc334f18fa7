"""A rough figure in plain text: for whoever wants to keep it, to read on or to show to somebody."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from commonpurse.allocation.estimating import Asked, Estimate
from commonpurse.pages.shared.why import WhyLines, WhyRow
from commonpurse.theme.words import day as as_written
from commonpurse.values.money import pounds

WHAT_IT_IS = (
    "This is a rough figure. It is not a decision and not a promise.",
    "Nothing of it was kept. This copy is the only one.",
)


def plain_copy(
    asked: Asked, *, rows: Sequence[dict[str, Any]], day: date, estimate: Estimate, each: str, why: WhyLines, to_pay: str
) -> str:
    return "\n".join(_written(asked, rows, day, estimate, each, why, to_pay)) + "\n"


def _written(
    asked: Asked, rows: Sequence[dict[str, Any]], day: date, estimate: Estimate, each: str, why: WhyLines, to_pay: str
) -> Iterator[str]:
    yield from ("WHAT MIGHT MY BUDGET BE?", as_written(day), "", *WHAT_IT_IS, "")
    if asked.rules.status == "demonstration":
        yield from ("DEMONSTRATION: the figures are made up. They are no council's.", "")
    yield from (f"Indicative (rough): {in_figures(estimate)} {each}", "")
    if estimate.may_need_costing:
        yield from ("A worker may have to work out the cost with you. Then the figure can be another.", "")
    yield from ("WHAT YOU SAID", "")
    for row in rows:
        yield f"{row['question'].title}: {row['answer']}"
        yield from (f"  {detail}" for detail in row["details"])
    yield from ("", "LINE BY LINE, FOR THE LOWER FIGURE" if estimate.low != estimate.high else "LINE BY LINE", "")
    yield from map(_line, [*why.first, *why.more, *why.domain_rows, *why.sums])
    yield from ("", f"What you may have to pay: {to_pay}", "", f"From {asked.rules.title}, version {asked.rules.version}.")


def in_figures(estimate: Estimate) -> str:
    low, high = pounds(estimate.low), pounds(estimate.high)
    return low if low == high else f"{low} to {high}"


def _line(row: WhyRow) -> str:
    return f"{row.title}: {row.amount}. {row.because}".rstrip()
