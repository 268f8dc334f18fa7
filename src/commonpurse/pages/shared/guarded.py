"""Forms that know whom they are about and what was on the screen, so that nothing goes to the wrong person or over a change."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from commonpurse.pages.forms import add_missing
from commonpurse.pages.whose import SOMEBODY_ELSE
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady, Stale


class GuardedForm(forms.Form):
    """Carries the person's uuid and the version seen; refuses what was sent for somebody else."""

    about = WordsField(widget=forms.HiddenInput, required=False)
    seen = WordsField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, about: UUID, seen: object, **options: Any) -> None:
        self.expected, self.now_seen = str(about), str(seen)
        initial = {**options.pop("initial", {}), "about": self.expected, "seen": self.now_seen}
        super().__init__(data, initial=initial, **options)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("about") != self.expected:
            raise ValidationError(SOMEBODY_ELSE)
        return self.cleaned_data

    @property
    def seen_version(self) -> int:
        """The version that stood on the screen; 0, which no plan has, where it cannot be read."""
        seen = self.cleaned_data.get("seen", "")
        return int(seen) if seen.isdecimal() and len(seen) < 10 else 0

    def refuse(self, error: NotReady) -> int:
        """Show what is missing beside what was typed. Returns the status of the page.

        After a change by somebody else the form carries the new version: looking again and sending once more is enough.
        """
        add_missing(self, error)
        if not isinstance(error, Stale):
            return 200
        self.renew("seen", self.now_seen)
        return 409

    def renew(self, name: str, value: str) -> None:
        """Let a hidden field carry what is so now, and leave everything that was typed."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix(name)] = value
        self.data = data
