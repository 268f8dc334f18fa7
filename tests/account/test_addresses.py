"""What has an address under /account/, and nothing else of allauth's."""

import pytest
from allauth.account import urls as theirs
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from commonpurse.pages.account import sign_in, urls

OURS = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def names(patterns: list[URLPattern]) -> set[str]:
    return {pattern.name or "" for pattern in patterns}


def test_the_list_of_what_we_route() -> None:
    assert names(sign_in.urlpatterns) == OURS
    assert names(urls.urlpatterns) == {"home", "you", "invitation"}


@pytest.mark.parametrize("name", sorted(names(theirs.urlpatterns) - OURS))
def test_no_other_page_of_allauth_has_an_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_nothing_of_allauth_is_routed_anywhere_else() -> None:
    routed = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith(("account_", "socialaccount_"))}
    assert routed == OURS


@pytest.mark.parametrize("path", ["signup/", "signup", "sign-up", "login/", "email/", "reauthenticate/", "password/set/", "login/code/"])
def test_there_is_nothing_at_their_usual_places(db: None, client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
