"""Whatever is pressed and typed, in whatever order, it is answered: a page, a mistake shown, or a clear refusal; never a fault."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonpurse.assessments.models import Questionnaire
from commonpurse.pages.estimate.carried import read_carried
from tests.conftest import at_full_size
from tests.estimates_of_the_tests import CARRIED
from tests.journeys_of_the_tests import publish_the_reference

pytestmark = pytest.mark.django_db

ANSWERED = {200, 400, 409}
LEVELS = st.sampled_from(["", "0", "1", "2", "3", "9", "-1", "x", "not-sure"])
FIELDS = st.fixed_dictionaries(
    {
        "press": st.sampled_from(
            ["on", "on", "on", "skip", "back", "check", "result", "copy", "begin", "change-home", "change-nights", "change-", "x"]
        )
    },
    optional={
        "level": LEVELS,
        "hard": st.sampled_from(["yes", "no", "x"]),
        "worst_level": LEVELS,
        "worst_weeks": st.one_of(st.integers(-2, 99).map(str), st.text(max_size=50)),
        "unpaid": st.sampled_from(["0", "4", "5", "x"]),
        "ticks": st.lists(st.sampled_from(["awake", "never-alone", "toilet", "x"]), max_size=3),
    },
)


@pytest.fixture
def published() -> list[Questionnaire]:
    return publish_the_reference()


@pytest.mark.parametrize("kind", ["adult", "carer"])
@settings(
    max_examples=400 if at_full_size() else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(presses=st.lists(FIELDS, min_size=1, max_size=16))
def test_every_walk_is_answered(kind: str, published: list[Questionnaire], presses: list[dict[str, str]]) -> None:
    client, address = Client(), reverse(f"estimate:ask_{kind}")
    page = client.get(reverse(f"estimate:begin_{kind}")).content.decode()
    for fields in presses:
        found = CARRIED.search(page)
        assert found
        answer = client.post(address, {"carried": found[1], **fields})
        assert answer.status_code in ANSWERED, fields
        if answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            page = answer.content.decode()
            carried = CARRIED.search(page)
            assert carried
            read_carried(carried[1], kind)  # every page can be gone on from
