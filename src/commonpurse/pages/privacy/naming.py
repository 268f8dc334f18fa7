"""Who must never see that record: chosen among those who work there, with a reason, and said."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access import acts
from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import said_by_privacy_officers
from commonpurse.access.registry import AccessSection
from commonpurse.organisations.queries import may_be_named_by
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import looked_at
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.whose import about_whom
from commonpurse.people.queries import named_for_privacy, typed_search
from commonpurse.theme.fields import WordsField

ON_ONE_PAGE = 25


def _named(request: Request, person_id: UUID) -> str:
    """The person's name, whose record the actor looks after; else 404. That it was shown is written down."""
    name = named_for_privacy({person_id}).get(person_id)
    if name is None:
        raise Http404
    about_whom(request, person_id)
    looked_at(request, person_id, [AccessSection.ACCESS])
    return name


@require_safe
@for_role(Role.PRIVACY)
def choose(request: Request, person_id: UUID) -> HttpResponse:
    name, find = _named(request, person_id), typed_search(request.GET.get("find", ""))
    shut = set(said_by_privacy_officers().filter(person_id=person_id, ended_at=None).values_list("user_id", flat=True))
    users = [user for user in may_be_named_by(request.actor, find) if user.pk not in shut and user.person_id != person_id]
    context = {
        "page": Paginator(users, ON_ONE_PAGE).get_page(request.GET.get("page")),
        "find": find,
        "query": f"{urlencode({'find': find})}&" if find else "",
        "name": name,
        "person_id": person_id,
    }
    return render(request, "privacy/choose.html", context)


class ReasonForm(GuardedForm):
    why = WordsField(
        label="Why",
        help_text="Write what you were asked for, by whom and how. The person can read this. Whoever is shut out and the team cannot.",
        max_length=300,
        widget=forms.Textarea,
    )


@require_http_methods(["GET", "POST"])
@for_role(Role.PRIVACY)
def shut_out(request: Request, person_id: UUID, user_id: UUID) -> HttpResponse:
    name = _named(request, person_id)
    user = next((user for user in may_be_named_by(request.actor) if user.pk == user_id and user.person_id != person_id), None)
    if user is None:
        raise Http404
    form = ReasonForm(request.POST or None, about=person_id, seen="")
    if request.method == "POST" and form.is_valid():
        acts.never_let_see(user_id=user_id, person_id=person_id, why=form.cleaned_data["why"], by=request.actor)
        messages.success(request, f"{user.name} cannot see the record of {name} any more. {name} can see that you said so.")
        return redirect("privacy:home")
    return render(request, "privacy/shut_out.html", {"form": form, "name": name, "user": user, "person_id": person_id})


routes: list[URLPattern] = [
    path("records/<uuid:person_id>", choose, name="choose"),
    path("records/<uuid:person_id>/<uuid:user_id>", shut_out, name="shut_out"),
]
