"""Signing in and out, and passwords: allauth's views with our words.

The names have no namespace, because allauth looks them up so. What is not listed here has no address: nobody signs up.
"""

from django.urls import path, re_path

from commonpurse.pages.account import views
from commonpurse.pages.doors import signed_in

urlpatterns = [
    path("sign-in", views.SignIn.as_view(), name="account_login"),
    path("sign-out", views.SignOut.as_view(), name="account_logout"),
    path("inactive", views.Closed.as_view(), name="account_inactive"),
    path("password", signed_in(views.ChangePassword.as_view()), name="account_change_password"),
    path("forgotten-password", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path("forgotten-password/sent", views.LinkSent.as_view(), name="account_reset_password_done"),
    path("forgotten-password/done", views.PasswordChosen.as_view(), name="account_reset_password_from_key_done"),
    re_path(
        r"^forgotten-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        views.ChoosePassword.as_view(),
        name="account_reset_password_from_key",
    ),
]
