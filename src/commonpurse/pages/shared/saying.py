"""The form in which a person says whether it is their plan: pressed twice, it is said once."""

from typing import Any
from uuid import uuid4

from django import forms

from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.theme.fields import WordsField


class SayingForm(GuardedForm):
    """A plain yes: nothing but whom it is about, what was seen, and which press it was."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open the page again and press once more.", "invalid": "Open the page again and press once more."},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, initial={"key": uuid4()}, **options)


class DisagreeForm(SayingForm):
    words = WordsField(
        label="I do not agree with this, because",
        help_text="In your own words. A few are enough.",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Say what is not right. A few words are enough."},
    )


class NotedForm(SayingForm):
    """What a worker notes for the person, and how the person said it."""

    agrees = forms.ChoiceField(
        label="What do they say?",
        choices=[("yes", "This is my plan"), ("no", "I do not agree with this")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they say."},
    )
    words = WordsField(
        label="Their own words", help_text="They are needed when they do not agree.", max_length=2000, widget=forms.Textarea, required=False
    )
    how = WordsField(
        label="How did they say it?",
        help_text="When, where, in what way: in words, with pictures, by what they did. They can read this.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Write how they said it: when, where, in what way."},
    )
