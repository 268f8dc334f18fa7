"""An answer in words: the same wherever it is read, by whoever. Pure."""

from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.values.numbers import counted

NO_ANSWER, NOT_SURE = "No answer yet", "Not sure yet"


def in_short(value: Value | None, question: FormQuestion) -> str:
    """The answer for a usual week."""
    if value is None or value.level is None:
        return NOT_SURE if value is not None and value.not_sure else NO_ANSWER
    return question.levels[value.level]


def in_detail(value: Value | None, question: FormQuestion, form: Form) -> list[str]:
    """What else an answer says, in the questionnaire's own words: in what way, the ticks, the hard weeks, help without pay."""
    if value is None:
        return []
    limbs = dict(form.limbs)
    return [limbs[limb] for limb in value.limbs if limb in limbs] + in_ticks(value, question) + in_numbers(value, question, form)


def in_ticks(value: Value, question: FormQuestion) -> list[str]:
    ticks = {tick.id: tick.text for tick in question.ticks}
    return [ticks[tick] for tick in value.ticks if tick in ticks]


def in_numbers(value: Value, question: FormQuestion, form: Form) -> list[str]:
    """The parts of an answer that change the figure beside its level: the hard weeks, and help without pay."""
    found = []
    if value.worst_level is not None and value.worst_weeks:
        found.append(f"In about {counted(value.worst_weeks, 'week')} a year: {question.levels[value.worst_level]}")
    if value.unpaid_quarters is not None:
        text, choices = form.unpaid_help.get("text", "Help without pay:"), form.unpaid_help.get("choices", ())
        if value.unpaid_quarters < len(choices):
            found.append(f"{text} {choices[value.unpaid_quarters]}")
    return found


def in_one_line(value: Value | None, question: FormQuestion, form: Form) -> str:
    """The answer with all that changes the figure."""
    return "; ".join([in_short(value, question), *(in_numbers(value, question, form) if value else ())])
