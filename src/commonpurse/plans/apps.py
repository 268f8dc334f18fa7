from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "commonpurse.plans"
    label = "plans"
