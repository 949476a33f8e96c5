from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "longting.desk"
    label = "desk"
