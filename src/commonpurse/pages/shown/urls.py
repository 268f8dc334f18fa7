from django.urls import URLPattern, path

from commonpurse.pages.shown import views

app_name = "shown"
urlpatterns: list[URLPattern] = [
    path("", views.everything, name="everything"),
    path("<uuid:journey_id>/<slug:what>", views.part, name="part"),
]
