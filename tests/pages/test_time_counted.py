"""What pages cost: measured by a script, else estimated by gaps; never more than can be, never twice, never by whom."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.journeys.models import Journey, PageTime
from tests.carers_of_the_tests import a_carer
from tests.effort_of_the_tests import gets, reports, rows, told_to
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_prepared_assessment, a_started_journey, an_account_of
from tests.people_of_the_tests import Place, a_place, shut_out


@pytest.fixture
def journey(place: Place) -> Journey:
    return a_started_journey(place)


@pytest.fixture
def sam(client: Client, place: Place, journey: Journey) -> Client:
    client.force_login(place.sam)
    return client


def test_the_gap_to_the_next_request_is_an_estimate(sam: Client, place: Place, journey: Journey) -> None:
    gets(sam, f"/work/journeys/{journey.pk}/before", 0)
    assert rows(place.as_sam) == []
    gets(sam, "/work/", 45)
    assert rows(place.as_sam) == [("preparation", "practitioner", None, 45)]
    gets(sam, "/work/", 90)  # nothing of a journey was open
    assert len(rows(place.as_sam)) == 1


def test_an_estimate_is_two_minutes_at_most(sam: Client, place: Place, journey: Journey) -> None:
    gets(sam, f"/work/journeys/{journey.pk}", 0)
    gets(sam, f"/work/journeys/{journey.pk}", 4000)
    gets(sam, "/work/", 4119)
    assert rows(place.as_sam) == [("overview", "practitioner", None, 119), ("overview", "practitioner", None, 120)]


def test_what_the_script_says_is_measured_and_its_gap_is_not_counted(sam: Client, place: Place, journey: Journey) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}/before", 0)
    assert reports(sam, page, seconds=70, when=100) == 204
    gets(sam, f"/work/journeys/{journey.pk}", 101)
    gets(sam, "/work/", 160)
    assert [row[:3] for row in rows(place.as_sam)] == [("preparation", "practitioner", 70)]  # and no gap of the page after it


def test_a_report_that_comes_after_the_gap_was_noted_takes_its_place(sam: Client, place: Place, journey: Journey) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}/before", 0)
    gets(sam, "/work/", 100)
    assert rows(place.as_sam) == [("preparation", "practitioner", None, 100)]
    reports(sam, page, seconds=30, when=101)
    assert rows(place.as_sam) == [("preparation", "practitioner", 30, 100)]
    with acting_as(place.as_sam):
        from commonpurse.journeys.effort.queries import time_on

        assert [(one.measured, one.estimated) for one in time_on([journey.pk])] == [(30, 0)]


def test_the_same_report_twice_counts_once_and_a_later_one_takes_its_place(sam: Client, place: Place, journey: Journey) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}", 0)
    for seconds, when in ((40, 60), (40, 61), (55, 90), (40, 91)):
        assert reports(sam, page, seconds=seconds, when=when) == 204
    assert [row[2] for row in rows(place.as_sam)] == [55]


def test_minutes_that_cannot_have_passed_are_not_believed(sam: Client, place: Place, journey: Journey) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}", 0)
    reports(sam, page, seconds=600_000, when=90)
    assert [row[2] for row in rows(place.as_sam)] == [90]
    reports(sam, page, seconds=600_000, when=40_000)
    assert [row[2] for row in rows(place.as_sam)] == [3600]


@pytest.mark.parametrize("seconds", ["", "-5", "many", "1.5", "1234567", "٣"])
def test_what_is_no_number_of_seconds_is_refused(sam: Client, place: Place, journey: Journey, seconds: str) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}", 0)
    assert reports(sam, page, seconds=seconds, when=60) == 400
    assert rows(place.as_sam) == []


def test_a_page_that_was_made_up_or_shown_to_somebody_else_is_refused(sam: Client, place: Place, journey: Journey) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}", 0)
    assert sam.post("/effort", {"page": told_to(page)[:-3] + "abc", "seconds": "5"}).status_code == 400
    priya = Client()
    priya.force_login(place.priya)
    assert reports(priya, page, seconds=5, when=10) == 400
    assert rows(place.as_sam) == []


def test_another_journeys_time_is_refused_as_if_it_were_not_there(sam: Client, place: Place, journey: Journey) -> None:
    """Sam had the page open when the team lost the record."""
    page = gets(sam, f"/work/journeys/{journey.pk}", 0)
    shut_out(place.sam.pk, journey.person_id)
    assert reports(sam, page, seconds=5, when=10) == 404
    assert gets(sam, "/work/", 20)  # and the gap is not counted, and the page comes all the same
    assert rows(place.as_helen) == []


def test_no_row_and_no_page_says_who(sam: Client, place: Place, journey: Journey) -> None:
    page = gets(sam, f"/work/journeys/{journey.pk}", 0)
    reports(sam, page, seconds=5, when=10)
    names = {field.name for field in PageTime._meta.get_fields()}
    assert names == {"id", "journey", "person", "step", "side", "day", "measured", "estimated"}
    with acting_as(place.as_sam), connection.cursor() as cursor:
        cursor.execute("select row_to_json(one)::text from journeys_pagetime one")
        assert str(place.sam.pk) not in cursor.fetchone()[0]


def test_what_is_saved_while_typing_is_no_page(sam: Client, place: Place, journey: Journey) -> None:
    gets(sam, f"/work/journeys/{journey.pk}/before", 0)
    gets(sam, f"/work/journeys/{journey.pk}/before", 20, method="post", headers={"X-Requested-With": "autosave"})
    assert rows(place.as_sam) == []
    gets(sam, "/work/", 60)
    assert [row[3] for row in rows(place.as_sam)] == [60]


def test_a_person_their_helper_and_their_carer_each_count_on_their_own_side(client: Client, place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    margaret = an_account_of(place, assessment.person)
    client.force_login(margaret)
    gets(client, "/my/", 0)
    gets(client, "/my/questions", 10)
    gets(client, "/account/you", 30)
    helper, alan = a_helper_who_signs_in(place, assessment)
    client.force_login(alan)
    gets(client, f"/helping/{helper.pk}/eating", 0)
    gets(client, "/account/you", 25)
    seen = rows(place.as_sam)
    assert ("overview", "person", None, 10) in seen
    assert ("questions", "person", None, 20) in seen
    assert ("questions", "helper", None, 25) in seen


def test_a_helpers_script_is_believed_and_a_helper_reads_nobody_elses_time(client: Client, place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    helper, ruth = a_helper_who_signs_in(place, assessment)
    client.force_login(ruth)
    page = gets(client, f"/helping/{helper.pk}/eating", 0)
    assert reports(client, page, seconds=20, when=30) == 204
    sam = Client()
    sam.force_login(place.sam)
    gets(sam, f"/work/journeys/{assessment.journey_id}", 0)
    gets(sam, "/work/", 40)
    from tests.people_of_the_tests import actor_of

    assert [row[1] for row in rows(actor_of(ruth))] == ["helper"]
    assert len(rows(place.as_sam)) == 2


def test_a_carers_time_stands_on_the_carers_own_journey(client: Client, place: Place, journey: Journey) -> None:
    carer = a_carer(place, journey)
    client.force_login(carer.user)
    gets(client, f"/my/caring/{carer.caring.pk}", 0)
    gets(client, "/account/you", 15)
    with acting_as(place.as_sam):
        assert list(PageTime.objects.values_list("journey_id", "step", "side")) == [(carer.journey.pk, "caring", "carer")]


def test_the_session_lasts_no_longer_for_it(sam: Client, journey: Journey) -> None:
    before = ends_at(sam)
    gets(sam, f"/work/journeys/{journey.pk}", 0)
    assert ends_at(sam) == before
    assert "open page" in sam.session


def ends_at(client: Client) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select session_expires from access_session_read(%s)", [client.session.session_key])
        ends: datetime = cursor.fetchone()[0]
        return ends


def test_a_request_that_was_refused_and_rolled_back_still_cost_minutes(own_database: str, client: Client) -> None:
    place = a_place()
    journey = a_started_journey(place)
    client.force_login(place.sam)
    address = f"/work/journeys/{journey.pk}"
    gets(client, address, 0)
    assert "no agreed plan" in gets(client, f"{address}/support-started", 50, method="post")
    gets(client, "/work/", 80)
    assert rows(place.as_sam) == [("overview", "practitioner", None, 30), ("overview", "practitioner", None, 50)]


def test_counting_that_fails_stops_no_page_and_holds_up_none(own_database: str, client: Client) -> None:
    """Somebody else moves the journey on, and holds its row, at the moment when the time would be written down."""
    import psycopg

    from commonpurse.foundation.clock import now

    place = a_place()
    journey = a_started_journey(place)
    client.force_login(place.sam)
    gets(client, f"/work/journeys/{journey.pk}", 0)
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], password=settings["PASSWORD"], dbname=settings["NAME"]
    ) as other:
        other.execute("set role app")
        other.execute("select access_begin_as(%s, '{}', 'practitioner')", [place.sam.pk])
        assert other.execute("select 1 from journeys_journey for update").fetchall()
        began = now()
        assert "Caseload" in gets(client, "/work/", 30)
        assert now() - began < timedelta(seconds=2)
        other.rollback()
    assert rows(place.as_sam) == []


def test_a_page_that_may_not_be_counted_any_more_is_let_go(sam: Client, place: Place, journey: Journey) -> None:
    """Whatever comes after it counts again."""
    other = a_started_journey(place, person=place.person(first_name="Iris"))
    gets(sam, f"/work/journeys/{journey.pk}", 0)
    shut_out(place.sam.pk, journey.person_id)
    gets(sam, f"/work/journeys/{other.pk}", 20)
    gets(sam, "/work/", 50)
    assert rows(place.as_helen) == [("overview", "practitioner", None, 30)]


@pytest.mark.parametrize("kept", [["a"], ["x", "y", "z", "no such step", "person", 1.0], [1, 2, 3, 4, 5, 6]])
def test_what_an_earlier_version_kept_stops_no_page(sam: Client, journey: Journey, kept: list[object]) -> None:
    session = sam.session
    session["open page"] = kept
    session.save()
    assert sam.get("/work/").status_code == 200
    gets(sam, f"/work/journeys/{journey.pk}", 0)
    assert sam.session["open page"] != kept
