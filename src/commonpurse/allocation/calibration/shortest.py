"""How short the questions could be: for each length the best found accuracy, on people who were not learned from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from .cases import Cases
from .held_out import FOLDS, Measure, folds_of, r_squared
from .points import bent, left_of, points_in_sum
from .search import Choice, choices
from .weights import sums_of

SECONDS_A_QUESTION = 90
"""An assumption, to be replaced by measured effort: reading, thinking and answering one question with somebody beside."""

_INTERVAL = 2.776  # Student's t for 95 % with four degrees of freedom: five parts


@dataclass(frozen=True)
class Length:
    """A questionnaire of so many questions: which, and how much of the spread of costs they explain of people not seen before."""

    questions: tuple[str, ...]
    r_squared: Measure
    minutes_saved: float

    @property
    def length(self) -> int:
        return len(self.questions)

    def as_json(self) -> dict[str, object]:
        return {
            "length": self.length,
            "questions": list(self.questions),
            "r_squared": self.r_squared.as_json(),
            "minutes_saved": round(self.minutes_saved, 1),
        }


def lengths(cases: Cases, *, keep: tuple[int, ...] = (), seed: int, told: Callable[[int, int], None] | None = None) -> list[Length]:
    """Give every length from the questions that must be kept up to all of them. The questions named are those that all cases choose."""
    scores: dict[int, list[float]] = {}
    fold = folds_of(cases, FOLDS, seed=seed)
    for each in range(FOLDS):
        seen, out = cases.some(fold != each), cases.some(fold == each)
        for length, score in _scores(seen, out, keep):
            scores.setdefault(length, []).append(score)
        if told:
            told(each + 1, FOLDS + 1)
    of_all = choices(cases, sums_of(cases.steps, cases.cost.astype(np.float64)), keep=keep)
    found = [_length(cases, choice, scores[len(choice.questions)]) for choice in of_all]
    if told:
        told(FOLDS + 1, FOLDS + 1)
    return found


def _scores(seen: Cases, out: Cases, keep: tuple[int, ...]) -> Iterator[tuple[int, float]]:
    cost = seen.cost.astype(np.float64)
    for choice in choices(seen, sums_of(seen.steps, cost), keep=keep):
        found = bent(seen, cost, points_in_sum(seen, choice))
        gross, left = left_of(found.points, out)
        yield len(choice.questions), r_squared(out.cost.astype(np.float64), found.curve.at(gross) * left)


def _length(cases: Cases, choice: Choice, scores: list[float]) -> Length:
    mean, half = float(np.mean(scores)), float(_INTERVAL * np.std(scores, ddof=1) / np.sqrt(len(scores)))
    saved = (len(cases.questions) - len(choice.questions)) * SECONDS_A_QUESTION / 60
    names = tuple(cases.questions[each] for each in choice.questions)
    return Length(names, Measure(mean, mean - half, mean + half), saved)


def shortest_good(found: list[Length]) -> Length:
    """Choose the shortest whose accuracy is within the noise of the best: the one-standard-error rule (Breiman and others 1984)."""
    best = max(found, key=lambda each: each.r_squared.value)
    error = (best.r_squared.value - best.r_squared.low) / _INTERVAL
    return min((each for each in found if each.r_squared.value >= best.r_squared.value - error), key=lambda each: each.length)
