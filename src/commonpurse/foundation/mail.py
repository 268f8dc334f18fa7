"""Mail that does not leave, and where mail goes when it may."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = structlog.get_logger()


class KeptBackend(BaseEmailBackend):
    """Sends nothing. The log says that a mail was kept, never to whom or what it said."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        log.info("mail_kept", count=len(email_messages))
        return len(email_messages)


def smtp_settings(address: str) -> dict[str, Any]:
    """Django's mail settings from `smtp://user:password@host:port` (`smtps://` for TLS from the start)."""
    parts = urlsplit(address)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme != "smtps",
    }
