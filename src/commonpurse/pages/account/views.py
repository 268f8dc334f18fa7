"""Signing in and out, passwords, and the door that leads each to their room."""

from typing import Any

from allauth.account import views as allauth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request
from commonpurse.access.models import User
from commonpurse.access.queries import people_open_to
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.organisations.queries import memberships_with_names
from commonpurse.pages.account import forms
from commonpurse.pages.account.adapter import TooManyTries
from commonpurse.pages.doors import signed_in
from commonpurse.pages.errors import too_many
from commonpurse.plans.queries import waiting_for

WHAT_COMES = {
    Role.FINANCE: "Payments to make and to check will stand here.",
    Role.COMMISSIONER: "What budgets are spent on, and how fair that is, will stand here.",
    Role.TRAINER: "Your courses, and who has a place, will stand here.",
    Role.BROKER: "People who ask you to help with their plan will stand here.",
    Role.PEER_SUPPORTER: "People who ask for your company on the way will stand here.",
}


class SignIn(allauth.LoginView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/sign_in.html"
    form_class = forms.SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().post(request, *args, **kwargs)
        except TooManyTries:
            return too_many(request)
        return answer


class SignOut(allauth.LogoutView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/sign_out.html"


class Closed(allauth.AccountInactiveView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/closed.html"


class ChangePassword(allauth.PasswordChangeView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/change_password.html"
    form_class = forms.ChangeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and not user.has_usable_password():
            return redirect("account:you")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_default_success_url(self) -> str:
        return reverse("account:you")


class ForgottenPassword(allauth.PasswordResetView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/forgotten_password.html"
    form_class = forms.ForgottenForm


class LinkSent(allauth.PasswordResetDoneView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/link_sent.html"


class ChoosePassword(allauth.PasswordResetFromKeyView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/choose_password.html"
    form_class = forms.ChooseForm


class PasswordChosen(allauth.PasswordResetFromKeyDoneView):  # type: ignore[misc]  # allauth has no types
    template_name = "account/password_chosen.html"


@require_safe
@signed_in
def home(request: Request) -> HttpResponse:
    """Lead each to their room; who has none yet is told so, calmly."""
    room = room_of(request.actor)
    return redirect(room) if room else you(request)


@require_safe
@signed_in
def you(request: Request) -> HttpResponse:
    """Who is signed in here, as what, and how to change the password."""
    return render(
        request,
        "account/you.html",
        {
            "user": request.user,
            "room": room_of(request.actor),
            "memberships": memberships_with_names(request.actor.user_id),
            "what_comes": WHAT_COMES,
        },
    )


def room_of(actor: Actor) -> str:
    """The name of the page where this actor's day begins, or nothing."""
    if actor.person_id:
        return "person:home"
    if actor.has_role(Role.MANAGER) and waiting_for(actor).exists():
        return "manager:waiting"
    if actor.has_role(Role.PRACTITIONER, Role.MANAGER):
        return "practitioner:caseload"
    if actor.has_role(Role.PRIVACY):
        return "privacy:home"
    if actor.has_role(Role.ADMINISTRATOR):
        return "administrator:home"
    if people_open_to(actor, AssessmentSection.OWN_WORDS).exists():
        return "carer:home"
    return ""
