"""What a scheme gives for answers: the figures, and the lines that explain them (docs/scheme-format.md, "The result")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, Self, TypeAlias

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
    One line may explain many people's budgets: it is never changed. The type checker sees to that, because a frozen dataclass takes
    three times as long to make.
    """

    step: Final[Step]
    id: Final[str]
    title: Final[str]
    because: Final[str]
    units: Final[int | None] = None
    pence: Final[int | None] = None

    def as_json(self) -> dict[str, Any]:
        figure = {"pence": self.pence} if self.units is None else {"units": self.units}
        return {"step": self.step, "id": self.id, "title": self.title, **figure, "because": self.because}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(**value)


@dataclass(frozen=True)
class SchemeName:
    """Which scheme, to the byte."""

    id: str
    version: str
    sha256: str


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

    def as_json(self) -> dict[str, Any]:
        """Give the shape of docs/scheme-format.md, ready for json.dumps."""
        return {
            "state": self.state,
            "scheme": {"id": self.scheme.id, "version": self.scheme.version, "sha256": self.scheme.sha256},
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
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave. Raises KeyError or TypeError for any other shape."""
        low_and_high = value["range_pence"]
        return cls(
            **{
                **value,
                "scheme": SchemeName(**value["scheme"]),
                "missing": tuple(value["missing"]),
                "range_pence": None if low_and_high is None else tuple(low_and_high),
                "lines": tuple(Line.from_json(line) for line in value["lines"]),
            }
        )
