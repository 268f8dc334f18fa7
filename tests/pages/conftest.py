"""What every test of a page begins with."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    """Limits on how often something may be tried live in the cache, which outlives a test."""
    cache.clear()
