"""Which errors are a sentence for the person at the keyboard rather than a mistake of ours."""

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from commonpurse.foundation.addresses import AddressProblem
from commonpurse.foundation.embedded_postgres import ServerProblem
from commonpurse.foundation.roles import RoleProblem
from commonpurse.foundation.server import PortTaken
from commonpurse.values.missing import NotReady


def as_fault(error: Exception) -> str | None:
    """One line to print, or None where a traceback is the honest answer."""
    if isinstance(error, OperationalError):
        return f"The database cannot be reached: {' '.join(str(error).split())}"
    if isinstance(error, (ImproperlyConfigured, AddressProblem, ServerProblem, RoleProblem, PortTaken, NotReady)):
        return " ".join(str(error).split())
    return None
