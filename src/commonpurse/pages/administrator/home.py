"""Which organisations the administrator looks after, and what they are called."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.organisations import acts
from commonpurse.organisations.models import Organisation
from commonpurse.organisations.queries import administered_by
from commonpurse.pages.administrator.forms import NameForm
from commonpurse.pages.administrator.frame import done, of_an_organisation, page
from commonpurse.pages.doors import for_role


@require_safe
@for_role(Role.ADMINISTRATOR)
def home(request: Request) -> HttpResponse:
    organisations = list(administered_by(request.actor))
    if len(organisations) == 1:
        return redirect("administrator:people", organisation_id=organisations[0].pk)
    return render(request, "administrator/home.html", {"organisations": organisations})


@require_http_methods(["GET", "POST"])
@of_an_organisation
def rename(request: Request, organisation: Organisation) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"name": organisation.name})
    if request.method == "POST" and done(
        form, lambda: acts.rename_organisation(organisation.pk, name=form.cleaned_data["name"], by=request.actor)
    ):
        messages.success(request, "It has its new name.")
        return redirect("administrator:people", organisation_id=organisation.pk)
    return page(request, organisation, "rename", form=form)
