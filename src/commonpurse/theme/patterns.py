"""What the pattern page shows: the cast's figures, stages and words. Nothing here is computed."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator

from commonpurse.foundation.clock import today
from commonpurse.journeys.stages import IN_PLAIN_WORDS, ROAD, TITLES, Stage
from commonpurse.theme.fields import DayField, MoneyField, WordsField

PICTURES = sorted(drawing.stem for drawing in (Path(__file__).parent / "static" / "theme" / "pictures").glob("*.svg"))


class Patterns(forms.Form):
    name = WordsField(label="What should we call you?", help_text="The name you like to be called by.")
    about = WordsField(label="What would a good day look like?", widget=forms.Textarea, required=False)
    born = DayField(label="When were you born?")
    rent = MoneyField(label="What does the studio cost?", help_text="For one evening.")
    way = forms.ChoiceField(
        label="How shall we write to you?", choices=[("letter", "By letter"), ("mail", "By email")], widget=forms.RadioSelect
    )
    help_with = forms.MultipleChoiceField(
        label="What helps you to take part?",
        choices=[("time", "More time"), ("reads", "Someone who reads to me")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    team = forms.ChoiceField(label="Which team?", choices=[("", "Choose one"), ("north", "Northmere mental health team")])
    alone = forms.BooleanField(label="I want to talk alone first", required=False)


def stages(
    now: int, held_by: str = "", since: date | None = None, target: str = "", titles: Mapping[Stage, str] = TITLES
) -> list[dict[str, Any]]:
    """Lay out the stages of a journey with the one at `now` (from 0) as where it stands."""
    return [
        {"title": titles[stage], "state": "done" if place < now else "now" if place == now else "next"}
        | ({"held_by": held_by, "since": since, "target": target} if place == now else {})
        for place, stage in enumerate(ROAD)
    ]


def examples() -> dict[str, Any]:
    """Give the context of `theme/patterns.html`."""
    day = today()
    return {
        "form": Patterns({"about": "The studio on Thursdays.", "born-day": "4", "born-month": "3", "rent": "a lot", "way": "letter"}),
        "stages": stages(4, "Jo", day - timedelta(days=2), "usually done within 3 weeks", IN_PLAIN_WORDS),
        "bar_stages": stages,
        "person": {
            "name": "Daniel Okafor",
            "born": date(1992, 3, 4),
            "nhs_number": "9990123456",
            "held_by": "Sam Reed",
            "since": day - timedelta(days=4),
        },
        "pictures": PICTURES,
        "page": Paginator(range(230), 10).page(4),
        "day": day,
    }
