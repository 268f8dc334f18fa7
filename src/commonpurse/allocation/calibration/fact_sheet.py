"""How well a scheme serves the people of some cases, on one sheet: for whoever must decide on it, or is subject to it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from commonpurse.formula import Scheme
from commonpurse.values.money import pounds
from commonpurse.values.numbers import counted

from .cases import FEW_CASES, Cases
from .drafting import FEW_OF_A_GROUP, OLD_UNFAIRNESS, amounts, few_cases
from .held_out import Accuracy, HeldOut, Measure, by_groups, measures
from .shortest import SECONDS_A_QUESTION


@dataclass(frozen=True, eq=False)
class FactSheet:
    """Measures of one scheme on one file of cases. `made_from_these`: the scheme names the same file as its source."""

    scheme: Scheme
    accuracy: Accuracy
    groups: Mapping[str, Mapping[str, Accuracy]]
    file: str
    sha256: str
    made_on: date
    made_from_these: bool
    remarks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        scheme = self.scheme
        return {
            "scheme": {"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256, "title": scheme.title, "status": scheme.status},
            "source": scheme.source,
            "questions": len(scheme.questions),
            "minutes": _minutes(scheme),
            "cases": {"file": self.file, "sha256": self.sha256, "number": self.accuracy.cases},
            "made_on": self.made_on.isoformat(),
            "made_from_these_cases": self.made_from_these,
            **measures(self.accuracy),
            "groups": {column: {value: measures(of) for value, of in values.items()} for column, values in self.groups.items()},
            "warnings": list(self.warnings()),
        }

    def warnings(self) -> Iterator[str]:
        if self.made_from_these:
            yield "The scheme was made from these very cases: it knows them. Look for what was measured on people not learned from."
        if self.accuracy.cases < FEW_CASES:
            yield few_cases(self.accuracy.cases)
        if self.accuracy.r_squared.value < 0:
            yield "This scheme foretells these costs worse than if all were given the same. Are the costs what they seem?"
        yield from self.remarks
        yield OLD_UNFAIRNESS

    def as_markdown(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        scheme, accuracy = self.scheme, self.accuracy
        each = "a week" if scheme.pays == "weekly" else "a year"
        yield f"# Fact sheet: {scheme.title}, version {scheme.version} ({scheme.status})"
        yield ""
        yield f"{counted(len(scheme.questions), 'question')}, about {counted(_minutes(scheme), 'minute')}. {scheme.source}"
        yield ""
        yield f"Measured on {counted(accuracy.cases, 'case')} in {self.file} (sha256 {self.sha256[:12]}) on {self.made_on.isoformat()}."
        yield ""
        yield "| | this scheme | 95 % interval |"
        yield "|---|---|---|"
        yield f"| spread of costs that it foretells (R squared) | {_cells(accuracy.r_squared, '.3f')} |"
        yield f"| people whose amount is within 20 % of what was agreed | {_cells(accuracy.near, '.1%')} |"
        yield f"| people who have enough | {_cells(accuracy.sufficient, '.1%')} |"
        yield f"| all amounts together | {pounds(accuracy.total_pence)} {each} | agreed: {pounds(accuracy.cost_pence)} |"
        for column, values in self.groups.items():
            yield from _group_lines(column, values)
        yield ""
        yield from (f"- {said}" for said in self.warnings())


def _group_lines(column: str, values: Mapping[str, Accuracy]) -> Iterator[str]:
    yield ""
    yield f"## By {column}"
    yield ""
    yield "| group | people | have enough | 95 % interval | within 20 % | 95 % interval |"
    yield "|---|---|---|---|---|---|"
    for value, of in values.items():
        few = " (too few to say much)" if of.cases < FEW_OF_A_GROUP else ""
        yield f"| {value}{few} | {of.cases:,} | {_cells(of.sufficient, '.1%')} | {_cells(of.near, '.1%')} |"


def _cells(measure: Measure, shape: str) -> str:
    return f"{measure.value:{shape}} | {measure.low:{shape}} to {measure.high:{shape}}"


def _minutes(scheme: Scheme) -> int:
    return round(len(scheme.questions) * SECONDS_A_QUESTION / 60)


def fact_sheet(scheme: Scheme, cases: Cases, file: Path, *, made_on: date) -> FactSheet:
    """Measure a scheme as it stands on people whose agreed cost is known."""
    found = amounts(scheme, cases).astype(np.float64)
    judged = HeldOut(cases, found, found)
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return FactSheet(
        scheme=scheme,
        accuracy=judged.accuracy(),
        groups=by_groups(judged),
        file=file.name,
        sha256=sha256,
        made_on=made_on,
        made_from_these=file.name in scheme.source,
        remarks=cases.remarks,
    )
