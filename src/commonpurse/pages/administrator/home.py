"""Which organisations the administrator looks after."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.organisations.queries import administered_by
from commonpurse.pages.doors import for_role


@require_safe
@for_role(Role.ADMINISTRATOR)
def home(request: Request) -> HttpResponse:
    organisations = list(administered_by(request.actor))
    if len(organisations) == 1:
        return redirect("administrator:people", organisation_id=organisations[0].pk)
    return render(request, "administrator/home.html", {"organisations": organisations})
