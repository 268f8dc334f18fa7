from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "commonpurse.allocation"
    label = "allocation"
