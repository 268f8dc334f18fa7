"""Every address. Each view is wrapped once, here, so that nothing runs without an actor."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from commonpurse.access.middleware import Request
from commonpurse.pages.errors import answer_to, only_sent
from commonpurse.pages.opening import write_looks

View = Callable[..., HttpResponse]


def acting(view: View) -> View:
    """Run a view in its request's transaction, rendered before that ends; what it refuses or fails in is undone, and becomes a page."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
            if getattr(response, "is_rendered", True) is False:
                response.render()  # type: ignore[attr-defined]
            if getattr(response, "streaming", False):
                raise TypeError("A streaming response opens its own context.")
            if response.status_code == 405:
                return only_sent(request, response)
            write_looks(cast("Request", request), response)
            return response
        except Exception as error:
            transaction.set_rollback(True)  # the transaction that `access.middleware` began
            answer = answer_to(request, error)
            if answer is None:
                raise
            return answer

    return inner


def wrapped(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            wrapped(pattern.url_patterns)
        elif not hasattr(pattern.callback, "acts"):
            pattern.callback = acting(pattern.callback)
            pattern.callback.acts = True  # type: ignore[attr-defined]
    return patterns


def everywhere(own: str = "my/") -> list[URLPattern | URLResolver]:
    """Every address, with a person's own room at `own`."""
    found: list[URLPattern | URLResolver] = [
        path("", include("commonpurse.pages.public.urls")),
        path("what-might-my-budget-be/", include("commonpurse.pages.estimate.urls")),
        path("account/", include("commonpurse.pages.account.sign_in")),  # allauth looks its names up without a namespace
        path("account/", include("commonpurse.pages.account.urls")),
        path(own, include("commonpurse.pages.person.urls")),
        path("shown/", include("commonpurse.pages.shown.urls")),
        path("helping/", include("commonpurse.pages.carer.urls")),
        path("work/", include("commonpurse.pages.practitioner.urls")),
        path("effort", include("commonpurse.pages.effort.report")),
        path("manage/", include("commonpurse.pages.manager.urls")),
        path("privacy/", include("commonpurse.pages.privacy.urls")),
        path("administer/", include("commonpurse.pages.administrator.urls")),
    ]
    if settings.IN_DEMONSTRATION:
        found.append(path("", include("commonpurse.demonstration.urls")))
    return wrapped(found)


urlpatterns = everywhere()

handler400 = "commonpurse.pages.errors.bad_request"
handler403 = "commonpurse.pages.errors.forbidden"
handler404 = "commonpurse.pages.errors.not_found"
handler429 = "commonpurse.pages.errors.too_many"  # looked up by allauth's rate limits
handler500 = "commonpurse.pages.errors.server_error"
