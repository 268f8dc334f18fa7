"""Who is acting, told to the database: the second wall's half of every request, job and command."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from commonpurse.access.actors import Actor

_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)

READ = "select coalesce(current_setting('app.user_id', true), ''), coalesce(current_setting('app.holders', true), '')"
WRITE = "select set_config('app.user_id', %s, true), set_config('app.holders', %s, true)"


class NoActor(Exception):
    """A table about people was asked for outside `acting_as`: loud, because row-level security alone would look like an empty table."""


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run a transaction as this actor. Row-level security sees them until the block ends; nested blocks give back what was before.

    The setting is the transaction's own: on a pooled connection it cannot reach the next user.
    """
    with transaction.atomic():
        before = _told(READ)
        _told(WRITE, [str(actor.user_id), "{" + ",".join(map(str, actor.holders)) + "}"])
        token = _acting.set(actor)
        try:
            yield actor
        finally:
            _acting.reset(token)
            if not connection.needs_rollback and connection.connection and not connection.connection.closed:
                _restore(before)


def _restore(before: tuple[str, str]) -> None:
    """Give back what was before, unless the transaction is broken: its end clears the setting anyway."""
    from psycopg.pq import TransactionStatus

    if connection.connection.info.transaction_status != TransactionStatus.INERROR:
        _told(WRITE, list(before))


def _told(query: str, values: list[str] | None = None) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return (row[0], row[1])


@cache
def _personal_tables() -> re.Pattern[str]:
    from commonpurse.access.registry import personal_tables

    return re.compile(r'"(?:' + "|".join(map(re.escape, sorted(personal_tables()))) + r')"')


def refuse_without_actor(execute: Callable[..., Any], query: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
    """Refuse a query on a table about people when nobody is acting."""
    if _acting.get() is None and _personal_tables().search(str(query)):
        raise NoActor("A table about people was read or written with nobody acting. Use access.context.acting_as.")
    return execute(query, params, many, context)


def guard(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Put the guard on a new connection of the serving role; the owner migrates without one."""
    if connection.settings_dict["USER"] != "owner" and refuse_without_actor not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_without_actor)
