"""Cases to learn from: what people answered, and what it was agreed that they needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from commonpurse.formula.answers import QUARTERS, WEEKS

FEW_CASES = 100
"""With fewer, what is learned moves much with each case that is added."""

NEAR_PENCE = 500
_LARGEST_SHARE = 20
"""Where answers are so few that more than a twentieth of all cases would hang together, being alike says nothing."""

_YEAR = WEEKS * QUARTERS
_MIXER = np.uint64(0x9E3779B97F4A7C15)

Levels: TypeAlias = NDArray[np.int8]
Reals: TypeAlias = NDArray[np.float64]
Wholes: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cases:
    """Answers by case (row) and question (column), and what was agreed.

    `levels` count from 0. `worst` and `weeks` (a year) are those of the hard weeks, `weeks` 0 where there are none. `left` are the
    quarters of each need that no unpaid help meets. `cost` is pence a week, or a year where the scheme pays so. `groups` are texts by
    case, for telling apart how well a scheme serves each group; they are never used to fit anything. `persons` are numbers by case, the
    same for the same person, where the file tells people apart. `remarks` are to be said of the file.
    """

    questions: tuple[str, ...]
    most: tuple[int, ...]
    levels: Levels
    cost: Wholes
    worst: Levels
    weeks: Levels
    left: Levels
    groups: dict[str, NDArray[Any]] = field(default_factory=dict)
    persons: Wholes | None = None
    remarks: tuple[str, ...] = ()

    @classmethod
    def plain(cls, questions: Sequence[str], most: Sequence[int], levels: Levels, cost: Wholes) -> "Cases":
        """Cases without hard weeks or unpaid help. `most` is the last level of each question."""
        none, all_left = np.zeros_like(levels), np.full_like(levels, QUARTERS)
        return cls(tuple(questions), tuple(most), levels, cost, levels, none, all_left)

    def __len__(self) -> int:
        return len(self.cost)

    def some(self, rows: NDArray[Any]) -> "Cases":
        """Give the cases of these rows (places, or flags), in that order."""
        columns = {name: getattr(self, name)[rows] for name in ("levels", "cost", "worst", "weeks", "left")}
        persons = None if self.persons is None else self.persons[rows]
        return replace(self, **columns, groups={name: values[rows] for name, values in self.groups.items()}, persons=persons)

    @cached_property
    def first_steps(self) -> tuple[int, ...]:
        """Where each question's steps begin among the columns of `steps`, and where the last one's end."""
        return (0, *np.cumsum(self.most).tolist())

    def columns_of(self, questions: Sequence[int]) -> NDArray[np.intp]:
        """Give the places of these questions' steps."""
        starts = self.first_steps
        return np.concatenate([np.arange(starts[each], starts[each + 1]) for each in questions]) if questions else np.zeros(0, np.intp)

    def steps_of(self, question: int) -> slice:
        return slice(self.first_steps[question], self.first_steps[question + 1])

    @cached_property
    def steps(self) -> Reals:
        """Give a column for each level above a question's first: the share of the year's need that reaches it and is left to meet.

        Points times steps, summed, are the points of step 1 of docs/scheme-format.md, exactly.
        """
        found = np.empty((self.first_steps[-1], len(self)))  # turned over as it is given: a step's cases are one run
        answers = [np.ascontiguousarray(values.T) for values in (self.levels, self.worst, self.weeks, self.left)]
        for start, most, usual, worst, weeks, left in zip(self.first_steps, self.most, *answers, strict=False):
            is_plain = not weeks.any() and (left == QUARTERS).all()
            for level in range(1, most + 1):
                reached = usual >= level
                whole = reached if is_plain else ((WEEKS - weeks) * reached + weeks * (worst >= level)) * left.astype(np.int64) / _YEAR
                found[start + level - 1] = whole
        return found.T

    @cached_property
    def alike(self) -> NDArray[np.uint64]:
        """Give the same number to cases that are the same in everything (and, hardly ever, to two that are not)."""
        return self._mixed(self.cost.astype(np.uint64))

    def _mixed(self, found: NDArray[np.uint64]) -> NDArray[np.uint64]:
        for values in (self.levels, self.worst, self.weeks, self.left):
            for column in values.T:
                found = (found ^ column.astype(np.uint8)) * _MIXER
                found ^= found >> np.uint64(32)
        return found

    @cached_property
    def belonging(self) -> Wholes:
        """Give the same number to cases that must not be torn apart where some are learned from and others judged.

        Those are the rows of one person, and copies; where nothing tells people apart, also cases with the same answers whose costs
        are a few pounds apart from one to the next: they are most likely one person, seen more than once.
        """
        _, copies = np.unique(self.alike, return_inverse=True)
        copies = copies.ravel().astype(np.int64)
        if self.persons is None:
            near = self._near_copies()
            return copies if np.bincount(near).max(initial=0) * _LARGEST_SHARE > len(self) else near
        _, persons = np.unique(self.persons, return_inverse=True)
        joined = coo_array(
            (np.ones(len(self), np.int8), (copies, copies.max(initial=-1) + 1 + persons.ravel())),
            shape=(nodes := int(copies.max(initial=-1) + 2 + persons.max(initial=-1)), nodes),
        )
        _, part = connected_components(joined, directed=False)
        found: Wholes = part[copies].astype(np.int64)
        return found

    def _near_copies(self) -> Wholes:
        answers = self._mixed(np.ones(len(self), np.uint64))
        order = np.lexsort((self.cost, answers))
        begins = (np.diff(answers[order]) != 0) | (np.diff(self.cost[order]) > NEAR_PENCE)
        near = np.empty(len(self), np.int64)
        near[order] = np.concatenate([[0], np.cumsum(begins)])
        return near

    @cached_property
    def is_helped(self) -> bool:
        """Whether unpaid help counts in any case."""
        return bool((self.left < QUARTERS).any())

    @cached_property
    def unhelped(self) -> "Cases":
        """The same cases as if nobody helped unpaid."""
        return replace(self, left=np.full_like(self.left, QUARTERS)) if self.is_helped else self
