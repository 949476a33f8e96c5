from django.apps import AppConfig
from django.core.checks import Tags, register

from longting.common.policy import check_policy


class CommonConfig(AppConfig):
    name = "longting.common"
    label = "common"

    def ready(self):
        register(check_policy, Tags.urls)
