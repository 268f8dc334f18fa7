"""A carer's journey of her own: begun three ways, linked on her side, and kept apart from the one of the person whom she helps."""

from dataclasses import replace

from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.assessments import acts
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.outbox import read_outbox
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.people.queries import carers_of, cares_for
from commonpurse.values.money import pounds
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import ANSWERS, a_worked_out_budget, budget_of
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import a_begun_assessment, a_helper_who_signs_in, a_started_journey, an_account_of, publish_the_reference
from tests.people_of_the_tests import Place, actor_of, noted_that_they_let_see


def test_sam_starts_it_from_her_mothers_page(place: Place) -> None:
    journey = a_started_journey(place, person=place.person("Margaret", "Ellis"))
    sam = as_(place.sam)
    address = reverse("practitioner:start_carer", kwargs={"journey_id": journey.pk})
    assert sam.get(address).status_code == 200
    given = {"first_name": "Ruth", "last_name": "Ellis", "kind": "daughter", "about": journey.person_id}
    answer = sam.post(address, given)
    assert answer.status_code == 302
    with acting_as(place.as_sam):
        own = Journey.objects.select_related("person").get(kind="carer")
        assert own.person.name == "Ruth Ellis"
    hers, mothers = (sam.get(reverse("practitioner:journey", kwargs={"journey_id": one})) for one in (own.pk, journey.pk))
    assert str(journey.pk) in hers.content.decode()
    assert str(own.pk) in mothers.content.decode()
    assert sam.post(address, given).status_code == 200  # a second press starts no second one
    with acting_as(place.as_sam):
        assert Journey.objects.filter(kind="carer").count() == 1


def test_a_form_that_was_opened_for_somebody_else_starts_nothing(place: Place) -> None:
    journey, other = a_started_journey(place), a_started_journey(place, person=place.person("Nell", "Shah"))
    address = reverse("practitioner:start_carer", kwargs={"journey_id": journey.pk})
    as_(place.sam).post(address, {"first_name": "Ruth", "last_name": "Ellis", "kind": "daughter", "about": other.person_id})
    with acting_as(place.as_sam):
        assert not Journey.objects.filter(kind="carer").exists()


def test_ruth_asks_for_her_own_and_it_goes_to_the_same_worker(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    address = reverse("carer:of_my_own", kwargs={"helper_id": helper.pk})
    assert ruth.get(address).status_code == 200
    answer = ruth.post(address, {"about": assessment.person_id})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("person:home"))
    home = ruth.get(reverse("person:home"))
    assert home.status_code == 200
    assert "Helping Margaret" in home.content.decode()
    with acting_as(place.as_sam):
        own = Journey.objects.get(kind="carer")
        assert (own.worker_id, own.team_id) == (place.sam.pk, place.team.pk)
        assert [caring.carer_id for caring in carers_of(place.as_sam, assessment.person_id)] == [own.person_id]
    assert ruth.post(address, {"about": assessment.person_id}).status_code == 302
    with acting_as(place.as_sam):
        assert Journey.objects.filter(kind="carer").count() == 1


