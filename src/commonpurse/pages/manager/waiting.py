"""What waits for a manager: plans to agree, the oldest first."""

from django.http import HttpResponse
from django.shortcuts import render

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.pages.doors import for_role


@for_role(Role.MANAGER)
def waiting(request: Request) -> HttpResponse:
    return render(request, "manager/waiting.html", {})
