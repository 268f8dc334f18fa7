from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "commonpurse.people"
    label = "people"
