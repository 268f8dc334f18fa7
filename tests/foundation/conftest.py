"""An embedded server of a test's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonpurse.foundation import embedded_postgres


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that the server's account can reach (as root the account is another user), and a server that is ended at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cp-"))
    folder.chmod(0o755)
    monkeypatch.setenv("COMMONPURSE_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    embedded_postgres.stop()
    shutil.rmtree(folder)
