from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "longting.notices"
    label = "notices"
