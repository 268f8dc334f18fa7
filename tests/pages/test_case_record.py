"""The copy for the case record: its wording, word for word, on the demonstration's people; its figures; and who reads what.

The expected texts stand in case_records/. What changes by itself is written <day>, <run> and <rules> there.
"""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.context import acting_as
from commonpurse.access.models import Look
from commonpurse.access.queries import actor_for
from commonpurse.access.registry import AccessSection
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.acts import save_answer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Voice
from commonpurse.assessments.queries import answers_of
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.sections import JourneySection
from commonpurse.people.sections import PeopleSection
from commonpurse.plans.sections import PlanSection
from tests.a_demonstration import World, world
from tests.browser import well_formed
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_started_journey, an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place, actor_of, give_past_the_wall

__all__ = ["world"]

EXPECTED = Path(__file__).with_name("case_records")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CHANGES_BY_ITSELF = (
    (re.compile(rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}"), "<day>"),
    (re.compile(r"\b[Rr]un [0-9a-f]{8}\b"), "Run <run>"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "<rules>"),
)
AMOUNTS = re.compile(r"£[\d,]+\.\d\d")
OPEN = [PeopleSection.IDENTITY, JourneySection.JOURNEY, AccessSection.ACCESS]
WORDS = re.compile(r"£[\d,.]+ (?:a week|a year), (indicative|agreed|proposed)")


def of(world: World, name: str, **query: str) -> str:
    """What Sam downloads about somebody."""
    address = reverse("practitioner:record_text", kwargs={"journey_id": world.journeys[name]})
    return as_(world.users["sam"]).get(address, query).content.decode().replace("\r\n", "\n")


def settled(text: str) -> str:
    for changing, kept in CHANGES_BY_ITSELF:
        text = changing.sub(kept, text)
    return text


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.isupper() and not line.startswith("-")]


FIXED = [("Iris", "whole"), ("Nell", "plan"), ("Dana", "whole"), ("Walter", "figure"), ("Sylvie", "assessment")]


@pytest.mark.parametrize(("name", "part"), FIXED)
def test_its_wording(world: World, name: str, part: str) -> None:
    assert settled(of(world, name, part=part)) == (EXPECTED / f"{name.lower()}-{part}.txt").read_text()


@pytest.mark.parametrize("name", ["Iris", "Nell", "Dana", "Walter", "Yusuf"])
def test_its_figures_are_those_of_the_pages_to_the_penny(world: World, name: str) -> None:
    sam, known = as_(world.users["sam"]), {"journey_id": world.journeys[name]}
    pages = [sam.get(reverse(f"practitioner:{page}", kwargs=known)) for page in ("budget", "plan", *(["letter"] if name == "Dana" else []))]
    if name == "Nell":
        pages.append(as_(world.users["helen"]).get(reverse("manager:plan", args=[world.ids["plan_id"]])))
    shown = " ".join(page.content.decode() for page in pages)
    copied = set(AMOUNTS.findall(of(world, name)))
    assert copied
    assert {amount for amount in copied if amount not in shown and amount.removesuffix(".00") not in shown} == set()


def test_every_figure_of_budget_and_plan_has_its_word_and_period(world: World) -> None:
    assert set(WORDS.findall(of(world, "Dana"))) == {"indicative", "agreed"}
    assert set(WORDS.findall(of(world, "Nell"))) == {"indicative", "proposed"}


def test_a_part_can_be_chosen(world: World) -> None:
    whole, about = of(world, "Iris"), "WHO THIS IS ABOUT"
    parts = {part: headings(of(world, "Iris", part=part)) for part in ("assessment", "figure", "plan")}
    assert all(found[0] == about for found in parts.values())
    assert headings(whole) == [about, *(one for found in parts.values() for one in found[1:])]
    assert "ELIGIBILITY" not in parts["figure"] + parts["plan"]
    assert of(world, "Iris", part="nothing like it") == whole


def test_the_page_holds_the_very_text(world: World) -> None:
    page = as_(world.users["sam"]).get(reverse("practitioner:record", kwargs={"journey_id": world.journeys["Iris"]})).content.decode()
    assert well_formed(page) == ""
    held = page.partition('aria-label="The text to copy">')[2].partition("</pre>")[0]
    unescaped = held.replace("&#39;", "'").replace("&amp;", "&")
    assert unescaped == of(world, "Iris")


def test_the_file_has_no_name_in_its_name(world: World) -> None:
    answer = as_(world.users["sam"]).get(reverse("practitioner:record_text", kwargs={"journey_id": world.journeys["Iris"]}))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="case-record-\d{4}-\d\d-\d\d\.txt"', answer["Content-Disposition"])


def test_reading_it_is_a_look_at_each_section_in_it(world: World) -> None:
    def looks(route: str) -> set[str]:
        with acting_as(actor_for(world.users["priya"])):
            return set(Look.objects.filter(user_id=world.users["priya"].pk, route=route).values_list("section", flat=True))

    priya, known = as_(world.users["priya"]), {"journey_id": world.journeys["Leon"]}
    priya.get(reverse("practitioner:record", kwargs=known), {"part": "figure"})
    assert looks("practitioner:record") == {JourneySection.JOURNEY, BudgetSection.BUDGET}
    priya.get(reverse("practitioner:record_text", kwargs=known))
    assert looks("practitioner:record_text") == {
        JourneySection.JOURNEY,
        AssessmentSection.ASSESSMENT,
        BudgetSection.BUDGET,
        PlanSection.PLAN,
    }


