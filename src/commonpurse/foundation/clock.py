"""What time it is, for every act: one place to ask, so that the demonstration and the tests can place an act in the past.

The database's own `now()` is never used for a fact: nothing could move it in a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from commonpurse.values.days import LONDON

__all__ = ["LONDON", "at", "now", "today", "told"]

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The moment, with its zone (UTC). Asked of Python, not of Django: some commands run where no settings are loaded."""
    return _pretended.get() or datetime.now(UTC)


def told() -> datetime | None:
    """The moment at which acts are let happen, where it is not this one."""
    return _pretended.get()


def today() -> date:
    """The date in London, which is what people, targets and money mean by a day."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the acts inside happen at this moment."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
