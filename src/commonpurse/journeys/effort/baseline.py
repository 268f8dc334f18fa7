"""What the same road cost before: one practitioner's published account, from baseline.toml. It is no measurement."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Baseline:
    """Minutes are our reading of the words beside them."""

    source: str
    paperwork: str
    paperwork_minutes: int
    visits: int
    visits_words: str
    covers: str


@cache
def baseline() -> Baseline:
    return Baseline(**tomllib.loads((files("commonpurse.journeys.effort") / "baseline.toml").read_text()))
