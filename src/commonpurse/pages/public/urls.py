from django.urls import path

from commonpurse.pages.public import front_doors, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    *front_doors.routes,
    path("help-now", views.help_now, name="help_now"),
    path("leaving", views.leaving, name="leaving"),
    path("leave", views.leave, name="leave"),
    path("attribution", views.attribution, name="attribution"),
    path("privacy", views.privacy, name="privacy"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("health", views.health, name="health"),
    path("static/<str:version>/<path:file>", views.theme_of_another_version, name="theme_of_another_version"),
]
