"""Before the questions, one short page each: what this is, who helps, an advocate, taking part; then the questions are opened."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.models import User
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import Assessment, Helper
from commonpurse.assessments.queries import Prepared
from commonpurse.assessments.rules import what_is_missing_to_open
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.journeys.stages import Stage
from commonpurse.pages.answering.forms import refuse_another
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.preparation_forms import AboutForm, AdvocacyForm, CapacityForm, ExplainedForm, HelperForm, SignInForm
from commonpurse.people.queries import close_to
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)


def _opened(request: Request, journey_id: UUID) -> tuple[Journey, Assessment | None]:
    journey = opened(request, visible_to(request.actor), journey_id, section=AssessmentSection.ASSESSMENT)
    assessment = queries.assessment_of(journey.pk)
    return journey, assessment


def steps_context(journey: Journey, assessment: Assessment | None, **more: Any) -> dict[str, Any]:
    person = banner(journey.person, journey, names=names_of({journey.worker_id}))
    prepared = queries.prepared(assessment) if assessment else Prepared(None, nobody_helps=False)
    return {"person": person, "journey": journey, "assessment": assessment, "prepared": prepared, "name": journey.person.called, **more}


@require_safe
@staff
def before(request: Request, journey_id: UUID) -> HttpResponse:
    journey, assessment = _opened(request, journey_id)
    context = steps_context(journey, assessment)
    prepared: Prepared = context["prepared"]
    missing = what_is_missing_to_open(prepared.before)
    deciders = {row.decided_by_id for row in (prepared.advocacy, prepared.capacity) if row}
    deciders |= {prepared.explained.by_id} if prepared.explained else set()
    context |= {"missing": missing, "undone": {one.field for one in missing}, "names": names_of(deciders), "Stage": Stage}
    context["typed"] = Drafts(request, journey, section=AssessmentSection.ASSESSMENT).elsewhere
    return render(request, "practitioner/preparation/all.html", context)


def _step(
    request: Request,
    journey_id: UUID,
    template: str,
    make: type[AboutForm],
    act: Callable[[Assessment, dict[str, Any]], object],
    known: Callable[[Journey, Assessment | None], dict[str, str]] = lambda *_: {},
) -> HttpResponse:
    """One short page: show its form, or do its act and go back to the list. The first act of all begins the assessment.

    `known`: what the form need not ask again, because it stands elsewhere.
    """
    journey, assessment = _opened(request, journey_id)
    form = make(request.POST or None, person_id=journey.person_id, assessment=assessment, initial=known(journey, assessment))
    drafts = Drafts(request, journey, section=AssessmentSection.ASSESSMENT)
    if answer := drafts.answered(form):  # typing begins nothing
        return answer
    if request.method == "POST":
        assessment = _begun(request, journey)
        if form.is_valid() and _done(form, act, assessment):
            drafts.done()
            return redirect("practitioner:before", journey_id=journey_id)
    context = steps_context(journey, assessment, form=form, drafts=drafts)
    return drafts.filled(render(request, f"practitioner/preparation/{template}.html", context))


def _begun(request: Request, journey: Journey) -> Assessment:
    """The assessment that the step is about, begun by the first of them.

    A page that was opened before it began names only the person, and is as good: nothing was answered yet.
    """
    posted = request.POST.copy()
    refuse_another({"person": posted.get("person", ""), "assessment": ""}, person_id=journey.person_id, assessment=None)
    assessment = acts.begin_assessment(journey, by=request.actor)
    if posted.get("assessment"):
        refuse_another(posted, person_id=journey.person_id, assessment=assessment)
    return assessment


def _done(form: AboutForm, act: Callable[[Assessment, dict[str, Any]], object], assessment: Assessment) -> bool:
    try:
        act(assessment, {name: value for name, value in form.cleaned_data.items() if name not in AboutForm.base_fields})
    except NotReady as error:
        add_missing(form, error)
        return False
    return True


@require_http_methods(["GET", "POST"])
@staff
def explained(request: Request, journey_id: UUID) -> HttpResponse:
    return _step(request, journey_id, "explained", ExplainedForm, lambda one, _: acts.note_explained(one, by=request.actor))


@require_http_methods(["GET", "POST"])
@staff
def helpers(request: Request, journey_id: UUID) -> HttpResponse:
    def note(assessment: Assessment, given: dict[str, Any]) -> None:
        acts.note_helper(assessment, **given, by=request.actor)

    return _step(request, journey_id, "helpers", HelperForm, note, _close_and_not_noted)


def _close_and_not_noted(journey: Journey, assessment: Assessment | None) -> dict[str, str]:
    """Somebody close to the person who is not noted as a helper yet: their name stands in the form and is not typed again."""
    noted = {helper.name for helper in queries.helpers_of(assessment)} if assessment else set()
    one = next((one for one in close_to(journey.person_id) if one.name not in noted), None)
    return {"name": one.name, "relationship": one.kind} if one else {}


@require_POST
@staff
def nobody_helps(request: Request, journey_id: UUID) -> HttpResponse:
    journey, _ = _opened(request, journey_id)
    acts.note_nobody_helps(_begun(request, journey), by=request.actor)
    return redirect("practitioner:before", journey_id=journey_id)


@require_http_methods(["GET", "POST"])
@staff
def advocate(request: Request, journey_id: UUID) -> HttpResponse:
    def decide(assessment: Assessment, given: dict[str, Any]) -> None:
        alone = given.pop("very_hard_alone") == "yes"
        acts.decide_advocacy(assessment, very_hard_alone=alone, **given, by=request.actor)

    return _step(request, journey_id, "advocate", AdvocacyForm, decide)


@require_http_methods(["GET", "POST"])
@staff
def capacity(request: Request, journey_id: UUID) -> HttpResponse:
    def decide(assessment: Assessment, given: dict[str, Any]) -> None:
        able = given.pop("has_capacity") == "yes"
        acts.decide_capacity_to_take_part(assessment, has_capacity=able, **given, by=request.actor)

    return _step(request, journey_id, "capacity", CapacityForm, decide)


@require_POST
@staff
def open_questions(request: Request, journey_id: UUID) -> HttpResponse:
    journey, assessment = _opened(request, journey_id)
    if assessment is None:
        raise Http404
    refuse_another(request.POST, person_id=journey.person_id, assessment=assessment)
    acts.open_questions(assessment, by=request.actor)
    messages.success(request, f"The questions are open. {queries.prepared(assessment).title}.")
    return redirect("practitioner:voices", journey_id=journey_id)


def helper_of(request: Request, journey_id: UUID, helper_id: UUID) -> tuple[Journey, Assessment, Helper]:
    journey, assessment = _opened(request, journey_id)
    found = queries.helpers_of(assessment).filter(pk=helper_id).first() if assessment else None
    if assessment is None or found is None:
        raise Http404
    return journey, assessment, found


@require_POST
@staff
def remove_helper(request: Request, journey_id: UUID, helper_id: UUID) -> HttpResponse:
    journey, assessment, helper = helper_of(request, journey_id, helper_id)
    refuse_another(request.POST, person_id=journey.person_id, assessment=assessment)
    acts.remove_helper(helper, by=request.actor)
    messages.success(request, f"{helper.name} helps no more. What they said is kept.")
    return redirect("practitioner:before_helpers", journey_id=journey_id)


@require_http_methods(["GET", "POST"])
@staff
def let_sign_in(request: Request, journey_id: UUID, helper_id: UUID) -> HttpResponse:
    """Give a helper an account for their own words, or open them to one that they have.

    The passphrase of a new one is on this answer's page and nowhere else.
    """
    journey, assessment, helper = helper_of(request, journey_id, helper_id)
    form = SignInForm(request.POST or None, person_id=journey.person_id, assessment=assessment)
    if request.method == "POST":
        refuse_another(request.POST, person_id=journey.person_id, assessment=assessment)
        if form.is_valid():
            try:
                if "known" in request.POST:
                    user = acts.let_helper_use_account(helper, form.cleaned_data["sign_in_name"], by=request.actor)
                    messages.success(request, f"{helper.name} can sign in as {user.sign_in_name}, the account of {user.name}.")
                    return redirect("practitioner:before_helpers", journey_id=journey_id)
                user, passphrase = acts.let_helper_sign_in(helper, form.cleaned_data["sign_in_name"], by=request.actor)
            except NotReady as error:
                add_missing(form, error)
            else:
                shown = steps_context(journey, assessment, helper=helper, user=user, passphrase=passphrase)
                return render(request, "practitioner/preparation/passphrase.html", shown)
    account = User.objects.filter(pk=helper.user_id).first() if helper.user_id else None
    shown = steps_context(journey, assessment, helper=helper, form=form, account=account)
    return render(request, "practitioner/preparation/sign_in.html", shown)


@require_POST
@staff
def new_helper_passphrase(request: Request, journey_id: UUID, helper_id: UUID) -> HttpResponse:
    """Give a helper who forgot theirs a new passphrase. It is on this answer's page and nowhere else."""
    journey, assessment, helper = helper_of(request, journey_id, helper_id)
    refuse_another(request.POST, person_id=journey.person_id, assessment=assessment)
    user, passphrase = acts.give_helper_new_passphrase(helper, by=request.actor)
    shown = steps_context(journey, assessment, helper=helper, user=user, passphrase=passphrase)
    return render(request, "practitioner/preparation/passphrase.html", shown)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/before", before, name="before"),
    path("journeys/<uuid:journey_id>/before/what-this-is", explained, name="before_explained"),
    path("journeys/<uuid:journey_id>/before/who-helps", helpers, name="before_helpers"),
    path("journeys/<uuid:journey_id>/before/nobody-helps", nobody_helps, name="nobody_helps"),
    path("journeys/<uuid:journey_id>/before/advocate", advocate, name="before_advocate"),
    path("journeys/<uuid:journey_id>/before/taking-part", capacity, name="before_capacity"),
    path("journeys/<uuid:journey_id>/before/open", open_questions, name="open_questions"),
    path("journeys/<uuid:journey_id>/before/who-helps/<uuid:helper_id>/no-more", remove_helper, name="remove_helper"),
    path("journeys/<uuid:journey_id>/before/who-helps/<uuid:helper_id>/sign-in", let_sign_in, name="let_helper_sign_in"),
    path(
        "journeys/<uuid:journey_id>/before/who-helps/<uuid:helper_id>/sign-in/again",
        new_helper_passphrase,
        name="give_helper_new_passphrase",
    ),
]
