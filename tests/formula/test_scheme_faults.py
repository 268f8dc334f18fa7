"""Every fault of docs/scheme-format.md, "Bounds and faults": what is changed in a good scheme, and what is then said."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from commonpurse.formula import SchemeFaults, read_scheme

from .factories import a_part, a_question, a_scheme, as_toml, small

Change = Callable[[dict[str, Any]], object]


def top(**changes: Any) -> Change:
    return lambda scheme: scheme.update(changes)


def without(key: str) -> Change:
    return lambda scheme: scheme.pop(key)


def question(**changes: Any) -> Change:
    return lambda scheme: scheme["questions"][0].update(changes)


def part(**changes: Any) -> Change:
    return lambda scheme: scheme["parts"][0].update(changes)


def another_part(**changes: Any) -> Change:
    return lambda scheme: scheme["parts"].append({**scheme["parts"][0], "id": "other", **changes})


def domain(**changes: Any) -> Change:
    return lambda scheme: scheme["domains"][0].update(changes)


def adjusted(percent: Any) -> Change:
    return lambda scheme: scheme.update(adjustments=[{"id": "more", "title": "More", "percent": percent}])


Q = 'questions[1] "eating"'
P = 'parts[1] "support"'

FAULTS: list[tuple[Change, str]] = [
    (top(format=2), "format must be 1"),
    (top(format=True), "format must be 1"),
    (without("format"), "format is missing"),
    (top(colour="red"), 'unknown key "colour"'),
    (top(id="Small"), 'id "Small" must be small letters'),
    (top(id="1small"), "a letter first"),
    (top(version=1), "version must be text"),
    (without("title"), "title is missing"),
    (top(status="old"), 'status must be demonstration, draft, live or retired, not "old"'),
    (top(**{"for": "both"}), 'for must be adult or carer, not "both"'),
    (top(pays="monthly"), "pays must be weekly or yearly"),
    (top(effective_from="2026-04-01"), "effective_from must be a date"),
    (top(effective_from=datetime(2026, 4, 1)), "effective_from must be a date"),  # noqa: DTZ001
    (top(effective_to=date(2026, 4, 1)), "effective_to must be after effective_from"),
    (without("effective_from"), "effective_from is missing"),
    (without("source"), "source is missing"),
    (top(weeks_per_year=52.0), "weeks_per_year must be a whole number, not 52.0"),
    (top(weeks_per_year=0), "weeks_per_year must be at least 1"),
    (top(unpaid_help="all"), "unpaid_help must be share or points"),
    (without("unpaid_help"), "unpaid_help is missing"),
    (without("rounding"), "[rounding] is missing"),
    (top(rounding={}), "[rounding]: to_pence is missing"),
    (top(rounding={"to_pence": 0}), "[rounding]: to_pence must be at least 1, and is 0"),
    (top(rounding={"to_pence": 1, "up": True}), '[rounding]: unknown key "up"'),
    (top(limits={"minimum_pence": 2, "maximum_pence": 1}), "the minimum of 2 pence is above the maximum of 1"),
    (top(limits={"minimum_pence": -1}), "[limits]: minimum_pence must not be negative, and is -1"),
    (top(limits={"least": 1}), '[limits]: unknown key "least"'),
    (top(rates={"worker": 10.5}), "[rates]: worker must be a whole number, not 10.5"),
    (top(rates={"worker": -1}), "[rates]: worker must not be negative"),
    (top(second_estimate_tolerance_percent=True), "second_estimate_tolerance_percent must be a whole number, not True"),
    (top(funders=[]), "there are no funders"),
    (without("funders"), "funders is missing"),
    (top(funders="council"), "funders must be a list"),
    (top(funders=["council"]), "funders must be tables, each under [[funders]]"),
    (top(funders=[{"id": "council", "name": "A", "code": "x"}, {"id": "nhs", "name": "B"}]), 'funders[1] "council": unknown key "code"'),
    (top(funders=[{"id": "council", "name": "A"}, {"id": "council", "name": "B"}]), 'the id "council" is used more than once'),
    (top(questions=[a_question(), a_question()]), 'questions[2] "eating": the id "eating" is used more than once'),
    (top(parts=[]), "there are no parts"),
    (top(domains=[]), "there are no domains"),
    (question(colour="red"), f'{Q}: unknown key "colour"'),
    (question(domain="dying"), f'{Q}: there is no domain "dying"'),
    (question(levels=["a", "b"]), f"{Q}: levels, points and minutes must be equally many: 2 levels, 3 points"),
    (question(levels=["a"], points=[0]), f"{Q}: points must be at least two"),
    (question(levels=["a", "b", 3]), f"{Q}: levels must all be text"),
    (question(points=[0, 6, 5]), f"{Q}: points fall from 6 to 5"),
    (question(points=[1, 6, 7]), f"{Q}: the first points must be 0, and are 1"),
    (question(points=[0, 1.0, 7]), f"{Q}: points must be a whole number, not 1.0 (number 2 of them)"),
    (question(points=[0, True, 7]), f"{Q}: points must be a whole number, not True"),
    (question(points=[0, -1, 7]), f"{Q}: points must not be negative"),
    (question(points=3), f"{Q}: points must be a list"),
    (question(fluctuates=1), f"{Q}: fluctuates must be true or false"),
    (question(unpaid_support="yes"), f"{Q}: unpaid_support must be true or false"),
    (question(minutes=[0, 1], rate="worker"), "equally many: 3 levels, 3 points, 2 minutes"),
    (question(minutes=[0, 9, 8], rate="worker"), f"{Q}: minutes fall from 9 to 8"),
    (question(minutes=[0, 1, 2]), f"{Q}: minutes need a rate"),
    (question(minutes=[0, 1, 2], rate="nobody"), f'{Q}: there is no rate "nobody" in [rates]'),
    (question(funding={"council": 60}), f"{Q}: funding adds up to 60, not to 100"),
    (question(funding={"council": 60, "police": 40}), f'{Q}: funding names "police", who is no funder'),
    (question(funding={"council": 110, "nhs": -10}), f"{Q}: nhs must not be negative, and is -10"),
    (question(funding={"council": 100.0}), f"{Q}: council must be a whole number"),
    (question(funding=100), f"{Q}: funding must be a table"),
    (lambda scheme: scheme["questions"][0].pop("funding"), f"{Q}: funding is missing"),
    (lambda scheme: (top(pays="yearly")(scheme), question(minutes=[0, 1, 2], rate="worker")(scheme)), "where the scheme pays yearly"),
    (domain(combine="mean"), 'domains[1] "living": combine must be sum or max'),
    (domain(cap=-1), 'domains[1] "living": cap must not be negative'),
    (domain(cap=1.5), 'domains[1] "living": cap must be a whole number'),
    (
        lambda scheme: scheme["domains"].append({"id": "empty", "title": "E", "combine": "sum"}),
        'domains[2] "empty": no question is in this domain',
    ),
    (part(domains=["living", "living"]), "this domain is in more than one part"),
    (part(domains=[]), 'domains[1] "living": this domain is in no part'),
    (part(domains=["living", "other"]), f'{P}: there is no domain "other"'),
    (another_part(domains=["nowhere"]), 'parts[2] "other": there is no domain "nowhere"'),
    (part(curve="round"), f"{P}: curve must be linear or step"),
    (part(knots=[]), f"{P}: a part needs at least one knot"),
    (part(knots=[[0, 0], [5]]), f"{P}: knot 2 must be two whole numbers"),
    (part(knots=[[0, 0], [20.0, 5]]), f"{P}: knot 2 must be two whole numbers"),
    (part(knots=[[0, 0], [True, 5]]), f"{P}: knot 2 must be two whole numbers"),
    (part(knots=[[0, 0], [-1, 5]]), f"{P}: knot 2 must not be negative"),
    (part(knots=[[0, 0], [20, 5], [20, 9]]), f"{P}: knots must rise in points, and go from 20 to 20"),
    (part(knots=[[0, 0], [10, 50], [20, 49]]), f"{P}: the pence of knots fall from 50 to 49"),
    (part(knots=[[0, 0], [2001, 5]]), f"{P}: knot 2 has 2001 points: at most 2,000 are allowed"),
    (part(knots=[[0, 0], [20, 20_000_001]]), f"{P}: knot 2 has 20000001 pence: at most 20,000,000 are allowed"),
    (question(points=[0, 3, 2001]), f"{P}: this part can reach 2008 points: at most 2,000 are allowed"),
    (part(costing_over="20"), f"{P}: costing_over must be a whole number"),
    (part(curve="step"), f'{P}: unpaid_help is "share": the curve of a part with unpaid help must be linear'),
    (part(knots=[[0, 1], [20, 20000]]), f'{P}: unpaid_help is "share": the first knot of a part with unpaid help must be [0, 0]'),
    (part(knots=[[0, 0], [10, 100], [20, 199]]), "the pence for each point must never fall, and do from [10, 100] to [20, 199]"),
    (part(knots=[[0, 0], [13, 100]]), "the last knot is at 13 points, and the part can reach 14"),
    (adjusted(5), "percent must be text"),
    (adjusted("5.125"), 'adjustments[1] "more": percent "5.125" must be a number in quotes'),
    (adjusted("+5"), 'percent "+5" must be a number in quotes'),
    (adjusted("5\n"), "must be a number in quotes"),
    (adjusted("٥"), "must be a number in quotes"),
    (adjusted("-100.01"), "percent must be at least -100, and is -100.01"),
    (lambda scheme: (adjusted("5")(scheme), scheme["adjustments"][0].update(of="all")), 'adjustments[1] "more": unknown key "of"'),
]


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_fault_is_refused_and_named(change: Change, message: str) -> None:
    scheme = a_scheme()
    change(scheme)
    with pytest.raises(SchemeFaults) as refused:
        read_scheme(as_toml(scheme))
    assert message in "\n".join(str(fault) for fault in refused.value.faults)
    assert all(fault.line and "\n" not in str(fault) for fault in refused.value.faults if "missing" not in fault.problem)


ALLOWED: list[Change] = [
    lambda scheme: None,
    top(effective_to=date(2026, 4, 2)),
    top(unpaid_help="points", parts=[a_part(curve="step", knots=[[5, 7]])]),
    question(minutes=[5, 5, 9], rate="worker"),
    part(knots=[[0, 0], [14, 100]]),
    part(knots=[[0, 0], [2000, 20_000_000]]),
    domain(cap=0),
    adjusted("-100"),
    adjusted("-100.00"),
    adjusted("007.5"),
    top(limits={"minimum_pence": 5, "maximum_pence": 5}),
    lambda scheme: (domain(cap=13)(scheme), part(knots=[[0, 0], [13, 100]])(scheme)),
    lambda scheme: (domain(combine="max")(scheme), part(knots=[[0, 0], [7, 100]])(scheme)),
]


@pytest.mark.parametrize("change", ALLOWED)
def test_what_is_allowed_is_read(change: Change) -> None:
    scheme = a_scheme()
    change(scheme)
    assert read_scheme(as_toml(scheme)).id == "small"


def test_defaults() -> None:
    scheme = small()
    assert (scheme.weeks_per_year, scheme.second_estimate_tolerance_percent, scheme.adjustments) == (52, 20, ())
    assert (scheme.limits.minimum_pence, scheme.limits.maximum_pence, scheme.effective_to) == (None, None, None)


def test_all_faults_are_listed_at_once_each_with_its_line() -> None:
    source = b"""format = 1
