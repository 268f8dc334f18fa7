"""The server's own clock: once a minute what is due is heard, by one process at a time however many servers there are."""

import logging
from threading import Event, Thread

from django.db import connection, connections

from commonpurse.foundation.outbox import Read, read_outbox

log = logging.getLogger(__name__)

SECONDS_BETWEEN_READINGS = 60.0
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
    """Read now and once a minute until stopped. A reading that fails, as without a database, is tried at the next minute."""
    while True:
        try:
            read_if_nobody_else_does()
        except Exception:
            log.exception("reading what is due failed; it is tried again in a minute")
        finally:
            connections.close_all()  # a session is held only while reading
        if stopped.wait(seconds):
            return


def start() -> Thread:
    """Read beside the pages, in a thread that ends with its server."""
    thread = Thread(target=keep_reading, args=(Event(),), name="what is due", daemon=True)
    thread.start()
    return thread
