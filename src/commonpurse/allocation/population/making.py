"""People who are made up, by stated assumptions: the same seed gives the same people on every machine, however many follow.

Whole numbers only: random bits of a published generator (Philox, one stream for each block of people), compared with shares of 1,000.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commonpurse.formula import Scheme
from commonpurse.formula.many import NULL
from commonpurse.formula.many.columns import BY_HAND, CARER, paying_of, unpaid_of, weeks_of, worst_of
from commonpurse.formula.scheme import Question

from .allocating import Work, computed

BLOCK = 16_384
WHOLE = 1_000
MADE = "commonpurse.made"
COST = "cost_pence"
FIRST_HARD_WEEKS, MORE_HARD_WEEKS = 2, 24

Draws: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Shares: TypeAlias = Mapping[str, int]


@lru_cache(maxsize=1)
def assumptions() -> dict[str, Any]:
    return tomllib.loads((files("commonpurse.allocation.population") / "assumptions.toml").read_text())


@dataclass(frozen=True)
class Made:
    """How many are made, from which seed, for which scheme; with what was agreed for them, where cases are wanted."""

    work: Work
    people: int
    seed: int
    cases: bool = False

    def blocks(self) -> Iterator[pa.RecordBatch]:
        """Give them in pieces: memory does not grow with their number."""
        for number in range(-(-self.people // BLOCK)):
            rows = min(BLOCK, self.people - number * BLOCK)
            yield self._as_batch(self._block(number), number * BLOCK, rows)

    def _block(self, number: int) -> dict[str, Any]:
        """Draw a whole block, also where fewer people are wanted: they are the same ones then."""
        dice = _Dice(self.seed, number)
        who, place = _people(dice)
        answers = _answers(dice, self.work.scheme, place, complete=self.cases)
        if self.cases:
            amount = computed(self.work, answers)["amount_pence"]
            answers[COST] = amount + amount * dice.about(assumptions()["costs"]["noise"]) // WHOLE
        return {**who, **answers}

    def _as_batch(self, columns: dict[str, Any], first: int, rows: int) -> pa.RecordBatch:
        person = pa.array([f"made-{first + row + 1:06}" for row in range(rows)])
        arrays = {name: _as_arrow(name, values[:rows]) for name, values in columns.items()}
        scheme = self.work.scheme
        about = {"made": True, "by": assumptions()["title"], "seed": self.seed, "scheme": scheme.id, "version": scheme.version}
        return pa.RecordBatch.from_pydict({"person": person, **arrays}, metadata={MADE: json.dumps(about)})


def _as_arrow(name: str, values: NDArray[Any]) -> Any:
    if values.dtype.kind == "U":
        return pa.array(values.tolist(), pa.string())
    if name in (CARER, BY_HAND) or name.startswith("paying_"):
        return pa.array(values == 1)
    return pa.array(np.maximum(values, 0), mask=values == NULL)


class _Dice:
    """One number from 0 to 999 for each person of a block, each time."""

    def __init__(self, seed: int, block: int) -> None:
        self._bits = np.random.Philox(key=np.array([seed, block], np.uint64))

    def throw(self) -> Draws:
        high = self._bits.random_raw(BLOCK) >> np.uint64(32)
        return ((high * np.uint64(WHOLE)) >> np.uint64(32)).astype(np.int64)

    def within(self, share: Any) -> Flags:
        return np.asarray(self.throw() < share)

    def about(self, most: int) -> Draws:
        """From minus `most` to `most`, most often near 0."""
        return (self.throw() + self.throw() - (WHOLE - 1)) * most // (WHOLE - 1)

    def one_of(self, shares: Draws) -> Draws:
        """Give the place of one, by shares of each row (or of all) that add up to 1,000."""
        ends = np.cumsum(np.atleast_2d(shares), axis=1)[:, :-1]
        return np.asarray((self.throw()[:, None] >= ends).sum(axis=1))


# Who they are


def _people(dice: _Dice) -> tuple[dict[str, Any], Draws]:
    """Give their groups, and the place of each one's reason."""
    said = assumptions()
    ages, reasons = list(said["ages"]["shares"]), _reasons()
    age = dice.one_of(_shares(said["ages"]["shares"], ages))
    reason = dice.one_of(np.array([_shares(said["reasons"]["shares"][each], reasons) for each in ages])[age])
    sexes, ethnicities = list(said["sexes"]["shares"][ages[0]]), list(said["ethnicities"]["shares"])
    sex = dice.one_of(np.array([_shares(said["sexes"]["shares"][each], sexes) for each in ages])[age])
    ethnicity = dice.one_of(_shares(said["ethnicities"]["shares"], ethnicities))
    named = {"reason": (reasons, reason), "age_band": (ages, age), "sex": (sexes, sex), "ethnicity": (ethnicities, ethnicity)}
    return {name: np.array(names)[places] for name, (names, places) in named.items()}, reason


