from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "longting.audit"
    label = "audit"
