"""Taking up an invitation: with a new account, or with the one that somebody is signed in to."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from commonpurse.access.decisions import require
from commonpurse.access.middleware import Request
from commonpurse.access.models import User
from commonpurse.organisations import acts
from commonpurse.organisations.models import Invitation
from commonpurse.organisations.policy import may_take_up
from commonpurse.organisations.queries import account_with, invitation_for
from commonpurse.pages.account.forms import AcceptForm
from commonpurse.pages.forms import add_missing
from commonpurse.values.missing import NotReady


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: Request, secret: str) -> HttpResponse:
    invitation = invitation_for(secret)
    if invitation is None:  # used, withdrawn, too old or never there: one page, so that nothing can be learned from it
        return render(request, "account/invitation_gone.html", status=404)
    if request.actor.signed_in:
        return _as_oneself(request, invitation, secret)
    if account_with(invitation.email):
        sign_in = urlencode({"next": request.path})
        return render(request, "account/invitation_known.html", {"invitation": invitation, "sign_in": sign_in})
    return _with_a_new_account(request, invitation, secret)


def _as_oneself(request: Request, invitation: Invitation, secret: str) -> HttpResponse:
    if request.method == "POST":
        acts.accept_invitation_as_oneself(secret, by=request.actor)
        messages.success(request, f"You now work in {invitation.organisation.name}.")
        return redirect("account:home")
    require(may_take_up(request.actor, User.objects.get(pk=request.actor.user_id), invitation))
    return render(request, "account/invitation_as_oneself.html", {"invitation": invitation})


def _with_a_new_account(request: Request, invitation: Invitation, secret: str) -> HttpResponse:
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = acts.accept_invitation(secret, **form.cleaned_data, by=request.actor)
        except NotReady as error:
            add_missing(form, error)
        else:
            login(request, user)
            return redirect("account:home")
    return render(request, "account/invitation.html", {"invitation": invitation, "form": form})
