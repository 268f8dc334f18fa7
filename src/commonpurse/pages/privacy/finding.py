"""Whose record it is: named exactly, because a privacy officer sees nobody's record and looks through no list of people."""

from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from commonpurse.access.actors import Role
from commonpurse.access.acts import look_at
from commonpurse.access.middleware import Request
from commonpurse.access.registry import AccessSection
from commonpurse.pages.doors import for_role
from commonpurse.pages.errors import too_many
from commonpurse.people.queries import found_for_privacy, typed_search
from commonpurse.theme.fields import DayField, WordsField
from commonpurse.values.nhs_number import NotAnNHSNumber, read_nhs_number

NOBODY = "Nobody of exactly this name and birthday, or with this number, has a record that you look after. Check each letter and digit."
SEVERAL = "More than one person has this name and birthday. Ask for the NHS number."
ONE_WAY = "Write the NHS number, or the first name, the last name and the date of birth."


class FindForm(forms.Form):
    """An NHS number, or a name and a date of birth: nothing less finds anybody."""

    nhs_number = WordsField(label="NHS number", help_text="10 digits", max_length=20, required=False)
    first_name = WordsField(label="First name", help_text="Or the name that they go by", max_length=60, required=False)
    last_name = WordsField(label="Last name", max_length=60, required=False)
    born = DayField(label="Date of birth", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.decided = True  # type: ignore[attr-defined]  # so that none is called "if you like": one way or the other is needed

    def clean_nhs_number(self) -> str:
        typed: str = self.cleaned_data["nhs_number"]
        try:
            return read_nhs_number(typed) if typed else ""
        except NotAnNHSNumber as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        named = all(typed.get(name) for name in ("first_name", "last_name", "born"))
        if not self.errors and not typed.get("nhs_number") and not named:
            raise ValidationError(ONE_WAY)
        return typed

    def found(self) -> dict[UUID, str]:
        """By the number alone where there is one; else by all of the rest."""
        typed = self.cleaned_data
        if typed["nhs_number"]:
            return found_for_privacy(nhs_number=typed["nhs_number"])
        names = {name: typed_search(typed[name]) for name in ("first_name", "last_name")}
        return found_for_privacy(**names, born=typed["born"])


@require_http_methods(["GET", "POST"])
@for_role(Role.PRIVACY)
def find(request: Request) -> HttpResponse:
    """What was typed is in no address and no log. Whoever is found sees that they were; who tries in vain is written down as refused."""
    form = FindForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="find_for_privacy"):
            return too_many(request)
        found = form.found()
        look_at([(person_id, AccessSection.ACCESS) for person_id in found], route="privacy:find", by=request.actor)
        if len(found) == 1:
            (person_id,) = found
            return redirect("privacy:choose", person_id=person_id)
        form.add_error(None, SEVERAL if found else NOBODY)
        status = 200 if found else 404
    page = render(request, "privacy/find.html", {"form": form}, status=status)
    page.because = "A privacy officer found nobody by what they typed." if status != 200 else ""  # type: ignore[attr-defined]
    return page


routes: list[URLPattern] = [path("find", find, name="find")]
