"""What a privacy officer does for people whose records they look after, and never see."""

from django.urls import URLPattern

from commonpurse.pages.privacy import finding, home, naming

app_name = "privacy"
urlpatterns: list[URLPattern] = [*home.routes, *finding.routes, *naming.routes]
