"""What every page about one organisation needs: the organisation, when one administers it, and the way between its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.organisations.models import Organisation
from commonpurse.organisations.queries import administered_by
from commonpurse.pages.doors import for_role
from commonpurse.pages.forms import add_missing
from commonpurse.values.missing import NotReady

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[Request, Organisation, P], HttpResponse]
ON_ONE_PAGE = 25
TABS = (("People", "people"), ("Invitations", "invitations"), ("Teams", "teams"))


def of_an_organisation(view: View[P]) -> Callable[..., HttpResponse]:
    """Give the view its organisation; 404 for anybody who does not administer it."""

    @wraps(view)
    def inner(request: Request, organisation_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        organisation = administered_by(request.actor).filter(pk=organisation_id).first()
        if organisation is None:
            raise Http404
        return view(request, organisation, *args, **kwargs)

    return for_role(Role.ADMINISTRATOR)(inner)


def page(request: Request, organisation: Organisation, name: str, /, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render `administrator/NAME.html` below the organisation's name and tabs."""
    here = more.pop("tab", "people")
    tabs = [
        {"text": text, "href": reverse(f"administrator:{route}", args=[organisation.pk]), "current": route == here} for text, route in TABS
    ]
    return render(request, f"administrator/{name}.html", {"organisation": organisation, "tabs": tabs, **more}, status=status)


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do it when the form is whole, and put what is missing where it was typed. True when it is done."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotReady as error:
        add_missing(form, error)
        return False
    return True
