"""What a journey has cost so far, and the visits and calls on it: noted in one quick form, corrected by a new row."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.foundation.clock import today
from commonpurse.journeys.effort import acts
from commonpurse.journeys.effort.queries import current_contacts
from commonpurse.journeys.models import Contact, Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.effort.so_far import so_far
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.theme.fields import DayField, WholeField
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
MINUTES = ("minute", "minutes", "min", "mins")
WHOLE = {"invalid": "Write whole minutes, with digits only, like 45."}


class ContactForm(GuardedForm):
    kind = forms.ChoiceField(label="Visit or call?", choices=Contact.Kind.choices, widget=forms.RadioSelect)
    on = DayField(label="On which day?", help_text="Day, month and year.")
    minutes = WholeField(label="How many minutes did it take?", min_value=1, error_messages=WHOLE, units=MINUTES)
    travel_minutes = WholeField(
        label="Minutes on the way, there and back", min_value=0, required=False, error_messages=WHOLE, units=MINUTES
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, journey: Journey, contact: Contact | None = None) -> None:
        told = {name: getattr(contact, name) for name in ("kind", "on", "minutes", "travel_minutes")} if contact else {"on": today()}
        super().__init__(data, about=journey.person_id, seen="", initial={**told, "client_uuid": uuid4()})

    @property
    def told(self) -> dict[str, Any]:
        names = ("client_uuid", "kind", "on", "minutes")
        return {**{name: self.cleaned_data[name] for name in names}, "travel_minutes": self.cleaned_data["travel_minutes"] or 0}


def _opened(request: Request, journey_id: UUID) -> Journey:
    return opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)


@require_http_methods(["GET", "POST"])
@staff
def effort(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _opened(request, journey_id)
    form = ContactForm(request.POST or None, journey=journey)
    if request.method == "POST" and form.is_valid():
        try:
            acts.note_contact(journey, **form.told, by=request.actor)
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, "Noted.")
            return redirect("practitioner:effort", journey_id=journey.pk)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "so_far": so_far(journey),
        "form": form,
    }
    return render(request, "practitioner/effort/so_far.html", context)


@require_http_methods(["GET", "POST"])
@staff
def correct_contact(request: Request, journey_id: UUID, contact_id: UUID) -> HttpResponse:
    """Put right a visit or a call that was noted wrongly, or take it back. What was noted first is kept and counts no more."""
    journey = _opened(request, journey_id)
    contact = current_contacts([journey.pk]).filter(pk=contact_id).first() or _sent_before(request, journey, contact_id)
    form = ContactForm(request.POST or None, journey=journey, contact=contact)
    if request.method == "POST" and form.is_valid():
        try:
            if "take_back" in request.POST:
                acts.take_back_contact(contact, client_uuid=form.told["client_uuid"], by=request.actor)
            else:
                acts.correct_contact(contact, **form.told, by=request.actor)
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, "Taken back. It counts no more." if "take_back" in request.POST else "Corrected.")
            return redirect("practitioner:effort", journey_id=journey.pk)
    context = {"journey": journey, "person": banner(journey.person), "form": form, "contact": contact}
    return render(request, "practitioner/effort/correct.html", context)


def _sent_before(request: Request, journey: Journey, contact_id: UUID) -> Contact:
    """A row that counts no more: shown to nobody, and found again only by what is sent a second time."""
    found = Contact.objects.filter(journey=journey, pk=contact_id).first() if request.method == "POST" else None
    if found is None:
        raise Http404
    return found


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/cost", effort, name="effort"),
    path("journeys/<uuid:journey_id>/cost/<uuid:contact_id>", correct_contact, name="correct_contact"),
]
