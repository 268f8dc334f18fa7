"""A rough range so far, for whoever answers and asks for it: from the answers of that voice alone. Nothing of it is kept."""

from django.http import HttpResponse
from django.shortcuts import render

from commonpurse.access.middleware import Request
from commonpurse.allocation.entering import scheme_for, what_is_missing_of_the_rules
from commonpurse.allocation.queries import rules_of
from commonpurse.allocation.rough import how_many_more, rough_range
from commonpurse.assessments.models import Voice
from commonpurse.assessments.queries import needs_costing_by_hand
from commonpurse.assessments.rules import called
from commonpurse.pages.answering.asking import Asking


def so_far(request: Request, asking: Asking) -> HttpResponse:
    """The page: the range, or how many answers are still needed, or why there is none."""
    missing, scheme = what_is_missing_of_the_rules(asking.assessment), scheme_for(asking.assessment.questionnaire)
    context = {
        "asking": asking,
        "person": asking.banner,
        "your": asking.by_themselves and asking.voice == Voice.PERSON,
        "source": _source(asking),
        "missing": missing,
    }
    if scheme is not None and not missing:
        rules, form = rules_of(scheme), asking.form
        values = {name: answer.value for name, answer in asking.answers().items() if form.has(name)}
        context |= {
            "rules": rules,
            "more": how_many_more(rules, values),
            "range": rough_range(rules, values, cost_by_hand=needs_costing_by_hand(form, values)),
        }
    return render(request, "answering/so_far.html", context)


def _source(asking: Asking) -> str:
    """Whose answers these are, within a sentence."""
    if asking.said_by:
        return f"what {called(asking.said_by.name)} said"
    if asking.voice == Voice.PERSON:
        return "what you said" if asking.by_themselves else f"what {asking.about} said"
    return "what is seen and shown" if asking.voice == Voice.OBSERVED else "your own view"
