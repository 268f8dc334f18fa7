from django.urls import path

from commonpurse.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("cast", views.cast, name="cast"),
    path("cast/<slug:key>", views.be, name="be"),
    path("patterns", views.patterns, name="patterns"),
]
