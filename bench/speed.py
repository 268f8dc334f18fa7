"""docs/speed.md, written from the runs in docs/speed.json: `python -m bench.speed` writes it anew."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .pairs import worse, worse_beside

DOCS = Path(__file__).parents[1] / "docs"
KEPT, PAGE = DOCS / "speed.json", DOCS / "speed.md"
BETWEEN = re.compile(r"(?<=<!-- from speed.json -->\n).*?(?=<!-- to here -->)", re.DOTALL)


def keep(run: Mapping[str, Any], name: str) -> None:
    """Add a run to those that are kept. What became worse by more than a tenth is left to be explained in `why`."""
    runs = json.loads(KEPT.read_text())["runs"] if KEPT.exists() else []
    runs.append({"name": name, "why": {}, **run})
    KEPT.write_text(json.dumps({"runs": runs}, indent=2) + "\n")
    write()


def write() -> None:
    PAGE.write_text(page(PAGE.read_text(), json.loads(KEPT.read_text())["runs"]))


def page(text: str, runs: list[dict[str, Any]]) -> str:
    """The page with its tables between the two marks."""
    return BETWEEN.sub(lambda _: f"\n{tables(runs)}\n", text)


def to_explain(runs: list[dict[str, Any]]) -> dict[str, str]:
    """What the last run made worse by more than a tenth and does not say why: than beside where there is one, else than the run before."""
    last, before = runs[-1], runs[-2:-1]
    found = worse_beside(last["beside"]["pages"]) if last["beside"] else {}
    if before and not last["beside"]:
        found = worse(last["pages"], before[0]["pages"])
    return {name: how for name, how in found.items() if not last["why"].get(name)}


def tables(runs: list[dict[str, Any]]) -> str:
    last = runs[-1]
    return "\n\n".join(filter(None, (_told(last), _table(last), _beside(last), _whys(last), _earlier(runs))))


def _told(run: Mapping[str, Any]) -> str:
    where = f"{run['processor']}, {run['cores']} processors, Python {run['python']}, PostgreSQL {run['postgres'].split()[0]}"
    said = f"**{run['name']}**: code of {run['commit']}, measured on {run['on']} in a place of {run['people']} people. {where}."
    return f"{said} {run['too_loaded']}".strip()


def _table(run: Mapping[str, Any]) -> str:
    head = "| page | queries | web ms | database ms | web, times bare | database, times bare | both, times bare | between |"
    rows = [
        f"| {name} | {row['queries']} | {_said(row['web_ms'])} | {_said(row['database_ms'])} | {_said(row['web_ratio'])} "
        f"| {_said(row['database_ratio'])} | {_said(row['ratio'])} | {row['from']:.1f}-{row['to']:.1f} |"
        for name, row in run["pages"].items()
    ]
    return "\n".join([head, "|---|" + "---:|" * 7, *rows])


def _beside(run: Mapping[str, Any]) -> str:
    if not run["beside"]:
        return ""
    there = run["beside"]["run"]
    head = f"Beside the code of {there['commit']}, in the same run:"
    columns = "| page | queries before | queries now | web, times before | database, times before | both, times before |"
    rows = [
        f"| {name} | {there['pages'][name]['queries']} | {run['pages'][name]['queries']} "
        f"| {_said(row['web'], 2)} | {_said(row['database'], 2)} | {_said(row['ratio'], 2)} |"
        for name, row in run["beside"]["pages"].items()
    ]
    return "\n".join([head, "", columns, "|---|" + "---:|" * 5, *rows])


def _whys(run: Mapping[str, Any]) -> str:
    return "\n".join(f"* Why {name} is worse: {why}" for name, why in run["why"].items())


def _earlier(runs: list[dict[str, Any]]) -> str:
    """The ratio of each page in each run: they may be set beside each other, milliseconds of two days may not."""
    if len(runs) < 2:
        return ""
    head = "| both, times bare | " + " | ".join(run["name"] for run in runs) + " |"
    rows = [
        f"| {name} | " + " | ".join(_said(run["pages"].get(name, {}).get("ratio")) for run in runs) + " |" for name in runs[-1]["pages"]
    ]
    return "\n".join(["Every run that was kept:", "", head, "|---|" + "---:|" * len(runs), *rows])


def _said(figure: float | None, places: int = 1) -> str:
    return "not certain" if figure is None else f"{figure:.{places}f}"


if __name__ == "__main__":
    write()
