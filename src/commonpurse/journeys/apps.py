from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "commonpurse.journeys"
    label = "journeys"
