"""Wen asks Jo in; Jo accepts; every page of account and administration is looked at by axe, a strict parser and a picture."""

import pytest

from commonpurse.access.actors import Role
from commonpurse.access.context import acting_as
from commonpurse.organisations import acts
from commonpurse.organisations.models import Invitation, Membership
from tests.browser import Browser, Server, looks_right, sign_in
from tests.people_of_the_tests import Place, a_place, actor_of, as_operator

pytestmark = pytest.mark.story
GOOD = "three brass kettles whistle"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_wen_asks_jo_in_and_jo_accepts(server: Server, browser: Browser, javascript: bool) -> None:
    a_place()
    wens, jos = browser.page(javascript=javascript), browser.page(javascript=javascript)
    sign_in(wens, server, "wen")
    wens.goto(f"{server.url}/administer/")
    wens.get_by_role("link", name="Invite somebody").click()
    wens.wait_for_url("**/invite")
    wens.get_by_label("Their name").fill("Jo Marsh")
    wens.get_by_label("Their e-mail address").fill("jo@example.org")
    wens.get_by_label("Role").select_option("Team manager")
    wens.get_by_label("Team").select_option("Northmere mental health team")
    wens.get_by_label("Limit").fill("325.50")
    wens.get_by_role("button", name="Make the invitation").click()
    jos.goto(wens.get_by_label("The link").input_value())
    jos.get_by_label("Choose a password").fill(GOOD)
    jos.get_by_role("button", name="Accept").click()
    jos.wait_for_url(f"{server.url}/work/")
    wens.goto(f"{server.url}/administer/")
    row = wens.get_by_role("row", name="Jo Marsh")
    assert "£325.50" in row.inner_text()


def test_every_page_of_administration(server: Server, browser: Browser) -> None:
    place = a_place()
    _invitations(place)
    page = browser.page()
    sign_in(page, server, "wen")
    here = f"{server.url}/administer/{place.council.pk}"
    helen = Membership.objects.get(user=place.helen).pk
    wen = Membership.objects.get(user=place.wen).pk
    pages = {
        "people": "",
        "people-none-found": "?find=zzz",
        "rename": "/name",
        "membership": f"/people/{helen}",
        "further-role": f"/people/{helen}/more",
        "end": f"/people/{helen}/end",
        "invitations": "/invitations",
        "invite": "/invite",
        "teams": "/teams",
        "new-team": "/teams/new",
        "team": f"/teams/{place.team.pk}",
    }
    for name, path in pages.items():
        page.goto(here + path)
        looks_right(page, f"administer-{name}")
    page.goto(f"{here}/invite")
    page.get_by_role("button", name="Make the invitation").click()
    page.get_by_role("alert").wait_for()
    looks_right(page, "administer-invite-with-nothing-typed")
    page.get_by_label("Their name").fill("Jo")
    page.get_by_label("Their e-mail address").fill("jo@example.org")
    page.get_by_label("Role").select_option("Recovery college trainer")
    page.get_by_role("button", name="Make the invitation").click()
    page.get_by_label("The link").wait_for()
    looks_right(page, "administer-invited")
    page.goto(f"{here}/people/{wen}/end")
    page.get_by_role("button", name="End it").click()
    page.get_by_role("alert").wait_for()
    looks_right(page, "administer-last-administrator")


def _invitations(place: Place) -> None:
    wen = actor_of(place.wen)
    with acting_as(wen):
        for name in ("Lee", "Fiona"):
            acts.invite(email=f"{name.lower()}@example.org", name=name, organisation_id=place.council.pk, role=Role.PEER_SUPPORTER, by=wen)
    with as_operator():
        Invitation.objects.filter(name="Lee").update(expires_at="2020-01-01T00:00Z")


def test_every_page_around_an_account(server: Server, browser: Browser) -> None:
    place = a_place()
    page = browser.page()
    wen = actor_of(place.wen)
    with acting_as(wen):
        _, new = acts.invite(email="jo@example.org", name="Jo", organisation_id=place.council.pk, role=Role.TRAINER, by=wen)
        _, known = acts.invite(email="charlie@example.org", name="C", organisation_id=place.council.pk, role=Role.TRAINER, by=wen)
    pages = {
        "sign-in": "sign-in",
        "forgotten-password": "forgotten-password",
        "link-sent": "forgotten-password/sent",
        "password-chosen": "forgotten-password/done",
        "link-too-old": "forgotten-password/1-x",
        "closed": "inactive",
        "invitation": f"invitation/{new}",
        "invitation-known": f"invitation/{known}",
        "invitation-gone": "invitation/x",
    }
    for name, path in pages.items():
        page.goto(f"{server.url}/account/{path}")
        looks_right(page, f"account-{name}")
    sign_in(page, server, "charlie")
    for name, path in {
        "you": "you",
        "password": "password",
        "sign-out": "sign-out",
        "invitation-as-oneself": f"invitation/{known}",
    }.items():
        page.goto(f"{server.url}/account/{path}")
        looks_right(page, f"account-{name}")
    sessions = browser.page()
    with as_operator():
        Membership.objects.filter(user=place.charlie).update(role=Role.BROKER)
    sign_in(sessions, server, "charlie")
    looks_right(sessions, "account-nothing-waits")
