"""Asking somebody in, and taking it back."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.mail import get_connection, send_mail
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.middleware import Request
from commonpurse.foundation.clock import now
from commonpurse.organisations import acts
from commonpurse.organisations.models import Invitation, Organisation
from commonpurse.organisations.queries import open_invitations
from commonpurse.pages.administrator.forms import InviteForm
from commonpurse.pages.administrator.frame import of_an_organisation, page
from commonpurse.pages.forms import add_missing
from commonpurse.values.missing import NotReady

KEPT = "commonpurse.foundation.mail.KeptBackend"
SECONDS_FOR_MAIL = 10


@require_safe
@of_an_organisation
def invitations(request: Request, organisation: Organisation) -> HttpResponse:
    waiting = open_invitations(organisation.pk)
    return page(request, organisation, "invitations", tab="invitations", invitations=waiting, now=now())


@require_http_methods(["GET", "POST"])
@of_an_organisation
def invite(request: Request, organisation: Organisation) -> HttpResponse:
    """Invite, and show the link: once, on the answer to this very press, because nothing keeps its secret."""
    form = InviteForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        who = {"email": form.cleaned_data["email"], "name": form.cleaned_data["name"]}
        try:
            invitation, secret = acts.invite(**who, organisation_id=organisation.pk, **form.place(), by=request.actor)
        except NotReady as error:
            add_missing(form, error)
        else:
            link = request.build_absolute_uri(reverse("account:invitation", args=[secret]))
            mailed = _mailed(invitation, link, request)
            return page(request, organisation, "invited", tab="invitations", invitation=invitation, link=link, mailed=mailed)
    return page(request, organisation, "invite", tab="invitations", form=form)


@require_POST
@of_an_organisation
def withdraw(request: Request, organisation: Organisation, invitation_id: UUID) -> HttpResponse:
    invitation = open_invitations(organisation.pk).filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    acts.withdraw_invitation(invitation.pk, by=request.actor)
    messages.success(request, f"The invitation for {invitation.name} is taken back. Its link does nothing now.")
    return redirect("administrator:invitations", organisation_id=organisation.pk)


def _mailed(invitation: Invitation, link: str, request: Request) -> str:
    """Send the link where mail is set up: `yes`, `no` (mail does not leave this place) or `failed`."""
    if settings.EMAIL_BACKEND == KEPT:
        return "no"
    text = render_to_string("administrator/email/invitation.txt", {"invitation": invitation, "link": link, "from": request.actor.name})
    try:
        with get_connection(timeout=SECONDS_FOR_MAIL) as connection:
            send_mail("You are invited to Common Purse", text, None, [invitation.email], connection=connection)
    except (SMTPException, OSError):
        return "failed"
    return "yes"
