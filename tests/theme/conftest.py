from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import raw_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with raw_chromium() as opened:
        yield opened
