"""What it costs. `python -m bench` runs every bench, `python -m bench formula` one; each leaves var/bench/NAME.json."""

import argparse
import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.processors import processor

HERE = Path(__file__).parent
KEPT = HERE.parent / "var" / "bench"
TOGETHER = {"allocation": ("allocation", "calibration", "parts")}
"""What is measured in one run where its first is asked for: whole populations, what is learned from them, their parts on Ray."""


def benches(wanted: list[str]) -> dict[str, Any]:
    """Find the modules beside this one that can be run; of those that are wanted, else all."""
    names = [file.stem for file in sorted(HERE.glob("[a-z]*.py")) if not wanted or file.stem in wanted]
    modules = {name: import_module(f"bench.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def asked_for(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", help="which; without any, all")
    pages = parser.add_argument_group("pages")
    pages.add_argument("--beside", type=Path, metavar="CHECKOUT", help="measure another checkout's pages in the same run, in turns")
    pages.add_argument("--against", type=Path, metavar="FILE", help="say what became worse than in a file of an earlier run")
    pages.add_argument("--keep", default="", metavar="NAME", help="keep the run under this name in docs/speed.json and docs/speed.md")
    asked = parser.parse_args(arguments)
    if (asked.beside or asked.against or asked.keep) and asked.names != ["pages"]:
        parser.error("--beside, --against and --keep are for `./run bench pages`.")
    return asked


def main(arguments: list[str]) -> int:
    asked = asked_for(arguments)
    together = dict.fromkeys(each for name in asked.names for each in TOGETHER.get(name, (name,)))
    found = benches(list(together))
    if unknown := [name for name in together if name not in found]:
        print(f"There is no bench {', '.join(unknown)}. There are: {', '.join(benches([]))}.", file=sys.stderr)
        return 2
    options = {"beside": asked.beside, "against": asked.against, "keep": asked.keep} if asked.names == ["pages"] else {}
    for name in together or dict.fromkeys(each for first in found for each in TOGETHER.get(first, (first,))):
        outcome = found[name].run(**options)
        show(outcome)
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{name}.json").write_text(json.dumps(outcome | machine(), indent=2) + "\n")
    return 0


def machine() -> dict[str, Any]:
    """Say where the figures were found: they hold for no other place."""
    return {"python": platform.python_version(), "processor": processor(), "cores": os.cpu_count(), "load_before": os.getloadavg()[0]}


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
