"""A server and a browser for every story; see tests/browser.py for how to use them."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser as Chromium

from tests.browser import Browser, Server, own_server


@pytest.fixture
def browser(one_chromium: Chromium) -> Iterator[Browser]:
    browser = Browser(one_chromium)
    yield browser
    browser.close_pages()


@pytest.fixture
def server(own_database: str) -> Iterator[Server]:
    cache.clear()
    with own_server(own_database) as running:
        yield running
