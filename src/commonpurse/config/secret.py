"""The key that signs sessions: from the environment, else made once and kept beside the embedded database."""

import os
import secrets

from django.core.exceptions import ImproperlyConfigured

from commonpurse.foundation import addresses, embedded_postgres


def secret_key() -> str:
    """COMMONPURSE_SECRET, else a kept one. With a database of your own it must be set (`is_kept` says whether it holds for long)."""
    given = os.environ.get("COMMONPURSE_SECRET", "")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("COMMONPURSE_SECRET is too short: give it 32 characters or more.")
        return given
    kept = embedded_postgres.the_cluster().base / "secret"
    try:
        return kept.read_text()
    except OSError:
        return _new(kept) if addresses.is_embedded() and kept.parent.exists() else secrets.token_urlsafe(48)


def _new(kept: os.PathLike[str]) -> str:
    made = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        with open(kept, encoding="utf-8") as handle:  # noqa: PTH123 - another process was first
            return handle.read()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(made)
    return made


def is_kept() -> bool:
    """Whether every process, now and after a restart, has the same key. Serving refuses without: it would sign people out at random."""
    return bool(os.environ.get("COMMONPURSE_SECRET")) or addresses.is_embedded()
