"""Schemes and answers made at random, all valid, with every feature of the format."""

import json
import os
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from commonpurse.formula import Answer, Given, Scheme, read_scheme

FULL = os.environ.get("COMMONPURSE_TEST_SIZE") == "full"


def thorough(examples: int) -> settings:
    """So many examples, and fifty times as many at full size."""
    return settings(max_examples=examples * 50 if FULL else examples, deadline=None, derandomize=not FULL)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(each) for each in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def as_toml(scheme: dict[str, Any]) -> bytes:
    return "\n".join(f"{key} = {toml(value)}" for key, value in scheme.items()).encode()


def a_scheme(**changes: Any) -> dict[str, Any]:
    """The smallest useful scheme as a table; two questions, two funders."""
    return {
        "format": 1,
        "id": "small",
        "version": "1",
        "title": "Small",
        "status": "draft",
        "for": "adult",
        "pays": "weekly",
        "effective_from": date(2026, 4, 1),
        "source": "Made for tests.",
        "unpaid_help": "share",
        "funders": [{"id": "council", "name": "Council"}, {"id": "nhs", "name": "NHS"}],
        "questions": [a_question(), a_question(id="home", fluctuates=False, unpaid_support=False)],
        "domains": [{"id": "living", "title": "Living", "combine": "sum"}],
        "parts": [a_part()],
        "rounding": {"to_pence": 1},
        "rates": {"worker": 2000},
        **changes,
    }


def a_question(**changes: Any) -> dict[str, Any]:
    return {
        "id": "eating",
        "text": "Eating",
        "domain": "living",
        "levels": ["No help", "Some help", "Much help"],
        "points": [0, 3, 7],
        "fluctuates": True,
        "unpaid_support": True,
        "funding": {"council": 60, "nhs": 40},
        **changes,
    }


def a_part(**changes: Any) -> dict[str, Any]:
    return {"id": "support", "title": "Support", "domains": ["living"], "curve": "linear", "knots": [[0, 0], [20, 20000]], **changes}


def small(**changes: Any) -> Scheme:
    return read_scheme(as_toml(a_scheme(**changes)))


@st.composite
def questions(draw: st.DrawFn, number: int, domain: str, funders: list[str], *, priced: bool) -> dict[str, Any]:
    levels = draw(st.integers(2, 5))
    rising = st.lists(st.integers(0, 30), min_size=levels - 1, max_size=levels - 1).map(sorted)
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(funders) - 1, max_size=len(funders) - 1)))
    percents = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    question = a_question(
        id=f"q{number}",
        domain=domain,
        levels=[f"Level {level}" for level in range(levels)],
        points=[0, *draw(rising)],
        fluctuates=draw(st.booleans()),
        unpaid_support=draw(st.booleans()),
        funding=dict(zip(funders, percents, strict=True)),
    )
    if priced and draw(st.booleans()):
        question |= {"minutes": sorted(draw(st.lists(st.integers(0, 2000), min_size=levels, max_size=levels))), "rate": "worker"}
    return question


def reach(domain: dict[str, Any], asked: list[dict[str, Any]]) -> int:
    tops = [question["points"][-1] for question in asked if question["domain"] == domain["id"]]
    top: int = sum(tops) if domain["combine"] == "sum" else max(tops)
    return min(top, int(domain.get("cap", top)))


