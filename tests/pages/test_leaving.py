"""The way out: never refused, ends the session, leads somewhere neutral."""

from django.test import Client

from commonpurse.theme.outgoing import outgoing
from tests.people_of_the_tests import Place


def test_leaving_needs_no_token_and_ends_the_session(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.sam)
    assert client.get("/work/").status_code == 200
    answer = client.post("/leave")  # a page opened before signing in holds an old token, or none
    assert (answer.status_code, answer.headers["Location"]) == (302, outgoing("somewhere_neutral").url)
    assert client.get("/work/").status_code == 302


def test_every_other_form_does_need_one(place: Place) -> None:
    """The negative control."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.sam)
    assert client.post("/work/people/add", {"first_name": "X"}).status_code == 403


def test_the_policy_lets_a_form_lead_there_and_nowhere_else(place: Place) -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    allowed = next(part for part in policy.split(";") if "form-action" in part).split()[1:]
    assert allowed == ["'self'", "https://www.bbc.co.uk"]
