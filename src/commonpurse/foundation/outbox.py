"""What happens in one app and is heard by another: told in the same transaction, heard once it is committed, exactly once.

An app tells by name and uuids (`tell`); another says at start-up what it does when it hears the name (`hear`). Hearing and the mark
that it was heard are one transaction. After each commit that told something, this process reads the outbox; the server's own clock
(`foundation.timer`) reads it once a minute for what failed, and for what is due on a later day. A queue with workers can take the
place of `read_outbox` alone.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from commonpurse.foundation.clock import now, today
from commonpurse.foundation.models import Outbox

log = logging.getLogger(__name__)

Hearer = Callable[..., object]
_hearers: dict[str, list[Hearer]] = {}


def hear(name: str, hearer: Hearer) -> None:
    """Let something be done whenever `name` is told; called once, at start-up. The hearer is given the uuids by keyword."""
    known = _hearers.setdefault(name, [])
    if hearer not in known:
        known.append(hearer)


def tell(name: str, *, due_on: date | None = None, **ids: UUID) -> None:
    """Write down that something happened. It is heard only if this transaction is committed; `due_on`: not before that day."""
    Outbox.objects.create(name=name, ids={key: str(value) for key, value in ids.items()}, at=now(), due_on=due_on or today())
    transaction.on_commit(read_outbox, robust=True)


@dataclass(frozen=True)
class Read:
    done: int
    failed: int


def read_outbox() -> Read:
    """Hear everything that is due, oldest first. What fails is kept, counted and tried at the next reading; it holds up nothing else."""
    done, failed = 0, list[int]()
    while True:
        with transaction.atomic():
            row = _next(failed)
            if row is None:
                return Read(done, len(failed))
            if _heard(row):
                row.done_at = now()
                done += 1
            else:
                row.failures += 1
                failed.append(row.pk)
            row.save(update_fields=["done_at", "failures"])


def _next(failed: list[int]) -> Outbox | None:
    """The oldest that is due, and that no other process is hearing just now."""
    waiting = Outbox.objects.filter(done_at=None, due_on__lte=today()).exclude(pk__in=failed)
    return waiting.select_for_update(skip_locked=True).order_by("pk").first()


def _heard(row: Outbox) -> bool:
    try:
        with transaction.atomic():
            for hearer in _hearers.get(row.name, ()):
                hearer(**{key: UUID(value) for key, value in row.ids.items()})
    except Exception:
        log.exception("hearing %s, number %s in the outbox, failed", row.name, row.pk)
        return False
    return True
