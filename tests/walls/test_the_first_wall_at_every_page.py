"""The first wall alone, at every page: without row-level security a stranger finds what the table of routes says, and no more."""

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.queries import actor_for
from commonpurse.people.models import Person
from tests.a_demonstration import World, world
from tests.conftest import Databases
from tests.routes.test_every_route import ROLES, ROUTES, ROWS, address_of, status_of
from tests.walls.test_each_wall_alone import without_row_security

__all__ = ["world"]


@pytest.mark.parametrize("role", ["stranger", "practitioner elsewhere with another role here"])
def test_a_stranger_finds_at_no_page_what_row_level_security_would_have_hidden(role: str, world: World, databases: Databases) -> None:
    without_row_security(databases, world.database)
    with acting_as(actor_for(world.users["charlie"])):
        assert Person.objects.exists()  # the negative control: the second wall is away
    found = {route: status_of(address_of(route, world), "get", ROLES[role], world) for route in ROUTES}
    assert found == {route: ROWS[route][role].split("/")[0] for route in ROUTES}
