"""Every format of a frozen document that was ever written, one folder each: kept as it was written, and read for ever.

`format_1` was written by the demonstration of November 2026, `format_2` by the next one. A new format adds a folder; what stands here is
never edited.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from commonpurse.allocation.replay import FrozenRun

SHELF = Path(__file__).parent
FORMATS = sorted(folder.name for folder in SHELF.glob("format_*"))


def kept(folder: str, name: str) -> Iterator[Any]:
    """What stands in a folder under a name, one JSON value a line; nothing where that format had no such document."""
    file = SHELF / folder / f"{name}.jsonl"
    if file.exists():
        yield from map(json.loads, file.read_text().splitlines())


def everything(name: str) -> list[Any]:
    return [one for folder in FORMATS for one in kept(folder, name)]


def frozen_runs() -> Iterator[FrozenRun]:
    for folder in FORMATS:
        for run in kept(folder, "runs"):
            source = (SHELF / folder / run["scheme"]).read_text()
            made = datetime.fromisoformat(run["made_at"])
            yield FrozenRun(UUID(run["id"]), UUID(run["batch"]), run["side"], made, run["given"], run["result"], source, run["sha256"])