def _reasons() -> list[str]:
    return list(assumptions()["hard_weeks"]["shares"])


def _shares(shares: Shares, names: list[str]) -> Draws:
    return np.array([shares[name] for name in names], np.int64)


def _by_reason(name: str) -> Draws:
    return _shares(assumptions()[name]["shares"], _reasons())


# What they answer


def _answers(dice: _Dice, scheme: Scheme, reason: Draws, *, complete: bool) -> dict[str, Any]:
    said = assumptions()
    situation = dice.throw()
    hard = dice.within(_by_reason("hard_weeks")[reason])
    helped = dice.within(_by_reason("unpaid_help")[reason])
    left_open = dice.within(0 if complete else said["missing"]["people"])
    columns: dict[str, Any] = {}
    for question in scheme.questions:
        level = _level(dice, question, situation, reason)
        level = np.where(left_open & dice.within(said["missing"]["questions"]), NULL, level)
        columns |= _about_question(dice, question, level, hard, helped)
    columns[CARER] = helped & dice.within(said["unpaid_help"]["yes"])
    columns[BY_HAND] = dice.within(said["by_hand"]["shares"]["all"])
    for funder in scheme.funders[1:]:
        columns[paying_of(funder.id)] = dice.within(_by_reason("paying")[reason])
    return {name: values.astype(np.int8) for name, values in columns.items()}


def _level(dice: _Dice, question: Question, situation: Draws, reason: Draws) -> Draws:
    """Follow the person's situation, or stand alone: either way, as many have a need as the assumptions say."""
    said = assumptions()["needs"]
    follows, alone = dice.within(said["together"]), dice.throw()
    lot = np.where(follows, situation, alone)
    share = np.array([said["shares"][each].get(question.id, said["shares"][each]["other"]) for each in _reasons()])[reason]
    level = np.zeros(BLOCK, np.int64)
    for _ in question.levels[1:]:
        level += lot < share
        share = share * said["next_level"] // WHOLE
    return level


def _about_question(dice: _Dice, question: Question, level: Draws, hard: Flags, helped: Flags) -> dict[str, Draws]:
    columns = {question.id: level}
    last = len(question.levels) - 1
    if question.fluctuates:
        said = assumptions()["hard_weeks"]
        worse = hard & dice.within(said["answers"]) & (level != NULL) & (level < last)
        worst = np.minimum(level + 1 + dice.within(said["two_levels"]), last)
        weeks = FIRST_HARD_WEEKS + dice.throw() * MORE_HARD_WEEKS // WHOLE
        columns[worst_of(question.id)] = np.where(worse, worst, NULL)
        columns[weeks_of(question.id)] = np.where(worse, weeks, NULL)
    if question.unpaid_support:
        shares = assumptions()["unpaid_help"]["quarters"]
        quarters = 1 + dice.one_of(_shares(shares, list(shares)))
        columns[unpaid_of(question.id)] = np.where(helped & (level > 0), quarters, NULL)
    return columns
