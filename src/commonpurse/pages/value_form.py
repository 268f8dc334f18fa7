"""An answer as a worker puts it down in checking together: the fields of the person's own form, and a note."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.assessments.rules import what_is_wrong_with
from commonpurse.pages.answering.forms import AnswerForm, initial_of
from commonpurse.theme.fields import WordsField

TICKED_AND_NO_HELP = "You ticked what this is about, and also that no help is needed or that you are not sure. Change one of the two."
LABELS = {
    "level": "In a usual week, as if nobody helped",
    "worst_level": "In the hardest weeks",
    "worst_weeks": "How many weeks a year are like that?",
    "unpaid": "Unpaid help now",
    "limbs": "In what way",
    "ticks": "What this is about",
}


class ValueForm(AnswerForm):
    """What the questionnaire does not ask is no field. A level must be chosen."""

    note = WordsField(label="What does each of you think?", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, form: Form, question: FormQuestion, initial_value: Value | None, initial_note: str = ""
    ) -> None:
        initial = {**(initial_of(initial_value) if initial_value else {}), "note": initial_note}
        super().__init__(data, form=form, question=question, initial=initial)
        self.words = initial_value.words if initial_value else ""
        for name, label in LABELS.items():
            self.fields[name].label = label
        self.fields["level"].required = True
        self._as_a_list("worst_level", "No weeks are much harder")
        self._as_a_list("unpaid", "Not asked")
        for name, asked in (
            ("worst_level", question.fluctuates),
            ("worst_weeks", question.fluctuates),
            ("unpaid", question.unpaid_help),
            ("limbs", bool(self.fields["limbs"].choices)),  # type: ignore[attr-defined]
        ):
            if not asked:
                del self.fields[name]

    def _as_a_list(self, name: str, nothing: str) -> None:
        field = self.fields[name]
        field.widget = forms.Select()
        self._offer(name, [("", nothing), *field.choices])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        for missing in what_is_wrong_with(self.value, self.question, self.asked):
            self.add_error(missing.field, missing.sentence)
        if self.value.ticks and not self.value.level and self.asked.kind == "adult":  # of a carer's own life a tick may be true by itself
            self.add_error("ticks", TICKED_AND_NO_HELP)
        return given

    @property
    def own_words(self) -> str:
        """What the speaker wrote stays as it was."""
        return self.words
