"""Who is acting, told to the database: the second wall's half of every request, job and command.

A request gives the database the key of its session, and the database finds out who that is (`acting_in_session`). A job, a command and
a test name their actor (`acting_as`), which the database takes from the role `worker` alone. See `access.sealed_context`.
"""

import hmac
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from commonpurse.access.actors import Actor, Capacity, MembershipOf, Role
from commonpurse.foundation import clock

WEB_KEY_IS_FOR = b"the web process proves itself to the database"
BLOCK = 64  # bytes, of SHA-256


class NoActor(Exception):
    """A table about people was asked for outside `acting_as`: loud, because row-level security alone would look like an empty table."""


@dataclass(frozen=True)
class Told:
    """What the database has been told: the actor, and the number used once with which the web process proves that it asks."""

    actor: Actor
    nonce: str


@dataclass(frozen=True)
class Begun:
    """What the database found by the key of a session, in one round trip."""

    actor: Actor
    account: dict[str, Any] | None
    session_data: str | None


_told: ContextVar[Told | None] = ContextVar("told", default=None)

BEGIN = "select before, nonce, session_data, session_expires, account, places from access_begin(%s, %s)"
BEGIN_AS = "select before, nonce from access_begin_as(%s, %s, %s)"
RESTORE = "select set_config('app.context', %s, true)"
PROVE = "select access_prove(%s, %s)"
UNPROVE = "select set_config('app.proved', %s, true)"
TELL_TIME = "select set_config('app.told_time', %s, true)"


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run a transaction as this actor. Row-level security sees them until the block ends; nested blocks give back what was before.

    What the database was told is the transaction's own: on a pooled connection it cannot reach the next user.
    """
    with transaction.atomic():
        if actor.session_key is not None:
            before, nonce, *_ = _asked(BEGIN, [actor.session_key, actor.capacity])
        else:
            teams = list(actor.case_teams) if actor.acts_as == "itself" else []
            before, nonce = _asked(BEGIN_AS, [actor.user_id, teams, actor.acts_as])
            _tell_the_time()
        with _is_told(Told(actor, nonce), before):
            yield actor


@contextmanager
def acting_in_session(session_key: str | None, *, capacity: str | None) -> Iterator[Begun]:
    """Run a transaction as whoever the database finds by the key of a session: nobody, where there is none."""
    with transaction.atomic():
        before, nonce, data, _expires, account, places = _asked(BEGIN, [session_key, capacity])
        account, places = _plain(account), _plain(places) or []
        actor = _actor(account, places, session_key or "", capacity)
        with _is_told(Told(actor, nonce), before):
            yield Begun(actor, account, data)


def _plain(told: Any) -> Any:
    return json.loads(told) if isinstance(told, str) else told


def _actor(account: dict[str, Any] | None, places: list[dict[str, Any]], session_key: str, capacity: str | None) -> Actor:
    acts_as = Capacity(capacity) if capacity else None
    if account is None:
        return Actor(capacity=acts_as, session_key=session_key)
    memberships = tuple(
        MembershipOf(
            Role(one["role"]),
            UUID(one["organisation_id"]),
            UUID(one["team_id"]) if one["team_id"] else None,
            one["approval_limit_pence"],
            UUID(one["id"]),
        )
        for one in places
    )
    person_id = UUID(account["person_id"]) if account["person_id"] else None
    return Actor(UUID(account["id"]), account["name"], person_id, memberships, capacity=acts_as, session_key=session_key)


@contextmanager
def _is_told(told: Told, before: str) -> Iterator[None]:
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)
        _give_back(RESTORE, before)


def _give_back(query: str, before: str) -> None:
    """Let the database know what it was told before, unless the transaction is broken: its end clears that anyway."""
    from psycopg.pq import TransactionStatus

    if connection.needs_rollback or not connection.connection or connection.connection.closed:
        return
    if connection.connection.info.transaction_status != TransactionStatus.INERROR:
        _asked(query, [before])


def _tell_the_time() -> None:
    """In a demonstration what happens on a day is judged by that day. A real place has no ear for it."""
    if settings.IN_DEMONSTRATION:
        moment = clock.told()
        _asked(TELL_TIME, [moment.isoformat() if moment else ""])


def _asked(query: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


@contextmanager
def proved(aim: str) -> Iterator[None]:
    """Let this transaction write what is never written by plain SQL: the web process shows that it is the one that asks.

    Raises NoActor outside `acting_as`: a proof holds for one actor in one transaction.
    """
    told = _told.get()
    if told is None:
        raise NoActor("Nothing can be proved with nobody acting. Use access.context.acting_as.")
    (before,) = _asked(PROVE, [aim, proof_of(f"{aim}|{told.nonce}")])
    try:
        yield
    finally:
        _give_back(UNPROVE, before)


def nonce() -> str:
    """The number used once of this transaction. Raises NoActor outside `acting_as`."""
    told = _told.get()
    if told is None:
        raise NoActor("Nothing can be proved with nobody acting. Use access.context.acting_as.")
    return told.nonce


def acting() -> Actor | None:
    """Who is acting now, if anybody is."""
    told = _told.get()
    return told.actor if told else None


def proof_of(said: str) -> str:
    """What only a process with the place's secret can say of some words."""
    return hmac.new(_web_key(settings.SECRET_KEY), said.encode(), sha256).hexdigest()


@cache
def _web_key(secret: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=WEB_KEY_IS_FOR).derive(secret.encode())


def masked_web_key() -> tuple[bytes, bytes]:
    """The key as the database keeps it: padded and masked, inner and outer, as HMAC has it (RFC 2104)."""
    padded = _web_key(settings.SECRET_KEY).ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


@cache
def _personal_tables() -> re.Pattern[str]:
    from commonpurse.access.registry import personal_tables

    return re.compile(r'"(?:' + "|".join(map(re.escape, sorted(personal_tables()))) + r')"')


def refuse_without_actor(execute: Callable[..., Any], query: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
    """Refuse a query on a table about people when nobody is acting."""
    if _told.get() is None and _personal_tables().search(str(query)):
        raise NoActor("A table about people was read or written with nobody acting. Use access.context.acting_as.")
    return execute(query, params, many, context)


def guard(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Put the guard on a new connection of a serving role; the owner migrates without one."""
    if connection.settings_dict["USER"] != "owner" and refuse_without_actor not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_without_actor)
