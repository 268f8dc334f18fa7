"""How much a process grows when it computes many people. Run by itself, in a fresh process: `python -m bench.memory FOLDER ROWS`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np


def growth(columns: dict[str, Any], folder: Path) -> dict[str, float]:
    """Write the columns to a folder, and let a fresh process read and compute them. All in megabytes."""
    for name, values in columns.items():
        np.save(folder / name, values)
    rows = len(next(iter(columns.values())))
    done = subprocess.run([sys.executable, "-m", "bench.memory", str(folder), str(rows)], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def held(what: str) -> float:
    """Give the memory that this process holds now (VmRSS), or the most since it was last asked to forget (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{what}:")).split()[1]) / 1024


def forget_the_peak() -> None:
    """What was held for a moment while libraries were loaded would hide the growth."""
    Path("/proc/self/clear_refs").write_text("5")


def main(folder: Path, rows: int) -> None:
    bare = held("VmRSS")
    from bench.people import reference
    from commonpurse.formula.many import NULL, compile_scheme

    compiled = compile_scheme(reference())
    compiled.compute({column.name: np.full(1, NULL, column.dtype) for column in compiled.inputs})
    forget_the_peak()
    empty = held("VmRSS")
    columns = {column.name: np.load(folder / f"{column.name}.npy") for column in compiled.inputs}
    results = compiled.compute(columns)
    assert all(len(values) == rows for values in results.values())
    size = sum(values.nbytes for values in (*columns.values(), *results.values())) / 2**20
    print(json.dumps({"bare_mb": bare, "empty_mb": empty, "peak_mb": held("VmHWM"), "size_mb": size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
