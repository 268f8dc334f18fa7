from django.urls import URLPattern

app_name = "administrator"
urlpatterns: list[URLPattern] = []
