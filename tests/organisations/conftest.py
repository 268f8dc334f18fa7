"""The acts of staff's tables, called without a page."""

import pytest


@pytest.fixture(autouse=True)
def as_if_on_a_page(request: pytest.FixtureRequest) -> None:
    if "place" in request.fixturenames:
        request.getfixturevalue("somebody_acts")
