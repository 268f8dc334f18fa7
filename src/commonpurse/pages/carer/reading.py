"""Reading somebody's answers before they are sent, because they asked: what they said openly, and room for a note on each."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from commonpurse.access.middleware import Request
from commonpurse.assessments.acts.second_eyes import note_on_answer
from commonpurse.assessments.models import SecondReader, Voice
from commonpurse.assessments.queries.second_eyes import notes_on, reading
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.pages.answering.asking import Asking, answers_shown
from commonpurse.pages.banner import Banner
from commonpurse.pages.doors import signed_in
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady


class NoteForm(forms.Form):
    """A note about one answer; the button "Looks right to me" sends none."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    question = WordsField(widget=forms.HiddenInput)
    words = WordsField(required=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "right" in self.data:
            return given | {"words": ""}
        if not given.get("words", "").strip():
            self.add_error("words", "Write your note, or press “Looks right to me”.")
        return given


@require_http_methods(["GET", "POST"])
@signed_in
def read(request: Request, reader_id: UUID) -> HttpResponse:
    reader = opened(request, reading(request.actor), reader_id, section=AssessmentSection.SECOND_EYES)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_on_answer(reader, **form.cleaned_data, by=request.actor)
            return redirect("carer:read", reader_id=reader.pk)
        except NotReady as error:
            add_missing(form, error)
    notes = notes_on(reader.assessment, reader=reader)
    rows = [
        {**row, "client_uuid": uuid4(), "note": next(iter(notes.get(row["question"].id, [])), None)}
        for row in answers_shown(_their_answers(reader, request))
        if row["given"] or row["words"]
    ]
    context = {"reader": reader, "rows": rows, "form": form, "person": Banner(reader.person.name, None, "")}
    return render(request, "carer/read.html", context)


def _their_answers(reader: SecondReader, request: Request) -> Asking:
    return Asking(
        assessment=reader.assessment,
        voice=Voice.PERSON,
        banner=Banner(reader.person.name, None, ""),
        question_at=lambda _: request.path,
        check_at=request.path,
        home_at=request.path,
        by_themselves=False,
        reader=request.actor,
    )


routes: list[URLPattern] = [path("reading/<uuid:reader_id>", read, name="read")]
