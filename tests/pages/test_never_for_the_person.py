"""A person says who must never see their record, sees who is shut out, and takes it back; nothing stays unsaid that will be lacking."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.context import acting_as
from commonpurse.access.models import Never, User
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.models import Assessment
from commonpurse.journeys.models import Journey
from commonpurse.journeys.sections import JourneySection
from commonpurse.organisations.models import Membership
from tests.browsing_of_the_tests import as_
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import a_begun_assessment, an_account_of
from tests.people_of_the_tests import LONG_AGO, Place, a_privacy_officer, a_user, actor_of, as_operator, let_see

ALL = reverse("person:never")
CHOOSE = reverse("person:never_choose")


@dataclass
class Daniel:
    """His journey, begun with Sam, and his account."""

    place: Place
    assessment: Assessment
    user: User

    @property
    def journey(self) -> Journey:
        return self.assessment.journey

    @property
    def browser(self) -> Client:
        return as_(self.user)

    def page(self, address: str) -> str:
        return self.browser.get(address).content.decode()

    def shuts_out(self, user: User, **typed: str) -> HttpResponse:
        return self.browser.post(one(user), {"about": str(self.journey.person_id), **typed})  # type: ignore[return-value]

    def said(self) -> list[Never]:
        with acting_as(actor_of(self.user)):
            return list(Never.objects.order_by("since"))


@pytest.fixture
def daniel(place: Place) -> Daniel:
    assessment = a_begun_assessment(place)
    return Daniel(place, assessment, an_account_of(place, assessment.person))


def one(user: User) -> str:
    return reverse("person:shut_out", args=[user.pk])


def again(never: Never) -> str:
    return reverse("person:let_see_again", args=[never.pk])


def works(user: User, place: Place, role: str) -> None:
    with as_operator():
        Membership.objects.create(user=user, organisation=place.trust, team=place.team, role=role, starts_on=LONG_AGO)


def test_it_is_found_from_who_looked_and_from_home(daniel: Daniel) -> None:
    assert f'href="{ALL}"' in daniel.page(reverse("person:who_looked"))
    assert f'href="{ALL}"' in daniel.page(reverse("person:home"))
    assert "You have not shut anybody out." in daniel.page(ALL)


def test_everybody_can_be_named_who_sees_it_or_looked_or_works_there(daniel: Daniel) -> None:
    place, fiona, nadia = daniel.place, a_user("fiona"), a_user("nadia")
    works(fiona, place, "trainer")  # works in the team, and sees nobody's record
    with acting_as(place.as_sam) as sam:
        access.look(person_id=daniel.journey.person_id, section=JourneySection.JOURNEY, route="practitioner:journey", by=sam)
    page = daniel.page(CHOOSE)
    for user in (place.sam, place.priya, place.helen, fiona):
        assert f'href="{one(user)}"' in page
    assert "Cannot see your record now." in part_about(page, fiona)
    assert "Can see your record." in part_about(page, place.sam)
    assert "Last looked on" in part_about(page, place.sam)
    for other in (nadia, place.charlie, place.wen, daniel.user):  # who has nothing to do with it, and himself
        assert str(other.pk) not in page
        assert daniel.browser.get(one(other)).status_code == 404
        assert daniel.shuts_out(other).status_code == 404


def part_about(page: str, user: User) -> str:
    return page.split(str(user.pk))[1].split("</li>")[0]


def test_somebody_who_looked_and_works_there_no_more_can_be_named(daniel: Daniel) -> None:
    place = daniel.place
    with acting_as(place.as_priya) as priya:
        access.look(person_id=daniel.journey.person_id, section=JourneySection.JOURNEY, route="practitioner:journey", by=priya)
    with as_operator():
        Membership.objects.filter(user=place.priya).update(ends_on="2021-01-01")
    assert "Cannot see your record now. Last looked on" in " ".join(part_about(daniel.page(CHOOSE), place.priya).split())


def test_many_are_found_by_name(daniel: Daniel) -> None:
    for number in range(30):
        works(a_user(f"worker{number:02}"), daniel.place, "practitioner")
    assert "?page=2" in daniel.page(CHOOSE)
    found = daniel.page(f"{CHOOSE}?find=sAm")
    assert (str(daniel.place.sam.pk) in found, str(daniel.place.priya.pk) in found) == (True, False)
    assert "Nobody here is called “zzz”." in daniel.page(f"{CHOOSE}?find=zzz")


def test_the_list_asks_a_fixed_number_of_times(daniel: Daniel) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            daniel.page(address)
        return len(queries)

    omar = a_privacy_officer(daniel.place.trust)
    daniel.shuts_out(daniel.place.priya)
    before = {address: asked(address) for address in (ALL, CHOOSE)}
    for number in range(6):
        user = a_user(f"worker{number}")
        works(user, daniel.place, "practitioner")
        if number % 2:
            daniel.shuts_out(user)
        elif number % 3:
            with acting_as(omar):
                access.never_let_see(user_id=user.pk, person_id=daniel.journey.person_id, why="Asked.", by=omar)
    assert {address: asked(address) for address in (ALL, CHOOSE)} == before


def test_it_says_what_it_means_and_asks_for_no_reason(daniel: Daniel) -> None:
    page = daniel.page(one(daniel.place.priya))
    for words in ("cannot see anything of yours", "We do not tell them", "Somebody else in Northmere mental health team", "take it back"):
        assert words in page
    assert "You do not need to give a reason" in page
    assert ("another worker" in page, "another manager" in page) == (False, False)
    assert daniel.said() == []  # to look at the page is to say nothing


def test_he_says_it_and_it_stands_on_the_list(daniel: Daniel) -> None:
    answer = daniel.shuts_out(daniel.place.priya, why="She is my neighbour.")
    assert (answer.status_code, answer.headers["Location"]) == (302, ALL)
    page = daniel.page(ALL)
    assert "Priya" in page
    assert "She is my neighbour." in page
    assert "Let them see again" in page
    assert str(daniel.place.priya.pk) not in daniel.page(CHOOSE)


def test_pressed_twice_it_is_once(daniel: Daniel) -> None:
    assert [daniel.shuts_out(daniel.place.priya).status_code for _ in range(2)] == [302, 302]
    assert len(daniel.said()) == 1


def test_what_was_opened_for_somebody_else_says_nothing(daniel: Daniel) -> None:
    answer = daniel.browser.post(one(daniel.place.priya), {"about": str(daniel.journey.pk)})
    assert answer.status_code == 200
    assert "opened for somebody else" in answer.content.decode()
    assert daniel.said() == []


def main_of(answer: Any) -> str:
    page: str = answer.content.decode()
    return page.split("<main")[1].split("</main>")[0]


def test_whoever_is_shut_out_finds_what_a_stranger_finds(daniel: Daniel) -> None:
    """The page is the same as for a record that does not exist, and is written down as any other refusal."""
    address = reverse("practitioner:journey", args=[daniel.journey.pk])
    missing = reverse("practitioner:journey", args=[daniel.place.team.pk])
    priya = as_(daniel.place.priya)
    assert priya.get(address).status_code == 200  # the negative control
    daniel.shuts_out(daniel.place.priya)
    answer = priya.get(address)
    assert answer.status_code == 404
    assert main_of(answer) == main_of(as_(daniel.place.charlie).get(address)) == main_of(priya.get(missing))
    found = priya.get(reverse("practitioner:caseload"), {"show": "everyone", "find": "Okafor"})
    assert "Nobody here has that name or number." in found.content.decode()
    assert as_(daniel.place.sam).get(address).status_code == 200
    assert daniel.browser.get(reverse("person:home")).status_code == 200


def test_he_lets_her_see_again(daniel: Daniel) -> None:
    daniel.shuts_out(daniel.place.priya)
    (never,) = daniel.said()
    assert "Let Priya see again?" in daniel.page(again(never))
    assert daniel.browser.post(again(never), {}).status_code == 200  # from another page: nothing ends
    assert daniel.said()[0].ended_at is None
    for _ in range(2):
        assert daniel.browser.post(again(never), {"about": str(daniel.journey.person_id)}).headers["Location"] == ALL
    assert as_(daniel.place.priya).get(reverse("practitioner:journey", args=[daniel.journey.pk])).status_code == 200
    page = daniel.page(ALL)
    assert "You have not shut anybody out." in page
    assert ">Before<" in page
    assert str(daniel.place.priya.pk) in daniel.page(CHOOSE)


def test_nobody_elses_is_taken_back(daniel: Daniel) -> None:
    daniel.shuts_out(daniel.place.priya)
    (never,) = daniel.said()
    ruth = an_account_of(daniel.place, daniel.place.person("Ruth", "Ellis"))
    for user in (ruth, daniel.place.sam, daniel.place.priya):
        assert as_(user).get(again(never)).status_code == 404
        assert as_(user).post(again(never), {"about": str(daniel.journey.person_id)}).status_code == 404


def test_what_an_officer_said_is_shown_with_why_and_not_taken_back_here(daniel: Daniel) -> None:
    omar = a_privacy_officer(daniel.place.trust)
    with acting_as(omar):
        never = access.never_let_see(user_id=daniel.place.priya.pk, person_id=daniel.journey.person_id, why="On the telephone.", by=omar)
    page = daniel.page(ALL)
    assert "Omar, a privacy officer, said this. Why: On the telephone." in page
    assert "ask a privacy officer: Omar, Northmere NHS Trust" in page
    assert again(never) not in page
    answer = daniel.browser.get(again(never))
    assert (answer.status_code, "Ask them to take it back" in answer.content.decode()) == (403, True)
    assert "as a privacy officer" in daniel.page(reverse("person:who_looked"))


def test_the_responsible_worker_is_said_to_be_lacking_everywhere(daniel: Daniel) -> None:
    place, home = daniel.place, reverse("person:home")
    assert "You will need another worker" in daniel.page(one(place.sam))
    assert "You need another worker" not in daniel.page(home)
    daniel.shuts_out(place.sam, why="He lives next door.")
    for address in (home, ALL):
        assert "You need another worker" in daniel.page(address)
    assert "Sam" not in daniel.page(home).split("<main")[1]
    helen = as_(place.helen)
    caseload = helen.get(reverse("practitioner:caseload")).content.decode()
    assert "The responsible person must not see this record." in caseload
    journey = helen.get(reverse("practitioner:journey", args=[daniel.journey.pk])).content.decode()
    assert "Another worker is needed" in journey
    assert "next door" not in caseload + journey
    form = helen.get(reverse("practitioner:hand_over", args=[daniel.journey.pk])).content.decode()
    assert (str(place.sam.pk) in form, str(place.priya.pk) in form) == (False, True)
    with acting_as(place.as_helen) as by:
        assessments.hand_over(daniel.journey, to_user_id=place.priya.pk, note="Please.", by=by)
    for address in (home, ALL):
        assert "You need another worker" not in daniel.page(address)


def test_the_only_manager_is_said_to_be_lacking(daniel: Daniel) -> None:
    assert "only manager of Northmere mental health team" in daniel.page(one(daniel.place.helen))
    works(a_user("second"), daniel.place, "manager")
    assert "only manager" not in daniel.page(one(daniel.place.helen))  # the negative control


def test_that_nobody_would_be_left_is_said(daniel: Daniel) -> None:
    a_privacy_officer(daniel.place.trust)
    for user in (daniel.place.priya, daniel.place.helen):
        daniel.shuts_out(user)
    page = daniel.page(one(daniel.place.sam))
    assert "Then nobody is left" in page
    assert "Omar, Northmere NHS Trust" in page
    assert "will do for you what they did" not in page


def test_a_helper_is_shut_out_and_her_own_journey_is_untouched(daniel: Daniel) -> None:
    """Ruth helps with his questions, has a journey as a carer, and was let see where he stands: her own record stays hers."""
    ruth = a_carer(daniel.place, daniel.journey)
    with acting_as(daniel.place.as_sam) as sam:
        helper = assessments.note_helper(daniel.assessment, name="Ruth Ellis", relationship="sister", footing="own_words", by=sam)
        assessments.let_helper_sign_in(helper, "not used", by=sam)
    let_see(actor_of(daniel.user), ruth.user.pk, daniel.journey, JourneySection.STAGE)
    hers = as_(ruth.user)
    own = [reverse(f"person:{name}") for name in ("home", "who_looked", "never", "never_choose", "letting_see", "record")]
    own += [reverse("person:caring", args=[ruth.caring.pk]), reverse("person:helps", args=[ruth.caring.pk, "eating"])]
    ruth.says("eating")
    said = main_of(hers.get(own[-2]))
    assert "Yes, I want to go on" in said
    of_his = reverse("shown:part", kwargs={"journey_id": daniel.journey.pk, "what": "stage"})
    assert hers.get(of_his).status_code == 200  # the negative control
    assert "They can no longer help you here." in daniel.page(one(ruth.user))
    daniel.shuts_out(ruth.user)
    assert hers.get(of_his).status_code == 404
    assert [hers.get(address).status_code for address in own] == [200] * len(own)
    assert main_of(hers.get(own[-2])) == said
    ruth.says("eating", says="no")  # what she is willing to do stays hers to take back
    assert "Yes, I want to go on" not in main_of(hers.get(own[-2]))
    assert "must never see your record" in daniel.page(reverse("person:letting_see"))


def test_a_carer_says_it_of_her_own_record(daniel: Daniel) -> None:
    ruth = a_carer(daniel.place, daniel.journey)
    hers = as_(ruth.user)
    answer = hers.post(one(daniel.place.priya), {"about": str(ruth.user.person_id)})
    assert answer.status_code == 302
    assert as_(daniel.place.priya).get(reverse("practitioner:journey", args=[ruth.journey.pk])).status_code == 404
    assert as_(daniel.place.priya).get(reverse("practitioner:journey", args=[daniel.journey.pk])).status_code == 200  # his stays open