def test_the_persons_own_copy_has_their_own_words_alone(world: World) -> None:
    own = as_(world.users["dana"]).get(reverse("person:record_text")).content.decode().replace("\r\n", "\n")
    assert "Dana Hollis, the person's own words" in own
    assert "Capacity" not in own
    assert AMOUNTS.findall(own) == AMOUNTS.findall(of(world, "Dana"))


def test_several_ways_of_one_answer_are_said_together(place: Place) -> None:
    answers = {"eating": Value(level=1, limbs=("cannot", "distress"))}
    assessment = an_answered_assessment(place, answers=answers)
    own = as_(an_account_of(place, assessment.person)).get(reverse("person:record_text")).content.decode()
    assert "In what way: I need help or a reminder; It hurts, upsets or worries me." in own


def test_each_answer_stands_in_one_place(world: World) -> None:
    """Once where it was given, and once more in the figure where it has points: there its words are the reason of the sum."""
    whole, figure = of(world, "Iris"), of(world, "Iris", part="figure")
    nothing_hard, hard = "I go to shops, buses and places I like when I want", "I need help most nights"
    assert (whole.count(nothing_hard), whole.count(hard)) == (1, 2)
    assert whole.count("I need help some nights") == 2  # of the worker, who said it only while checking together
    assert (nothing_hard in figure, figure.count("- The practitioner's side: ")) == (True, 1)  # a part by itself is whole, too


def test_the_persons_own_copy_says_the_law_in_plain_words(world: World) -> None:
    own = as_(world.users["dana"]).get(reverse("person:record_text")).content.decode()
    assert "eating and drinking enough" in own
    assert "In what way: I need help or a reminder." in own
    assert headings(own.replace("\r\n", "\n"))[1] == "HOW THE QUESTIONS WERE ANSWERED"
    for hard in ("maintaining nutrition", "SELF-ASSESSMENT", "POSITIVE RISK", "prompting included", "Significant impact", "Outcomes"):
        assert hard not in own
        assert hard in of(world, "Dana")  # the negative control: a council's record has the law's own words


def test_what_a_helper_said_stands_in_the_workers_copy_as_theirs_and_not_in_the_persons_own(place: Place) -> None:
    assessment = an_answered_assessment(place)
    helper, _ = a_helper_who_signs_in(place, assessment)
    words = Value(level=3, limbs=("unsafe",), words="He left the gas on twice.")
    with acting_as(place.as_sam) as sam:
        save_answer(assessment, "eating", Voice.CARER, words, client_uuid=uuid4(), said_by=helper, by=sam)
    workers = as_(place.sam).get(reverse("practitioner:record", args=[assessment.journey_id])).content.decode()
    own = as_(an_account_of(place, assessment.person)).get(reverse("person:record")).content.decode()
    assert "- Ruth Ellis, a carer&#39;s words, " in workers
    assert "He left the gas on twice." in workers
    assert "He left the gas on twice." not in own
    assert "Letters pile up" in own


def test_a_stranger_finds_nothing(world: World) -> None:
    for route in ("record", "record_text"):
        address = reverse(f"practitioner:{route}", kwargs={"journey_id": world.journeys["Iris"]})
        assert as_(world.users["charlie"]).get(address).status_code == 404


def test_nothing_of_a_part_that_is_not_open(place: Place) -> None:
    """The second wall's reason, asked in the first: somebody for whom only the journey is open gets no copy of the rest."""
    journey = a_started_journey(place)
    give_past_the_wall(access.team(place.elsewhere.pk), journey.person_id, ground="a test", sections=OPEN)
    charlie = as_(place.charlie)
    assert charlie.get(reverse("practitioner:journey", args=[journey.pk])).status_code == 200
    assert charlie.get(reverse("practitioner:record", args=[journey.pk])).status_code == 404


def test_what_was_told_only_to_the_worker_is_marked_and_a_helpers_is_in_nobody_elses_copy(place: Place) -> None:
    assessment = an_answered_assessment(place)
    helper, _ = a_helper_who_signs_in(place, assessment)
    daniel = an_account_of(place, assessment.person)
    with acting_as(actor_of(daniel)) as by:
        softly = Value(level=1, words="I do not eat when he is here.")
        before = answers_of(assessment, Voice.PERSON)["eating"].uuid
        save_answer(assessment, "eating", Voice.PERSON, softly, client_uuid=uuid4(), base=before, only_worker=True, by=by)
    with acting_as(place.as_sam) as sam:
        said = Value(level=3, words="He frightens me.")
        save_answer(assessment, "eating", Voice.CARER, said, client_uuid=uuid4(), said_by=helper, only_worker=True, by=sam)
    workers = as_(place.sam).get(reverse("practitioner:record_text", args=[assessment.journey_id])).content.decode()
    own = as_(daniel).get(reverse("person:record_text")).content.decode()
    marked = [line for line in workers.splitlines() if line.startswith("- TOLD ONLY TO THE WORKER: ")]
    assert [("not eat when he is here" in line, "He frightens me" in line) for line in marked] == [(True, False), (False, True)]
    assert next(line for line in own.splitlines() if "not eat when he is here" in line).startswith("- TOLD ONLY TO THE WORKER: ")
    assert "He frightens me" not in own
