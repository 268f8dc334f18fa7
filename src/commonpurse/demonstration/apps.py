from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "commonpurse.demonstration"
    label = "demonstration"
