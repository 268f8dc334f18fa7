"""What a test's own transaction has written, by table, as PostgreSQL counts it: row-level security hides nothing from this count."""

from django.db import connection

APART = ("access_look", "access_session", "foundation_cache", "journeys_pagetime")
"""A look is written down, a signed-in browser has its session, rates are counted, and so is the time that a page is open, without names."""

WRITTEN = "select relname::text, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables where relname <> all(%s)"


def writes_but_looks() -> dict[str, int]:
    """How many rows of each table were added, changed or removed since the transaction began; looks, sessions and time apart."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [list(APART)])
        return {table: number for table, number in cursor.fetchall() if number}


def looks_written() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select n_tup_ins from pg_stat_xact_user_tables where relname = 'access_look'")
        found = cursor.fetchone()
        return int(found[0]) if found else 0
