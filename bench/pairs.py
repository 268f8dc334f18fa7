"""What pairs of batches say: the middle of their ratios, how sure it is, whether the machine was too loaded, and what became worse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from statistics import median
from typing import Any

WITHIN = 0.1
"""A tenth: a figure less certain than this is not given, and a page that is worse by more than this says why."""
OTHERS_AT_MOST, STOLEN_AT_MOST = 0.5, 0.05
"""Shares of all processors that others may use, or a host may take away, while we measure."""
OUTSIDE = 0.05


@dataclass(frozen=True)
class Middle:
    """A median, and between what it lies with 95 in 100: the interval of order statistics, which asks nothing of the spread's form."""

    value: float
    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        return self.low >= self.value * (1 - WITHIN) and self.high <= self.value * (1 + WITHIN)


def middle(values: Sequence[float]) -> Middle:
    """Source of the interval: David and Nagaraja, Order Statistics (2003), 7.1. With fewer than six values it is all of them."""
    ordered = sorted(values)
    out = _left_out(len(ordered))
    return Middle(median(ordered), ordered[out], ordered[-1 - out])


def _left_out(number: int) -> int:
    """How many values may be left out at each end."""
    outside = 0
    for out in range(number):
        outside += comb(number, out)
        if 2 * outside > OUTSIDE * 2**number:
            return max(out - 1, 0)
    return 0


def ratios(these: Sequence[float], those: Sequence[float]) -> Middle:
    """Of batches that were measured in pairs, one beside the other."""
    return middle([this / that for this, that in zip(these, those, strict=True)])


def too_loaded(*, others: float, stolen: float, uncertain: Sequence[str]) -> str:
    """Say what is not to be believed, and why; empty where all is. `others`, `stolen`: shares of all processors.

    Others on the machine make every millisecond dearer, page and bare page alike: the ratios bear it, as long as they are certain.
    """
    said = []
    if others > OTHERS_AT_MOST:
        said.append(f"others used {others:.0%} of the processors")
    if stolen > STOLEN_AT_MOST:
        said.append(f"the host took away {stolen:.0%} of the processors")
    loaded = f"The machine was too loaded for the milliseconds: {' and '.join(said)}. Look at the ratios only." if said else ""
    unknown = f"Not certain to a tenth, and so not said: {', '.join(uncertain)}." if uncertain else ""
    return " ".join(filter(None, (loaded, unknown)))


def worse(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """Each page whose ratio to the bare one grew by more than a tenth, with a sentence; also each that cannot be compared."""
    found = {}
    for name, was in before.items():
        there = now.get(name)
        if there is None:
            found[name] = "is not measured any more"
        elif there["ratio"] is None or was["ratio"] is None:
            found[name] = "cannot be compared: the machine was too loaded for one of the two"
        elif there["ratio"] > was["ratio"] * (1 + WITHIN):
            grew = there["ratio"] / was["ratio"] - 1
            queries = f"{was['queries']} queries, now {there['queries']}"
            found[name] = f"is worse by {grew:.0%}: {was['ratio']:.1f} times the bare page, now {there['ratio']:.1f}; {queries}"
    return found


def worse_beside(beside: Mapping[str, Any]) -> dict[str, str]:
    """Each page that costs more than a tenth more here than in the other checkout, measured in the same run; also each not certain."""
    unknown = {name: "cannot be compared: the machine was too loaded" for name, row in beside.items() if row["ratio"] is None}
    known = {name: row["ratio"] for name, row in beside.items() if name not in unknown}
    return unknown | {name: f"is worse by {ratio - 1:.0%} than beside" for name, ratio in known.items() if ratio > 1 + WITHIN}
