"""One question as a form: the same wherever somebody answers it."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from commonpurse.assessments.answers import Value
from commonpurse.assessments.eligibility import ways_asked
from commonpurse.assessments.models import Assessment, Helper
from commonpurse.assessments.queries import LatestAnswer
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.assessments.rules import what_is_wrong_with
from commonpurse.pages.forms import uuids
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import Missing, NotReady
from commonpurse.values.numbers import NotANumber, read_whole

NOT_SURE = "not-sure"
CHOOSE = "Choose the answer that is closest, or “Not sure yet”."
NO_SUCH = {"invalid_choice": "Choose one of the answers."}
HARD_WEEKS = frozenset({"worst_level", "worst_weeks"})
SOMEBODY_ELSE = "This page was opened for somebody else. Nothing was saved here. Open the page again, and look whose name is at the top."


def refuse_another(posted: Any, *, person_id: UUID, assessment: Assessment | None) -> None:
    """Two tabs, or a tablet that went from hand to hand: what was typed for one person never reaches another. Raises NotReady."""
    expected = (str(person_id), str(assessment.pk) if assessment else "")
    if (posted.get("person", ""), posted.get("assessment", "")) != expected:
        raise NotReady([Missing(SOMEBODY_ELSE)])


class AnswerForm(forms.Form):
    """One answer: the same fields, read in the same way, whoever puts it down and wherever. `value` gives what was answered."""

    level = forms.ChoiceField(required=False, widget=forms.RadioSelect, error_messages=NO_SUCH)
    limbs = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, error_messages=NO_SUCH)
    ticks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, error_messages=NO_SUCH)
    worst_level = forms.ChoiceField(required=False, widget=forms.RadioSelect, error_messages=NO_SUCH)
    worst_weeks = WordsField(required=False)
    unpaid = forms.ChoiceField(required=False, widget=forms.RadioSelect, error_messages=NO_SUCH)

    def __init__(self, data: Any, *, form: Form, question: FormQuestion, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self.asked, self.question = form, question
        levels = [(str(number), text) for number, text in enumerate(question.levels)]
        quarters = [(str(number), text) for number, text in enumerate(form.unpaid_help.get("choices", []))]
        self._offer("level", [*levels, (NOT_SURE, "Not sure yet")])
        self._offer("limbs", list(ways_asked(form, question)))
        self._offer("ticks", [(tick.id, tick.text) for tick in question.ticks])
        self._offer("worst_level", levels if question.fluctuates else [])
        self._offer("unpaid", quarters if question.unpaid_help else [])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def value(self) -> Value:
        """Everything that was put down: what does not fit together is refused at its field, never left out."""
        given = self.cleaned_data
        level, worst, weeks = (given.get(name, "") for name in ("level", "worst_level", "worst_weeks"))
        no_hard_weeks = given.get("hard") == "no"
        said_yes_only = given.get("hard") == "yes" and not worst and not weeks
        return Value(
            level=int(level) if level.isdigit() else None,
            not_sure=level == NOT_SURE,
            worst_level=int(worst) if worst and not no_hard_weeks else None,
            worst_weeks=None if no_hard_weeks else 0 if said_yes_only else _weeks(weeks),
            unpaid_quarters=int(given["unpaid"]) if given.get("unpaid") else None,
            limbs=tuple(given.get("limbs", ())),
            ticks=tuple(given.get("ticks", ())),
            words=self.own_words,
        )

    @property
    def own_words(self) -> str:
        return str(self.cleaned_data.get("words", "")).strip()


class QuestionForm(AnswerForm):
    """`draft` is `value` without the parts that do not fit yet, for saving while typing."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    base_event = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unanswered = WordsField(widget=forms.HiddenInput, required=False)
    hard = forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=[("no", "No"), ("yes", "Yes")], error_messages=NO_SUCH)
    words = WordsField(required=False, widget=forms.Textarea)
    only_worker = forms.BooleanField(required=False)
    helped_by = forms.ChoiceField(required=False, widget=forms.RadioSelect, error_messages=NO_SUCH)

    def __init__(
        self,
        data: Any = None,
        *,
        form: Form,
        question: FormQuestion,
        latest: LatestAnswer | None = None,
        helpers: list[Helper] | None = None,
        whole: bool = True,
        pressed: bool = True,
    ) -> None:
        """`whole`: an answer must be chosen; not so while typing, nor when stopping for today. `pressed`: not saved while typing."""
        super().__init__(data, form=form, question=question, initial={} if latest is None else _initial(latest, helpers or []))
        self.whole, self.pressed = whole, pressed
        self._offer("helped_by", [(str(helper.pk), f"{helper.name} ({helper.relationship})") for helper in helpers or []])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "level" in self.errors:
            return given
        if self.whole and not given.get("level"):
            self.add_error("level", CHOOSE)
        for missing in what_is_wrong_with(self.value, self.question, self.asked):
            if missing.field not in self.errors:
                self.add_error(missing.field, missing.sentence)
        return given

    @property
    def written_over(self) -> set[UUID]:
        """Saves of the same page whose answer never came; and, once a button is pressed, the answers that were shown side by side."""
        shown = cast("QueryDict", self.data).getlist("shown") if self.pressed else []
        return uuids([*self.cleaned_data.get("unanswered", "").split(), *shown])

    def draft(self) -> tuple[Value, str]:
        """The parts that fit, and a word for what was left out; empty when nothing was. Call it when `is_valid` has run."""
        value = self.value
        wrong = {missing.field for missing in what_is_wrong_with(value, self.question, self.asked)} | set(self.errors)
        kept = value.as_json()
        left = []
        if wrong & HARD_WEEKS or ("level" in wrong and value.worst_weeks is not None):
            kept |= {"worst_level": None, "worst_weeks": None}
            left.append("the hard weeks")
        if "limbs" in wrong:
            kept["limbs"] = []
            left.append("the ticks")
        return Value.from_json(kept), " and ".join(left)


def _weeks(typed: str) -> int | None:
    """Read “8” and “about 8 weeks”; 0, which no year has, stands for what is no number: then the page asks."""
    if not typed.strip():
        return None
    try:
        return read_whole(typed, units=("week", "weeks"))
    except NotANumber:
        return 0


def _initial(latest: LatestAnswer, helpers: list[Helper]) -> dict[str, Any]:
    helped_by = next((str(helper.pk) for helper in helpers if helper.name == latest.with_help_of), "")
    return {**initial_of(latest.value), "helped_by": helped_by, "only_worker": latest.only_worker}


def initial_of(value: Value) -> dict[str, Any]:
    """An answer as its fields show it."""
    return {
        "level": NOT_SURE if value.not_sure else "" if value.level is None else str(value.level),
        "limbs": list(value.limbs),
        "ticks": list(value.ticks),
        "hard": "yes" if value.worst_level is not None else "",
        "worst_level": "" if value.worst_level is None else str(value.worst_level),
        "worst_weeks": "" if value.worst_weeks is None else str(value.worst_weeks),
        "unpaid": "" if value.unpaid_quarters is None else str(value.unpaid_quarters),
        "words": value.words,
    }
