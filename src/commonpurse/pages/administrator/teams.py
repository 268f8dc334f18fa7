"""Teams, and the organisations that share them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.middleware import Request
from commonpurse.organisations import acts
from commonpurse.organisations.models import Organisation, Team
from commonpurse.organisations.policy import may_share_team
from commonpurse.organisations.queries import teams_in, teams_with_numbers
from commonpurse.pages.administrator.forms import NameForm, NewTeamForm, ShareForm
from commonpurse.pages.administrator.frame import ON_ONE_PAGE, done, of_an_organisation, page


@require_safe
@of_an_organisation
def teams(request: Request, organisation: Organisation) -> HttpResponse:
    teams = Paginator(teams_with_numbers(organisation.pk), ON_ONE_PAGE).get_page(request.GET.get("page"))
    return page(request, organisation, "teams", tab="teams", teams=teams)


@require_http_methods(["GET", "POST"])
@of_an_organisation
def new(request: Request, organisation: Organisation) -> HttpResponse:
    form = NewTeamForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and done(form, lambda: _found(form, organisation, request)):
        messages.success(request, f"{form.cleaned_data['name']} is made. Now invite people to it.")
        return redirect("administrator:teams", organisation_id=organisation.pk)
    return page(request, organisation, "new_team", tab="teams", form=form)


def _found(form: NewTeamForm, organisation: Organisation, request: Request) -> Team:
    shared_by = [organisation.pk, *(partner.pk for partner in form.cleaned_data["partners"])]
    return acts.found_team(name=form.cleaned_data["name"], organisation_ids=shared_by, by=request.actor)


@require_http_methods(["GET", "POST"])
@of_an_organisation
def team(request: Request, organisation: Organisation, team_id: UUID) -> HttpResponse:
    opened = _opened(organisation, team_id)
    form = NameForm(request.POST or None, initial={"name": opened.name})
    if request.method == "POST" and done(form, lambda: acts.rename_team(opened.pk, name=form.cleaned_data["name"], by=request.actor)):
        messages.success(request, "The team has its new name.")
        return redirect("administrator:team", organisation_id=organisation.pk, team_id=opened.pk)
    return _page(request, organisation, opened, form, name_form=form)


@require_POST
@of_an_organisation
def share(request: Request, organisation: Organisation, team_id: UUID) -> HttpResponse:
    opened = _opened(organisation, team_id)
    form = ShareForm(request.POST, team=opened)
    if done(form, lambda: acts.share_team(opened.pk, with_id=form.cleaned_data["partner"].pk, by=request.actor)):
        messages.success(request, f"The team is shared with {form.cleaned_data['partner'].name}.")
        return redirect("administrator:team", organisation_id=organisation.pk, team_id=opened.pk)
    return _page(request, organisation, opened, form, share_form=form)


@require_POST
@of_an_organisation
def stop_sharing(request: Request, organisation: Organisation, team_id: UUID) -> HttpResponse:
    opened = _opened(organisation, team_id)
    partner = next((one for one in opened.organisations.all() if str(one.pk) == request.POST.get("partner")), None)
    if partner is None:
        raise Http404
    form = Form(request.POST)
    if done(form, lambda: acts.stop_sharing_team(opened.pk, with_id=partner.pk, by=request.actor)):
        messages.success(request, f"The team is no longer shared with {partner.name}.")
        return redirect("administrator:teams", organisation_id=organisation.pk)
    return _page(request, organisation, opened, form)


def _page(
    request: Request,
    organisation: Organisation,
    opened: Team,
    form: Form,
    *,
    name_form: NameForm | None = None,
    share_form: ShareForm | None = None,
) -> HttpResponse:
    """The page of one team. `form` is the one that was sent, whose problems stand at the top."""
    return page(
        request,
        organisation,
        "team",
        tab="teams",
        team=opened,
        form=form,
        name_form=name_form or NameForm(initial={"name": opened.name}),
        share_form=share_form or ShareForm(None, team=opened),
        decides=may_share_team(request.actor, opened).allowed,
    )


def _opened(organisation: Organisation, team_id: UUID) -> Team:
    found = teams_in(organisation.pk).filter(pk=team_id).first()
    if found is None:
        raise Http404
    return found
