"""Adding a person, correcting who they are, and giving them a way to sign in."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request
from commonpurse.foundation.clock import today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_person, visible_to
from commonpurse.organisations.queries import teams_of
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.carers import account_as_helper
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.people.queries import account_of
from commonpurse.people.sections import PeopleSection
from commonpurse.theme.fields import DayField, WordsField
from commonpurse.values.missing import NotReady

SAME_NUMBER = "This NHS number cannot be used here. Check it, or leave it empty and ask your privacy officer."


class PersonForm(forms.Form):
    first_name = WordsField(label="First name", max_length=60)
    last_name = WordsField(label="Last name", max_length=60)
    known_as = WordsField(label="Known as", help_text="If they go by another first name", max_length=60, required=False)
    born = DayField(label="Date of birth", help_text="For example, 4 3 1992. Leave it empty if you do not know it yet.", required=False)
    nhs_number = WordsField(
        label="NHS number", help_text="10 digits. Leave it empty if you do not know it yet.", max_length=20, required=False
    )

    def clean_born(self) -> object:
        born = self.cleaned_data["born"]
        if born and born > today():
            raise ValidationError("This date is in the future.")
        return born


class CorrectForm(GuardedForm, PersonForm):
    """Who somebody is, about the person and the words that stood on the screen."""


class NewPersonForm(PersonForm):
    """`key` is the form's own, and only ever a key: by it a second press finds what the first one made."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    team = forms.ChoiceField(label="Which team will hold this?")

    def __init__(self, data: object, *, actor: Actor) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        teams = [(str(team.pk), team.name) for team in teams_of(actor) if actor.works_in(team.pk)]
        self.fields["team"] = forms.ChoiceField(label="Which team will hold this?", choices=teams, initial=teams[0][0] if teams else None)
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()


@require_http_methods(["GET", "POST"])
@for_role(Role.PRACTITIONER, Role.MANAGER)
def add(request: Request) -> HttpResponse:
    if not request.actor.teams(Role.PRACTITIONER, Role.MANAGER):
        return render(request, "practitioner/people/no_team.html", status=403)
    form = NewPersonForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        journey = _added(form, request.actor)
        if journey:
            return redirect("practitioner:journey", journey_id=journey.pk)
    return render(request, "practitioner/people/add.html", {"form": form})


def _added(form: NewPersonForm, actor: Actor) -> Journey | None:
    """Person and journey together, or neither; what is wrong goes to the form."""
    who = {name: form.cleaned_data[name] for name in PersonForm.base_fields}
    team_id = UUID(form.cleaned_data["team"])
    try:
        with transaction.atomic():
            person = people.add_person(**who, seen_by=team_id, key=form.cleaned_data["key"], by=actor)
            if there := of_person(actor, person.pk).filter(kind=Journey.Kind.ADULT).first():
                return there
            return journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=team_id, by=actor)
    except NotReady as error:
        add_missing(form, error)
    except IntegrityError:
        form.add_error("nhs_number", SAME_NUMBER)
    return None


@require_http_methods(["GET", "POST"])
@for_role(Role.PRACTITIONER, Role.MANAGER)
def correct(request: Request, journey_id: UUID) -> HttpResponse:
    journey = opened(request, visible_to(request.actor), journey_id, section=PeopleSection.IDENTITY)
    person = journey.person
    said = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = CorrectForm(request.POST or None, about=person.pk, seen=person.as_it_stands, initial=said)
    status = 200
    if request.method == "POST" and form.is_valid():
        status = _corrected(form, person, request.actor)
        if not form.errors:
            return redirect("practitioner:journey", journey_id=journey.pk)
    return render(request, "practitioner/people/correct.html", {"form": form, "journey": journey, "person": banner(person)}, status=status)


def _corrected(form: CorrectForm, person: Person, actor: Actor) -> int:
    """Correct it, or say at the form why not. Returns the status of the page."""
    given = {name: form.cleaned_data[name] for name in PersonForm.base_fields}
    try:
        with transaction.atomic():
            people.correct_person(person, **given, seen=form.cleaned_data["seen"], by=actor)
    except NotReady as error:
        return form.refuse(error)
    except IntegrityError:
        form.add_error("nhs_number", SAME_NUMBER)
    return 200


class SignInForm(forms.Form):
    sign_in_name = WordsField(
        label="Sign-in name", help_text="Something easy to remember. It need not be their real name.", max_length=60, min_length=3
    )
    email = forms.EmailField(label="E-mail", help_text="Only if nobody else reads it. It can stay empty.", required=False)


@require_http_methods(["GET", "POST"])
@for_role(Role.PRACTITIONER, Role.MANAGER)
def sign_in(request: Request, journey_id: UUID) -> HttpResponse:
    """Give a person an account. The passphrase is shown once, on the answer to the POST, and kept nowhere."""
    journey = opened(request, visible_to(request.actor), journey_id, section=PeopleSection.IDENTITY)
    form = SignInForm(request.POST or None)
    context = {"form": form, "journey": journey, "person": banner(journey.person), "account": account_of(journey.person_id)}
    context["as_helper"] = account_as_helper(journey)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                user, passphrase = people.give_sign_in(journey.person, **form.cleaned_data, by=request.actor)
            context |= {"user": user, "passphrase": passphrase}
        except NotReady as error:
            add_missing(form, error)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                form.add_error(field if field in form.fields else None, messages)
    return render(request, "practitioner/people/sign_in.html", context)


@require_http_methods(["GET", "POST"])
@for_role(Role.PRACTITIONER, Role.MANAGER)
def new_passphrase(request: Request, journey_id: UUID) -> HttpResponse:
    """Give a person who forgot theirs a new passphrase. Shown once, on the answer to the POST, and kept nowhere."""
    journey = opened(request, visible_to(request.actor), journey_id, section=PeopleSection.IDENTITY)
    account = account_of(journey.person_id)
    if account is None:
        raise Http404
    context: dict[str, object] = {"journey": journey, "person": banner(journey.person), "user": account}
    if request.method == "POST":
        context["passphrase"] = people.give_new_passphrase(journey.person, by=request.actor)[1]
    return render(request, "practitioner/people/new_passphrase.html", context)


routes = [
    path("people/add", add, name="add_person"),
    path("journeys/<uuid:journey_id>/person", correct, name="correct_person"),
    path("journeys/<uuid:journey_id>/sign-in", sign_in, name="give_sign_in"),
    path("journeys/<uuid:journey_id>/sign-in/again", new_passphrase, name="give_new_passphrase"),
]
