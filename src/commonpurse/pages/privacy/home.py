"""Who must never see whom: what privacy officers said of the records that they look after, and how it is taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access import acts
from commonpurse.access.actors import Role
from commonpurse.access.decisions import require
from commonpurse.access.middleware import Request
from commonpurse.access.models import Never
from commonpurse.access.policy import may_let_in_again
from commonpurse.access.queries import names_of, said_by_privacy_officers
from commonpurse.access.registry import AccessSection
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import looked_at
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.whose import about_whom
from commonpurse.people.queries import named_for_privacy

ROWS = 25
LEFT = "Somebody who has left"


@require_safe
@for_role(Role.PRIVACY)
def home(request: Request) -> HttpResponse:
    page = Paginator(said_by_privacy_officers(), ROWS).get_page(request.GET.get("page"))
    said = list(page.object_list)
    people = named_for_privacy({one.person_id for one in said})
    acts.look_at_list(people, section=AccessSection.ACCESS, route="privacy:home", by=request.actor)
    names = names_of({user_id for one in said for user_id in (one.user_id, one.given_by_id, one.ended_by_id) if user_id})
    context = {"page": page, "rows": [_row(one, names, people) for one in said]}
    return render(request, "privacy/home.html", context)


def _row(one: Never, names: dict[UUID, str], people: dict[UUID, str]) -> dict[str, Any]:
    return {
        "never": one,
        "whose": people.get(one.person_id, "Somebody"),
        "name": names.get(one.user_id, LEFT),
        "by": names.get(one.given_by_id, LEFT),
        "ended_by": names.get(one.ended_by_id, LEFT) if one.ended_by_id else "",
    }


class AgainForm(GuardedForm):
    """Nothing but whose record it is about."""


@require_http_methods(["GET", "POST"])
@for_role(Role.PRIVACY)
def let_in_again(request: Request, never_id: UUID) -> HttpResponse:
    found = said_by_privacy_officers().filter(pk=never_id).first()
    if found is None:
        raise Http404
    require(may_let_in_again(request.actor, found))
    if found.ended_at:
        return redirect("privacy:home")
    about_whom(request, found.person_id)
    row = _row(found, names_of({found.user_id, found.given_by_id}), named_for_privacy({found.person_id}))
    form = AgainForm(request.POST or None, about=found.person_id, seen="")
    if request.method == "POST" and form.is_valid():
        acts.let_see_again(found, by=request.actor)
        messages.success(request, f"You do not shut {row['name']} out of the record of {row['whose']} any more.")
        return redirect("privacy:home")
    looked_at(request, found.person_id, [AccessSection.ACCESS])
    return render(request, "privacy/again.html", {"form": form, **row})


routes: list[URLPattern] = [
    path("", home, name="home"),
    path("never/<uuid:never_id>/again", let_in_again, name="let_in_again"),
]
