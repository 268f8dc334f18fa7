"""How people reach a team, somebody who works in it, and whoever takes complaints: what letters say."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonpurse.access.middleware import Request
from commonpurse.organisations import acts
from commonpurse.organisations.models import Organisation
from commonpurse.organisations.queries import members_of, teams_in
from commonpurse.pages.administrator.forms import ComplaintsForm, ReachTeamForm, ReachWorkerForm
from commonpurse.pages.administrator.frame import done, of_an_organisation, page

KEPT = "Kept. It stands in every letter from now on."


@require_http_methods(["GET", "POST"])
@of_an_organisation
def team(request: Request, organisation: Organisation, team_id: UUID) -> HttpResponse:
    found = teams_in(organisation.pk).filter(pk=team_id).first()
    if found is None:
        raise Http404
    form = ReachTeamForm(request.POST or None, initial={"address": found.address, "telephone": found.telephone, "hours": found.hours})
    back = reverse("administrator:team", kwargs={"organisation_id": organisation.pk, "team_id": found.pk})
    if request.method == "POST" and done(form, lambda: acts.tell_how_to_reach_team(found.pk, **form.cleaned_data, by=request.actor)):
        return _kept(request, back)
    return _page(request, organisation, form, of=found.name, back=back, tab="teams")


@require_http_methods(["GET", "POST"])
@of_an_organisation
def worker(request: Request, organisation: Organisation, membership_id: UUID) -> HttpResponse:
    found = members_of(organisation.pk).filter(pk=membership_id).first()
    if found is None:
        raise Http404
    form = ReachWorkerForm(request.POST or None, initial={"telephone": found.telephone, "hours": found.hours})
    back = reverse("administrator:membership", kwargs={"organisation_id": organisation.pk, "membership_id": found.pk})
    if request.method == "POST" and done(form, lambda: acts.tell_how_to_reach_member(found.pk, **form.cleaned_data, by=request.actor)):
        return _kept(request, back)
    return _page(request, organisation, form, of=found.user.name, back=back)


@require_http_methods(["GET", "POST"])
@of_an_organisation
def complaints(request: Request, organisation: Organisation) -> HttpResponse:
    form = ComplaintsForm(request.POST or None, initial={"complaints": organisation.complaints})
    back = reverse("administrator:people", kwargs={"organisation_id": organisation.pk})
    if request.method == "POST" and done(form, lambda: acts.tell_how_to_complain(organisation.pk, **form.cleaned_data, by=request.actor)):
        return _kept(request, back)
    return _page(request, organisation, form, of=organisation.name, back=back)


def _kept(request: Request, back: str) -> HttpResponse:
    messages.success(request, KEPT)
    return redirect(back)


def _page(request: Request, organisation: Organisation, form: Form, *, of: str, back: str, tab: str = "people") -> HttpResponse:
    return page(request, organisation, "reach", tab=tab, form=form, of=of, back=back)
