"""What journeys cost in a manager's teams: by team and kind, beside how it was, and never by worker."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.insight.effort import GroupCost, cost_by_team
from commonpurse.insight.rules import FEWEST, Spread
from commonpurse.journeys.effort.baseline import Baseline, baseline
from commonpurse.journeys.models import Journey
from commonpurse.pages.doors import for_role
from commonpurse.theme.words import duration

NEAREST = 5  # minutes: a middle is no stopwatch


@require_safe
@for_role(Role.MANAGER)
def effort(request: Request) -> HttpResponse:
    groups = [_shown(group) for group in cost_by_team(request.actor)]
    return render(request, "manager/effort.html", {"groups": groups, "baseline": baseline(), "fewest": FEWEST})


@dataclass(frozen=True)
class Measure:
    """One line of the table, written out; without figures where they are hidden."""

    title: str
    median: str = ""
    ninetieth: str = ""
    of: int = 0
    before: str = ""


def _shown(group: GroupCost) -> dict[str, Any]:
    return {
        "title": f"{group.team.name}: {'carers' if group.kind == Journey.Kind.CARER else 'people for themselves'}",
        "hidden": group.hidden,
        "measures": _measures(group, baseline()),
        "bars": _bars(group.minutes, baseline()) if group.minutes else [],
        "sentence": _sentence(group.minutes, baseline()) if group.minutes else "",
    }


def _measures(group: GroupCost, before: Baseline) -> list[Measure]:
    paperwork, visits = f"“{before.paperwork}”", f"“{before.visits_words}”"
    return [
        _measure("Workers' time at the screen, up to the indicative budget", group.minutes, write=_minutes, before=paperwork),
        _measure("Visits, up to the indicative budget", group.visits, before=visits),
        _measure("Questions asked, once for each voice", group.questions),
        _measure("Questions asked twice", group.again),
        _measure("Handovers", group.handovers),
        _measure("Days to the indicative budget", group.days_to_indicative),
        _measure("Days to the agreement", group.days_to_agreement),
    ]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _minutes(value: float) -> str:
    return duration(_rounded(value) * 60)


def _rounded(minutes: float) -> int:
    return round(minutes / NEAREST) * NEAREST


def _measure(title: str, found: Spread | None, *, write: Any = _number, before: str = "") -> Measure:
    if found is None:
        return Measure(title, before=before)
    return Measure(title, write(found.median), write(found.ninetieth), found.at_least, before)


def _bars(found: Spread, before: Baseline) -> list[dict[str, Any]]:
    return [
        {"label": "How it was, by one account", "value": before.paperwork_minutes, "text": f"“{before.paperwork}”"},
        {"label": "Nine in ten stay within", "value": _rounded(found.ninetieth), "text": _minutes(found.ninetieth)},
        {"label": "The middle one", "value": _rounded(found.median), "text": _minutes(found.median)},
    ]


def _sentence(found: Spread, before: Baseline) -> str:
    return (
        f"Half of the journeys needed about {_minutes(found.median)} or less of workers' time at the screen up to the indicative budget,"
        f" and nine in ten about {_minutes(found.ninetieth)} or less."
        f" One published account speaks of “{before.paperwork}”, drawn here as two days of 7 hours 24 minutes."
    )
