"""Asking one question of one voice: shown, saved while typing, saved on each step; the same for everybody who answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Refused
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts, queries
from commonpurse.assessments.acts import SavedAnswer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, Helper, Voice
from commonpurse.assessments.queries import LatestAnswer
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.assessments.rules import called
from commonpurse.assessments.wording import in_detail, in_short
from commonpurse.pages.answering.forms import QuestionForm, refuse_another
from commonpurse.pages.banner import Banner
from commonpurse.pages.forms import add_missing, uuids
from commonpurse.theme.fields import problems
from commonpurse.theme.words import clock_time
from commonpurse.values.missing import NotReady

AUTOSAVE = "autosave"
ALSO_ELSEWHERE = ". It was also written elsewhere: both are kept. Press the button below to see both"
BESIDE = (Helper.Footing.BESIDE, Helper.Footing.INTERPRETER, Helper.Footing.ADVOCATE)


@dataclass(frozen=True)
class Asking:
    """Whose answers are asked, by whom they are written down, and where the pages are.

    `question_at` gives a question's address; `check_at` the list of answers; `home_at` where "stop here for today" leads.
    `by_themselves`: the speaker writes; else a worker writes down what they say. `reader`: who has the page open.
    """

    assessment: Assessment
    voice: Voice
    banner: Banner
    question_at: Callable[[str], str]
    check_at: str
    home_at: str
    by_themselves: bool
    reader: Actor
    said_by: Helper | None = None
    helpers: list[Helper] = field(default_factory=list)

    @property
    def form(self) -> Form:
        return queries.form_for(self.assessment)

    def answers(self) -> dict[str, LatestAnswer]:
        return queries.answers_of(self.assessment, self.voice, said_by=self.said_by.name if self.said_by else "", shown_to=self.reader)

    @property
    def tell_only(self) -> tuple[str, str] | None:
        """What stands beside the tick "tell only my worker", and what the tick does and does not do; None for a worker's own view."""
        if self.voice not in acts.MAY_TELL_ONLY_THE_WORKER:
            return None
        theirs = "you" if self.by_themselves else called(self.said_by.name) if self.said_by else self.about
        helps = "whom you help" if self._is_carers_own else "who helps"
        nobody_else = f"Not even {self.about} sees them." if self.said_by else f"Nobody {helps} sees them."
        only = "Only you and the workers of this case see" if self.by_themselves else f"Only {theirs} and the workers of this case see"
        return (
            "Tell only my worker" if self.by_themselves and not self.said_by else "Tell only the worker",
            f"{only} this answer and these words. {nobody_else} It still counts, so the money may show that help is needed. "
            "The tick can be taken away later.",
        )

    @property
    def _is_carers_own(self) -> bool:
        return self.form.kind == "carer" and self.by_themselves

    @property
    def about(self) -> str:
        return self.assessment.person.called

    def words(self) -> dict[str, str]:
        """How the page speaks to whoever answers."""
        name = self.about
        speaker = called(self.said_by.name) if self.said_by else name
        if self.form.kind == "carer":
            return self._words_about_a_carer(name, speaker)
        if self.voice == Voice.PERSON and self.by_themselves:
            return words_to_oneself("adult")
        if self.voice == Voice.CARER and self.by_themselves:
            return {"legend": f"In a usual week, as if nobody helped {name}: which is closest?", "own": "In your own words", "asks": name}
        if self.voice == Voice.OBSERVED:
            legend = f"In a usual week, as if nobody helped: what is seen, and what {name} shows"
            return {"legend": legend, "own": "What was seen, or what they showed, and when", "asks": name}
        if self.voice == Voice.PRACTITIONER:
            return {"legend": "In a usual week, as if nobody helped: your own view", "own": "Your view, in a few words", "asks": name}
        return {"legend": f"In a usual week, as if nobody helped: what {speaker} says", "own": f"In {speaker}’s own words", "asks": name}

    def _words_about_a_carer(self, name: str, speaker: str) -> dict[str, str]:
        """A carer's questions are about their own life: nobody is to be imagined away."""
        if self.voice == Voice.PERSON and self.by_themselves:
            return words_to_oneself("carer")
        if self.voice == Voice.PRACTITIONER:
            return {"legend": "In a usual week: your own view", "own": "Your view, in a few words", "asks": name}
        return {"legend": f"In a usual week: what {speaker} says", "own": f"In {speaker}’s own words", "asks": name}


