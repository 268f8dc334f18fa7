"""Is this database a demonstration? Asked of the database itself, so that a wrong setting cannot open a real place."""

from commonpurse.foundation.clock import today
from commonpurse.foundation.models import Place

DEMONSTRATION = "demonstration"


def is_demonstration() -> bool:
    return Place.objects.filter(kind=DEMONSTRATION).exists()


def mark_as_demonstration() -> None:
    Place.objects.create(kind=DEMONSTRATION, made_on=today())