id = "two"
version = "1"
title = \"\"\"
status = "not a key"
\"\"\"
status = "draft"
for = "adult"
pays = "weekly"
effective_from = 2026-04-01
source = "x"
unpaid_help = "points"

[[funders]]
id = "council"
name = "Council"

[[questions]] # the first
id = "a"
text = "A"
domain = "d"
levels = ["x", "y"]
points = [0, 6]
fluctuates = true
unpaid_support = true
funding = { council = 99 }

[[questions]]
id = "b"
text = "B"
domain = "d"
levels = [
  "x",
  "y",
  "z",
]
points = [
  0, 6, 5,
]
fluctuates = 1
unpaid_support = true
funding = { council = 100 }

[[domains]]
id = "d"
title = "D"
combine = "sum"

[[parts]]
id = "p"
title = "P"
domains = ["d"]
curve = "linear"
knots = [[0, 0],
  [5, 1],
  [4, 1]]

[rounding]
to_pence = 0
"""
    with pytest.raises(SchemeFaults) as refused:
        read_scheme(source)
    assert str(refused.value).split("\n") == [
        'line 26: questions[1] "a": funding adds up to 99, not to 100',
        'line 37: questions[2] "b": points fall from 6 to 5',
        'line 40: questions[2] "b": fluctuates must be true or false',
        'line 54: parts[1] "p": knots must rise in points, and go from 5 to 4',
        "line 59: [rounding]: to_pence must be at least 1, and is 0",
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"format = 1\nid = \n", "line 2: this is not TOML: Invalid value"),
        (b"format = 1\nformat = 1\n", "line 2: this is not TOML: Cannot overwrite a value"),
        (b'format = 1\nid = "a', "this is not TOML: Unterminated string"),
        (b"effective_from = 2026-02-30\n", "line 1: this is not TOML"),
        (b'format = 1\nid = "\xff"\n', "line 2: this is not text in UTF-8"),
        (b"format = " + b"9" * 5000, "this is not TOML"),
        (b"format = 99999999999999999999\n", "format must be 1"),
        (b"weeks_per_year = 99999999999999999999\n", "weeks_per_year must be at most"),
        (b"a = " + b"[" * 100_000 + b"]" * 100_000, "the file is nested too deeply"),
        (b"", "format is missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(source: bytes, message: str) -> None:
    with pytest.raises(SchemeFaults) as refused:
        read_scheme(source)
    assert message in str(refused.value)
