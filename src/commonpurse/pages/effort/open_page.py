"""Which page of a journey a request shows: for which step, on whose side, since when.

It is told to the page, signed, and kept in the session until the next request. `pages.opening` calls `costs`.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest
from django.urls import ResolverMatch

from commonpurse.access.actors import Actor
from commonpurse.foundation.clock import now
from commonpurse.journeys.effort.acts import OpenPage
from commonpurse.journeys.effort.rules import Side, Step
from commonpurse.journeys.models import Journey

GOOD_FOR = 12 * 60 * 60  # seconds, as long as a session

ROOMS = {"person": Side.PERSON, "carer": Side.HELPER, "practitioner": Side.PRACTITIONER, "manager": Side.MANAGER}

# By the name of a route; what is not named here belongs to no step of its own.
STEPS = {
    **dict.fromkeys(["before", "nobody_helps", "remove_helper", "let_helper_sign_in", "give_helper_new_passphrase"], Step.PREPARATION),
    **dict.fromkeys(["before_explained", "before_helpers", "before_advocate", "before_capacity", "open_questions"], Step.PREPARATION),
    **dict.fromkeys(["questions", "question", "check_answers", "check_voice", "voices", "send_answers", "reopen_answers"], Step.QUESTIONS),
    **dict.fromkeys(["explained", "want_advocate", "rough_range"], Step.QUESTIONS),
    **dict.fromkeys(["caring", "helps", "willing", "end_caring"], Step.CARING),
    **dict.fromkeys(["checking", "check", "agree_alike", "finish_checking", "reopen_checking"], Step.CHECKING),
    **dict.fromkeys(["eligibility", "health_basis", "end_health_basis"], Step.ELIGIBILITY),
    **dict.fromkeys(["budget", "disagree", "costing", "what_if", "replay"], Step.BUDGET),
    **dict.fromkeys(["plan", "letter"], Step.PLAN),
}
HELPERS_STEPS = {"question": Step.QUESTIONS, "check": Step.QUESTIONS}


def step_of(room: str, name: str) -> Step:
    if room == "manager":
        return Step.AGREEMENT
    if room == "carer":
        return HELPERS_STEPS.get(name, Step.OVERVIEW)
    return Step.PLAN if name.startswith("plan_") else STEPS.get(name, Step.OVERVIEW)


def costs(request: HttpRequest, journey: Journey) -> None:
    """Let this request count on a journey. A page that shows more than one, such as a helper's home, counts on none."""
    match = request.resolver_match
    if match is None or match.namespace not in ROOMS:
        return
    before: OpenPage | None = getattr(request, "open_page", None)
    several = before is not None and before.journey_id != journey.pk
    request.open_page = None if several else before or _page(match, journey)  # type: ignore[attr-defined]


def _page(match: ResolverMatch, journey: Journey) -> OpenPage:
    side = ROOMS[match.namespace]
    if side == Side.PERSON and journey.kind == Journey.Kind.CARER:
        side = Side.CARER
    step = step_of(match.namespace, match.url_name or "")
    return OpenPage(id=uuid4(), journey_id=journey.pk, person_id=journey.person_id, step=step, side=side, opened=now())


def page_of(request: HttpRequest) -> OpenPage | None:
    return getattr(request, "open_page", None)


def signed(page: OpenPage, actor: Actor) -> str:
    """The page's own words for itself, good for this user only and for as long as a session. The user is not in them."""
    return signing.dumps(as_plain(page), salt=_salt(actor))


def read(token: str, actor: Actor) -> OpenPage:
    """The page that a script speaks of. Raises signing.BadSignature for words that are not ours, not this user's, or too old."""
    return from_plain(signing.loads(token, salt=_salt(actor), max_age=GOOD_FOR))


def _salt(actor: Actor) -> str:
    return f"open page of {actor.user_id}"


def as_plain(page: OpenPage) -> list[Any]:
    return [str(page.id), str(page.journey_id), str(page.person_id), page.step.value, page.side.value, page.opened.timestamp()]


def from_plain(told: list[Any]) -> OpenPage:
    page, journey, person, step, side, opened = told
    return OpenPage(UUID(page), UUID(journey), UUID(person), Step(step), Side(side), datetime.fromtimestamp(opened, UTC))
