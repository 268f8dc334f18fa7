"""Where a journey stands, reduced from its events; how long it may stand there. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.stages import HELD_BY, ROAD, Holder, Stage
from commonpurse.values.days import LONDON

LEFT_FOR = frozenset({Stage.PAUSED, Stage.ENDED, Stage.LIVE, Stage.REVIEW})
"""Stages for which another is left as it stands, so that everything can stand there again."""


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
    before: "Standing | None" = None  # where it stood before a stage that one can come back from


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
    if before is None:
        return Standing(effect.to or Stage.STARTED, event.at, _holder(event, effect.to or Stage.STARTED), due_on(Stage.STARTED, event.at))
    if effect.back:
        return _back(before, event)
    stage = effect.to or before.stage
    if stage == before.stage:
        return replace(before, held_by=Holder(event.facts.get("held_by", before.held_by)))
    return Standing(stage, event.at, _holder(event, stage), due_on(stage, event.at), before if stage in LEFT_FOR else None)


def _holder(event: Event, stage: Stage) -> Holder:
    return Holder(event.facts.get("held_by", HELD_BY[stage]))


def _back(left: Standing, event: Event) -> Standing:
    """Everything stands as it stood, with the same holder; the days between do not count against the target."""
    stood = left.before or left
    rested = timedelta(days=days_waiting(left.since, event.at.astimezone(LONDON).date()))
    return replace(stood, due_on=stood.due_on + rested if stood.due_on else None)


def may_happen(kind: Happened, stage: Stage) -> bool:
    """Whether this can happen to a journey that stands there."""
    after_stages = EFFECTS[kind].after
    return after_stages is None or stage in after_stages


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
