"""The questions without an account, page by page: on, back, skip, change, the figure; and every absurd thing that can be sent."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from commonpurse.allocation.estimating import asked_of_anybody, estimate
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Questionnaire
from commonpurse.foundation.clock import now
from commonpurse.pages.estimate.carried import LONGEST, OPEN_FOR, SALT, Carried, NotWhole, read_carried
from commonpurse.values.money import pounds
from tests.estimates_of_the_tests import Trying
from tests.journeys_of_the_tests import DANIELS_ANSWERS, publish_the_reference
from tests.people_of_the_tests import as_operator
from tests.reading_of_the_tests import hard_to_read

pytestmark = pytest.mark.django_db

ADULT, CARER = reverse("estimate:ask_adult"), reverse("estimate:ask_carer")
ANSWERS = {**DANIELS_ANSWERS, "nights": Value(level=1)}


@pytest.fixture(autouse=True)
def published() -> list[Questionnaire]:
    return publish_the_reference()


def test_what_is_shown_is_the_formulas_own_figure() -> None:
    trying = Trying("adult").says(ANSWERS)
    assert "Check what you said" in trying.page
    trying.presses("result")
    asked = asked_of_anybody("adult")
    assert asked is not None
    found = estimate(asked, ANSWERS)
    assert f"{pounds(found.low)} to {pounds(found.high)}" in trying.page
    for line in found.least.lines:
        if line.step in {"question", "domain", "rounding", "year"}:
            assert line.title in trying.page
    for said in (
        "This is a rough figure",
        "not a decision",
        "a week",
        "Indicative",
        "The figures here are made up",
        "Why there are two figures",
    ):
        assert said in trying.page


def test_a_carers_are_steps_a_year() -> None:
    trying = Trying("carer").presses("begin")
    while "Check what you said" not in trying.page:
        trying.presses("on", level="1")
    trying.presses("result")
    assert '<p class="cp-money__figure">£200</p>' in trying.page
    assert '<p class="cp-money__period">a year</p>' in trying.page
    assert "From 12 points" in trying.page
    assert "a week" not in trying.page
    assert "Support for carers is free for you" in trying.page


def test_only_what_changes_the_figure_is_asked() -> None:
    trying = Trying("adult").presses("begin")
    for left_out in ("What makes it hard?", 'name="words"', 'name="helped_by"', 'name="client_uuid"'):
        assert left_out not in trying.page
    for asked in ("In a usual week, as if nobody helped you", "Not sure yet", "Are some weeks much harder?", "Does a relative or friend"):
        assert asked in trying.page
    for _ in range(10):
        trying.presses("skip")
    assert "Someone must stay awake" in trying.page  # a worker would cost it
    assert "Worry, or not sleeping" not in trying.page


def test_somebody_who_must_be_watched_hears_that_a_worker_would_cost_it() -> None:
    values = {**ANSWERS, "nights": Value(level=3, ticks=("awake",))}
    assert "A worker would cost this with you" in Trying("adult").says(values).presses("result").page


def test_back_keeps_what_fits_and_shows_what_was_said() -> None:
    trying = Trying("adult").presses("begin").presses("on", level="2").presses("back", level="3")
    assert re.search(r'name="level"[^>]*value="2"\s+checked', trying.page)
    assert trying.state.answers == {"eating": Value(level=2), "washing": Value(level=3)}
    assert trying.state.at == "eating"
    trying.presses("back")
    assert trying.state.at == "eating"  # there is nothing before the first


def test_back_from_a_half_typed_answer_loses_only_what_does_not_fit() -> None:
    trying = Trying("adult").presses("begin").presses("skip").presses("back", level="2", hard="yes", worst_level="3", worst_weeks="many")
    assert trying.state.answers == {"washing": Value(level=2)}


def test_a_mistake_is_said_where_it_is_and_nothing_typed_is_lost() -> None:
    trying = Trying("adult").presses("begin").presses("on", level="1", hard="yes", worst_level="3", worst_weeks="many")
    assert "Write about how many weeks a year, from 1 to 52" in trying.page
    assert 'value="many"' in trying.page
    assert trying.state.answers == {}
    assert "<title>To put right: " in trying.page


def test_skipping_leaves_it_open_and_changing_comes_back_to_the_list() -> None:
    trying = Trying("adult").says({**ANSWERS, "home": None})
    assert "home" not in trying.state.answers
    trying.presses("change-home")
    assert trying.state.at == "home"
    trying.presses("on", level="0")
    assert "Check what you said" in trying.page
    assert trying.state.answers["home"] == Value(level=0)
    trying.presses("change-home").presses("skip")
    assert "home" not in trying.state.answers
    trying.presses("change-home").presses("back")
    assert "Check what you said" in trying.page


def test_from_few_answers_there_is_no_figure() -> None:
    trying = Trying("adult").presses("begin").presses("on", level="3").presses("check").presses("result")
    assert "It is too early to say" in trying.page
    assert "cp-money__figure" not in trying.page


def test_the_plain_copy_says_the_same() -> None:
    trying = Trying("adult").says(ANSWERS).presses("result")
    asked = asked_of_anybody("adult")
    assert asked is not None
    found = estimate(asked, ANSWERS)
    copy = trying.presses("copy")
    assert copy.answer["Content-Disposition"] == 'attachment; filename="what-might-my-budget-be.txt"'
    assert f"Indicative (rough): {pounds(found.low)} to {pounds(found.high)} a week" in copy.page
    assert "DEMONSTRATION" in copy.page
    assert f"{asked.form.question('people').title}: {asked.form.question('people').levels[1]}" in copy.page
    assert [line.because for line in found.least.lines if line.step == "question" and line.because not in copy.page] == []


@pytest.mark.parametrize("address", [ADULT, CARER])
@pytest.mark.parametrize("method", ["get", "head"])
def test_asked_for_by_address_it_leads_to_the_start(method: str, address: str, client: Client) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert answer["Location"] == address.removesuffix("/questions")


def absurd(name: str) -> dict[str, str]:
    asked = asked_of_anybody("adult")
    assert asked is not None
    fresh = Carried("adult", asked.questionnaire_id, "eating")
    return {
        "nothing": {},
        "words": {"carried": "absurd"},
        "a byte changed": {"carried": fresh.signed[:-1] + ("a" if fresh.signed[-1] != "a" else "b")},
        "the other's": {"carried": Carried("carer", fresh.questionnaire, "eating").signed},
        "another signature of ours": {"carried": signing.dumps({"answers": {}}, salt="another")},
        "an earlier page's": {"carried": signing.dumps({"answered": []}, salt=SALT + "adult")},
        "no id": {"carried": signing.dumps({"answers": {}, "questionnaire": "none", "at": "", "checking": False}, salt=SALT + "adult")},
        "no object": {"carried": signing.dumps(["eating"], salt=SALT + "adult")},
        "far too long": {"carried": "a" * (LONGEST + 1)},
        "nul": {"carried": "\0"},
        "no such press": {"carried": fresh.signed, "press": "fly"},
        "no such question": {"carried": fresh.signed, "press": "change-nothing"},
        "on from no question": {"carried": fresh.moved(".check").signed, "press": "on"},
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        "nothing", "words", "a byte changed", "the other's", "another signature of ours", "an earlier page's", "no id", "no object",
        "far too long", "nul", "no such press", "no such question", "on from no question",
    ],
)  # fmt: skip
def test_something_absurd_is_a_clear_page(name: str, client: Client) -> None:
    answer = client.post(ADULT, absurd(name))
    assert answer.status_code == 400
    assert "Begin again" in answer.content.decode()
    assert "We could not read that page" in answer.content.decode()


@pytest.mark.parametrize(
    "fields", [{"level": "99"}, {"level": "-1"}, {"level": "1", "ticks": "no-such"}, {"level": "1", "worst_weeks": "9" * 10_000}]
)
def test_an_absurd_answer_is_a_mistake_like_any_other(fields: dict[str, str]) -> None:
    trying = Trying("adult").presses("begin").presses("on", **fields)
    assert trying.answer.status_code == 200
    assert "There is something to put right" in trying.page
    assert trying.state.answers == {}


def test_too_many_fields_and_too_much_at_once_are_refused(client: Client) -> None:
    assert client.post(ADULT, {f"field-{number}": "1" for number in range(1_100)}).status_code == 400
    assert client.post(ADULT, {"carried": "a" * 3_000_000}).status_code == 400


def test_it_stays_small_however_much_is_said() -> None:
    everything = Value(level=3, worst_level=3, worst_weeks=52, unpaid_quarters=4, ticks=("never-alone", "awake"))
    carried = Carried("adult", UUID(int=0), "eating", {f"question-number-{number}": everything for number in range(100)})
    assert len(carried.signed) < LONGEST
    assert read_carried(carried.signed, "adult") == carried


def test_open_for_too_long_it_asks_and_keeps() -> None:
    trying = Trying("adult").presses("begin").presses("on", level="0").presses("on", level="1")
    with time_machine.travel(now() + OPEN_FOR + timedelta(minutes=1), tick=False):
        trying.presses("on", level="1")
        assert trying.answer.status_code == 409
        assert "This page was open for a long time" in trying.page
        trying.presses("begin")
    assert trying.answer.status_code == 200
    assert trying.state.answers == {"eating": Value(level=0), "washing": Value(level=1)}
    assert trying.state.at == "getting-about"


def test_when_the_questions_change_on_the_way_what_is_the_same_is_kept(published: list[Questionnaire]) -> None:
    trying = Trying("adult").presses("begin").presses("on", level="2").presses("on", level="1")
    content = {**published[0].content, "version": "2099.1"}
    content["questions"] = [
        {**question, "levels": ["Other", "words", "now"]} if question["id"] == "eating" else question for question in content["questions"]
    ]
    before = published[0]
    with as_operator("rules"):
        Questionnaire.objects.create(
            code=before.code, version="2099.1", scheme_code=before.scheme_code, scheme_version=before.scheme_version, kind="adult",
            demonstration=True, in_force_from=before.in_force_from, content=content, sha256="0" * 64,
        )  # fmt: skip
    trying.presses("on", level="0")
    assert trying.answer.status_code == 409
    assert "The questions have changed" in trying.page
    assert "Go on with your answer" in trying.page
    trying.presses("begin")
    assert trying.state.answers == {"washing": Value(level=1)}
    assert trying.state.at == "eating"


def test_a_questionnaire_that_was_never_here_keeps_nothing(client: Client) -> None:
    page = client.post(ADULT, {"carried": Carried("adult", UUID(int=0), "eating", {"eating": Value(level=1)}).signed})
    assert page.status_code == 409
    assert "So we cannot use the answers" in page.content.decode()


@pytest.mark.parametrize("kind", ["adult", "carer"])
def test_in_a_real_place_without_rules_it_says_so_and_how_to_ask(kind: str, client: Client, settings: Any) -> None:
    settings.IN_DEMONSTRATION = False
    page = client.get(reverse(f"estimate:begin_{kind}")).content.decode()
    assert "There is no rough figure here yet" in page
    assert "How do you work out a first figure?" in page
    assert "carried" not in page
    assert client.post(reverse(f"estimate:ask_{kind}")).status_code == 302


@pytest.mark.parametrize("kind", ["adult", "carer"])
def test_our_own_words_are_easy_to_read(kind: str, client: Client, settings: Any) -> None:
    assert hard_to_read(client.get(reverse(f"estimate:begin_{kind}")).content.decode()) == []
    assert hard_to_read(client.post(reverse(f"estimate:ask_{kind}")).content.decode()) == []
    settings.IN_DEMONSTRATION = False
    assert hard_to_read(client.get(reverse(f"estimate:begin_{kind}")).content.decode()) == []


def test_the_signature_is_looked_at_first() -> None:
    with pytest.raises(NotWhole):
        read_carried(signing.dumps({"answers": {}}), "adult")
