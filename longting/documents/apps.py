from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "longting.documents"
    label = "documents"
