"""Pages asked for as somebody who is signed in."""

from typing import Any

from django.test import Client


def as_(user: Any) -> Client:
    """A browser without scripts in which this user is signed in."""
    client = Client()
    client.force_login(user)
    return client
