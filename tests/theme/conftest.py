import pytest
from playwright.sync_api import Browser


@pytest.fixture
def browser(one_chromium: Browser) -> Browser:
    return one_chromium
