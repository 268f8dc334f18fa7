from django.urls import URLPattern, path

from commonpurse.pages.administrator import home

app_name = "administrator"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
]
