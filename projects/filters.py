"""Filters of the project list."""

import django_filters
from django import forms

from longting.accounts.models import Organisation
from longting.common import areas, clock
from longting.common.filters import MoneyFilter, ScopedModelChoiceFilter
from projects.enums import Eligibility, Nature, Stage
from projects.models import Project, RuleSet
from projects.selectors.standing import with_standing

LEVELS = [("is_province", "省重点"), ("is_city", "市重点"), ("is_major", "重大项目")]


def _fields(request=None) -> list[tuple[str, str]]:
    """Labels of the version in force, then those older versions knew."""
    known = [label for rule in RuleSet.objects.all() for label in rule.field_labels]
    return [(label, label) for label in dict.fromkeys(known)]


class ProjectFilter(django_filters.FilterSet):
    """By unit, field, stage, nature, place, amount, eligibility, level, and whether facts are in doubt."""

    responsible = ScopedModelChoiceFilter(label="责任单位", queryset=Organisation.objects.responsible())
    field = django_filters.ChoiceFilter(label="领域", choices=_fields)
    stage = django_filters.ChoiceFilter(label="阶段", choices=Stage.choices)
    nature = django_filters.ChoiceFilter(label="建设性质", choices=Nature.choices)
    town = django_filters.ChoiceFilter(label="所在乡办", choices=[(town.code, town.name) for town in areas.towns()])
    standing = django_filters.ChoiceFilter(label="资格", choices=Eligibility.choices, method="judged")
    level = django_filters.ChoiceFilter(label="级别", choices=LEVELS, method="at_level")
    total_min = MoneyFilter(label="总投资 ≥", field_name="total_investment", lookup_expr="gte")
    total_max = MoneyFilter(label="总投资 ≤", field_name="total_investment", lookup_expr="lte")
    in_doubt = django_filters.BooleanFilter(label="有待核实的事实", method="doubtful", widget=forms.CheckboxInput)

    class Meta:
        model = Project
        fields = ()

    def judged(self, queryset, name, value):
        rule = RuleSet.objects.in_force(clock.today())
        return with_standing(queryset, rule).filter(standing=value) if rule else queryset.none()

    def at_level(self, queryset, name, value):
        return queryset.filter(**{value: True})

    def doubtful(self, queryset, name, value):
        return queryset.in_doubt() if value else queryset
