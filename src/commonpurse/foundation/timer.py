"""What is due, heard by a process of its own: as soon as a commit told something, and once a minute for what failed or waits for a day.

One process hears at a time, however many there are. It signs in as `worker`: no web process may say for whom it acts.
"""

import logging
from threading import Event
from time import monotonic

import psycopg
from django.db import connection, connections

from commonpurse.foundation.outbox import CHANNEL, Read, read_outbox

log = logging.getLogger(__name__)

SECONDS_BETWEEN_READINGS = 60.0
SECONDS_BETWEEN_LOOKS = 0.5  # at whether it is to stop
LOCK = "hashtextextended('commonpurse reads the outbox by the clock', 0)"


def read_if_nobody_else_does() -> Read | None:
    """Read the outbox, or leave it (None) to the process that reads just now. The lock is the session's own: it dies with its reader."""
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_try_advisory_lock({LOCK})")
        if not cursor.fetchone()[0]:
            return None
        try:
            return read_outbox()
        finally:
            cursor.execute(f"select pg_advisory_unlock({LOCK})")


def keep_reading(stopped: Event, *, seconds: float = SECONDS_BETWEEN_READINGS) -> None:
    """Read now, whenever something was told, and once a minute, until stopped. What fails, as without a database, is tried again."""
    while not stopped.is_set():
        try:
            with psycopg.connect(_address(), autocommit=True) as ear:
                ear.execute(f"listen {CHANNEL}")
                _read_while_listening(ear, stopped, seconds)
        except Exception:
            log.exception("reading what is due failed; it is tried again in a while")
            stopped.wait(min(seconds, 5.0))
        finally:
            connections.close_all()


def _read_while_listening(ear: psycopg.Connection, stopped: Event, seconds: float) -> None:
    while not stopped.is_set():
        read_if_nobody_else_does()
        connections.close_all()  # a session is held only while reading
        _wait_until_told(ear, stopped, seconds)


def _wait_until_told(ear: psycopg.Connection, stopped: Event, seconds: float) -> None:
    until = monotonic() + seconds
    while not stopped.is_set() and (left := until - monotonic()) > 0:
        if next(iter(ear.notifies(timeout=min(left, SECONDS_BETWEEN_LOOKS), stop_after=1)), None) is not None:
            return


def _address() -> str:
    """Where this process hears: the database that its settings name, which a test may have changed since they were loaded."""
    there = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        **{name: there[name] for name in ("dbname", "user", "password", "host", "port") if there.get(name)}
    )
