"""One answer as a form: the same fields wherever a worker puts an answer down."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commonpurse.assessments.answers import Value
from commonpurse.assessments.eligibility import ways_asked
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.assessments.rules import what_is_wrong_with
from commonpurse.formula.answers import WEEKS

FIELDS = {"unpaid": "unpaid_quarters"}  # the rule's name for a field, and ours
TICKED_AND_NO_HELP = "You ticked what this is about, and also that no help is needed or that you are not sure. Change one of the two."


class ValueForm(forms.Form):
    """`value()` gives the answer once the form is valid. What the questionnaire does not ask is no field."""

    level = forms.ChoiceField(label="In a usual week, as if nobody helped", widget=forms.RadioSelect)
    worst_level = forms.ChoiceField(label="In the hardest weeks", required=False)
    worst_weeks = forms.IntegerField(label="How many weeks a year are like that?", min_value=0, max_value=WEEKS, required=False)
    unpaid_quarters = forms.ChoiceField(label="Unpaid help now", required=False)
    limbs = forms.MultipleChoiceField(label="In what way", widget=forms.CheckboxSelectMultiple, required=False)
    ticks = forms.MultipleChoiceField(label="What this is about", widget=forms.CheckboxSelectMultiple, required=False)
    note = forms.CharField(label="What does each of you think?", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, form: Form, question: FormQuestion, initial_value: Value | None, initial_note: str = ""
    ) -> None:
        super().__init__(data, initial={**_initial(initial_value), "note": initial_note})
        self.asked, self.question = form, question
        levels = [(str(number), text) for number, text in enumerate(question.levels)]
        self._choices("level", [*levels, ("not_sure", "Not sure yet")])
        self._choices("worst_level", [("", "No weeks are much harder"), *levels])
        self._choices(
            "unpaid_quarters", [("", "Not asked"), *((str(n), text) for n, text in enumerate(form.unpaid_help.get("choices", [])))]
        )
        self._choices("limbs", list(ways_asked(form, question)))
        self._choices("ticks", [(tick.id, tick.text) for tick in question.ticks])
        self.words = initial_value.words if initial_value else ""
        for name, asked in (
            ("worst_level", question.fluctuates),
            ("worst_weeks", question.fluctuates),
            ("unpaid_quarters", question.unpaid_help),
            ("limbs", bool(ways_asked(form, question))),
        ):
            if not asked:
                del self.fields[name]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        value = self.value()
        for missing in what_is_wrong_with(value, self.question, self.asked):
            self.add_error(FIELDS.get(missing.field, missing.field), missing.sentence)
        if value.ticks and not value.level and self.asked.kind == "adult":  # of a carer's own life a tick may be true by itself
            self.add_error("ticks", TICKED_AND_NO_HELP)
        return given

    def value(self) -> Value:
        """Everything that was put down: what does not fit together is refused at its field, never left out."""
        given = self.cleaned_data
        level = int(given["level"]) if given["level"].isdigit() else None
        worst = given.get("worst_level", "")
        return Value(
            level=level,
            not_sure=level is None,
            worst_level=int(worst) if worst else None,
            worst_weeks=given.get("worst_weeks") or (0 if worst else None),
            unpaid_quarters=int(given["unpaid_quarters"]) if given.get("unpaid_quarters") else None,
            limbs=tuple(given.get("limbs", ())),
            ticks=tuple(given["ticks"]),
            words=self.words,
        )


def _initial(value: Value | None) -> dict[str, Any]:
    if value is None:
        return {}
    return {
        "level": "not_sure" if value.not_sure else "" if value.level is None else str(value.level),
        "worst_level": "" if value.worst_level is None else str(value.worst_level),
        "worst_weeks": value.worst_weeks,
        "unpaid_quarters": "" if value.unpaid_quarters is None else str(value.unpaid_quarters),
        "limbs": list(value.limbs),
        "ticks": list(value.ticks),
    }
