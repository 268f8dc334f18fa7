"""The fields of the administrator's pages; what may be in them is asked of the acts."""

from typing import Any
from uuid import UUID

from django import forms

from commonpurse.access.actors import Role
from commonpurse.organisations.models import ROLE_NAMES, Membership, Organisation, Team
from commonpurse.organisations.queries import partners_for, teams_in
from commonpurse.theme.fields import MoneyField, WordsField

NO_TEAM = "none"
NAME = {"required": "Write a name."}


class PlaceForm(forms.Form):
    """A role, the team it is in, and what it may agree."""

    role = forms.TypedChoiceField(label="Role", coerce=Role, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    team = forms.TypedChoiceField(
        label="Team",
        coerce=lambda chosen: None if chosen == NO_TEAM else UUID(chosen),
        help_text="A practitioner or a team manager works in one. Others may.",
    )
    approval_limit = MoneyField(
        label="Limit",
        required=False,
        help_text="The most money a week that they may agree in one plan by themselves. For a team manager only; empty means nothing.",
    )

    def __init__(self, data: Any, *, organisation: Organisation, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["team"].choices = [(NO_TEAM, "No team"), *((team.pk, team.name) for team in teams_in(organisation.pk))]  # type: ignore[attr-defined]

    def place(self) -> dict[str, Any]:
        """As the acts take it."""
        typed = self.cleaned_data
        return {"role": typed["role"], "team_id": typed["team"], "approval_limit_pence": typed["approval_limit"] or 0}


class InviteForm(PlaceForm):
    name = WordsField(label="Their name", max_length=120, error_messages=NAME, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="They sign in with it.",
        error_messages={"required": "Write an e-mail address.", "invalid": "Write an e-mail address, like name@example.org."},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("name", "email", "role", "team", "approval_limit")


def place_of(membership: Membership) -> dict[str, Any]:
    """What a form about this membership begins with."""
    return {"role": membership.role, "team": membership.team_id or NO_TEAM, "approval_limit": membership.approval_limit_pence or None}


class NameForm(forms.Form):
    name = WordsField(label="Name", max_length=120, error_messages=NAME, widget=forms.TextInput({"autocomplete": "off"}))


class ReachWorkerForm(forms.Form):
    """How people reach somebody who works here, as letters say it."""

    telephone = WordsField(label="Telephone", max_length=60, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    hours = WordsField(
        label="When they can be reached",
        help_text="Like: Monday to Friday, 9 am to 5 pm.",
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class ReachTeamForm(ReachWorkerForm):
    address = WordsField(label="Address", max_length=400, required=False, widget=forms.Textarea)
    field_order = ("address", "telephone", "hours")


class ComplaintsForm(forms.Form):
    complaints = WordsField(
        label="How people complain",
        help_text="A sentence with an address or a telephone number, as it stands in letters.",
        max_length=400,
        required=False,
        widget=forms.Textarea,
    )


class NewTeamForm(NameForm):
    partners = forms.ModelMultipleChoiceField(
        label="Shared with",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Administrators of a partner can then add their own people to the team. Everybody in a team sees whom it works with.",
    )

    def __init__(self, data: Any, *, organisation: Organisation) -> None:
        super().__init__(data)
        others = Organisation.objects.exclude(pk=organisation.pk).order_by("name")
        self.fields["partners"].queryset = others  # type: ignore[attr-defined]
        self.fields["partners"].label_from_instance = name_of  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    partner = forms.ModelChoiceField(
        label="Share it with",
        queryset=Organisation.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose an organisation."},
    )

    def __init__(self, data: Any, *, team: Team) -> None:
        super().__init__(data)
        self.fields["partner"].queryset = partners_for(team)  # type: ignore[attr-defined]
        self.fields["partner"].label_from_instance = name_of  # type: ignore[attr-defined]


def name_of(organisation: Organisation) -> str:
    return organisation.name
