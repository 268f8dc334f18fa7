"""One question to somebody whom we do not know: the fields of the real one that change the figure, and no others."""

from typing import Any

from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.pages.answering.forms import QuestionForm, initial_of
from commonpurse.theme.fields import WordsField

CHANGE_THE_FIGURE = frozenset({"level", "ticks", "hard", "worst_level", "worst_weeks", "unpaid"})


class TryingForm(QuestionForm):
    """In what way, in whose words, with whose help: none of that is asked here, because no figure comes from it."""

    worst_weeks = WordsField(required=False, max_length=40, error_messages={"max_length": "Write a number from 1 to 52."})

    def __init__(self, data: Any = None, *, form: Form, question: FormQuestion, said: Value | None = None) -> None:
        super().__init__(data, form=form, question=question)
        self.initial = initial_of(said) if said else {}
        for name in set(self.fields) - CHANGE_THE_FIGURE:
            del self.fields[name]
        self._offer("ticks", [(tick.id, tick.text) for tick in question.ticks if tick.cost_by_hand])
