"""The pages around an account that are ours. Signing in itself stands in `sign_in.py`, whose names have no namespace."""

from django.urls import path

from commonpurse.pages.account import invitation, views

app_name = "account"
urlpatterns = [
    path("", views.home, name="home"),
    path("you", views.you, name="you"),
    path("invitation/<str:secret>", invitation.accept, name="invitation"),
]
