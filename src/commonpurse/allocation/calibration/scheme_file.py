"""A calibration as a scheme's file: a draft, made from the scheme whose questions it took, to be read and judged by people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT

from commonpurse.formula import read_scheme
from commonpurse.formula.texts import decoded

from .calibrate import Calibrated
from .cases import Cases
from .curve import Curve
from .points import as_whole

SEEN_ENOUGH = 20
"""Above points that fewer cases than this went beyond, a person costs the plan by hand: the cases cannot say."""

_POUND = 100


@dataclass(frozen=True)
class Names:
    """What the new scheme is called, from when it is meant to hold, and where its figures come from, in words."""

    id: str
    version: str
    title: str
    effective_from: date
    source: str


def scheme_file(found: Calibrated, cases: Cases, base: bytes, names: Names) -> bytes:
    """Write the file: the chosen questions in the base scheme's words, their points, one part with the curve.

    The base's adjustments, limits and caps are left behind: the curve was fitted without them. The file reads without a fault.
    """
    made = tomlkit.parse(decoded(base))
    chosen = {cases.questions[place]: points.tolist() for place, points in as_whole(found.points).items()}
    groups = [tuple(cases.questions[place] for place in group) for group in found.points.together]
    for key in ("adjustments", "limits", "effective_to"):
        made.pop(key, None)
    made["status"] = "draft"
    for key in ("id", "version", "title", "effective_from", "source"):
        made[key] = getattr(names, key)
    questions = [_question(each, chosen[each["id"]], groups) for each in made["questions"] if each["id"] in chosen]
    domains = _domains(made, questions, groups)
    made["questions"], made["domains"] = _tables(questions), _tables(domains)
    made["parts"] = _tables([_part(found, cases, made, [each["id"] for each in domains])])
    source = tomlkit.dumps(made).encode()
    read_scheme(source)
    return source


def _tables(rows: Sequence[Mapping[str, Any]]) -> AoT:
    found = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for key, value in row.items():
            table[key] = value
        table.add(tomlkit.nl())
        found.append(table)
    return found


def _question(question: Mapping[str, Any], points: list[int], groups: list[tuple[str, ...]]) -> dict[str, Any]:
    domain = next((_larger(at) for at, group in enumerate(groups) if question["id"] in group), question["domain"])
    return {**question, "points": points, "domain": domain}


def _larger(at: int) -> str:
    return f"larger-{at + 1}"


def _domains(made: Mapping[str, Any], questions: list[dict[str, Any]], groups: list[tuple[str, ...]]) -> list[dict[str, Any]]:
    texts = {each["id"]: each["text"] for each in questions}
    used = {each["domain"] for each in questions}
    sums = [{"id": each["id"], "title": each["title"], "combine": "sum"} for each in made["domains"] if each["id"] in used]
    titles = ["The larger of: " + "; ".join(texts[each] for each in group) for group in groups]
    return sums + [{"id": _larger(at), "title": title, "combine": "max"} for at, title in enumerate(titles)]


def _part(found: Calibrated, cases: Cases, made: Mapping[str, Any], domains: list[str]) -> dict[str, Any]:
    parts = made["parts"]
    from_nothing = made["unpaid_help"] == "share"
    part = {
        "id": "support",
        "title": parts[0]["title"] if len(parts) == 1 else "Money for support",
        "domains": domains,
        "curve": "linear",
        "knots": [list(each) for each in knots(found.money, from_nothing=from_nothing)],
    }
    over = _costing_over(found, cases)
    return part if over is None else {**part, "costing_over": over}


def knots(curve: Curve, *, from_nothing: bool) -> list[tuple[int, int]]:
    """Round the corners to whole pounds, without breaking what `share` must have: never fewer pence a point than before."""
    rounded: list[tuple[int, int]] = []
    for points, pence in zip(curve.points.tolist(), curve.pence.tolist(), strict=True):
        pounds = round(pence / _POUND)
        if from_nothing and len(rounded) > 1:
            before, least = rounded[-1]
            pounds = max(pounds, -(-least * points // (before * _POUND)))
        elif rounded:
            pounds = max(pounds, rounded[-1][1] // _POUND)
        rounded.append((points, 0 if from_nothing and not points else pounds * _POUND))
    return rounded


def _costing_over(found: Calibrated, cases: Cases) -> int | None:
    points = sorted(found.points.of(cases.unhelped).tolist(), reverse=True)
    return int(points[SEEN_ENOUGH]) if len(points) > SEEN_ENOUGH and points[SEEN_ENOUGH] < found.points.most else None
