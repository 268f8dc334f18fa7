"""A server and a browser for every story; see tests/browser.py for how to use them."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.browser import Browser, Server, chromium, own_server


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(one_chromium: Browser) -> Iterator[Browser]:
    yield one_chromium
    one_chromium.close_pages()


@pytest.fixture
def server(own_database: str) -> Iterator[Server]:
    cache.clear()
    with own_server(own_database) as running:
        yield running
