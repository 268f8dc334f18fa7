"""Form fields that people fill in as they think: a day in three boxes, an amount in pounds."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonpurse.values.money import Pence, pounds, pounds_and_pence
from commonpurse.values.numbers import NotANumber, TooManyPlaces, read_hundredths, read_whole
from commonpurse.values.text import as_kept, on_one_line

REQUIRED = forms.Field.default_error_messages["required"]
NO_NUMBER = forms.IntegerField.default_error_messages["invalid"]
NO_CHOICE = forms.ChoiceField.default_error_messages["invalid_choice"]
TWO_DIGITS = 2
PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def problems(field: forms.BoundField) -> list[str]:
    """Give what is wrong with a field, each as a sentence: what is wrong, where, and what to do, in place of Django's own words."""
    return [_in_our_words(field, problem) or " ".join(problem.messages) for problem in field.errors.as_data()]


def _in_our_words(field: forms.BoundField, problem: ValidationError) -> str:
    """Nothing where the form has a sentence of its own."""
    name, told = f"“{field.label}”", problem.params or {}
    of_its_own = field.field.error_messages
    match problem.code:
        case "required" if problem.message == REQUIRED:
            return f"{name} still needs an answer."
        case "max_length" if "max_length" not in of_its_own:
            return f"{name} has {told['show_value']} letters, and there is room for {told['limit_value']}. Make it shorter."
        case "min_length" if "min_length" not in of_its_own:
            return f"{name} needs at least {told['limit_value']} letters."
        case "min_value" | "max_value" if problem.code not in of_its_own:
            return f"{name}: write {_which_numbers(field.field)}."
        case "invalid" if problem.message == NO_NUMBER:
            return f"{name}: write {_which_numbers(field.field)}."
        case "invalid_choice" if problem.message == NO_CHOICE:
            return f"{name}: choose one of the answers that stand here."
        case _:
            return ""


def _which_numbers(field: forms.Field) -> str:
    """What a number field takes, from its own limits."""
    least, most = getattr(field, "min_value", None), getattr(field, "max_value", None)
    match least, most:
        case None, None:
            return "a whole number"
        case _, None:
            return f"a whole number, {least} or more"
        case None, _:
            return f"a whole number, {most} or less"
        case _:
            return f"a whole number from {least} to {most}"


class WordsField(forms.CharField):
    """What somebody writes, on one line or on many. A line break is one character, as the browser counts it; nothing typed is lost."""

    def to_python(self, value: Any) -> str:
        fit = as_kept if isinstance(self.widget, forms.Textarea) else on_one_line
        return str(super().to_python(fit(value) if isinstance(value, str) else value))


class WholeField(forms.IntegerField):
    """A whole number, not negative, and nothing else: "8", "1,200". `units` are words that may stand after it: "8 weeks".

    Django's own reads "1_0" as 10; with any other words round a number it is another number, so the page asks.
    """

    def __init__(self, *, units: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options})
        self.units = units

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        try:
            return read_whole(str(value), units=self.units)
        except NotANumber:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class HundredthsField(forms.Field):
    """A number with at most two places, cleaned to whole hundredths: "2.5" is 250. `most` is in whole units."""

    default_error_messages: ClassVar = {
        "invalid": "Write a number, like 10 or 2.5.",
        "max_value": "Write a smaller number.",
        "max_decimal_places": "Write at most two figures after the point, like 2.25.",
    }

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options})
        self.most = most

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        whole, rest = divmod(value, 100)
        return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        try:
            hundredths = read_hundredths(str(value))
        except TooManyPlaces:
            raise ValidationError(self.error_messages["max_decimal_places"], code="max_decimal_places") from None
        except NotANumber:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if hundredths > 100 * self.most:
            raise ValidationError(self.error_messages["max_value"], code="max_value")
        return hundredths


class DayInput(forms.Widget):
    """Three boxes: NAME-day, NAME-month, NAME-year. Drawn by `field_date`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        parts = {part: str(data.get(f"{name}-{part}", "")).strip() for part in PARTS}
        return parts if any(parts.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}-{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else ""

    def format_value(self, value: Any) -> dict[str, str]:
        """Give the three parts of a date, or what was typed."""
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return value if isinstance(value, dict) else dict.fromkeys(PARTS, "")


class DayField(forms.Field):
    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if missing := [part for part in PARTS if not value[part]]:
            raise ValidationError(f"The date still needs its {' and '.join(missing)}.")
        if len(value["year"]) == TWO_DIGITS:
            raise ValidationError("Write the year with four digits, like 1992.")
        try:
            return date(read_whole(value["year"]), _month(value["month"]), read_whole(value["day"]))
        except (ValueError, OverflowError):
            raise ValidationError("There is no such day. A date looks like 4 3 1992.") from None


class MoneyInput(forms.TextInput):
    """One box with a pound sign before it. Drawn by `field_money`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "spellcheck": "false", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str:
        if isinstance(value, int):
            return (pounds_and_pence(value) if value % 100 else pounds(value)).replace("£", "")
        return str(value or "")


class MoneyField(forms.Field):
    """An amount typed as pounds, cleaned to whole pence: "1,250.50" and "£1250.5" are 125050."""

    widget = MoneyInput

    def to_python(self, value: Any) -> Pence | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        bare = re.sub(r"\s", "", str(value))
        matched = re.fullmatch(r"£?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?", bare, re.ASCII)
        if matched is None:
            raise ValidationError("Write an amount in pounds, like 195 or 195.50.")
        whole, pence = matched.groups(default="0")
        return int(whole.replace(",", "")) * 100 + int(pence.ljust(2, "0"))


def _month(typed: str) -> int:
    """Read a month as a number or a name; raises ValueError."""
    return int(typed) if typed.isdecimal() else MONTHS.index(typed[:3].lower()) + 1
