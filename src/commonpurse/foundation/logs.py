"""One line a happening, as JSON on standard error: never a name, an NHS number, a diagnosis or free text."""

import logging
import logging.config
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

MAY_BE_LOGGED = {
    "event",
    "level",
    "timestamp",
    "logger",
    "count",
    "status",
    "route",
    "method",
    "milliseconds",
    "request_id",
    "user_id",
    "error",
    "name",
    "step",
}


def only_what_may_be_logged(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every key that is not on the short list: a new one must be thought about first."""
    return {key: value for key, value in event.items() if key in MAY_BE_LOGGED}


def configure(_settings: Mapping[str, Any]) -> None:
    shared = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), only_what_may_be_logged]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            # Django's own request log prints paths, which name people by uuid only; its exceptions are printed whole.
            "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
        }
    )
