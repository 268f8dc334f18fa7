"""The reference scheme for adults as a decision of GoRules' ZEN engine (JDM), in the form that engine runs fastest.

Two expression nodes, everything unrolled and looked up in literal arrays: the whole of it takes less time than a JavaScript function
node that only adds up the levels. It covers what that scheme uses: sums, one line, shares of unpaid help.
"""

import json
from itertools import pairwise
from typing import Any

from commonpurse.formula import Scheme


def as_jdm(scheme: Scheme) -> str:
    """Write the decision. Its input is the answers' own JSON."""
    nodes = [
        {"id": "request", "type": "inputNode", "name": "request", "content": {}},
        _expressions("needs", {**_needs(scheme), **_totals(scheme)}),
        _expressions("budget", _budget(scheme)),
        {"id": "response", "type": "outputNode", "name": "response", "content": {}},
    ]
    ids = [str(node["id"]) for node in nodes]
    edges = [{"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end} for start, end in pairwise(ids)]
    return json.dumps({"nodes": nodes, "edges": edges})


def _expressions(name: str, values: dict[str, str]) -> dict[str, Any]:
    rows = [{"id": f"{name}-{key}", "key": key, "value": value} for key, value in values.items()]
    return {
        "id": name,
        "type": "expressionNode",
        "name": name,
        "content": {"expressions": rows, "passThrough": False, "inputField": None, "outputPath": None, "executionMode": "single"},
    }


def _needs(scheme: Scheme) -> dict[str, str]:
    rows: dict[str, str] = {}
    for at, question in enumerate(scheme.questions):
        answer = f'answers["{question.id}"]'
        rows[f"l{at}"] = f"{list(question.points)}[{answer}.level]"
        rows[f"y{at}"] = _over_the_year(f"$.l{at}", list(question.points), answer, fluctuates=question.fluctuates)
        quarters = f"(carer_willing_and_able ? 4 - ({answer}.unpaid_quarters ?? 0) : 4)"
        rows[f"k{at}"] = quarters if question.unpaid_support else "4"
        minutes = list(question.minutes or ())
        year = _over_the_year(f"{minutes}[{answer}.level]", minutes, answer, fluctuates=question.fluctuates)
        rate = scheme.rates[question.rate or ""]
        rows[f"s{at}"] = f"floor(($.k{at} * ({year}) * {2 * rate} + 12480) / 24960)"
    return rows


def _over_the_year(usual: str, values: list[int], answer: str, *, fluctuates: bool) -> str:
    if not fluctuates:
        return f"52 * {usual}"
    return f"{answer}.worst_weeks == null ? 52 * {usual} : 52 * {usual} + ({values}[{answer}.worst_level] - {usual}) * {answer}.worst_weeks"


def _totals(scheme: Scheme) -> dict[str, str]:
    numbers = range(len(scheme.questions))
    nhs = [question.funding.get("nhs", 0) for question in scheme.questions]
    nhs_weight = " + ".join(f"{nhs[at]} * $.k{at} * $.y{at}" for at in numbers if nhs[at])
    return {
        "gross": "4 * (" + " + ".join(f"$.y{at}" for at in numbers) + ")",
        "net": " + ".join(f"$.k{at} * $.y{at}" for at in numbers),
        "steady_gross": "208 * (" + " + ".join(f"$.l{at}" for at in numbers) + ")",
        "steady_net": "52 * (" + " + ".join(f"$.k{at} * $.l{at}" for at in numbers) + ")",
        "nhs_weight": f"'nhs' in (paying_funders ?? []) ? {nhs_weight} : 0",
        "second": " + ".join(f"$.s{at}" for at in numbers),
        "by_hand": "cost_by_hand ?? false",
    }


def _budget(scheme: Scheme) -> dict[str, str]:
    tolerance, over = scheme.second_estimate_tolerance_percent, scheme.parts[0].costing_over or 0
    steady = _rounded(_part(scheme, "steady_gross", "steady_net"), scheme)
    return {
        "part": _part(scheme, "gross", "net"),
        "amount_pence": _rounded("$.part", scheme),
        "gross_pence": _rounded(_part(scheme, "gross", "gross"), scheme),
        "year_pence": f"$.amount_pence * {scheme.weeks_per_year}",
        "worst_weeks_year_pence": f"$.year_pence - {scheme.weeks_per_year} * {steady}",
        "nhs_part": _second_share("$.part", "nhs_weight", "(100 * net)"),
        "nhs": _second_share("$.amount_pence", "$.nhs_part", "$.part"),
        "council": "$.amount_pence - $.nhs",
        "second_estimate_pence": "second",
        "second_estimate_differs": f"100 * abs(second - $.amount_pence) > {tolerance} * max([second, $.amount_pence])",
        "state": f"by_hand or gross > {208 * over} ? 'needs_costing' : 'amount'",
    }


def _part(scheme: Scheme, gross: str, net: str) -> str:
    """Step 3: the curve at `gross`, times net / gross, rounded half up once: chosen by comparing, dearest first."""
    knots = scheme.parts[0].knots
    chosen = "0"
    for (low, low_pence), (high, high_pence) in pairwise(knots):
        span = 208 * (high - low)
        line = f"{low_pence * span} + {high_pence - low_pence} * ({gross} - {208 * low})"
        value = f"floor((2 * ({line}) * {net} + {span} * {gross}) / ({2 * span} * {gross}))"
        chosen = f"{gross} > {208 * low} ? {value} : ({chosen})" if low else f"{gross} > 0 ? {value} : 0"
    return f"({chosen})"


def _rounded(pence: str, scheme: Scheme) -> str:
    return f"(floor(({pence} * 2 + {scheme.to_pence}) / {2 * scheme.to_pence}) * {scheme.to_pence})"


def _second_share(total: str, weight: str, whole: str) -> str:
    """Step 7 for two funders: the second takes the penny left over only if its remainder is the larger."""
    product = f"({total} * {weight})"
    return f"({whole} > 0 ? floor({product} / {whole}) + (({product} % {whole}) * 2 > {whole} ? 1 : 0) : 0)"
