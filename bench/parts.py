"""A population in eight Parquet parts: the plain loop on one machine beside the same parts on Ray, with a worker for each core."""

import os
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ray

from commonpurse.allocation.population.allocating import Work, one_after_another, write_all
from commonpurse.allocation.population.by_ray import in_order
from commonpurse.allocation.population.files import Writing
from commonpurse.allocation.population.making import Made
from commonpurse.allocation.population.parts import files_of, parts_of
from commonpurse.allocation.sources import scheme_source

from .timing import Contender, rounds

PARTS = 8
PEOPLE = int(os.environ.get("COMMONPURSE_BENCH_PEOPLE", "1000000"))
ROUNDS = 5
LOOP, ON_RAY = "plain loop, every core inside", "Ray, a worker for each core"


def run() -> dict[str, Any]:
    """Write the parts, start Ray, let both take turns. The first round warms up and is not counted; nor is the start of Ray."""
    work = Work(scheme_source("reference-adult"))
    with TemporaryDirectory() as folder:
        parts = parts_of(files_of([_parts(work, Path(folder))]))
        ray.init("local", num_cpus=len(os.sched_getaffinity(0)), include_dashboard=False, log_to_driver=False)
        times = rounds(
            {
                LOOP: Contender(lambda _: write_all(work, one_after_another(work, parts), Path(folder) / "loop.parquet")),
                ON_RAY: Contender(lambda _: write_all(work, in_order(work, parts), Path(folder) / "ray.parquet")),
            },
            ROUNDS,
        )
        ray.shutdown()
        assert (Path(folder) / "ray.parquet").read_bytes() == (Path(folder) / "loop.parquet").read_bytes()
    ratio = times[ON_RAY].least_ms / times[LOOP].least_ms
    return {
        "title": f"{PEOPLE:,} people in {PARTS} Parquet parts, read, worked out, written to one file",
        "rows": {name: asdict(each) for name, each in times.items()},
        "ratios": {f"{ON_RAY} / {LOOP}": ratio},
        "goals": {"Ray takes at most 1.5 times the plain loop": ratio <= 1.5},
        "versions": {"ray": ray.__version__},
    }


def _parts(work: Work, folder: Path) -> Path:
    inside = folder / "parts"
    inside.mkdir()
    for part in range(PARTS):
        with Writing(inside / f"{part}.parquet") as writing:
            for batch in Made(work, PEOPLE // PARTS, seed=part).blocks():
                writing.write(batch)
    return inside
