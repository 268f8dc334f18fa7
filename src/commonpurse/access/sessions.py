"""Sessions that only the database's own functions read and write: by the key that the browser carries, and proved to come from us.

The database keeps a hash of the key and who is signed in by it, so that it finds out for itself who is acting. See
`access.sealed_context`. It is Django's `SESSION_ENGINE`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection, transaction

from commonpurse.access.context import proof_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
READ = "select session_data, session_expires from access_session_read(%s)"
WRITE = "select access_session_write(%s, %s, %s, %s, %s, %s)"


class SessionStore(SessionBase):
    """Django's interface, over the functions of the database."""

    @classmethod
    def get_model_class(cls) -> None:
        """There is no model that anybody may use."""

    def found(self, data: str | None) -> None:
        """Take what the request's first round trip found, in place of loading it."""
        self._session_cache = self.decode(data) if data else {}
        if not data:
            self._session_key = None

    def load(self) -> dict[str, Any]:
        row = _asked(READ, [self.session_key]) if self.session_key else None
        if not row or row[0] is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def exists(self, session_key: str) -> bool:
        row = _asked(READ, [session_key])
        return bool(row and row[0] is not None)

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        if self.session_key is None:
            return self.create()
        how = "create" if must_create else "update"
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if not self._write(how, content):
            raise CreateError if must_create else UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            _asked("select access_session_end(%s)", [key])

    @classmethod
    def clear_expired(cls) -> None:
        _asked("select access_sessions_past()", [])

    def keep(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change something in what is kept, beside whatever else is written there meanwhile. The session lasts no longer by it."""
        with transaction.atomic():
            row = _asked("select access_session_lock(%s)", [self.session_key])
            if row and row[0] is not None:
                kept = self.decode(row[0])
                change(kept)
                self._write("keep", kept)

    def _write(self, how: str, content: dict[str, Any]) -> bool:
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        who, data, until = content.get(SESSION_KEY), self.encode(content), self.get_expiry_date()
        said = f"session|{_hash(key)}|{who or ''}|{_hash(data)}|{(until - EPOCH) // timedelta(microseconds=1)}"
        with transaction.atomic(savepoint=False):
            return bool(_asked(WRITE, [key, who, data, until, how, proof_of(said)])[0])


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _asked(query: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()