@st.composite
def knots_for_share(draw: st.DrawFn, most: int) -> list[list[int]]:
    """A line from [0, 0] whose pence for each point never fall, up to the most points."""
    places = sorted({*draw(st.lists(st.integers(1, max(1, most)), max_size=4)), max(1, most) + draw(st.integers(0, 3))})
    knots, pence = [[0, 0]], 0
    for before, points in zip([0, *places], places, strict=False):
        least = -(-pence * points // before) if before else 0
        pence = least + draw(st.integers(0, 3000))
        knots.append([points, pence])
    return knots


@st.composite
def knots(draw: st.DrawFn) -> list[list[int]]:
    places = sorted(draw(st.sets(st.integers(0, 80), min_size=1, max_size=5)))
    pence = sorted(draw(st.lists(st.integers(0, 90000), min_size=len(places), max_size=len(places))))
    return [[each, amount] for each, amount in zip(places, pence, strict=True)]


@st.composite
def parts(draw: st.DrawFn, number: int, domains: list[dict[str, Any]], asked: list[dict[str, Any]], *, share: bool) -> dict[str, Any]:
    names = [domain["id"] for domain in domains]
    helped = any(question["unpaid_support"] for question in asked if question["domain"] in names)
    most = sum(reach(domain, asked) for domain in domains)
    part = a_part(id=f"p{number}", title=f"Part {number}", domains=names)
    if share and helped:
        part["knots"] = draw(knots_for_share(most))
    else:
        part |= {"curve": draw(st.sampled_from(["linear", "step"])), "knots": draw(knots())}
    if draw(st.booleans()):
        part["costing_over"] = draw(st.integers(0, 60))
    return part


@st.composite
def scheme_tables(draw: st.DrawFn) -> dict[str, Any]:
    pays = draw(st.sampled_from(["weekly", "yearly"]))
    unpaid_help = draw(st.sampled_from(["share", "points"]))
    funders = [f"f{number}" for number in range(draw(st.integers(1, 3)))]
    domains: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 4))):
        domain: dict[str, Any] = {"id": f"d{number}", "title": f"Domain {number}", "combine": draw(st.sampled_from(["sum", "max"]))}
        domains.append(domain | ({"cap": draw(st.integers(0, 50))} if draw(st.booleans()) else {}))
    homes = [domain["id"] for domain in domains] + draw(st.lists(st.sampled_from([domain["id"] for domain in domains]), max_size=4))
    asked = [draw(questions(at, home, funders, priced=pays == "weekly")) for at, home in enumerate(draw(st.permutations(homes)))]
    cut = draw(st.integers(0, len(domains) - 1))
    halves = [half for half in (domains[:cut], domains[cut:]) if half]
    scheme = a_scheme(
        pays=pays,
        unpaid_help=unpaid_help,
        weeks_per_year=draw(st.sampled_from([52, 53])),
        funders=[{"id": funder, "name": funder.upper()} for funder in funders],
        domains=domains,
        questions=asked,
        parts=[draw(parts(at, half, asked, share=unpaid_help == "share")) for at, half in enumerate(halves)],
        adjustments=[
            {"id": f"a{at}", "title": f"Adjustment {at}", "percent": percent}
            for at, percent in enumerate(draw(st.lists(st.sampled_from(["-100", "-33.33", "-0.5", "0", "7.25", "150"]), max_size=3)))
        ],
        rounding={"to_pence": draw(st.sampled_from([1, 7, 100, 500]))},
        rates={"worker": draw(st.integers(0, 5000))},
        second_estimate_tolerance_percent=draw(st.integers(0, 50)),
    )
    low, high = sorted(draw(st.tuples(st.integers(0, 30000), st.integers(0, 120000))))
    kept = draw(st.sets(st.sampled_from(["minimum_pence", "maximum_pence"])))
    scheme["limits"] = {key: value for key, value in {"minimum_pence": low, "maximum_pence": high}.items() if key in kept}
    return scheme


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    return read_scheme(as_toml(draw(scheme_tables())))


@st.composite
def answers_to(draw: st.DrawFn, scheme: Scheme) -> Given:
    """Answers to every question, with worst weeks and unpaid help where they are allowed."""
    answers: dict[str, Answer] = {}
    for question in scheme.questions:
        last = len(question.levels) - 1
        level = draw(st.integers(0, last))
        fluctuates = question.fluctuates and draw(st.booleans())
        worst, weeks = (draw(st.integers(level, last)), draw(st.integers(0, 52))) if fluctuates else (None, None)
        quarters = draw(st.integers(0, 4)) if question.unpaid_support and draw(st.booleans()) else None
        answers[question.id] = Answer(level, worst, weeks, quarters)
    others = [funder.id for funder in scheme.funders[1:]]
    paying = tuple(draw(st.permutations(others))[: draw(st.integers(0, len(others)))]) if others else ()
    return Given(answers, draw(st.booleans()), paying, draw(st.booleans()))


@st.composite
def runs(draw: st.DrawFn) -> tuple[Scheme, Given]:
    scheme = draw(schemes())
    return scheme, draw(answers_to(scheme))
