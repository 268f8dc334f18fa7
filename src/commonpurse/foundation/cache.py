"""A cache in PostgreSQL for limits on how often something is tried: as JSON, never as pickled code, and only time removes an entry.

Django's own database cache unpickles what it finds: a row planted in its table would run as code of the web process. And it throws
entries away when it holds some hundreds: whoever asks often enough would wash limits away.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

GET = "select value from foundation_cache where cache_key = %s and expires > statement_timestamp()"
SET = """
insert into foundation_cache (cache_key, value, expires) values (%s, %s, %s)
on conflict (cache_key) do update set value = excluded.value, expires = excluded.expires
"""
ADD = f"{SET} where foundation_cache.expires <= statement_timestamp()"
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


class Cache(BaseCache):
    """What Django asks of a cache. Values are what JSON holds: `set` raises TypeError for anything else."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        del table
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = _run(GET, [self.make_and_validate_key(key, version=version)], lambda cursor: cursor.fetchone())
        return default if row is None else json.loads(row[0])

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(SET, key, value, timeout, version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._put(ADD, key, value, timeout, version) == 1

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        made = self.make_and_validate_key(key, version=version)
        query = "update foundation_cache set expires = %s where cache_key = %s and expires > statement_timestamp()"
        return _changed(query, [self._expires(timeout), made]) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        return _changed("delete from foundation_cache where cache_key = %s", [self.make_and_validate_key(key, version=version)]) == 1

    def clear(self) -> None:
        _changed("delete from foundation_cache", [])

    def _put(self, query: str, key: str, value: Any, timeout: Any, version: int | None) -> int:
        made = self.make_and_validate_key(key, version=version)
        return _changed(query, [made, json.dumps(value), self._expires(timeout)])

    def _expires(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return FOR_EVER if seconds is None else datetime.fromtimestamp(seconds, UTC)


def remove_what_is_past() -> int:
    """Remove what has expired. Returns how many entries went."""
    return _changed("delete from foundation_cache where expires <= statement_timestamp()", [])


def _changed(query: str, values: list[Any]) -> int:
    return int(_run(query, values, lambda cursor: cursor.rowcount))


def _run(query: str, values: list[Any], take: Callable[[Any], Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return take(cursor)
