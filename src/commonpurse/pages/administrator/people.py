"""Who works in an organisation, as what, and up to which limit."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.middleware import Request
from commonpurse.organisations import acts
from commonpurse.organisations.models import Membership, Organisation
from commonpurse.organisations.queries import members_found, members_of
from commonpurse.pages.administrator.forms import PlaceForm, place_of
from commonpurse.pages.administrator.frame import ON_ONE_PAGE, done, of_an_organisation, page


@require_safe
@of_an_organisation
def people(request: Request, organisation: Organisation) -> HttpResponse:
    find = request.GET.get("find", "").strip().replace("\x00", "")
    members = Paginator(members_found(organisation.pk, find), ON_ONE_PAGE).get_page(request.GET.get("page"))
    kept = urlencode({"find": find}) + "&" if find else ""
    return page(request, organisation, "people", members=members, find=find, kept=kept)


@require_http_methods(["GET", "POST"])
@of_an_organisation
def change(request: Request, organisation: Organisation, membership_id: UUID) -> HttpResponse:
    membership = _opened(organisation, membership_id)
    form = PlaceForm(request.POST or None, organisation=organisation, initial=place_of(membership))
    if request.method == "POST" and done(form, lambda: acts.change_membership(membership.pk, **form.place(), by=request.actor)):
        messages.success(request, f"Changed for {membership.user.name}. It holds from now on.")
        return _onwards(request, membership)
    return page(request, organisation, "membership", membership=membership, form=form)


@require_http_methods(["GET", "POST"])
@of_an_organisation
def more(request: Request, organisation: Organisation, membership_id: UUID) -> HttpResponse:
    """Give somebody who works here a further role, or a place in a further team."""
    user = _opened(organisation, membership_id).user
    form = PlaceForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and done(
        form, lambda: acts.add_member(user.pk, organisation_id=organisation.pk, **form.place(), by=request.actor)
    ):
        messages.success(request, f"{user.name} has this role too, from now on.")
        return redirect("administrator:people", organisation_id=organisation.pk)
    return page(request, organisation, "more", membership_id=membership_id, name=user.name, form=form)


@require_http_methods(["GET", "POST"])
@of_an_organisation
def end(request: Request, organisation: Organisation, membership_id: UUID) -> HttpResponse:
    membership = _opened(organisation, membership_id)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: acts.end_membership(membership.pk, by=request.actor)):
        messages.success(request, f"{membership.user.name} is no longer {membership.get_role_display().lower()} here.")
        return _onwards(request, membership)
    return page(request, organisation, "end", membership=membership, form=form)


def _opened(organisation: Organisation, membership_id: UUID) -> Membership:
    membership = members_of(organisation.pk).filter(pk=membership_id).first()
    if membership is None:
        raise Http404
    return membership


def _onwards(request: Request, membership: Membership) -> HttpResponse:
    """Back to the people; who changed their own place may have no way back there, and is led to their room."""
    if membership.user_id == request.actor.user_id:
        return redirect("account:home")
    return redirect("administrator:people", organisation_id=membership.organisation_id)
