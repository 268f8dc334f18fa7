"""What one answer holds, and how it becomes a number for the formula. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from commonpurse.formula import Answer
from commonpurse.values.frozen import Grows


@dataclass(frozen=True)
class Value(Grows):
    """One answer as somebody gave it. `level` None with `not_sure` is "not sure yet": an answer that gives no points.

    `worst_level` and `worst_weeks` (1-52 a year) come together; `unpaid_quarters` is 0-4 quarters of this need; `limbs` and
    `ticks` are ids of the questionnaire; `words` are the speaker's own.
    """

    level: int | None = None
    not_sure: bool = False
    worst_level: int | None = None
    worst_weeks: int | None = None
    unpaid_quarters: int | None = None
    limbs: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    words: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Value":
        return cls.read(stored)

    @property
    def is_answered(self) -> bool:
        return self.level is not None

    def for_formula(self, *, covered: int) -> Answer | None:
        """The number side of the answer, or None while there is no level.

        `covered`: the quarters for which a carer's yes holds. No more unpaid help is passed than that, and no more than was said.
        """
        if self.level is None:
            return None
        return Answer(
            level=self.level,
            worst_level=self.worst_level,
            worst_weeks=self.worst_weeks,
            unpaid_quarters=min(self.unpaid_quarters, covered) if covered and self.unpaid_quarters is not None else None,
        )

    def same_figures_as(self, other: "Value") -> bool:
        """Whether two answers say the same, own words aside."""
        return replace(self, words="") == replace(other, words="")


@dataclass(frozen=True)
class CheckedAnswer:
    """What was made of one answer together. Of a difference both sides are kept: `value` is the person's side.

    `event` is the id of what was written down, to say later what was on the screen.
    """

    question: str
    agreed: bool
    value: Value
    practitioners_value: Value | None = None
    note: str = ""
    event: int | None = None

    def side(self, *, practitioner: bool) -> Value:
        """The value that counts for one side of a difference; the agreed one for both where there is none."""
        return self.practitioners_value if practitioner and self.practitioners_value is not None else self.value
