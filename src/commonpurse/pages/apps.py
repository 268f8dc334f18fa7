from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "commonpurse.pages"
    label = "pages"
