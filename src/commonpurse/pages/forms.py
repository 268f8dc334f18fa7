"""What every form of a page needs: what is missing put where the person looks for it, and the ids among what was sent."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.forms import Form

from commonpurse.values.missing import NotReady

MOST_NAMED = 20


def add_missing(form: Form, error: NotReady) -> None:
    """Put each missing thing at its field, or above the form when it has none."""
    for one in error.missing:
        form.add_error(one.field if one.field in form.fields else None, one.sentence)


def uuids(posted: Iterable[str]) -> set[UUID]:
    """The ids among what was posted; what is none is left out."""
    found = set()
    for one in list(posted)[:MOST_NAMED]:
        with suppress(ValueError):
            found.add(UUID(one))
    return found
