"""One explained budget, beside the same scheme in the ZEN engine: the same figures to the penny first, then the time of each."""

import json
from dataclasses import asdict
from importlib.resources import files
from random import Random
from typing import Any

import zen

from commonpurse.formula import Answer, Given, Scheme, allocate, read_given, read_scheme

from .timing import Times, times
from .zen_scheme import as_jdm

OURS, PLAIN, TRACED = "Common Purse, explained", "ZEN, figures only", "ZEN, with its trace"
TITLE = "One explained budget (reference scheme for adults)"
PEOPLE = 5_500
COMPARED = (
    "state",
    "amount_pence",
    "gross_pence",
    "year_pence",
    "worst_weeks_year_pence",
    "second_estimate_pence",
    "second_estimate_differs",
)
MANY = 5
"""The goal: explained, at least so many times as fast as the peer with its own explanation."""


def run() -> dict[str, Any]:
    scheme = read_scheme((files("commonpurse.allocation") / "schemes" / "reference-adult.toml").read_bytes())
    decision = zen.ZenEngine().create_decision(as_jdm(scheme))
    for given in some_people(scheme, PEOPLE, seed=1946):
        assert_the_same(scheme, given, decision.evaluate(given.as_json())["result"])
    people = some_people(scheme, PEOPLE, seed=1948)
    contexts = [given.as_json() for given in people]
    texts = [json.dumps(context) for context in contexts]
    made = times(
        {
            OURS: lambda at: allocate(scheme, people[at]),
            PLAIN: lambda at: decision.evaluate(contexts[at]),
            TRACED: lambda at: decision.evaluate(contexts[at], {"trace": True}),
        },
        PEOPLE,
    )
    through_text = times(
        {
            f"{OURS}, JSON text to JSON text": lambda at: json.dumps(allocate(scheme, read_given(texts[at])).as_json()),
            f"{TRACED}, JSON text to JSON text": lambda at: json.dumps(decision.evaluate(texts[at], {"trace": True})),
        },
        PEOPLE,
    )
    return report({**made, **through_text})


def report(rows: dict[str, Times]) -> dict[str, Any]:
    ours = rows[OURS]
    ratios = {
        "ZEN with its trace / ours explained": rows[TRACED].p50_us / ours.p50_us,
        "ZEN figures only / ours explained": rows[PLAIN].p50_us / ours.p50_us,
    }
    return {
        "title": TITLE,
        "rows": {name: asdict(row) for name, row in rows.items()},
        "ratios": ratios,
        "goals": {
            f"{MANY} times as fast as the peer, both explained": ratios["ZEN with its trace / ours explained"] >= MANY,
            "p99 under 1 ms": ours.p99_us < 1000,
        },
    }


def some_people(scheme: Scheme, number: int, *, seed: int) -> list[Given]:
    """Make answers at random, the same ones for a seed: needs, hard weeks, unpaid help and the NHS in all mixtures."""
    random = Random(seed)
    return [a_person(scheme, random) for _ in range(number)]


def a_person(scheme: Scheme, random: Random) -> Given:
    answers: dict[str, Answer] = {}
    for question in scheme.questions:
        last = len(question.levels) - 1
        level = random.choice([0, *range(last + 1)])
        fluctuates = question.fluctuates and random.random() < 0.4
        worst, weeks = (random.randint(level, last), random.randint(0, 52)) if fluctuates else (None, None)
        quarters = random.randint(0, 4) if question.unpaid_support and random.random() < 0.4 else None
        answers[question.id] = Answer(level, worst, weeks, quarters)
    return Given(answers, random.random() < 0.5, ("nhs",) if random.random() < 0.5 else (), random.random() < 0.1)


def assert_the_same(scheme: Scheme, given: Given, found: dict[str, Any]) -> None:
    ours = allocate(scheme, given).as_json()
    for key in COMPARED:
        assert ours[key] == found[key], (key, ours[key], found[key], given)
    assert ours["funders"] == {"council": found["council"], "nhs": found["nhs"]}, (ours["funders"], found, given)
