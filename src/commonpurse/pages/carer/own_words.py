"""For somebody who helps with another person's assessment: their own words, and nothing else that is there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.actors import Actor
from commonpurse.access.middleware import Request
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import Helper, Voice
from commonpurse.assessments.queries.second_eyes import reading
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.pages.answering.asking import Asking, answers_shown, ask
from commonpurse.pages.banner import Banner
from commonpurse.pages.doors import signed_in
from commonpurse.pages.opening import opened
from commonpurse.pages.person.home import home_as_a_carer
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.people.queries import cares_for


def _opened(request: Request, helper_id: UUID) -> Helper:
    return opened(request, queries.helping(request.actor), helper_id, section=AssessmentSection.OWN_WORDS)


def _asking(helper: Helper, actor: Actor) -> Asking:
    return Asking(
        assessment=helper.assessment,
        voice=Voice.CARER,
        banner=Banner(helper.person.name, None, ""),  # no birthday, no number, no dates: only whom this is about
        question_at=lambda question: reverse("carer:question", kwargs={"helper_id": helper.pk, "question_id": question}),
        check_at=reverse("carer:check", kwargs={"helper_id": helper.pk}),
        home_at=reverse("carer:home"),
        by_themselves=True,
        reader=actor,
        said_by=helper,
    )


@require_safe
@signed_in
def home(request: Request) -> HttpResponse:
    """Whom they help, and where they stopped. Somebody who helps nobody finds nothing here."""
    helping = [_opened(request, helper.pk) for helper in queries.helping(request.actor)]
    if not helping:
        raise Http404
    asked = [(helper, _asking(helper, request.actor)) for helper in helping]
    rows = [(helper, asking, queries.progress(asking.form, asking.answers())) for helper, asking in asked]
    context = {"rows": rows, "to_read": reading(request.actor), "own_at": home_as_a_carer(request.actor)}
    return render(request, "carer/home.html", context)


@require_safe
@signed_in
def check(request: Request, helper_id: UUID) -> HttpResponse:
    asking = _asking(_opened(request, helper_id), request.actor)
    rows = answers_shown(asking)
    context = {
        "person": asking.banner,
        "asking": asking,
        "rows": rows,
        "not_sure": [row for row in rows if row["not_sure"]],
        "resume": queries.progress(asking.form, asking.answers()).resume,
    }
    return render(request, "carer/check.html", context)


class AskForm(GuardedForm):
    """Nothing but whom it is about: pressing the button is the question."""


@require_http_methods(["GET", "POST"])
@signed_in
def of_my_own(request: Request, helper_id: UUID) -> HttpResponse:
    """A journey of one's own, as a carer: a record and a room that nobody on the other side sees."""
    helper = _opened(request, helper_id)
    there = home_as_a_carer(request.actor)
    if there and request.actor.person_id and cares_for(request.actor.person_id).filter(person_id=helper.person_id).exists():
        return redirect(there)
    form = AskForm(request.POST or None, about=helper.person_id, seen="")
    if request.method == "POST" and form.is_valid():
        acts.ask_for_own_journey(helper, by=request.actor)
        messages.success(request, "Your own journey has started. Your worker can see it.")
        return redirect("person:home")
    context = {"form": form, "helper": helper, "person": _asking(helper, request.actor).banner, "has_record": bool(request.actor.person_id)}
    return render(request, "carer/of_my_own.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def question(request: Request, helper_id: UUID, question_id: str) -> HttpResponse:
    return ask(request, _asking(_opened(request, helper_id), request.actor), question_id)
