"""The settings of the real place, with one page more: the bare one that every page is measured beside (`bench.served.bare`)."""

from commonpurse.config.settings import *  # noqa: F403 - the same settings, whatever they are
from commonpurse.config.settings import DATABASES, MIDDLEWARE

MIDDLEWARE = ["bench.served.bare.beside", *MIDDLEWARE]
DATABASES["default"]["CONN_MAX_AGE"] = None  # a connection that ended in the middle would take its seconds with it