def words_to_oneself(kind: str) -> dict[str, str]:
    """How a page speaks to somebody who answers about themselves."""
    usual = "In a usual week: which is closest?" if kind == "carer" else "In a usual week, as if nobody helped you"
    return {"legend": usual, "own": "In my own words", "asks": "you"}


def ask(request: Request, asking: Asking, question_id: str) -> HttpResponse:
    """Show a question, or save its answer and go on."""
    form = asking.form
    if not form.has(question_id):
        raise Http404
    question = form.question(question_id)
    if request.method == "POST" and "choose" in request.POST:
        return _choose(request, asking, question)
    if request.method == "POST":
        return _autosave(request, asking, question) if _is_autosave(request) else _save(request, asking, question)
    latest = asking.answers().get(question_id)
    shown = QuestionForm(form=form, question=question, latest=latest, helpers=asking.helpers)
    return _show(request, asking, question, shown, latest)


def _is_autosave(request: Request) -> bool:
    return request.headers.get("X-Requested-With") == AUTOSAVE


def _save(request: Request, asking: Asking, question: FormQuestion) -> HttpResponse:
    refuse_another(request.POST, person_id=asking.assessment.person_id, assessment=asking.assessment)
    stopping = "stop" in request.POST
    form = QuestionForm(request.POST, form=asking.form, question=question, helpers=asking.helpers, whole=not stopping)
    if form.is_valid():
        try:
            saved = _save_value(request, asking, question, form)
        except NotReady as error:
            add_missing(form, error)
        else:
            return _onwards(request, asking, question, saved, stopping=stopping)
    return _show(request, asking, question, form, asking.answers().get(question.id))


def _onwards(request: Request, asking: Asking, question: FormQuestion, saved: SavedAnswer, *, stopping: bool = False) -> HttpResponse:
    """To the next page; or back to this one, when what was saved stands against something that the writer had not seen."""
    if saved.others and not stopping:
        return redirect(asking.question_at(question.id) + ("?then=check" if request.POST.get("then") == "check" else ""))
    return redirect(asking.home_at if stopping else _next(request, asking, question))


def _choose(request: Request, asking: Asking, question: FormQuestion) -> HttpResponse:
    """Settle between two answers of one speaker that were written in two places at once."""
    refuse_another(request.POST, person_id=asking.assessment.person_id, assessment=asking.assessment)
    chosen, press = uuids([request.POST["choose"]]), uuids([request.POST.get("client_uuid", "")])
    if not (chosen and press):
        raise Http404
    saved = acts.choose_answer(
        asking.assessment,
        question.id,
        asking.voice,
        chosen.pop(),
        shown=uuids(request.POST.getlist("shown")),
        client_uuid=press.pop(),
        said_by=asking.said_by,
        by=request.actor,
    )
    return _onwards(request, asking, question, saved)


def _save_value(request: Request, asking: Asking, question: FormQuestion, form: QuestionForm, *, draft: bool = False) -> SavedAnswer:
    value = form.draft()[0] if draft else form.value
    given = form.cleaned_data
    return acts.save_answer(
        asking.assessment,
        question.id,
        asking.voice,
        value,
        client_uuid=given["client_uuid"],
        base=given.get("base_event"),
        over=form.written_over,
        said_by=asking.said_by,
        helped_by=next((helper for helper in asking.helpers if str(helper.pk) == given.get("helped_by")), None),
        only_worker=bool(asking.tell_only and given.get("only_worker")),
        by=request.actor,
    )


