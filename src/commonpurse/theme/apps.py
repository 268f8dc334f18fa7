from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "commonpurse.theme"
    label = "theme"
