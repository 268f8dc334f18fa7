"""A test's own database, for a command that reads it as its owner."""

from urllib.parse import quote

import pytest

from tests.conftest import Databases


def read_as_owner(databases: Databases, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with databases.as_owner(name) as owner:
        at = owner.info
        address = f"postgresql://owner:{quote(at.password)}@/{at.dbname}?host={quote(at.host)}&port={at.port}"
    monkeypatch.setattr("commonpurse.foundation.addresses.address", lambda _: address)
    monkeypatch.setattr("commonpurse.foundation.ready.database", lambda: None)
