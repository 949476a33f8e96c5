"""`{% once %}` inside a form: this rendering of the form acts once."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from longting.audit.middleware import FIELD
from longting.audit.services.once import new_token

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """The hidden input with a fresh token."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token())
