"""How allauth behaves here: nobody signs up, too many tries are slowed down and never locked out, and the words are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

WRONG = "The name and the password do not go together. Check both, then try again."
SAID = {
    "account/messages/logged_out.txt": "You are signed out.",
    "account/messages/password_changed.txt": "Your new password holds from now on.",
}


class TooManyTries(Exception):
    """Somebody tried too often in a short time: wait, then try again."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "enter_current_password": "This is not your password now. Check it, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: an answer in JSON would be a second, untested way in."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise TooManyTries from error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by name and address together: somebody elsewhere who tries for hours shuts nobody out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *_: Any, **__: Any) -> None:
        """Say the few things worth saying, in our words, and nothing else."""
        if said := SAID.get(message_template or ""):
            messages.add_message(request, level, said)

    def format_email_subject(self, subject: str) -> str:
        return subject
