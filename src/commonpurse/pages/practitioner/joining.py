"""A helper who has an account from somewhere else: a link for them, and joining the account that they said is theirs."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts
from commonpurse.assessments.queries.joining import waiting_links
from commonpurse.pages.answering.forms import refuse_another
from commonpurse.pages.forms import add_missing
from commonpurse.pages.practitioner.preparation import helper_of, staff, steps_context
from commonpurse.pages.practitioner.preparation_forms import AboutForm
from commonpurse.values.missing import NotReady


class JoiningForm(AboutForm):
    do = forms.ChoiceField(choices=[(one, one) for one in ("make", "withdraw", "join")])
    account = forms.UUIDField(required=False)


@require_http_methods(["GET", "POST"])
@staff
def own_account(request: Request, journey_id: UUID, helper_id: UUID) -> HttpResponse:
    """The link is on this answer's page and nowhere else."""
    journey, assessment, helper = helper_of(request, journey_id, helper_id)
    form = JoiningForm(request.POST or None, person_id=journey.person_id, assessment=assessment)
    address = ""
    if request.method == "POST":
        refuse_another(request.POST, person_id=journey.person_id, assessment=assessment)
        if form.is_valid():
            do, account = form.cleaned_data["do"], form.cleaned_data["account"]
            try:
                if do == "join" and account:
                    user = acts.join_account(helper, account, by=request.actor)
                    messages.success(request, f"{helper.name} can say more with their own account, {user.name}.")
                    return redirect("practitioner:before_helpers", journey_id=journey_id)
                if do == "make":
                    _, secret = acts.make_link(helper, by=request.actor)
                    address = request.build_absolute_uri(reverse("carer:mine", kwargs={"secret": secret}))
                else:
                    acts.withdraw_link(helper, by=request.actor)
            except NotReady as error:
                add_missing(form, error)
    waiting = waiting_links(helper).first() if helper.user_id is None else None
    names = names_of({waiting.account_id}) if waiting and waiting.account_id else {}
    shown = steps_context(journey, assessment, helper=helper, form=form, waiting=waiting, address=address, names=names)
    return render(request, "practitioner/preparation/own_account.html", shown)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/before/who-helps/<uuid:helper_id>/own-account", own_account, name="helpers_own_account"),
]
