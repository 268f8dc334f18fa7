"""Cases made by a known rule, so that what is learned can be held against it."""

from dataclasses import replace
from importlib.resources import files

import numpy as np

from commonpurse.allocation.calibration.cases import Cases, Reals
from commonpurse.allocation.calibration.drafting import amounts
from commonpurse.formula import Scheme, read_scheme

REFERENCE = (files("commonpurse.allocation") / "schemes" / "reference-adult.toml").read_bytes()


def reference() -> Scheme:
    return read_scheme(REFERENCE)


def cases_by(scheme: Scheme, number: int, *, seed: int, noise: float = 0.0, helped: bool = True) -> Cases:
    """People with all sorts of answers, hard weeks and unpaid help among them, and the cost that the scheme gives, with noise."""
    random = np.random.default_rng(seed)
    questions = scheme.questions
    most = np.array([len(question.levels) - 1 for question in questions])
    shape = (number, len(questions))
    levels = np.minimum(random.integers(0, 4, shape) * (random.random(shape) < 0.75), most).astype(np.int8)
    fluctuates = np.array([question.fluctuates for question in questions])
    hard = fluctuates & (random.random(shape) < 0.3)
    worst = np.where(hard, random.integers(levels, most + 1), levels).astype(np.int8)
    weeks = np.where(hard, random.integers(1, 53, shape), 0).astype(np.int8)
    can_help = np.array([question.unpaid_support for question in questions])
    left = np.where(can_help & (random.random(shape) < 0.3) & helped, random.integers(0, 4, shape), 4).astype(np.int8)
    cases = Cases(
        tuple(question.id for question in questions), tuple(most.tolist()), levels, np.zeros(number, np.int64), worst, weeks, left
    )
    cost = amounts(scheme, cases) * random.lognormal(0, noise, number)
    return replace(cases, cost=np.rint(cost).astype(np.int64))


def plain_cases(number: int, *, seed: int, questions: int = 24, levels: int = 5, larger: tuple[int, ...] = ()) -> tuple[Cases, Reals]:
    """Cases of the shape of the bench: half of the questions matter; of `larger` only the largest counts. Also the cost without noise."""
    random = np.random.default_rng(seed)
    common = 0.7 * random.normal(size=(number, 1)) + random.normal(size=(number, questions))
    given = np.clip(np.floor((common + 1.5) * 1.2), 0, levels - 1).astype(np.int8)
    worth = np.cumsum(random.gamma(1, 2_000, (questions, levels - 1)), axis=1)
    worth[questions // 2 :] = 0
    for each in larger:
        worth[each] = 2_000 * np.arange(1, levels)  # alike, so that either can be the larger
    of_each = np.take_along_axis(np.hstack([np.zeros((questions, 1)), worth]).T, given.astype(np.intp), axis=0)
    adds = [each for each in range(questions) if each not in larger]
    mean = of_each[:, adds].sum(axis=1) + (2 * of_each[:, list(larger)].max(axis=1) if larger else 0)
    cost = np.maximum(np.rint(mean + random.normal(0, 6_000, number)), 0).astype(np.int64)
    return Cases.plain([f"q{each + 1}" for each in range(questions)], [levels - 1] * questions, given, cost), mean
