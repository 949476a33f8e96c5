from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "longting.accounts"
    label = "accounts"
