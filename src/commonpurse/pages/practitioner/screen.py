"""Who sees the screen: one voice at a time, unless the worker says otherwise; and what may stand on a page because of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments.acts.screen import say_who_sees_the_screen, show_one_voice
from commonpurse.assessments.models import Assessment, Voice
from commonpurse.assessments.queries import assessment_of, helpers_of, visible_to
from commonpurse.assessments.queries.voices import Said, Speaker, screen_of, speakers
from commonpurse.assessments.screen import Screen, Seen
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.preparation_forms import TicksWhereNeeded
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
WITH = "with:"
SEEN_OR_SHOWN = {Voice.OBSERVED: "Seen and shown", Voice.PRACTITIONER: "My own view"}


@dataclass(frozen=True)
class Looking:
    """What one worker looks at now: who sees the screen, whose answers were chosen, and whose could be."""

    screen: Screen
    speakers: list[Speaker]
    chosen: str

    def may_show(self, one: Said) -> bool:
        return self.screen.shows(one.speaker, chosen=self.chosen, only_worker=one.only_worker)

    def shown(self, said: Iterable[Said]) -> list[Said]:
        return [one for one in said if self.may_show(one)]

    def shows_outcome(self, said: Iterable[Said]) -> bool:
        """Whether what was made of an answer may stand there too: it tells what the others said, and whether they differ."""
        return self.screen.side_by_side and all(map(self.may_show, said))

    @property
    def who(self) -> str:
        """Whose answers stand there, where only one voice does."""
        return title_of(next(speaker for speaker in self.speakers if speaker.key == self.chosen))

    def tabs(self, address: str) -> list[dict[str, Any]]:
        if self.screen.seen != Seen.ONE_VOICE:
            return []
        return [
            {"text": title_of(speaker), "href": f"{address}?whose={speaker.key}", "current": speaker.key == self.chosen}
            for speaker in self.speakers
        ]


def looking(request: Request, assessment: Assessment) -> Looking:
    """By what the worker said about the screen, and by whose answers the address asks for: the first, where it asks for nobody's."""
    screen, those = screen_of(assessment, request.actor), speakers(assessment)
    asked = screen.whose or request.GET.get("whose", "")
    chosen = next((speaker.key for speaker in those if speaker.key == asked), those[0].key)
    return Looking(screen, those, chosen)


def title_of(speaker: Speaker) -> str:
    return speaker.name or SEEN_OR_SHOWN[speaker.voice]


class ScreenForm(GuardedForm):
    """Who sees the screen now. Names that are not offered are written, one after another with commas between them."""

    who = forms.ChoiceField(label="Who sees this screen now?", widget=forms.RadioSelect)
    present = TicksWhereNeeded(label="Who is here", widget=forms.CheckboxSelectMultiple)
    others = WordsField(label="Anybody else, by name", required=False, help_text="With a comma between the names.")
    all_said_yes = forms.BooleanField(label="I asked each of them, and each said yes to seeing the answers side by side", required=False)

    def __init__(self, data: Any = None, *, assessment: Assessment, those: list[Speaker], **options: Any) -> None:
        super().__init__(data, about=assessment.person_id, seen=assessment.pk, **options)
        beside = [speaker for speaker in those if speaker.name]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (Seen.ALONE.value, "Nobody but me"),
            *((WITH + speaker.key, f"{speaker.name} and I, nobody else") for speaker in beside),
            (Seen.ALL_AGREED.value, "More of us, and all said yes to seeing everything side by side"),
            (Seen.ONE_VOICE.value, "More of us, or I do not know: one voice at a time"),
        ]
        names = dict.fromkeys([assessment.person.name, *(helper.name for helper in helpers_of(assessment))])
        self.fields["present"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def said(self) -> Mapping[str, Any]:
        """What `say_who_sees_the_screen` takes."""
        given = self.cleaned_data
        who: str = given["who"]
        present = [*given["present"], *given["others"].split(",")]
        if who.startswith(WITH):
            return {"seen": Seen.TWO_OF_US, "whose": who.removeprefix(WITH)}
        return {"seen": Seen(who), "present": present, "all_said_yes": given["all_said_yes"]}


def _opened(request: Request, journey_id: UUID) -> Assessment:
    assessment = assessment_of(journey_id)
    if assessment is None:
        raise Http404
    return opened(request, visible_to(request.actor), assessment.pk, section=AssessmentSection.ASSESSMENT)


@require_http_methods(["GET", "POST"])
@staff
def screen(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = _opened(request, journey_id)
    journey, status = assessment.journey, 200
    form = ScreenForm(request.POST or None, assessment=assessment, those=speakers(assessment))
    if request.method == "POST" and form.is_valid():
        try:
            say_who_sees_the_screen(assessment, **form.said(), by=request.actor)
            return redirect("practitioner:checking", journey_id=journey_id)
        except NotReady as error:
            status = form.refuse(error)
    person = banner(journey.person, journey, names=names_of({journey.worker_id}))
    context = {"form": form, "journey": journey, "person": person, "now": screen_of(assessment, request.actor)}
    return render(request, "practitioner/checking/screen.html", context, status=status)


@require_POST
@staff
def one_voice(request: Request, journey_id: UUID) -> HttpResponse:
    show_one_voice(_opened(request, journey_id), by=request.actor)
    messages.success(request, "One voice at a time again.")
    return redirect("practitioner:checking", journey_id=journey_id)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/screen", screen, name="screen"),
    path("journeys/<uuid:journey_id>/screen/one-voice", one_voice, name="one_voice"),
]
