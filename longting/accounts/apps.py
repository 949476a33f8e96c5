from django.apps import AppConfig
from django.core.checks import register

from longting.accounts.passwords import check_preset


class AccountsConfig(AppConfig):
    name = "longting.accounts"
    label = "accounts"

    def ready(self):
        register(check_preset)
