"""Walking through the questions without an account, with a test's client: press what a reader would press."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from commonpurse.assessments.answers import Value
from commonpurse.pages.answering.forms import initial_of
from commonpurse.pages.estimate.carried import Carried, read_carried
from commonpurse.pages.estimate.forms import CHANGE_THE_FIGURE

COST_BY_HAND = {"never-alone", "awake"}
CARRIED = re.compile(r'name="carried" value="([^"]+)"')


def carried_in(page: str) -> str:
    found = CARRIED.search(page)
    assert found, "this page carries nothing"
    return found[1]


def typed(value: Value | None) -> dict[str, Any]:
    """What somebody presses and types for one answer, of the fields that there are; None is skipped."""
    if value is None:
        return {"press": "skip"}
    fields = {name: said for name, said in initial_of(value).items() if name in CHANGE_THE_FIGURE}
    return {"press": "on", **fields, "ticks": [tick for tick in value.ticks if tick in COST_BY_HAND]}


class Trying:
    """One browser on the estimate of one kind. `page` is the last answer's text, `answer` the answer itself."""

    def __init__(self, kind: str, client: Client | None = None) -> None:
        self.kind, self.client = kind, client or Client(enforce_csrf_checks=True)
        self.answer: Any = self.client.get(reverse(f"estimate:begin_{kind}"))

    @property
    def page(self) -> str:
        return str(self.answer.content.decode())

    @property
    def state(self) -> Carried:
        return read_carried(carried_in(self.page), self.kind)

    def presses(self, press: str = "on", **fields: Any) -> "Trying":
        token = self.client.cookies["csrftoken"].value
        fields = {"carried": carried_in(self.page), "press": press, "csrfmiddlewaretoken": token, **fields}
        self.answer = self.client.post(reverse(f"estimate:ask_{self.kind}"), fields)
        return self

    def says(self, values: Mapping[str, Value | None]) -> "Trying":
        """Begin, and answer every question in the order of `values`."""
        self.presses("begin")
        for name, value in values.items():
            assert self.state.at == name
            self.presses(**typed(value))
        assert "Check what you said" in self.page
        return self
