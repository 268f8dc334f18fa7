"""What every test of a page begins with."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_tries_yet(request: pytest.FixtureRequest) -> None:
    """Limits on how often something may be tried live in the cache, which outlives a test; a database of one's own is new."""
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()
