"""Every route, every role: one line each in routes.csv. A route without a line fails, and so does an answer that differs.

A cell is the status for GET and, after a slash, for an empty POST: `200/405`. 302 to the sign-in page is written `in`.
Everybody asks about the same people: Nell, whose plan waits for agreement; Iris, whose plan is being written; Dana's agreed plan,
which is "the person"'s own; Daniel, out of whose record the privacy officer shut somebody; Margaret, whom the helper Alan helps, and
whose carer Ruth has a journey of her own.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.a_demonstration import World, world

__all__ = ["world"]

TABLE = Path(__file__).with_name("routes.csv")
ROLES = {  # column: who signs in
    "nobody": None,
    "the person": "dana",
    "another person": "daniel",
    "helper": "alan",
    "carer": "ruth",
    "practitioner": "sam",
    "key worker": "priya",
    "manager": "helen",
    "stranger": "charlie",
    "administrator": "wen",
    "privacy officer": "omar",
    "nurse without a team": "nadia",
    "broker": "jo",
    "practitioner elsewhere with another role here": "toby",
}


BY_REGEX = {"account_reset_password_from_key"}


def patterns(found: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
        else:
            yield (
                f"{namespace}{one.name}",
                [*one.pattern.converters, *one.pattern.regex.groupindex] if one.name in BY_REGEX else list(one.pattern.converters),
            )


ROUTES = dict(patterns(get_resolver().url_patterns))
ROWS = {row["route"]: row for row in csv.DictReader(TABLE.read_text().splitlines())}


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert sorted(ROUTES) == sorted(ROWS)


def test_every_line_names_every_role() -> None:
    assert all(set(row) == {"route", *ROLES} for row in ROWS.values())


def whose(route: str) -> str:
    """About whom a route is asked: whoever stands where it makes sense."""
    if route.startswith("practitioner:") and route.endswith(("letting_see", ":let_see")):
        return "Walter"
    if "helper" in route or route == "carer:of_my_own":
        return "Margaret"
    if route in ("practitioner:same_account", "practitioner:end_caring", "shown:part"):
        return "Ruth"
    if route.endswith(("letter", ":decision", ":give_new_passphrase", ":kept_paper")):
        return "Dana"
    return "Iris" if ":plan_" in route else "Nell"


def arguments(route: str, world: World) -> dict[str, Any]:
    """What an address of this route needs."""
    about = whose(route)
    known = {
        **world.ids,
        "journey_id": world.journeys[about],
        "plan_id": world.ids["agreed_plan_id" if about == "Dana" else "plan_id"],
        "item_id": world.ids[route.rsplit("_", 1)[-1] if ":plan_change" in route else "lines"],
        "helper_id": world.helper_id,
        "holder_id": world.ids["walters_son"] if route.startswith("practitioner:") else world.ids["holder_id"],
        "question_id": "home",
        "whose": "person",
        "need": "eating",
        "what": "stage",
        "kind": "plan",
        "format": "pdf",
        "key": "set-password" if "uidb36" in ROUTES[route] else "sam",
        "secret": "not-a-secret",
        "uidb36": "x",
        "never_id": world.ids["said_by_omar" if route.startswith("privacy:") else "said_by_dana"],
        "person_id": world.ids["daniel"],
        "user_id": world.users["priya"].pk,
        "version": "00000000",
        "file": "theme/theme.css",
    }
    return {name: known[name] for name in ROUTES[route]}


def address_of(route: str, world: World) -> str:
    return reverse(route, kwargs=arguments(route, world))


def ask(route: str, role: str, world: World) -> str:
    """Both answers as a cell of the table. Each request is rolled back, so that all of them meet the same world."""
    address = address_of(route, world)
    return "/".join(status_of(address, method, ROLES[role], world) for method in ("get", "post"))


def status_of(address: str, method: str, user: str | None, world: World) -> str:
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if user:
            client.force_login(world.users[user])
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))
    return "in" if to_sign_in else str(answer.status_code)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_every_role(route: str, world: World) -> None:
    expected = ROWS[route]
    found = {role: ask(route, role, world) for role in ROLES}
    assert found == {role: expected[role] for role in ROLES}
