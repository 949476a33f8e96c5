"""The Chinese words of acts. Each part of the house declares its own (settings.AUDIT_VERBS); they meet here."""

from django.conf import settings
from django.utils.module_loading import import_string

from longting.common.enums import Labelled


def known_verbs() -> dict[str, Labelled]:
    """Every declared act by its value."""
    return {member.value: member for path in settings.AUDIT_VERBS for member in import_string(path)}


def verb_choices() -> list[tuple[str, str]]:
    """(value, label) of every declared act, for a filter."""
    return [(value, member.label) for value, member in known_verbs().items()]


def verb_label(value: str) -> str:
    """The label of an act; one that is no longer declared is printed as it was written."""
    member = known_verbs().get(value)
    return member.label if member else value
