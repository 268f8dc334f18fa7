"""One database with everybody in it, for all that is tried against the walls by plain SQL; and copies of it to break."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.db import connections

from tests.conftest import Databases, use
from tests.walls.who_may import Trial

Copies = Callable[[], Any]


@pytest.fixture(scope="session")
def trial(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[Trial]:
    before, name = connections["default"].settings_dict["NAME"], databases.clone()
    with django_db_blocker.unblock():
        use(name)
        with databases.as_owner(name) as owner:
            made = Trial(name, owner)
            owner.execute("analyze")  # what the planner knows of values may tell them too
        use(before)
    yield made
    databases.drop(name)


@pytest.fixture(scope="session")
def copied(databases: Databases, trial: Trial) -> Copies:
    """The same trial in a database of its own, for as long as a block lasts."""

    @contextmanager
    def a_copy() -> Iterator[Trial]:
        another = copy(trial)
        another.database = databases.clone(of=trial.database)
        yield another
        databases.drop(another.database)

    return a_copy
