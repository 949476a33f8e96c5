"""Filters of the audit list."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from longting.audit.enums import Kind
from longting.audit.models import AuditEvent
from longting.audit.verbs import verb_choices
from longting.common.filters import SearchBox
from longting.common.search import search_words


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"


class EventFilter(django_filters.FilterSet):
    """Days are those of Asia/Shanghai, both inclusive. `object` is the number of an object, for its history."""

    q = django_filters.CharFilter(
        label="快速查找", method="search", max_length=100, widget=SearchBox, help_text="摘要、对象名称"
    )
    since = django_filters.DateFilter(label="自", method="from_day", widget=DayInput)
    until = django_filters.DateFilter(label="至", method="to_day", widget=DayInput)
    actor = django_filters.CharFilter(label="人员", field_name="actor_name", lookup_expr="contains", max_length=30)
    organisation = django_filters.CharFilter(label="单位", lookup_expr="contains", max_length=40)
    verb = django_filters.ChoiceFilter(label="动作", choices=verb_choices)
    kind = django_filters.ChoiceFilter(label="对象类别", field_name="target_kind", choices=Kind.choices)
    object = django_filters.CharFilter(label="对象编号", field_name="target_id", max_length=40)

    class Meta:
        model = AuditEvent
        fields = ()

    def search(self, queryset, name, value):
        for word in search_words(value):
            queryset = queryset.filter(Q(summary__icontains=word) | Q(target_name__icontains=word))
        return queryset

    def from_day(self, queryset, name, value):
        return queryset.filter(at__gte=_midnight(value))

    def to_day(self, queryset, name, value):
        return queryset.filter(at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
