from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "commonpurse.documents"
    label = "documents"
