"""Pages opened at given moments, as a browser without scripts opens them, and what they came to."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.foundation.clock import at, now, today
from commonpurse.journeys.effort.acts import OpenPage, measure
from commonpurse.journeys.effort.rules import Side, Step
from commonpurse.journeys.models import Journey, PageTime
from tests.people_of_the_tests import write_past_the_wall

START = now() + timedelta(hours=1)  # after everything that a test makes first


def after(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def gets(client: Client, address: str, seconds: int, *, method: str = "get", **options: Any) -> str:
    """Ask for a page so many seconds after the start, and give what it shows."""
    with at(after(seconds)):
        answer = getattr(client, method)(address, **options)
    return str(answer.content.decode())


def told_to(page: str) -> str:
    """The signed words by which a page's script speaks of it."""
    found = re.search(r'data-effort="([^"]+)"', page)
    return found[1] if found else ""


def reports(client: Client, page: str, *, seconds: object, when: int) -> int:
    """What the page's script says, and the status of the answer."""
    with at(after(when)):
        return int(client.post("/effort", {"page": told_to(page), "seconds": str(seconds)}).status_code)


def rows(by: Actor) -> list[tuple[str, str, int | None, int | None]]:
    """Step, side, measured, estimated of everything that this actor may see."""
    with acting_as(by):
        return sorted(PageTime.objects.values_list("step", "side", "measured", "estimated"), key=str)


TIME = "insert into journeys_pagetime (id, journey_id, person_id, step, side, day, measured) values (%s, %s, %s, %s, %s, %s, %s)"


def spends(
    journey: Journey, minutes: int, *, by: Actor, step: Step = Step.QUESTIONS, side: Side = Side.PRACTITIONER, page: UUID | None = None
) -> None:
    """Minutes of a measured page, told at its end."""
    opened = now() - timedelta(minutes=minutes, seconds=1)
    one = OpenPage(page or uuid4(), journey.pk, journey.person_id, step, side, opened)
    if side not in {Side.PRACTITIONER, Side.MANAGER}:  # of somebody who has no account in most tests
        write_past_the_wall(TIME, one.id, journey.pk, journey.person_id, str(step), str(side), today(), minutes * 60)
        return
    with acting_as(by):
        measure(one, seconds=minutes * 60, arrived=now(), by=by)
