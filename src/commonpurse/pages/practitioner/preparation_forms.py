"""The short steps before the questions, as forms."""

from typing import Any
from uuid import UUID

from django import forms

from commonpurse.assessments.models import AdvocacyDecision, Assessment, Helper
from commonpurse.theme.fields import WordsField

YES_NO = [("yes", "Yes"), ("no", "No")]
HARD_WITH = [
    ("understand", "Understanding what is said"),
    ("remember", "Keeping it in mind long enough"),
    ("weigh", "Weighing it up and choosing"),
    ("say", "Saying what they want, in any way"),
]


class WordsWhereNeeded(forms.CharField):
    """Needed beside some other answer only, which the act says; so it is not marked "if you like"."""

    def validate(self, value: Any) -> None:
        return None


class TicksWhereNeeded(forms.MultipleChoiceField):
    """Needed beside some other answer only, which the act says."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AboutForm(forms.Form):
    """Carries whose page it is: `refuse_another` reads it."""

    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    assessment = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person_id: UUID, assessment: Assessment | None, **options: Any) -> None:
        initial = {**options.pop("initial", {}), "person": person_id, "assessment": assessment.pk if assessment else ""}
        super().__init__(data, initial=initial, **options)


class ExplainedForm(AboutForm):
    pass


class HelperForm(AboutForm):
    name = WordsField(label="Who helps?", help_text="First and last name.", max_length=120)
    relationship = WordsField(label="Who are they to the person?", help_text="Daughter, friend, interpreter, advocate.", max_length=60)
    footing = forms.ChoiceField(label="How do they help?", choices=Helper.Footing.choices, widget=forms.RadioSelect)


class AdvocacyForm(AboutForm):
    very_hard_alone = forms.ChoiceField(label="Would taking part be very hard without someone?", choices=YES_NO, widget=forms.RadioSelect)
    hard_with = TicksWhereNeeded(label="What would be very hard?", choices=HARD_WITH, widget=forms.CheckboxSelectMultiple)
    someone_right = WordsWhereNeeded(
        label="Is there someone right to help? Write who",
        help_text="Somebody whom the person wants, never a paid worker. Leave it empty if there is nobody.",
        max_length=120,
    )
    offer = forms.ChoiceField(label="An independent advocate", choices=AdvocacyDecision.Offer.choices, widget=forms.RadioSelect)
    advocate = WordsField(label="The advocate, by name", max_length=120, required=False)


class CapacityForm(AboutForm):
    has_capacity = forms.ChoiceField(
        label="Can they take part in this assessment now, with support?",
        help_text="A person is taken to be able to until it is shown that they are not.",
        choices=[("yes", "Yes"), ("no", "No, not now")],
        widget=forms.RadioSelect,
    )
    support_given = WordsField(
        label="What was done to help them take part?",
        help_text="Where and when you met, who was there, how things were said, what was shown.",
        widget=forms.Textarea,
        max_length=4_000,
    )
    reasons = WordsWhereNeeded(
        label="If not: what did you see and hear that shows it?",
        help_text="Which of these they could not do: understand, keep in mind, weigh up, say; and from what impairment it comes.",
        widget=forms.Textarea,
        max_length=4_000,
    )


class SignInForm(AboutForm):
    sign_in_name = WordsField(
        label="Sign-in name", help_text="What they type to sign in. Small letters, no spaces; such as ruth.ellis.", max_length=60
    )

    def clean_sign_in_name(self) -> str:
        name: str = self.cleaned_data["sign_in_name"].strip().lower()
        if any(letter.isspace() for letter in name):
            raise forms.ValidationError("A sign-in name has no spaces.")
        return name
