"""Signing in and out, and passwords: allauth's views with our words.

The names have no namespace, because allauth looks them up so. What is not listed here has no address: nobody signs up.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse
from django.urls import path, re_path

from commonpurse.access.context import proved
from commonpurse.access.records import ACCOUNTS
from commonpurse.pages.account import views
from commonpurse.pages.doors import signed_in

P = ParamSpec("P")


def writes_accounts(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let one of allauth's own pages write to accounts, which takes a proof that it is the web process that asks."""

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with proved(ACCOUNTS):
            answer = view(*args, **kwargs)
            render = getattr(answer, "render", None)
            return render() if render else answer

    return inner


urlpatterns = [
    path("sign-in", writes_accounts(views.SignIn.as_view()), name="account_login"),
    path("sign-out", views.SignOut.as_view(), name="account_logout"),
    path("inactive", views.Closed.as_view(), name="account_inactive"),
    path("password", signed_in(writes_accounts(views.ChangePassword.as_view())), name="account_change_password"),
    path("forgotten-password", writes_accounts(views.ForgottenPassword.as_view()), name="account_reset_password"),
    path("forgotten-password/sent", views.LinkSent.as_view(), name="account_reset_password_done"),
    path("forgotten-password/done", views.PasswordChosen.as_view(), name="account_reset_password_from_key_done"),
    re_path(
        r"^forgotten-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        writes_accounts(views.ChoosePassword.as_view()),
        name="account_reset_password_from_key",
    ),
]
