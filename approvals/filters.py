"""Filters of the list of declarations."""

import django_filters
from django import forms

from approvals.enums import ENDED, State
from approvals.models import Declaration
from approvals.windows import MOST_BATCHES, year_to_declare
from approvals.workflow import STAGE_OF, STAGES
from longting.accounts.models import Organisation
from longting.common import clock
from longting.common.filters import ScopedModelChoiceFilter

#: The 办法 stands since this year: there is no older declaration.
FIRST_YEAR = 2022


def _years(request=None) -> list[tuple[int, str]]:
    return [(year, f"{year}年度") for year in range(year_to_declare(clock.today()), FIRST_YEAR - 1, -1)]


class DeclarationFilter(django_filters.FilterSet):
    """By state, stage of Article 9, year of the list, unit that screens, and whether it was returned."""

    state = django_filters.ChoiceFilter(label="状态", choices=State.choices)
    stage = django_filters.ChoiceFilter(label="阶段", choices=list(STAGES.items()), method="in_stage")
    year = django_filters.ChoiceFilter(label="年度", choices=_years)
    unit = ScopedModelChoiceFilter(label="初审单位", queryset=Organisation.objects.responsible())
    returned = django_filters.BooleanFilter(label="只看退回的", method="sent_back", widget=forms.CheckboxInput)

    class Meta:
        model = Declaration
        fields = ()

    def in_stage(self, queryset, name, value):
        """Declarations under way in that stage; one that has ended stands in none."""
        return queryset.in_state(
            *(state for state, stage in STAGE_OF.items() if str(stage) == value and state not in ENDED)
        )

    def sent_back(self, queryset, name, value):
        return queryset.in_state(State.RETURNED) if value else queryset


class DeskFilter(django_filters.FilterSet):
    """Which list, and from which unit: the filters of the office's desk."""

    year = django_filters.ChoiceFilter(label="年度", choices=_years)
    batch = django_filters.ChoiceFilter(
        label="批次", choices=[(str(number), f"第 {number} 批") for number in range(1, MOST_BATCHES + 1)]
    )
    unit = ScopedModelChoiceFilter(label="上报单位", queryset=Organisation.objects.responsible())

    class Meta:
        model = Declaration
        fields = ()