def test_she_is_led_to_the_one_that_she_has_and_offered_no_second(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth, helping = as_(user), reverse("carer:home")
    address = reverse("carer:of_my_own", kwargs={"helper_id": helper.pk})
    assert "I would like that" in ruth.get(helping).content.decode()  # the negative control
    ruth.post(address, {"about": assessment.person_id})
    page = ruth.get(helping).content.decode()
    assert "I would like that" not in page
    assert address not in page
    assert f'href="{reverse("person:home")}">Go to my own journey' in page
    again = ruth.get(address)
    assert (again.status_code, again.headers["Location"]) == (302, reverse("person:home"))


def test_whoever_has_support_of_their_own_is_led_to_the_room_of_the_carer(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    ruth.post(reverse("carer:of_my_own", kwargs={"helper_id": helper.pk}), {"about": assessment.person_id})
    with acting_as(place.as_sam):
        a_started_journey(place, person=Journey.objects.get(kind="carer").person)
    assert 'href="/my/as-a-carer/">Go to my own journey' in ruth.get(reverse("carer:home")).content.decode()


def test_an_account_for_her_own_words_is_linked_and_not_refused(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    helper, user = a_helper_who_signs_in(place, assessment)
    sam = as_(place.sam)
    address = reverse("practitioner:start_carer", kwargs={"journey_id": assessment.journey_id})
    assert helper.name in sam.get(address).content.decode()
    given = {"first_name": "Ruth", "last_name": "Ellis", "kind": "daughter", "about": assessment.person_id, "helper": helper.pk}
    assert sam.post(address, given).status_code == 302
    assert as_(user).get(reverse("person:home")).status_code == 200
    assert as_(user).get(reverse("carer:home")).status_code == 200


def test_it_is_linked_later_too(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    with acting_as(place.as_sam) as by:
        own = acts.start_beside(assessment.journey, first_name="Ruth", last_name="Ellis", kind="daughter", by=by)
    _, user = a_helper_who_signs_in(place, assessment)
    sam = as_(place.sam)
    assert "Use the same account" in sam.get(reverse("practitioner:give_sign_in", kwargs={"journey_id": own.pk})).content.decode()
    sam.post(reverse("practitioner:same_account", kwargs={"journey_id": own.pk}), {"about": own.person_id})
    assert actor_of(user).person_id == own.person_id
    assert as_(user).get(reverse("person:home")).status_code == 200


def test_ruth_is_asked_one_need_at_a_time_and_told_beforehand(place: Place) -> None:
    publish_the_reference()
    ruth = a_carer(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    client = as_(ruth.user)
    listed = client.get(reverse("person:caring", kwargs={"caring_id": ruth.caring.pk})).content.decode()
    assert "You have not been asked yet." in listed
    assert "<dl" not in listed  # no row for what was not asked
    one = {"caring_id": ruth.caring.pk, "need": "eating"}
    about = {"about": ruth.caring.person_id}
    helps = client.post(reverse("person:helps", kwargs=one), {**about, "helps": "yes"})
    assert helps.headers["Location"] == reverse("person:willing", kwargs=one)
    page = client.get(reverse("person:willing", kwargs=one)).content.decode()
    assert "Unpaid help is counted for: Eating and drinking." in page
    assert "The amount itself shows it" in page
    assert client.post(reverse("person:willing", kwargs=one), {**about, "says": "yes_until"}).status_code == 200  # no date
    assert client.post(reverse("person:willing", kwargs=one), {**about, "says": "no"}).status_code == 302
    said_one = client.get(reverse("person:caring", kwargs={"caring_id": ruth.caring.pk})).content.decode()
    assert "No</dd>" in said_one
    assert said_one.count("govuk-summary-list__row") == 1
    assert "parts are not asked yet" in said_one
    washing = {"caring_id": ruth.caring.pk, "need": "washing"}
    client.post(reverse("person:helps", kwargs=washing), {**about, "helps": "no"})
    assert "I do not help with this" in client.get(reverse("person:caring", kwargs={"caring_id": ruth.caring.pk})).content.decode()


def test_where_she_may_see_her_mothers_answers_she_sees_the_very_amounts_beforehand(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers={**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)})
    ruth, gross = a_carer(place, journey), budget_of(place, journey).amount_pence
    client = as_(ruth.user)
    address = reverse("person:willing", kwargs={"caring_id": ruth.caring.pk, "need": "eating"})
    assert "We cannot say by how much" in client.get(address).content.decode()  # she may see nothing, and has said nothing
    noted_that_they_let_see(place.as_sam, ruth.user.pk, journey, AssessmentSection.SHOWN_ANSWERS)
    shown = client.get(address).content.decode()
    ruth.says("eating")
    read_outbox()
    net = budget_of(place, journey).amount_pence
    assert f"<strong>about {pounds(gross or 0)} a week</strong>" in shown
    assert f"<strong>about {pounds(net or 0)} a week</strong>" in shown
    assert "Others then see that unpaid help changed" in client.get(address.removesuffix("/willing")).content.decode()


def test_the_person_is_told_that_unpaid_help_changed_and_no_more(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers={**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)})
    mother = as_(an_account_of(place, journey.person))
    sentence = "The unpaid help that counts here has changed"
    assert sentence not in mother.get(reverse("person:budget")).content.decode()
    a_carer(place, journey).says("eating")
    read_outbox()
    page = mother.get(reverse("person:budget")).content.decode()
    assert sentence in page
    assert "Unpaid help is counted for: Eating and drinking." in page  # the very words that she was shown
    assert "Ruth" not in page


def test_a_carer_with_an_account_uses_it_for_her_own_words_too(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    ruth = a_carer(place, assessment.journey)
    with acting_as(place.as_sam) as sam:
        helper = acts.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing="own_words", by=sam)
    address = reverse("practitioner:let_helper_sign_in", kwargs={"journey_id": assessment.journey_id, "helper_id": helper.pk})
    given = {"sign_in_name": "another", "person": assessment.person_id, "assessment": assessment.pk}
    page = as_(place.sam).post(address, given).content.decode()
    assert ruth.user.sign_in_name in page
    assert "Nothing is new" in page
    assert User.objects.filter(sign_in_name="another").count() == 0
    assert as_(ruth.user).get(reverse("carer:home")).status_code == 200


def test_somebody_with_a_record_is_found_by_the_name_and_has_no_second_one(place: Place) -> None:
    margaret, ruth = place.person("Margaret", "Ellis"), place.person("Ruth", "Ellis")
    journey, own = a_started_journey(place, person=margaret), a_started_journey(place, person=ruth)
    sam = as_(place.sam)
    address = reverse("practitioner:start_carer", kwargs={"journey_id": journey.pk})
    given = {"first_name": "ruth ", "last_name": "ELLIS", "kind": "daughter", "about": journey.person_id}
    assert "Is it the same person?" not in sam.get(address).content.decode()
    page = sam.post(address, given).content.decode()
    assert "Is it the same person?" in page
    assert "born 4 March 1992" in page
    assert f'value="{ruth.pk}"' in page
    assert sam.post(address, {**given, "record": ruth.pk}).status_code == 302
    with acting_as(place.as_sam):
        carers = Journey.objects.get(kind="carer")
        assert carers.person_id == own.person_id == ruth.pk
        assert Person.objects.filter(last_name="Ellis").count() == 2


def test_somebody_else_of_the_same_name_has_a_record_of_their_own(place: Place) -> None:
    journey, ruth = a_started_journey(place, person=place.person("Margaret", "Ellis")), place.person("Ruth", "Ellis")
    given = {"first_name": "Ruth", "last_name": "Ellis", "kind": "daughter", "about": journey.person_id, "record": "somebody else"}
    address = reverse("practitioner:start_carer", kwargs={"journey_id": journey.pk})
    assert as_(place.sam).post(address, given).status_code == 302
    with acting_as(place.as_sam):
        assert Journey.objects.get(kind="carer").person_id != ruth.pk


def test_a_carer_of_two_people_has_one_journey_linked_to_both(place: Place) -> None:
    mother = a_started_journey(place, person=place.person("Margaret", "Ellis"))
    father = a_started_journey(place, person=place.person("Frank", "Ellis"))
    ruth = a_carer(place, mother)
    with acting_as(place.as_sam) as sam:
        again = acts.start_beside(father, first_name="Ruth", last_name="Ellis", kind="daughter", record=ruth.person.pk, by=sam)
        assert again.pk == ruth.journey.pk
        assert {caring.called for caring in cares_for(ruth.person.pk)} == {"Margaret", "Frank"}


def test_a_record_of_another_team_is_neither_found_nor_chosen(place: Place) -> None:
    journey = a_started_journey(place, person=place.person("Margaret", "Ellis"))
    with acting_as(place.as_charlie) as charlie:
        hidden = people.add_person(first_name="Ruth", last_name="Ellis", seen_by=place.elsewhere.pk, by=charlie)
    with acting_as(place.as_sam) as sam:
        own = acts.start_beside(journey, first_name="Ruth", last_name="Ellis", kind="daughter", record=hidden.pk, by=sam)
        assert own.person_id != hidden.pk
