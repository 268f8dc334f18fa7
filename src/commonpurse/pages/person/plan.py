"""My plan as it grows, with my own words in it; and the letter once it is agreed."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.access.registry import Section
from commonpurse.allocation.queries import latest_budget
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.person.budget import own
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.plans.acts import add_outcome
from commonpurse.plans.queries import agreement_in_force, current_plan, last_agreement, last_return, statement_of, view_of
from commonpurse.plans.rules import what_stops_writing
from commonpurse.values.missing import NotReady


class OwnWordsForm(GuardedForm):
    words = forms.CharField(
        label="What do you want to be different?", help_text="In your own words.", max_length=300, widget=forms.Textarea
    )


@require_http_methods(["GET", "POST"])
@for_person
def plan(request: Request) -> HttpResponse:
    journey = own(request, Section.PLAN)
    found, figure = current_plan(journey.pk), latest_budget(journey.pk)
    form = OwnWordsForm(request.POST or None, about=journey.person_id, seen=found.version if found else "")
    status = 200
    if request.method == "POST" and found is not None and form.is_valid():
        try:
            add_outcome(found, words=form.cleaned_data["words"], seen_version=form.seen_version, by=request.actor)
        except NotReady as error:
            status = form.refuse(error)
        else:
            messages.success(request, "Your words are in the plan.")
            return redirect("person:plan")
    names = names_of({journey.worker_id})
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "plan": found,
        "budget": figure,
        "view": view_of(found, figure) if found else None,
        "writing": found is not None and not what_stops_writing(found.state, journey.stage),
        "back": last_return(found) if found else None,
        "agreement": agreement_in_force(journey.pk),
        "last_agreement": last_agreement(journey.pk),
        "form": form,
    }
    return render(request, "person/plan.html", context, status=status)


@require_safe
@for_person
def letter(request: Request) -> HttpResponse:
    journey = own(request, Section.PLAN)
    agreement = last_agreement(journey.pk)
    if agreement is None:
        raise Http404
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "statement": statement_of(agreement),
    }
    return render(request, "person/letter.html", context)


routes: list[URLPattern] = [
    path("plan", plan, name="plan"),
    path("plan/letter", letter, name="letter"),
]
