from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "commonpurse.assessments"
    label = "assessments"
