"""One button that undoes the last step: it says before what it will do, and each step is undone by the act that is made for it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request
from commonpurse.assessments.acts import checking, reopen_answers, send_answers
from commonpurse.assessments.acts.stepping_back import take_back_ending
from commonpurse.assessments.models import Assessment
from commonpurse.assessments.queries import assessment_of
from commonpurse.journeys import acts
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import step_back_for, visible_to
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import opened
from commonpurse.plans.acts import take_back
from commonpurse.plans.queries import open_plan
from commonpurse.values.missing import Missing, NotReady


def _of_assessment(act: Callable[..., None]) -> Callable[[Journey, Actor], None]:
    def undo(journey: Journey, by: Actor) -> None:
        act(_assessment(journey), by=by)

    return undo


def _assessment(journey: Journey) -> Assessment:
    found = assessment_of(journey.pk)
    if found is None:
        raise Http404
    return found


def _take_back(journey: Journey, by: Actor) -> None:
    plan = open_plan(journey.pk)
    if plan is None:
        raise Http404
    take_back(plan, seen_version=plan.version, by=by)


UNDOING: dict[Happened, Callable[[Journey, Actor], None]] = {
    Happened.ANSWERS_SENT: _of_assessment(send_answers),
    Happened.ANSWERS_REOPENED: _of_assessment(reopen_answers),
    Happened.CHECKED_TOGETHER: _of_assessment(checking.finish_checking),
    Happened.CHECKING_REOPENED: _of_assessment(checking.reopen_checking),
    Happened.PLAN_TAKEN_BACK: _take_back,
    Happened.PAUSED: lambda journey, by: acts.pause(journey, note="", by=by),
    Happened.PICKED_UP: lambda journey, by: acts.pick_up(journey, by=by),
    Happened.STEP_UNDONE: lambda journey, by: take_back_ending(journey, by=by),
}


@require_POST
@for_role(Role.PRACTITIONER, Role.MANAGER)
def undo(request: Request, journey_id: UUID) -> HttpResponse:
    """Undo the step that stood on the screen: where more has happened since, nothing is undone. Pressed twice it is one step."""
    journey = opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)
    seen = request.POST.get("seen", "")
    acts.hold_as_seen(journey, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0)
    back = step_back_for(request.actor, journey)
    if back.undone_by is None:
        raise NotReady([Missing(back.says)])
    UNDOING[back.undone_by](journey, request.actor)
    messages.success(request, f"Undone: “{back.was}”. {back.stays}")
    return redirect("practitioner:journey", journey_id=journey.pk)


routes: list[URLPattern] = [path("journeys/<uuid:journey_id>/undo", undo, name="undo")]
