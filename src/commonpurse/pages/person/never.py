"""Who must never see my record: whom I name, what it means, who is shut out now, and how I let them see again."""

from typing import Any
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
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.access.middleware import Request
from commonpurse.access.models import Never
from commonpurse.access.policy import may_let_in_again
from commonpurse.access.queries import names_of, never_seen, shut_out_of
from commonpurse.access.registry import AccessSection
from commonpurse.journeys.queries import going_on, without_worker
from commonpurse.organisations.queries import privacy_officers_for
from commonpurse.organisations.seeing import Seeing, left_in, teams_holding, who_can_see
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.people.models import Person
from commonpurse.people.queries import typed_search, visible_to
from commonpurse.theme.fields import WordsField

ON_ONE_PAGE = 25
LEFT = "Somebody who has left"


def _own(request: Request) -> Person:
    return opened(request, visible_to(request.actor), request.actor.person_id or UUID(int=0), section=AccessSection.ACCESS)


@require_safe
@for_person
def never(request: Request) -> HttpResponse:
    """Who is shut out now, and who was before."""
    person = _own(request)
    said = list(never_seen(person.pk))
    names = names_of({user_id for one in said for user_id in (one.user_id, one.given_by_id, one.ended_by_id) if user_id})
    rows = [_row(one, names) for one in said]
    context = {
        "now": [row for row in rows if row["never"].ended_at is None],
        "before": [row for row in rows if row["never"].ended_at],
        "officers": privacy_officers_for([team.pk for team in teams_holding(person.pk)]),
        "without_worker": [one.team.name for one in without_worker(request.actor, person.pk)],
        "person": banner(person),
    }
    return render(request, "person/never/all.html", context)


def _row(one: Any, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "never": one,
        "name": names.get(one.user_id, LEFT),
        "by": "" if one.by_the_person else names.get(one.given_by_id, LEFT),
    }


@require_safe
@for_person
def choose(request: Request) -> HttpResponse:
    """Everybody who can see the record now, has looked, or works in a team that holds it, and is not shut out yet."""
    person = _own(request)
    find = typed_search(request.GET.get("find", ""))
    everybody = _nameable(request.actor, person)
    found = [one for one in everybody if all(word in one.name.lower() for word in find.lower().split())]
    context = {
        "page": Paginator(found, ON_ONE_PAGE).get_page(request.GET.get("page")),
        "find": find,
        "many": len(everybody) > ON_ONE_PAGE or bool(find),
        "query": f"{urlencode({'find': find})}&" if find else "",
        "officers": privacy_officers_for([team.pk for team in teams_holding(person.pk)]),
        "person": banner(person),
    }
    return render(request, "person/never/choose.html", context)


def _nameable(actor: Actor, person: Person) -> list[Seeing]:
    shut = shut_out_of(person.pk)
    return [one for one in who_can_see(person.pk, own=actor.user_id) if one.user_id not in shut]


class NeverForm(GuardedForm):
    why = WordsField(
        label="Why",
        help_text="You do not need to give a reason. What you write here is for you: nobody who works with you reads it.",
        max_length=300,
        required=False,
        widget=forms.Textarea,
    )


@require_http_methods(["GET", "POST"])
@for_person
def shut_out(request: Request, user_id: UUID) -> HttpResponse:
    """Before one says it: what it means, and what will be lacking then."""
    person = _own(request)
    one = next((one for one in who_can_see(person.pk, own=request.actor.user_id) if one.user_id == user_id), None)
    if one is None:
        raise Http404
    form = NeverForm(request.POST or None, about=person.pk, seen="")
    if request.method == "POST" and form.is_valid():
        acts.never_let_see(user_id=user_id, person_id=person.pk, why=form.cleaned_data["why"], by=request.actor)
        messages.success(request, f"{one.name} cannot see anything of yours any more.")
        return redirect("person:never")
    context = {"form": form, "one": one, "person": banner(person), **_lacking(request.actor, person.pk, user_id)}
    return render(request, "person/never/one.html", context)


def _lacking(actor: Actor, person_id: UUID, user_id: UUID) -> dict[str, Any]:
    """What will be lacking once somebody is shut out: a responsible worker, a manager, or anybody at all."""
    teams = teams_holding(person_id)
    shut = shut_out_of(person_id)
    left = left_in(teams, without={*shut, user_id})
    had = {one.team.pk: one for one in left_in(teams, without=shut)}
    return {
        "responsible": sorted({one.team.name for one in going_on(actor, person_id).filter(worker_id=user_id)}),
        "nobody": [one.team.name for one in left if not one.workers],
        "no_manager": [one.team.name for one in left if one.workers and not one.managers and had[one.team.pk].managers],
        "officers": privacy_officers_for([team.pk for team in teams]),
    }


class AgainForm(GuardedForm):
    """Nothing but whose record it is about."""


@require_http_methods(["GET", "POST"])
@for_person
def let_see_again(request: Request, never_id: UUID) -> HttpResponse:
    person = _own(request)
    found: Never | None = never_seen(person.pk).filter(pk=never_id).first()
    if found is None:
        raise Http404
    require(may_let_in_again(request.actor, found))
    if found.ended_at:
        return redirect("person:never")
    name = names_of({found.user_id}).get(found.user_id, LEFT)
    form = AgainForm(request.POST or None, about=person.pk, seen="")
    if request.method == "POST" and form.is_valid():
        acts.let_see_again(found, by=request.actor)
        messages.success(request, f"You do not shut {name} out any more.")
        return redirect("person:never")
    return render(request, "person/never/again.html", {"form": form, "never": found, "name": name, "person": banner(person)})


routes: list[URLPattern] = [
    path("never", never, name="never"),
    path("never/choose", choose, name="never_choose"),
    path("never/<uuid:user_id>", shut_out, name="shut_out"),
    path("never/<uuid:never_id>/again", let_see_again, name="let_see_again"),
]
