"""The eligibility decision, drafted from the ticks and decided by a named person; and the health basis beside it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.acts.health import end_health_basis, record_health_basis
from commonpurse.assessments.answers import CheckedAnswer, Value
from commonpurse.assessments.eligibility import ADULT_OUTCOMES, Draft, draft_of, outcomes_for
from commonpurse.assessments.models import Assessment, EligibilityDecision, HealthBasis
from commonpurse.assessments.queries import (
    assessment_of,
    checked_answers,
    eligibility_of,
    health_bases_on,
    outdated_eligibility_of,
    road_goes_on,
    visible_to,
)
from commonpurse.assessments.questionnaire import form_of
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.clock import today
from commonpurse.journeys import queries as journeys
from commonpurse.journeys.stages import Stage
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.theme.fields import DayField, WordsField
from commonpurse.values.missing import NotReady, Stale

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
YES_NO = [("yes", "Yes"), ("no", "No")]


class EligibilityForm(forms.Form):
    needs_arise = forms.ChoiceField(
        label="Do the needs come from a physical or mental impairment or illness?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text="Regulation 2(1)(a)",
    )
    outcomes = forms.MultipleChoiceField(
        label="Which outcomes can this person not achieve?",
        help_text=(
            "Two or more are needed. Unable means: cannot without help (prompting counts), or only with significant pain, distress or"
            " anxiety, or endangering somebody, or taking significantly longer. Regulation 2(2) and (3)."
        ),
        choices=[(letter, f"({letter}) {text}") for letter, text in ADULT_OUTCOMES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    significant_impact = forms.ChoiceField(
        label="Is there, or is there likely to be, a significant impact on their wellbeing as a consequence?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text="Regulation 2(1)(c)",
    )
    reasons = WordsField(label="Your reasons", help_text="The person reads these. Say what you saw and heard.", widget=forms.Textarea)
    advice = WordsField(
        label="Advice and help instead, when not eligible",
        help_text="What there is, who gives it, what would make you ask again.",
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, data: object, *, initial: Mapping[str, Any], kind: str) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        if kind == "carer":
            self._ask_about_a_carer()
        for name in ("outcomes", "advice"):
            # neither is a matter of liking: the act says when it is missing
            self.fields[name].decided = True  # type: ignore[attr-defined]

    def _ask_about_a_carer(self) -> None:
        """Regulation 3: necessary care, health or any one outcome, three ways of being unable."""
        arise, outcomes, impact = (self.fields[name] for name in ("needs_arise", "outcomes", "significant_impact"))
        arise.label, arise.help_text = "Do the needs come from giving necessary care to an adult?", "Regulation 3(1)(a)"
        outcomes.label = "Which of these is so for this carer?"
        outcomes.help_text = (
            "(a), or any one of the others, is enough. Unable to achieve an outcome means: cannot without help, or only with significant"
            " pain, distress or anxiety, or endangering somebody. Regulation 3(2) and (3)."
        )
        outcomes.choices = [(letter, f"({letter}) {text}") for letter, text in outcomes_for("carer").items()]  # type: ignore[attr-defined]
        impact.help_text = "Regulation 3(1)(c)"


@require_http_methods(["GET", "POST"])
@staff
def eligibility(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = _assessment(request, journey_id)
    draft = draft_of(form_of(assessment.questionnaire.content), _values(checked_answers(assessment)))
    outdated = outdated_eligibility_of(assessment)
    initial = _as_initial(outdated) if outdated else _draft_as_initial(draft)
    form = EligibilityForm(request.POST or None, initial=initial, kind=assessment.journey.kind)
    drafts, status = Drafts(request, assessment.journey, section=AssessmentSection.ASSESSMENT), 200
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            answer = _decided(request, form, assessment)
        except NotReady as error:
            add_missing(form, error)
            status = 409 if isinstance(error, Stale) else 200
        else:
            drafts.done()
            return answer
    context = _shown(assessment, draft, form, outdated) | {"drafts": drafts}
    return drafts.filled(render(request, "practitioner/eligibility.html", context, status=status))


def _decided(request: Request, form: EligibilityForm, assessment: Assessment) -> HttpResponse:
    """Decide, and lead on: to the budget where the road goes on, else to the journey. Raises NotReady."""
    given = form.cleaned_data
    made = decide_eligibility(
        assessment,
        needs_arise=given["needs_arise"] == "yes",
        outcomes=given["outcomes"],
        significant_impact=given["significant_impact"] == "yes",
        reasons=given["reasons"],
        advice=given["advice"],
        seen=_uuid(request.POST.get("seen", "")),
        by=request.actor,
    )
    messages.success(request, "Eligible: decided and written down." if made.eligible else "Not eligible: decided, with reasons and advice.")
    return redirect("practitioner:budget" if road_goes_on(assessment, made) else "practitioner:journey", journey_id=assessment.journey_id)


def _shown(assessment: Assessment, draft: Draft, form: EligibilityForm, outdated: EligibilityDecision | None) -> dict[str, Any]:
    journey, decision = assessment.journey, eligibility_of(assessment)
    seen = decision or outdated
    names = names_of({journey.worker_id} | ({seen.decided_by_id} if seen else set()))
    return {
        "assessment": assessment,
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "draft": draft,
        "outcomes": outcomes_for(journey.kind),
        "decision": decision,
        "outdated": outdated,
        "seen": seen,
        "decided_by": names.get(seen.decided_by_id, "") if seen else "",
        "form": form,
        "open_now": journey.stage == Stage.INDICATIVE,
        "bases": [{"label": basis.get_kind_display()} for basis in health_bases_on(assessment.person_id, today())],
        "goes_on": decision is not None and road_goes_on(assessment, decision),
    }


def _uuid(posted: str) -> UUID | None:
    try:
        return UUID(posted)
    except ValueError:
        return None


def _assessment(request: Request, journey_id: UUID) -> Assessment:
    found = assessment_of(journey_id)
    if found is None:
        raise Http404
    return opened(request, visible_to(request.actor), found.pk, section=AssessmentSection.ASSESSMENT)


def _values(checked: Mapping[str, CheckedAnswer]) -> dict[str, list[Value]]:
    """Both sides of a difference count in a draft: it leaves nothing out that anybody said."""
    return {name: [one.value, *([one.practitioners_value] if one.practitioners_value else [])] for name, one in checked.items()}


def _as_initial(decision: EligibilityDecision) -> dict[str, Any]:
    """A decision that no longer holds, to be confirmed or made anew."""
    yes_no = {name: "yes" if getattr(decision, name) else "no" for name in ("needs_arise", "significant_impact")}
    return {**yes_no, "outcomes": decision.outcomes, "reasons": decision.reasons, "advice": decision.advice}


def _draft_as_initial(draft: Draft) -> dict[str, Any]:
    return {"outcomes": sorted(draft.outcomes)}


class HealthBasisForm(forms.Form):
    kind = forms.ChoiceField(label="What is the ground?", choices=HealthBasis.Kind.choices, widget=forms.RadioSelect)
    since = DayField(label="Since when?", help_text="For example, 4 3 2024")
    council = WordsField(
        label="Responsible council",
        help_text="Section 117: where the person lived just before they were detained",
        max_length=120,
        required=False,
    )
    care_board = WordsField(label="Responsible integrated care board", help_text="Section 117", max_length=120, required=False)
    seen = WordsField(label="What shows it?", help_text="The paper or record that you saw, and its date", max_length=200)


@require_http_methods(["GET", "POST"])
@staff
def health_basis(request: Request, journey_id: UUID) -> HttpResponse:
    journey = opened(request, journeys.visible_to(request.actor), journey_id, section=AssessmentSection.ASSESSMENT)
    form = HealthBasisForm(request.POST or None)
    drafts = Drafts(request, journey, section=AssessmentSection.ASSESSMENT)
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            record_health_basis(journey, **form.cleaned_data, by=request.actor)
        except NotReady as error:
            add_missing(form, error)
        else:
            drafts.done()
            messages.success(request, "Recorded. The NHS can share in a figure from now on.")
            return redirect("practitioner:health_basis", journey_id=journey_id)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "bases": health_bases_on(journey.person_id, today()),
        "form": form,
        "drafts": drafts,
        "today": today(),
    }
    return drafts.filled(render(request, "practitioner/health_basis.html", context))


@require_POST
@staff
def end_basis(request: Request, journey_id: UUID, basis_id: UUID) -> HttpResponse:
    """End a ground from today on."""
    journey = opened(request, journeys.visible_to(request.actor), journey_id, section=AssessmentSection.ASSESSMENT)
    basis = HealthBasis.objects.filter(pk=basis_id, person_id=journey.person_id, until=None).first()
    if basis is None:
        raise Http404
    end_health_basis(basis, journey=journey, until=today(), by=request.actor)
    messages.success(request, "Ended from today. What was worked out while it held stays as it was.")
    return redirect("practitioner:health_basis", journey_id=journey_id)


routes = [
    path("journeys/<uuid:journey_id>/eligibility", eligibility, name="eligibility"),
    path("journeys/<uuid:journey_id>/health-basis", health_basis, name="health_basis"),
    path("journeys/<uuid:journey_id>/health-basis/<uuid:basis_id>/end", end_basis, name="end_health_basis"),
]
