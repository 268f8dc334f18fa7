from datetime import date
from typing import Any

import pytest
from django import forms

from commonpurse.theme.fields import DayField, MoneyField, problems

from .rendering import shown


class Visit(forms.Form):
    day = DayField(label="When is the visit?")
    cost = MoneyField(label="What does it cost?", required=False)


def a_visit(day: str = "4", month: str = "3", year: str = "2027", cost: str = "") -> Visit:
    return Visit({"day-day": day, "day-month": month, "day-year": year, "cost": cost})


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_day(month: str) -> None:
    form = a_visit(month=month)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2027, 3, 4)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": ""}, "The date still needs its year."),
        ({"day": "", "year": ""}, "The date still needs its day and year."),
        ({"day": "31", "month": "2"}, "There is no such day. A date looks like 4 3 1992."),
        ({"month": "Smarch"}, "There is no such day. A date looks like 4 3 1992."),
        ({"year": "27"}, "Write the year with four digits, like 1992."),
        ({"day": "", "month": "", "year": ""}, "“When is the visit?” still needs an answer."),
    ],
)
def test_what_is_wrong_with_a_day(typed: dict[str, str], said: str) -> None:
    assert problems(a_visit(**typed)["day"]) == [said]


class Share(forms.Form):
    what = forms.CharField(label="What will help?", min_length=3, max_length=9, required=False)
    share = forms.IntegerField(label="How much does the NHS pay?", min_value=1, max_value=100, required=False)
    years = forms.IntegerField(label="How many years?", min_value=0, required=False)
    ground = forms.ChoiceField(label="On what ground?", choices=[("s117", "Section 117")], required=False)
    own = forms.ChoiceField(choices=[("yes", "Yes")], required=False, error_messages={"invalid_choice": "Say yes."})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("what", "Print studio", "“What will help?” has 12 letters, and there is room for 9. Make it shorter."),
        ("what", "Pr", "“What will help?” needs at least 3 letters."),
        ("share", "141", "“How much does the NHS pay?”: write a whole number from 1 to 100."),
        ("share", "0", "“How much does the NHS pay?”: write a whole number from 1 to 100."),
        ("share", "half", "“How much does the NHS pay?”: write a whole number from 1 to 100."),
        ("years", "-1", "“How many years?”: write a whole number, 0 or more."),
        ("ground", "none", "“On what ground?”: choose one of the answers that stand here."),
        ("own", "no", "Say yes."),
    ],
)
def test_what_does_not_fit_is_said_with_where_and_what_to_do(name: str, typed: str, said: str) -> None:
    assert problems(Share({name: typed})[name]) == [said]


@pytest.mark.parametrize(
    ("typed", "pence"), [("195", 19500), ("£1,250.50", 125050), ("1250.5", 125050), (" £ 3 ", 300), ("0.07", 7), ("", None)]
)
def test_an_amount(typed: str, pence: int | None) -> None:
    form = a_visit(cost=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["cost"] == pence


@pytest.mark.parametrize("typed", ["a lot", "-5", "1.234", "1.2.3", "9999999999", "١٢"])
def test_what_is_no_amount(typed: str) -> None:
    assert problems(a_visit(cost=typed)["cost"]) == ["Write an amount in pounds, like 195 or 195.50."]


@pytest.mark.parametrize(("pence", "written"), [(19500, "195"), (19517, "195.17"), (0, "0")])
def test_an_amount_is_shown_as_it_would_be_typed(pence: int, written: str) -> None:
    page = draw(Visit(initial={"cost": pence}), "cost")
    assert f'value="{written}"' in page
    assert "£" in page


def draw(form: forms.Form, name: str) -> str:
    return shown("{% from 'theme/components/forms.html' import form_field %}{{ form_field(field) }}", field=form[name])


def test_a_day_keeps_what_was_typed_and_leads_to_its_first_box() -> None:
    form = a_visit(year="")
    page = draw(form, "day")
    assert 'name="day-day" type="text" value="4"' in page
    assert "The date still needs its year." in page
    summary = shown("{% from 'theme/components/forms.html' import error_summary %}{{ error_summary(form) }}", form=form)
    assert 'href="#id_day-day"' in summary
    assert 'id="id_day-day"' in page


CHOICES = [("a", "First"), ("b", "Second")]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (forms.CharField(label="Name"), "<Ruth>", 'value="&lt;Ruth&gt;"'),
        (forms.CharField(label="Words", widget=forms.Textarea), "<Ruth>", "&lt;Ruth&gt;</textarea>"),
        (forms.ChoiceField(label="One", choices=CHOICES, widget=forms.RadioSelect), "b", 'value="b" checked'),
        (forms.ChoiceField(label="One", choices=CHOICES), "b", 'value="b" selected'),
        (forms.MultipleChoiceField(label="Some", choices=CHOICES, widget=forms.CheckboxSelectMultiple), ["b"], 'value="b" checked'),
        (forms.BooleanField(label="Yes"), "on", 'value="on" checked'),
        (forms.IntegerField(label="Weeks"), "10", 'type="number"'),
        (forms.CharField(widget=forms.HiddenInput), "x", 'type="hidden" name="field" value="x"'),
    ],
)
def test_a_field_keeps_what_was_typed(field: forms.Field, value: Any, expected: str) -> None:
    form = type("One", (forms.Form,), {"field": field})({"field": value})
    assert expected in draw(form, "field")


@pytest.mark.parametrize("widget", [forms.PasswordInput(), forms.PasswordInput(render_value=True)])
def test_a_password_is_never_given_back(widget: forms.Widget) -> None:
    form = type("One", (forms.Form,), {"field": forms.CharField(label="Password", widget=widget)})({"field": "a quiet lantern"})
    page = draw(form, "field")
    assert 'type="password"' in page
    assert "a quiet lantern" not in page


def test_what_need_not_be_answered_says_so() -> None:
    assert "What does it cost? (if you like)" in draw(Visit(), "cost")
    assert "When is the visit? (if you like)" not in draw(Visit(), "day")
