"""Asking somebody to read my answers before I send them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from commonpurse.access.middleware import Request
from commonpurse.assessments.acts.second_eyes import ask_to_read, take_back
from commonpurse.assessments.models import SecondReader
from commonpurse.assessments.queries.second_eyes import readers_of, who_can_be_asked
from commonpurse.journeys.stages import Stage
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.person.answers import own_assessment
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.values.missing import NotReady


class ReaderForm(GuardedForm):
    """Whom to ask."""

    reader = forms.ChoiceField(
        label="Who should read them?", widget=forms.RadioSelect, error_messages={"required": "Choose who should read them."}
    )

    def __init__(self, data: Any = None, *, can_be_asked: dict[UUID, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["reader"].choices = [(str(user_id), name) for user_id, name in can_be_asked.items()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@for_person
def second_eyes(request: Request) -> HttpResponse:
    assessment = own_assessment(request)
    if assessment is None:
        raise Http404
    readers, status = readers_of(assessment), 200
    asked = {reader.reader_id for reader in readers}
    left = {user_id: name for user_id, name in who_can_be_asked(assessment).items() if user_id not in asked}
    form = ReaderForm(request.POST or None, can_be_asked=left, about=assessment.person_id, seen=assessment.pk)
    if request.method == "POST" and form.is_valid():
        try:
            reader = ask_to_read(assessment, UUID(form.cleaned_data["reader"]), by=request.actor)
            messages.success(request, f"{reader.name} can read your answers now.")
            return redirect("person:check_answers")
        except NotReady as error:
            status = form.refuse(error)
    context = {
        "form": form,
        "person": banner(assessment.person),
        "readers": readers,
        "left": left,
        "open": assessment.journey.stage == Stage.SELF_ASSESSMENT,
    }
    return render(request, "person/questions/second_eyes.html", context, status=status)


@require_POST
@for_person
def stop_reading(request: Request, reader_id: UUID) -> HttpResponse:
    assessment = own_assessment(request)
    if assessment is None:
        raise Http404
    reader = get_object_or_404(SecondReader.objects.select_related("assessment__journey"), pk=reader_id, assessment=assessment)
    take_back(reader, by=request.actor)
    messages.success(request, f"{reader.name} cannot read your answers any more.")
    return redirect("person:second_eyes")


routes: list[URLPattern] = [
    path("questions/second-eyes", second_eyes, name="second_eyes"),
    path("questions/second-eyes/<uuid:reader_id>/stop", stop_reading, name="stop_reading"),
]
