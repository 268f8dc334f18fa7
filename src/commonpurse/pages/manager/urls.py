from django.urls import URLPattern, path

from commonpurse.pages.manager import waiting

app_name = "manager"
urlpatterns: list[URLPattern] = [
    path("", waiting.waiting, name="waiting"),
]
