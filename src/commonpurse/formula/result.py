"""What a scheme gives for answers: the figures, and the lines that explain them (docs/scheme-format.md, "The result")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, Self, TypeAlias

from commonpurse.values.frozen import known_and_more, reader_for
from commonpurse.values.money import pounds_and_pence

from .scheme import written_points

FORMAT = 2
"""1: sentences alone. 2: kind and facts stand beside each sentence."""

Facts: TypeAlias = Mapping[str, Any]

State: TypeAlias = Literal["amount", "needs_costing", "cannot_say_yet"]
Step: TypeAlias = Literal[
    "question",
    "question-after-help",
    "domain",
    "domain-after-help",
    "part-points",
    "part-points-after-help",
    "part-gross",
    "part",
    "costing",
    "parts-together",
    "adjustment",
    "minimum",
    "maximum",
    "rounding",
    "year",
    "part-funder",
    "funder",
    "gross",
    "worst-weeks",
    "second-question",
    "second-estimate",
]


@dataclass(slots=True, unsafe_hash=True)
class Line:
    """One line of the explanation: units of 1/208 of a point, or whole pence, never both.

    An `adjustment` line holds what it adds; every other pence line holds the amount that stands after it.
    `kind` names the sentence, and `facts` holds all that it says, exact: whole units, whole pence, and the percent as it is written.
    `more` is what a reader of a frozen line did not know.

    One line may explain many people's budgets: it is never changed. The type checker sees to that, because a frozen dataclass takes
    three times as long to make.
    """

    step: Final[Step]
    id: Final[str]
    title: Final[str]
    because: Final[str]
    units: Final[int | None] = None
    pence: Final[int | None] = None
    kind: Final[str] = ""
    facts: Final[Facts | None] = field(default=None, hash=False)
    more: Final[Facts | None] = field(default=None, hash=False)

    @property
    def figure(self) -> str:
        """The money or the points of the line, as they are written."""
        return pounds_and_pence(self.pence) if self.pence is not None else written_points(self.units or 0)

    @property
    def name(self) -> str:
        """The title, and whether this is what unpaid help leaves."""
        return f"{self.title}, after unpaid help" if self.step == "question-after-help" else self.title

    def as_json(self) -> dict[str, Any]:
        figure = {"pence": self.pence} if self.units is None else {"units": self.units}
        facts = {"kind": self.kind, "facts": dict(self.facts or {})} if self.kind else {}
        return {"step": self.step, "id": self.id, "title": self.title, **figure, "because": self.because, **facts, **(self.more or {})}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        known, more = known_and_more(value, LINE_KEYS)
        return cls(**known, more=more or None)


LINE_KEYS = frozenset({"step", "id", "title", "because", "units", "pence", "kind", "facts"})


@dataclass(frozen=True)
class SchemeName:
    """Which scheme, to the byte."""

    id: str
    version: str
    sha256: str
    more: Facts | None = field(default=None, hash=False)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "version": self.version, "sha256": self.sha256, **(self.more or {})}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        known, more = known_and_more(value, ("id", "version", "sha256"))
        return cls(**known, more=more or None)


class Result(NamedTuple):
    """The outcome of one run. All money is whole pence; what cannot be said is None."""

    state: State
    scheme: SchemeName
    amount_pence: int | None
    gross_pence: int | None
    year_pence: int | None
    worst_weeks_year_pence: int | None
    funders: Mapping[str, int] | None
    second_estimate_pence: int | None
    second_estimate_differs: bool
    missing: tuple[str, ...]
    range_pence: tuple[int, int] | None
    lines: tuple[Line, ...]
    format: int = FORMAT
    more: Facts | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the shape of docs/scheme-format.md, ready for json.dumps."""
        return {
            **({"format": self.format} if self.format > 1 else {}),
            "state": self.state,
            "scheme": self.scheme.as_json(),
            "amount_pence": self.amount_pence,
            "gross_pence": self.gross_pence,
            "year_pence": self.year_pence,
            "worst_weeks_year_pence": self.worst_weeks_year_pence,
            "funders": None if self.funders is None else dict(self.funders),
            "second_estimate_pence": self.second_estimate_pence,
            "second_estimate_differs": self.second_estimate_differs,
            "missing": list(self.missing),
            "range_pence": None if self.range_pence is None else list(self.range_pence),
            "lines": [line.as_json() for line in self.lines],
            **(self.more or {}),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave, in any format ever written. Raises NewerFormat; KeyError or TypeError for another shape."""
        return cls(**reader_for(value, READERS))


def _read(value: Mapping[str, Any]) -> dict[str, Any]:
    """Formats 1 and 2 differ in what their lines hold, and `Line.from_json` reads both."""
    known, more = known_and_more(value, RESULT_KEYS)
    low_and_high = known["range_pence"]
    return {
        **known,
        "format": known.get("format", 1),
        "scheme": SchemeName.from_json(known["scheme"]),
        "missing": tuple(known["missing"]),
        "range_pence": None if low_and_high is None else tuple(low_and_high),
        "lines": tuple(Line.from_json(line) for line in known["lines"]),
        "more": more or None,
    }


RESULT_KEYS = frozenset(Result._fields) - {"more"}
READERS = {1: _read, FORMAT: _read}
