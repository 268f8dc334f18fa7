"""The pages: what this is, one question a page, check, the figure. Each is the answer to a press; the next is made from what it carried."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.allocation.estimating import Asked, asked_of_anybody, estimate
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Questionnaire
from commonpurse.assessments.questionnaire import Form, form_of
from commonpurse.assessments.rules import minutes_left
from commonpurse.assessments.wording import in_detail, in_short
from commonpurse.foundation.clock import today
from commonpurse.pages.answering.asking import words_to_oneself
from commonpurse.pages.estimate.carried import CHECK, RESULT, Carried, NotWhole, OpenTooLong, read_carried
from commonpurse.pages.estimate.forms import TryingForm
from commonpurse.pages.estimate.plain_copy import plain_copy
from commonpurse.pages.shared.why import may_have_to_pay, why_lines

ON, SKIP, BACK, BEGIN, COPY, CHANGE = "on", "skip", "back", "begin", "copy", "change-"
PAGES = {"check": CHECK, "result": RESULT}


@require_safe
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """What this is and is not; or, where no rules may run, that there is no estimate here, and how to ask."""
    asked = asked_of_anybody(kind)
    if asked is None:
        return render(request, "estimate/none_here.html", {"kind": kind})
    fresh = Carried(kind, asked.questionnaire_id, asked.form.questions[0].id)
    return render(request, "estimate/begin.html", {**_frame(asked, fresh), "minutes": minutes_left(len(asked.form.questions))})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """A press on any page but the first. Asked for with GET there is nothing to show: what was answered is in no address."""
    asked = asked_of_anybody(kind)
    if request.method != "POST" or asked is None:
        return redirect(f"estimate:begin_{kind}")
    try:
        carried = read_carried(request.POST.get("carried", ""), kind)
    except NotWhole:
        return _not_whole(request, kind)
    except OpenTooLong as error:
        return _again(request, asked, error.carried, "too_long")
    if carried.questionnaire != asked.questionnaire_id:
        return _again(request, asked, carried, "changed")
    return _pressed(request, asked, carried, request.POST.get("press", ON))


def _not_whole(request: HttpRequest, kind: str) -> HttpResponse:
    return render(request, "estimate/again.html", {"kind": kind, "why": "not_whole", "kept": 0}, status=400)


def _again(request: HttpRequest, asked: Asked, carried: Carried, why: str) -> HttpResponse:
    """Say why it stopped, and offer to go on with what can be kept."""
    kept = _as_asked_now(carried, asked)
    return render(request, "estimate/again.html", {**_frame(asked, kept), "why": why, "kept": len(kept.answers)}, status=409)


def _as_asked_now(carried: Carried, asked: Asked) -> Carried:
    """Every answer whose question is word for word the same today, ready to go on from the first that has none."""
    there = Questionnaire.objects.filter(pk=carried.questionnaire).first()
    before, now = form_of(there.content) if there else None, asked.form
    same = {question.id for question in now.questions if before and before.has(question.id) and before.question(question.id) == question}
    answers = {name: value for name, value in carried.answers.items() if name in same}
    open_now = next((question.id for question in now.questions if question.id not in answers), CHECK)
    return Carried(carried.kind, asked.questionnaire_id, open_now, answers)


def _pressed(request: HttpRequest, asked: Asked, carried: Carried, press: str) -> HttpResponse:
    if press == COPY:
        return _copy(asked, carried)
    if press == BEGIN or press in PAGES:
        return _show(request, asked, carried.moved(PAGES.get(press, carried.at)))
    if press.startswith(CHANGE) and asked.form.has(press.removeprefix(CHANGE)):
        return _show(request, asked, carried.moved(press.removeprefix(CHANGE), checking=True))
    if press in {ON, SKIP, BACK} and asked.form.has(carried.at):
        return _answered(request, asked, carried, press)
    return _not_whole(request, asked.form.kind)


def _answered(request: HttpRequest, asked: Asked, carried: Carried, press: str) -> HttpResponse:
    """Going on needs an answer that fits. Going back keeps what fits of it; skipping takes it away."""
    if press == SKIP:
        return _show(request, asked, _next(asked.form, carried.saying(carried.at, None)))
    form = TryingForm(request.POST, form=asked.form, question=asked.form.question(carried.at))
    whole = form.is_valid()
    if press == BACK:
        draft = form.draft()[0]
        kept = carried.saying(carried.at, draft) if draft.is_answered or draft.not_sure else carried
        return _show(request, asked, _before(asked.form, kept))
    if not whole:
        return _question(request, asked, carried, form)
    return _show(request, asked, _next(asked.form, carried.saying(carried.at, form.value)))


def _next(form: Form, carried: Carried) -> Carried:
    later = form.questions[form.position(carried.at) :]
    return carried.moved(later[0].id if later and not carried.checking else CHECK)


def _before(form: Form, carried: Carried) -> Carried:
    place = form.position(carried.at)
    return carried.moved(CHECK if carried.checking else form.questions[max(place - 2, 0)].id)


def _show(request: HttpRequest, asked: Asked, carried: Carried) -> HttpResponse:
    if carried.at == CHECK:
        return render(request, "estimate/check.html", {**_frame(asked, carried), "rows": _rows(asked.form, carried.answers)})
    if carried.at == RESULT:
        return _result(request, asked, carried)
    return _question(request, asked, carried)


def _question(request: HttpRequest, asked: Asked, carried: Carried, form: TryingForm | None = None) -> HttpResponse:
    question = asked.form.question(carried.at)
    levels = [value.level for value in carried.answers.values()]
    context = {
        **_frame(asked, carried),
        "form": form or TryingForm(form=asked.form, question=question, said=carried.answers.get(carried.at)),
        "question": question,
        "at": asked.form.position(question.id),
        "of": len(asked.form.questions),
        "minutes_left": minutes_left(len(asked.form.questions) - len(carried.answers), levels=levels),
        "legend": words_to_oneself(asked.form.kind)["legend"],
    }
    return render(request, "estimate/question.html", context)


def _result(request: HttpRequest, asked: Asked, carried: Carried) -> HttpResponse:
    return render(request, "estimate/result.html", {**_frame(asked, carried), **_figures(asked, carried.answers)})


def _copy(asked: Asked, carried: Carried) -> HttpResponse:
    """The same in plain text, for whoever asked for it to keep."""
    text = plain_copy(asked, rows=_rows(asked.form, carried.answers), day=today(), **_figures(asked, carried.answers))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="what-might-my-budget-be.txt"'
    return answer


def _figures(asked: Asked, answers: Mapping[str, Value]) -> dict[str, Any]:
    found = estimate(asked, answers)
    return {
        "estimate": found,
        "each": "a week" if asked.rules.pays == "weekly" else "a year",
        "why": why_lines(found.least.lines, notes={}),
        "to_pay": may_have_to_pay(asked.form.kind, []),
    }


def _frame(asked: Asked, carried: Carried) -> dict[str, Any]:
    """What every page of ours knows. The form's own kind, never a word of the reader's."""
    return {
        "kind": carried.kind,
        "rules": asked.rules,
        "asked": asked.form,
        "carried": carried,
        "action": reverse(f"estimate:ask_{carried.kind}"),
    }


def _rows(form: Form, answers: Mapping[str, Value]) -> list[dict[str, Any]]:
    """Every question with what was said, for checking."""
    return [
        {
            "question": question,
            "given": question.id in answers,
            "answer": in_short(answers.get(question.id, Value()), question),
            "details": in_detail(answers.get(question.id, Value()), question, form),
        }
        for question in form.questions
    ]