def _autosave(request: Request, asking: Asking, question: FormQuestion) -> HttpResponse:
    """Save what fits of a half-filled page, and say what is not saved yet. See theme/scripts/autosave.js for the answers."""
    form = QuestionForm(request.POST, form=asking.form, question=question, helpers=asking.helpers, whole=False, pressed=False)
    form.is_valid()
    try:
        refuse_another(request.POST, person_id=asking.assessment.person_id, assessment=asking.assessment)
    except NotReady as error:
        return JsonResponse({"message": str(error)}, status=409)
    if "client_uuid" in form.errors or "words" in form.errors:
        return JsonResponse({"message": f"not saved: {' '.join(problems(form['words'])) or 'press the button below'}"}, status=422)
    try:
        saved = _save_value(request, asking, question, form, draft=True)
    except NotReady as error:
        return JsonResponse({"message": f"not saved: {error}"}, status=422)
    except Refused as error:
        return JsonResponse({"message": f"not saved: {error}"}, status=403)
    left = form.draft()[1]
    more = f", all but {left}" if left else ALSO_ELSEWHERE if saved.others else ""
    return JsonResponse({"saved_at": clock_time(saved.at) + more, "event": str(saved.event)})


def _next(request: Request, asking: Asking, question: FormQuestion) -> str:
    if request.POST.get("then") == "check":
        return asking.check_at
    later = asking.form.questions[asking.form.position(question.id) :]
    return asking.question_at(later[0].id) if later else asking.check_at


def _show(request: Request, asking: Asking, question: FormQuestion, form: QuestionForm, latest: LatestAnswer | None) -> HttpResponse:
    answers = asking.answers()
    asked = asking.form
    place = asked.position(question.id)
    context = {
        "asking": asking,
        "words": asking.words(),
        "person": asking.banner,
        "form": form,
        "question": question,
        "asked": asked,
        "at": place,
        "of": len(asked.questions),
        "minutes_left": queries.progress(asked, answers).minutes_left,
        "saved_at": clock_time(latest.at) if latest else "",
        "client_uuid": uuid4(),
        "base_event": form.data.get("base_event", "") if form.is_bound else latest.uuid if latest else "",
        "sides": sides_of(latest, question, asked),
        "then": request.POST.get("then", "") or request.GET.get("then", ""),
        "before_at": asking.question_at(asked.questions[place - 2].id) if place > 1 else asking.home_at,
        "reveal": "level=" + "|".join(str(number) for number in range(1, len(question.levels))),
    }
    return render(request, "answering/question.html", context)


def answers_shown(asking: Asking) -> list[dict[str, Any]]:
    """Every question with what this voice said about it, for checking."""
    answers, form = asking.answers(), asking.form
    return [
        {
            "question": question,
            "href": asking.question_at(question.id) + "?then=check",
            "answer": in_short(_value(answers.get(question.id)), question),
            "given": question.id in answers and answers[question.id].is_given,
            "not_sure": question.id in answers and answers[question.id].value.not_sure,
            "details": in_detail(_value(answers.get(question.id)), question, form),
            "words": answers[question.id].value.words if question.id in answers else "",
            "only_worker": question.id in answers and answers[question.id].is_close,
            "sides": sides_of(answers.get(question.id), question, form),
        }
        for question in form.questions
    ]


@dataclass(frozen=True)
class Side:
    """One of two answers that were written in two places at once: what it says, who wrote it, when."""

    uuid: UUID
    short: str
    details: list[str]
    words: str
    written_by: str
    at: str
    only_worker: bool


def sides_of(latest: LatestAnswer | None, question: FormQuestion, form: Form) -> list[Side]:
    """What somebody must choose between; nothing where one answer stands."""
    sides = latest.sides if latest else ()
    names = names_of({side.written_by_id for side in sides}) if sides else {}
    return [
        Side(
            side.uuid,
            in_short(side.value, question) if side.is_given else "In words only",
            in_detail(side.value, question, form),
            side.value.words,
            names.get(side.written_by_id, "Somebody who has left"),
            clock_time(side.at),
            side.only_worker,
        )
        for side in sides
    ]


def _value(answer: LatestAnswer | None) -> Value | None:
    return None if answer is None else answer.value
