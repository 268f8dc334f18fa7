"""Where a journey stands, reduced from its events; how long it may stand there. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.stages import HELD_BY, ROAD, Holder, Stage

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Event:
    kind: Happened
    at: datetime
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Standing:
    """Where a journey stands, since when, who has the next move, and by when the stage should be over (None: no target)."""

    stage: Stage
    since: datetime
    held_by: Holder
    due_on: date | None
    paused_from: Stage | None = None


def standing(events: Iterable[Event]) -> Standing:
    """Reduce a journey's events, oldest first, to where it stands. Raises ValueError when there are none."""
    now: Standing | None = None
    for event in events:
        now = after(now, event)
    if now is None:
        raise ValueError("A journey has at least the event that started it.")
    return now


def after(before: Standing | None, event: Event) -> Standing:
    """Where one more event leads."""
    effect = EFFECTS[event.kind]
    stage = (before.paused_from if effect.back and before else effect.to) or (before.stage if before else Stage.STARTED)
    moved = before is None or stage != before.stage
    since = event.at if moved or before is None else before.since
    holder = Holder(event.facts["held_by"]) if "held_by" in event.facts else (HELD_BY[stage] if moved or before is None else before.held_by)
    paused_from = (
        before.stage if stage == Stage.PAUSED and before and moved else (before.paused_from if before and stage == Stage.PAUSED else None)
    )
    return Standing(stage, since, holder, due_on(stage, since), paused_from)


@cache
def target_days() -> Mapping[str, int]:
    """Days a stage should take at most, by stage; a stage that is not named has no target."""
    days: dict[str, int] = tomllib.loads((files("commonpurse.journeys") / "targets.toml").read_text())["days"]
    return days


def due_on(stage: Stage, since: datetime) -> date | None:
    days = target_days().get(stage.value)
    return None if days is None else since.astimezone(LONDON).date() + timedelta(days=days)


def days_waiting(since: datetime, today: date) -> int:
    """Whole days since, by the date in London."""
    return (today - since.astimezone(LONDON).date()).days


def stages_behind(stage: Stage) -> int:
    """How many stages of the road lie behind; 0 where the road was left."""
    return ROAD.index(stage) if stage in ROAD else 0
