from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "commonpurse.foundation"
    label = "foundation"
