"""What it costs. `python -m bench` runs every bench, `python -m bench formula` one; each leaves var/bench/NAME.json."""

import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE.parent / "var" / "bench"
TOGETHER = {"allocation": ("allocation", "calibration", "parts")}
"""What is measured in one run where its first is asked for: whole populations, what is learned from them, their parts on Ray."""


def benches() -> dict[str, Any]:
    """Find the modules beside this one that can be run."""
    modules = {file.stem: import_module(f"bench.{file.stem}") for file in sorted(HERE.glob("[a-z]*.py"))}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def main(wanted: list[str]) -> int:
    found = benches()
    if unknown := [name for name in wanted if name not in found]:
        print(f"There is no bench {', '.join(unknown)}. There are: {', '.join(found)}.", file=sys.stderr)
        return 2
    asked = dict.fromkeys(each for name in wanted or found for each in TOGETHER.get(name, (name,)))
    for name in asked:
        outcome = found[name].run()
        show(outcome)
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{name}.json").write_text(json.dumps(outcome | machine(), indent=2) + "\n")
    return 0


def machine() -> dict[str, Any]:
    """Say where the figures were found: they hold for no other place."""
    return {"python": platform.python_version(), "processor": processor(), "cores": os.cpu_count(), "load_before": os.getloadavg()[0]}


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def show(outcome: dict[str, Any]) -> None:
    """Print a bench's rows as a table, then its ratios and whether its goals were met."""
    print(outcome["title"])
    columns = list(next(iter(outcome["rows"].values())))
    print(f"  {'':<60}" + "".join(f"{column:>18}" for column in columns))
    for name, row in outcome["rows"].items():
        print(f"  {name:<60}" + "".join(f"{_cell(row[column]):>18}" for column in columns))
    for name, ratio in outcome.get("ratios", {}).items():
        print(f"  {name:<60}{ratio:>18.1f} times")
    for name, met in outcome.get("goals", {}).items():
        print(f"  goal: {name}: {'met' if met else 'NOT met'}")


def _cell(value: float | str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.4f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
