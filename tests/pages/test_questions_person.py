"""Daniel answers his own questions: one a page, saved as he goes, nothing typed is lost."""

import re
from uuid import uuid4

from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.allocation import acts as allocation
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import AnswerEvent, Assessment, Preparation, Voice
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import IN_PLAIN_WORDS, ROAD, TITLES, Stage
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import an_eligible_assessment
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import (
    DANIELS_ANSWERS,
    a_begun_assessment,
    a_prepared_assessment,
    a_sent_assessment,
    a_started_journey,
    an_account_of,
    an_answered_assessment,
)
from tests.people_of_the_tests import Place, actor_of


def posted(assessment: Assessment, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {"person": str(assessment.person_id), "assessment": str(assessment.pk), "client_uuid": str(uuid4()), **more}


def saved(place: Place, assessment: Assessment, question: str) -> queries.LatestAnswer:
    with acting_as(place.as_sam):
        return queries.answers_by_voice(assessment)["person"][question]


def test_one_question_a_page_saved_on_each_step(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    page = daniel.get("/my/questions").content.decode()
    assert "/my/questions/eating" in page
    assert "about 13 minutes" in page
    page = daniel.get("/my/questions/eating").content.decode()
    assert "Question 1 of 11" in page
    assert "We ask so that we can see" in page
    assert "Daniel Okafor" in page
    assert "pictures/eating.svg" in page
    answer = posted(
        assessment, level="1", limbs=["cannot"], hard="yes", worst_level="3", worst_weeks="about 8 weeks", unpaid="1", words="I forget."
    )
    response = daniel.post("/my/questions/eating", answer)
    assert response.status_code == 302
    assert response["Location"] == "/my/questions/washing"
    value = saved(place, assessment, "eating").value
    assert (value.level, value.worst_level, value.worst_weeks, value.unpaid_quarters) == (1, 3, 8, 1)
    assert (value.limbs, value.words) == (("cannot",), "I forget.")
    assert "saved at " in daniel.get("/my/questions/eating").content.decode()
    assert 'href="/my/questions/washing"' in daniel.get("/my/questions").content.decode()  # it goes on where it stopped


def test_ones_home_says_how_far_one_is_and_leads_straight_on(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    assert 'href="/my/questions">See the questions</a>' in daniel.get("/my/").content.decode()
    first, *others = DANIELS_ANSWERS
    with acting_as(place.as_sam) as sam:
        acts.save_answer(assessment, first, Voice.PERSON, DANIELS_ANSWERS[first], client_uuid=uuid4(), by=sam)
    home = daniel.get("/my/").content.decode()
    assert "Answered 1 of 11" in home
    assert f'href="/my/questions/{others[0]}">Go on with my questions</a>' in home
    with acting_as(place.as_sam) as sam:
        for question in others:
            acts.save_answer(assessment, question, Voice.PERSON, DANIELS_ANSWERS[question], client_uuid=uuid4(), by=sam)
    home = daniel.get("/my/").content.decode()
    assert 'href="/my/questions/check">Check my answers and send them</a>' in home
    assert "minute" not in home
    assert "less than a minute left" not in daniel.get("/my/questions").content.decode()


def test_a_home_leads_to_the_figure_once_there_is_one_and_says_so(place: Place) -> None:
    waiting = an_eligible_assessment(place)
    daniel = as_(an_account_of(place, waiting.person))
    home = daniel.get("/my/").content.decode()
    assert "First it is decided whether the law’s rules for support are met" in home
    assert "See my indicative budget" not in home
    with acting_as(place.as_sam) as sam:
        allocation.work_out(waiting.journey, cause="a test", by=sam)
    home = daniel.get("/my/").content.decode()
    assert "The budget is worked out" in home
    assert "See my indicative budget" in home
    assert "First it is decided whether the law’s rules for support are met" not in home
    assert "The budget is worked out" in as_(place.sam).get(f"/work/journeys/{waiting.journey_id}").content.decode()


def test_a_home_has_its_next_step_open_and_the_rest_folded(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    home = as_(an_account_of(place, assessment.person)).get("/my/").content.decode()
    main = home[home.index("<main") : home.index("</main>")]
    unfolded = re.sub(r"<details.*?</details>", "", main, flags=re.DOTALL)
    assert re.findall(r"<a [^>]*>([^<]*)</a>", unfolded) == ["See the questions"]
    for link in ("Who looked at my record", "What I let others see", "A copy to keep", "Rest for a while", "Stop this"):
        assert link in main


def test_bad_input_is_a_sentence_at_the_field_and_everything_typed_is_still_there(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    typed = posted(assessment, level="2", limbs=["unsafe"], hard="yes", worst_level="1", worst_weeks="lots", words="Soup <b>again</b>.")
    response = daniel.post("/my/questions/eating", typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "The hardest weeks cannot be easier than a usual week" in page
    assert "Write about how many weeks a year" in page
    assert 'value="lots"' in page
    assert "Soup &lt;b&gt;again&lt;/b&gt;." in page
    assert "To put right: " in page
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == 0


def test_going_on_needs_an_answer_and_stopping_does_not(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    assert "Choose the answer that is closest" in daniel.post("/my/questions/eating", posted(assessment, words="Hm.")).content.decode()
    response = daniel.post("/my/questions/eating", posted(assessment, words="Hm.", stop="1"))
    assert response["Location"] == "/my/"
    assert saved(place, assessment, "eating").value.words == "Hm."


def test_saving_while_typing_says_when_and_what_is_not_saved_yet(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    headers = {"X-Requested-With": "autosave"}
    first = posted(assessment, level="1", words="I for")
    answer = daniel.post("/my/questions/eating", first, headers=headers)
    assert answer.status_code == 200
    told = answer.json()
    assert told["event"] == first["client_uuid"]
    assert len(told["saved_at"]) == len("14:02")
    again = daniel.post("/my/questions/eating", first, headers=headers)
    assert again.json() == told  # the answer was lost on its way, and the same save came twice
    half = posted(assessment, level="1", words="I forget.", hard="yes", worst_level="3", base_event=told["event"])
    assert daniel.post("/my/questions/eating", half, headers=headers).json()["saved_at"].endswith(", all but the hard weeks")
    assert saved(place, assessment, "eating").value.words == "I forget."
    other = dict(first) | {"words": "Something else"}
    assert daniel.post("/my/questions/eating", other, headers=headers).status_code == 422
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == 2


def test_what_was_typed_for_somebody_else_is_refused_and_not_shown(place: Place) -> None:
    """Two tabs, or one tablet in two hands (hazard H01)."""
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    typed = posted(assessment, level="1", words="Private words") | {"person": str(uuid4())}
    response = daniel.post("/my/questions/eating", typed)
    assert response.status_code == 409
    assert "Private words" not in response.content.decode()
    assert "opened for somebody else" in response.content.decode()
    silent = daniel.post("/my/questions/eating", typed, headers={"X-Requested-With": "autosave"})
    assert silent.status_code == 409
    assert "somebody else" in silent.json()["message"]
    without = {name: value for name, value in posted(assessment, level="1").items() if name != "assessment"}
    assert daniel.post("/my/questions/eating", without).status_code == 409
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == 0


def test_two_windows_keep_both_answers_and_say_so(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    daniel.post("/my/questions/eating", posted(assessment, level="1"))
    answer = daniel.post("/my/questions/eating", posted(assessment, level="2"))
    assert answer["Location"] == "/my/questions/eating"  # not on to the next, but to both
    page = daniel.get("/my/questions/eating").content.decode()
    assert page.count('name="choose"') == 2
    assert page.count("written by Daniel Okafor, ") == 2
    assert "Save this in place of both" in page
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == 2


def test_a_tick_that_says_the_opposite_is_asked_about_and_shown(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    page = daniel.post("/my/questions/eating", posted(assessment, level="0", limbs=["unsafe"])).content.decode()
    assert "You ticked what is hard, and also that no help is needed" in page
    assert 'data-reveal-when="level=1|2|3"' not in page  # it is not hidden behind the answer that contradicts it


def test_check_then_send(place: Place) -> None:
    assessment = an_answered_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    page = daniel.get("/my/questions/check").content.decode()
    assert page.count("?then=check") == len(DANIELS_ANSWERS) + 1  # nights once more, under "not sure"
    assert "You were not sure about" in page
    assert "In about 8 weeks a year" in page
    assert page.count("Send my answers") == 1
    assert page.index('href="#sending"') < page.index("cp-answer-list") < page.index('id="sending"')  # evident at the top and at the end
    base = str(saved(place, assessment, "eating").uuid)
    changed = daniel.post("/my/questions/eating", posted(assessment, level="0", then="check", base_event=base))
    assert changed["Location"] == "/my/questions/check"
    response = daniel.post("/my/questions/send", posted(assessment))
    assert response["Location"] == "/my/"
    with acting_as(place.as_sam):
        assert queries.visible_to(place.as_sam).get().journey.stage == Stage.CHECKING
    assert "You have sent your answers" in daniel.get("/my/questions").content.decode()
    assert daniel.get("/my/questions/eating").status_code == 302
    late = daniel.post("/my/questions/eating", posted(assessment, level="2"))
    assert "The questions are closed now" in late.content.decode()


def test_what_is_missing_stands_where_sending_would(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    page = daniel.get("/my/questions/check").content.decode()
    assert "Send my answers" not in page
    assert page.index("has no answer yet") < page.index("cp-answer-list") < page.index('href="#missing"')
    assert "#sending" not in page
    assert page.count(">Go on with my questions</a>") == 2
    assert daniel.post("/my/questions/send", posted(assessment)).status_code == 409


def test_asking_for_an_advocate_makes_the_answers_wait(place: Place) -> None:
    assessment = an_answered_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    for _ in range(2):
        assert daniel.post("/my/questions/advocate", posted(assessment)).status_code == 302
    with acting_as(place.as_sam):
        assert Preparation.objects.filter(step="wants advocate").count() == 1
    assert "asked for an advocate" in daniel.get("/my/questions/check").content.decode()
    assert daniel.post("/my/questions/send", posted(assessment)).status_code == 409
    with acting_as(place.as_sam):
        acts.decide_advocacy(assessment, very_hard_alone=False, offer="accepted", advocate="Ms Abara", by=place.as_sam)
    assert daniel.post("/my/questions/send", posted(assessment)).status_code == 302


def test_when_capacity_is_not_there_the_person_is_told_who_writes(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    daniel = as_(an_account_of(place, assessment.person))
    assert "Your worker goes through this with you" in daniel.get("/my/questions").content.decode()
    assert daniel.get("/my/questions/eating").status_code == 302
    assert daniel.post("/my/questions/eating", posted(assessment, level="1")).status_code == 403


def test_before_anything_is_open(place: Place) -> None:
    person = place.person()
    daniel = as_(an_account_of(place, person))
    assert "There are no questions yet" in daniel.get("/my/questions").content.decode()
    assert daniel.get("/my/questions/eating").status_code == 404
    assert daniel.get("/my/questions/check").status_code == 404


def test_who_may_come_in(place: Place) -> None:
    a_prepared_assessment(place)
    assert Client().get("/my/questions/eating").status_code == 302  # to sign in
    for worker in (place.sam, place.charlie):
        assert as_(worker).get("/my/questions/eating").status_code == 404


def test_there_is_no_such_question(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    assert as_(an_account_of(place, assessment.person)).get("/my/questions/gardening").status_code == 404


def test_the_number_of_queries_does_not_grow_with_answers(place: Place, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    assessment = a_sent_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    with django_assert_max_num_queries(45):
        daniel.get("/my/questions/check")


def test_every_voice_but_ones_own_is_hidden_from_the_page(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        value = DANIELS_ANSWERS["home"]
        acts.save_answer(assessment, "eating", Voice.PRACTITIONER, value, client_uuid=uuid4(), by=place.as_sam)
    user = an_account_of(place, assessment.person)
    page = as_(user).get("/my/questions/check").content.decode()
    assert "then the floor goes too" not in page
    with acting_as(actor_of(user)):  # their own record is open to them all the same: it shows when the two check together
        assert AnswerEvent.objects.count() == 1


def test_somebody_who_looks_after_another_answers_about_their_own_life(place: Place) -> None:
    ruth = place.person("Ruth", "Ellis")
    journey = a_started_journey(place, person=ruth, kind=Journey.Kind.CARER)
    a_prepared_assessment(place, journey=journey)
    client = as_(an_account_of(place, ruth))
    page = client.get("/my/questions").content.decode()
    assert "The person you help does not see your answers unless you choose" in page
    assert "{name}" not in page
    page = client.get("/my/questions/health").content.decode()
    assert "Question 1 of 9" in page
    assert "hard weeks" not in page
    assert "without pay" not in page


def test_after_checking_the_questions_no_longer_say_that_the_answers_wait_to_be_looked_at(place: Place) -> None:
    assessment = an_eligible_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    page = daniel.get("/my/questions").content.decode()
    assert "Your answers were looked at together" in page
    assert "You have sent your answers" not in page
    assert "not straight away" not in page  # the worker has read it
    assert 'href="/my/questions/check">See what I said</a>' in page


def test_the_questions_of_a_journey_that_rests_do_not_say_that_nobody_has_begun(place: Place) -> None:
    assessment = a_sent_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    daniel.post("/my/rest")
    page = daniel.get("/my/questions").content.decode()
    assert "This is resting" in page
    assert "not open yet" not in page
    assert 'href="/my/questions/check">See what I said</a>' in page


def test_the_person_can_say_that_they_have_read_what_this_is(place: Place) -> None:
    assessment = a_begun_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    assert "The questions are not open yet" in daniel.get("/my/questions").content.decode()
    assert daniel.post("/my/questions/read", posted(assessment)).status_code == 302
    with acting_as(place.as_sam):
        assert queries.prepared(assessment).before.explained


def test_choosing_between_two_answers_without_scripts(place: Place) -> None:
    assessment = an_answered_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    for level in ("1", "2"):
        daniel.post("/my/questions/eating", posted(assessment, level=level))
    listed = daniel.get("/my/questions/check").content.decode()
    assert "Written in two places at once" in listed
    assert "has two answers, written in two places at once. Choose one." in listed
    assert "Send my answers" not in listed
    with acting_as(place.as_sam):
        sides = queries.answers_by_voice(assessment)["person"]["eating"].sides
    assert len(sides) == 3  # Sam's, which was never on Daniel's screen, and one of each window
    choice = posted(assessment, choose=str(sides[1].uuid), shown=[str(side.uuid) for side in sides], then="check")
    for _ in range(2):
        assert daniel.post("/my/questions/eating", choice)["Location"] == "/my/questions/check"
    assert saved(place, assessment, "eating").value.level == 1
    assert "Send my answers" in daniel.get("/my/questions/check").content.decode()
    gone = daniel.post("/my/questions/eating", choice | {"client_uuid": str(uuid4()), "choose": str(sides[0].uuid)})
    assert gone.status_code == 409
    assert "chose here since you opened this page" in gone.content.decode()
    assert daniel.post("/my/questions/eating", posted(assessment, choose="not a uuid")).status_code == 404


def test_writing_anew_settles_it_by_the_button_and_never_while_typing(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    for level in ("1", "2"):
        daniel.post("/my/questions/eating", posted(assessment, level=level))
    sides = saved(place, assessment, "eating").sides
    shown, base = [str(side.uuid) for side in sides], str(sides[-1].uuid)
    typing = posted(assessment, level="3", base_event=base, shown=shown)
    told = daniel.post("/my/questions/eating", typing, headers={"X-Requested-With": "autosave"}).json()
    assert "both are kept" in told["saved_at"]
    assert len(saved(place, assessment, "eating").sides) == 2
    pressed = daniel.post("/my/questions/eating", posted(assessment, level="3", base_event=told["event"], shown=shown))
    assert pressed["Location"] == "/my/questions/washing"
    assert saved(place, assessment, "eating").sides == ()
    assert saved(place, assessment, "eating").value.level == 3


def test_a_carer_is_not_asked_in_what_way_they_cannot_do_their_own_health(place: Place) -> None:
    ruth = a_carer(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    a_prepared_assessment(place, journey=ruth.journey)
    client = as_(ruth.user)
    pages = {name: client.get(f"/my/questions/{name}").content.decode() for name in ("health", "home")}
    assert ["What makes it hard?" in page for page in pages.values()] == [False, True]
    assert "It might get worse if nothing changes" in pages["health"]


def test_stages_have_plain_words_for_their_person_and_precise_ones_for_the_worker(place: Place) -> None:
    """One map of each, in journeys.stages: the tracker, the time so far and the copy to keep say the same."""
    waiting = an_eligible_assessment(place)
    daniel, sam = as_(an_account_of(place, waiting.person)), as_(place.sam)
    theirs = {page: daniel.get(f"/my/{page}").content.decode() for page in ("", "time", "record")}
    assert all(IN_PLAIN_WORDS[Stage.INDICATIVE] in page for page in theirs.values())
    assert all(words in theirs[""] for stage, words in IN_PLAIN_WORDS.items() if stage in ROAD)
    hard = {TITLES[stage] for stage in (Stage.SELF_ASSESSMENT, Stage.INDICATIVE, Stage.AGREEMENT)}
    assert [words for page in ("", "time") for words in hard if f">{words}<" in theirs[page] or f"</span>{words}" in theirs[page]] == []
    assert TITLES[Stage.INDICATIVE] in sam.get(f"/work/journeys/{waiting.journey_id}").content.decode()  # the negative control
