"""Letters and papers of a journey, for staff: read, printed, sent; and everything that was given, to whom and by which way."""

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.documents.acts import give
from commonpurse.documents.blocks import Format
from commonpurse.documents.models import Giving
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.papers.making import NAMES, Paper, kinds_for
from commonpurse.pages.shared.papers.showing import FORMATS, as_file, as_page, everything, kept_file, looked_at_paper
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
WAYS = [(way.value, way.label) for way in Giving.Way if way != Giving.Way.DOWNLOAD]


class GivenForm(forms.Form):
    """That a document was given, sent or read aloud. It is kept as it is now."""

    kind = forms.ChoiceField(label="Which document")
    format = forms.ChoiceField(label="As what", choices=[(one.value, name) for one, name in FORMATS.items()])
    to_whom = WordsField(label="To whom", max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    way = forms.ChoiceField(label="By which way", choices=WAYS)

    def __init__(self, data: object, *, journey: Journey, reader: Reader) -> None:
        super().__init__(data, initial={"to_whom": journey.person.name})  # type: ignore[arg-type]
        self.fields["kind"].choices = [(kind.value, NAMES[kind]) for kind in kinds_for(journey, reader)]  # type: ignore[attr-defined]


def _journey(request: Request, journey_id: UUID) -> Journey:
    return opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)


@require_http_methods(["GET", "POST"])
@staff
def papers(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    form = GivenForm(request.POST or None, journey=journey, reader=Reader(request.actor, own=False))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        paper = looked_at_paper(request, journey, given["kind"], own=False)
        try:
            give(paper.document, Format(given["format"]), paper.about, to_whom=given["to_whom"], way=given["way"], by=request.actor)
        except NotReady as error:
            add_missing(form, error)
        else:
            messages.success(request, "Kept as it is now, and written down as given.")
            return redirect("practitioner:papers", journey_id=journey.pk)
    at = {"page_at": partial(page_at, journey), "file_at": partial(file_at, journey), "kept_at": partial(kept_at, journey)}
    found = everything(request, journey, own=False, **at)
    person = banner(journey.person, journey, names=names_of({journey.worker_id}))
    return render(request, "practitioner/papers.html", {"journey": journey, "person": person, "form": form, **found})


@require_safe
@staff
def paper(request: Request, journey_id: UUID, kind: str) -> HttpResponse:
    journey = _journey(request, journey_id)
    return shown(request, journey, looked_at_paper(request, journey, kind, own=False))


@require_safe
@staff
def paper_file(request: Request, journey_id: UUID, kind: str, format: str) -> HttpResponse:  # noqa: A002 - the word of the address
    return as_file(request, looked_at_paper(request, _journey(request, journey_id), kind, own=False), format)


@require_safe
@staff
def kept_paper(request: Request, journey_id: UUID, kept_id: UUID) -> HttpResponse:
    return kept_file(request, _journey(request, journey_id), kept_id)


def shown(request: Request, journey: Journey, found: Paper, *, to_keep: bool = True) -> HttpResponse:
    """`to_keep`: whether it is the one that the addresses of its files give."""
    person = banner(journey.person, journey, names=names_of({journey.worker_id}))
    context = {"journey": journey, "person": person, **as_page(found, file_at=partial(file_at, journey))}
    if not to_keep:
        context["files"] = []
    return render(request, "practitioner/paper.html", context)


def page_at(journey: Journey, *, kind: str) -> str:
    return reverse("practitioner:paper", kwargs={"journey_id": journey.pk, "kind": kind})


def file_at(journey: Journey, *, kind: str, format: str) -> str:  # noqa: A002 - the word of the address
    return reverse("practitioner:paper_file", kwargs={"journey_id": journey.pk, "kind": kind, "format": format})


def kept_at(journey: Journey, *, kept_id: UUID) -> str:
    return reverse("practitioner:kept_paper", kwargs={"journey_id": journey.pk, "kept_id": kept_id})


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/papers", papers, name="papers"),
    path("journeys/<uuid:journey_id>/papers/given/<uuid:kept_id>", kept_paper, name="kept_paper"),
    path("journeys/<uuid:journey_id>/papers/<str:kind>", paper, name="paper"),
    path("journeys/<uuid:journey_id>/papers/<str:kind>/<str:format>", paper_file, name="paper_file"),
]
