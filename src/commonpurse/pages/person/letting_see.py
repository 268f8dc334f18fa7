"""What I let others see: my answers, my figure, where my journey stands. Each for itself, until a date or until I end it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.middleware import Request
from commonpurse.access.queries import holders_of, shut_out_of
from commonpurse.assessments import acts
from commonpurse.assessments.queries.sharing import SECTIONS, LetSee, let_see_now, noted
from commonpurse.journeys.models import Journey
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.person.home import own_journey_or_404
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.shown.showing import TITLED, content
from commonpurse.theme.fields import DayField
from commonpurse.values.missing import NotReady


@require_safe
@for_person
def everything(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    context = {
        "journey": journey,
        "person": banner(journey.person),
        "rows": let_see_now(journey),
        "titled": TITLED,
        "noted": noted(journey),
        "shut_out": holders_of(shut_out_of(journey.person_id)),
    }
    return render(request, "person/letting_see/everything.html", context)


def _other(journey: Journey, holder_id: UUID, what: str) -> LetSee:
    found = next((row for row in let_see_now(journey) if row.other.holder_id == holder_id), None)
    if found is None or what not in SECTIONS:
        raise Http404
    return found


class LetSeeForm(GuardedForm):
    until = DayField(
        label="Until when?",
        help_text="From this day on they see it no more. Empty: until you end it.",
        required=False,
    )


@require_http_methods(["GET", "POST"])
@for_person
def let_see(request: Request, holder_id: UUID, what: str) -> HttpResponse:
    """Before one says yes: exactly what will be seen, as it is now."""
    journey = own_journey_or_404(request)
    row = _other(journey, holder_id, what)
    form = LetSeeForm(request.POST or None, about=journey.pk, seen="")
    if request.method == "POST" and form.is_valid():
        try:
            acts.let_see(journey, what=what, holder_id=holder_id, until=form.cleaned_data["until"], by=request.actor)
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, f"{row.other.name} can see {TITLED[what]} now. You can end it at any time.")
            return redirect("person:letting_see")
    context: dict[str, Any] = {"form": form, "row": row, "journey": journey, "person": banner(journey.person)}
    return render(request, "person/letting_see/one.html", {**context, **content(journey.pk, what, journey.person.called)})


class EndForm(GuardedForm):
    """Nothing but whose journey it is about."""


@require_POST
@for_person
def stop(request: Request, holder_id: UUID, what: str) -> HttpResponse:
    journey = own_journey_or_404(request)
    row = _other(journey, holder_id, what)
    if EndForm(request.POST, about=journey.pk, seen="").is_valid():
        acts.stop_letting_see(journey, what=what, holder_id=holder_id, by=request.actor)
        messages.success(request, f"{row.other.name} does not see {TITLED[what]} any more.")
    return redirect("person:letting_see")


routes: list[URLPattern] = [
    path("let-see", everything, name="letting_see"),
    path("let-see/<uuid:holder_id>/<slug:what>", let_see, name="let_see"),
    path("let-see/<uuid:holder_id>/<slug:what>/stop", stop, name="stop_letting_see"),
]
