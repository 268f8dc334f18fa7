"""Points from cases, beside abess at equal length and a monotone xgboost: on people who were not learned from, and in time.

Twenty thousand cases of 24 questions with five levels, ten seeds, two ways of making them: everything adds up; or of three questions
only the largest counts. abess gets the very same steps (one group a question), and may use any weights; xgboost the levels themselves.
"""

import platform
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import xgboost
from abess.linear import LinearRegression
from numpy.typing import NDArray

from commonpurse.allocation.calibration.cases import Cases
from commonpurse.allocation.calibration.held_out import r_squared
from commonpurse.allocation.calibration.points import Points, as_whole, left_of, points_of
from commonpurse.allocation.calibration.search import choose
from commonpurse.allocation.calibration.weights import sums_of

LEARNED, JUDGED, QUESTIONS, LEVELS, LENGTH = 20_000, 5_000, 24, 5, 12
SEEDS = range(1, 11)
MAKERS: dict[str, tuple[int, ...]] = {"all add up": (), "only the largest of three counts": (0, 1, 2)}
OURS, ABESS, XGBOOST = "Common Purse, whole points and curve", "abess, equal length", "xgboost, monotone"
NEAR_ABESS, NEAR_XGBOOST = 0.005, 0.01


def run() -> dict[str, Any]:
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    whole = True
    for maker, larger in MAKERS.items():
        for seed in SEEDS:
            learned, judged = made(seed, larger)
            for name, (score, seconds, fine) in one(learned, judged).items():
                found.setdefault((maker, name), []).append((score, seconds))
                whole &= fine
    return report(found, whole=whole)


def made(seed: int, larger: tuple[int, ...]) -> tuple[Cases, Cases]:
    """Make cases: answers hang together a little, half of the questions matter, costs have noise of £60."""
    random = np.random.default_rng(seed)
    number = LEARNED + JUDGED
    common = 0.7 * random.normal(size=(number, 1)) + random.normal(size=(number, QUESTIONS))
    levels = np.clip(np.floor((common + 1.5) * 1.2), 0, LEVELS - 1).astype(np.int8)
    worth = np.cumsum(random.gamma(1, 2_000, (QUESTIONS, LEVELS - 1)), axis=1)
    worth[QUESTIONS // 2 :] = 0
    of_each = np.take_along_axis(np.hstack([np.zeros((QUESTIONS, 1)), worth]).T, levels.astype(np.intp), axis=0)
    adds = [each for each in range(QUESTIONS) if each not in larger]
    mean = of_each[:, adds].sum(axis=1) + (2 * of_each[:, list(larger)].max(axis=1) if larger else 0)
    cost = np.maximum(np.rint(mean + random.normal(0, 6_000, number)), 0).astype(np.int64)
    names, most = [f"q{each}" for each in range(QUESTIONS)], [LEVELS - 1] * QUESTIONS
    cases = Cases.plain(names, most, levels, cost)
    return cases.some(np.arange(LEARNED)), cases.some(np.arange(LEARNED, number))


def one(learned: Cases, judged: Cases) -> dict[str, tuple[float, float, bool]]:
    """Fit each in turn: how much it explains of those judged, in how many seconds, and whether its points are whole and never fall."""
    cost, held = learned.cost.astype(np.float64), judged.cost.astype(np.float64)
    started = perf_counter()
    sums = sums_of(learned.steps, cost)
    points, curve = points_of(learned, sums, choose(learned, sums, LENGTH))
    ours = perf_counter() - started
    steps: NDArray[Any] = np.ascontiguousarray(learned.steps)
    started = perf_counter()
    peer = LinearRegression(support_size=LENGTH, group=np.repeat(np.arange(QUESTIONS), LEVELS - 1)).fit(steps, cost)
    theirs = perf_counter() - started
    started = perf_counter()
    settings = {"objective": "reg:squarederror", "eta": 0.1, "max_depth": 5, "monotone_constraints": "(" + ",".join("1" * QUESTIONS) + ")"}
    trees = xgboost.train(settings, xgboost.DMatrix(learned.levels, cost), 300)
    grown = perf_counter() - started
    gross, _ = left_of(points, judged)
    return {
        OURS: (r_squared(held, curve.at(gross)), ours, _is_whole(points)),
        ABESS: (r_squared(held, peer.predict(judged.steps)), theirs, True),
        XGBOOST: (r_squared(held, trees.predict(xgboost.DMatrix(judged.levels)).astype(np.float64)), grown, True),
    }


def _is_whole(points: Points) -> bool:
    worth = list(points.by_question.values())
    return all((np.rint(each) == each).all() for each in worth) and all((np.diff(each) >= 0).all() for each in as_whole(points).values())


def report(found: dict[tuple[str, str], list[tuple[float, float]]], *, whole: bool) -> dict[str, Any]:
    rows = {
        f"{name}: {maker}": {
            "R2, mean": float(np.mean([score for score, _ in runs])),
            "R2, least": min(score for score, _ in runs),
            "ms, p50": median(seconds for _, seconds in runs) * 1_000,
        }
        for (maker, name), runs in found.items()
    }
    goals = {}
    for maker in MAKERS:
        ours, abess, trees = (found[maker, name] for name in (OURS, ABESS, XGBOOST))
        behind = float(np.mean([theirs[0] - mine[0] for mine, theirs in zip(ours, abess, strict=True)]))
        behind_trees = float(np.mean([theirs[0] - mine[0] for mine, theirs in zip(ours, trees, strict=True)]))
        goals[f"{maker}: R2 within {NEAR_ABESS} of abess ({-behind:+.4f})"] = behind <= NEAR_ABESS
        goals[f"{maker}: R2 within {NEAR_XGBOOST} of xgboost ({-behind_trees:+.4f})"] = behind_trees <= NEAR_XGBOOST
        faster = median(theirs[1] for theirs in abess) / median(mine[1] for mine in ours)
        goals[f"{maker}: no slower than abess ({faster:.2f} times as fast)"] = faster >= 1
    return {
        "title": f"Points from {LEARNED:,} cases, {QUESTIONS} questions of {LEVELS} levels, length {LENGTH}, {len(SEEDS)} seeds",
        "machine": platform.machine(),
        "rows": rows,
        "goals": {**goals, "points whole, and never falling": whole},
    }
