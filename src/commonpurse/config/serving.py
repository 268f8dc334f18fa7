"""What `commonpurse serve` and the demonstration serve: the pages, and beside them the clock that hears what is due."""

from commonpurse.config.wsgi import application
from commonpurse.foundation import timer

__all__ = ["application"]

timer.start()
