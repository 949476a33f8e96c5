"""Filters of the account lists. They are open to the administrator alone, whose sight is the whole house."""

import django_filters
from django.db.models import Exists, OuterRef, Q

from longting.accounts.enums import OrganisationKind
from longting.accounts.models import Organisation, Post, User
from longting.accounts.roles import Role
from longting.common import clock
from longting.common.filters import ScopedModelChoiceFilter, SearchBox

_OPEN = [("1", "启用"), ("0", "停用")]


def _search(hint: str, method: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(
        label="快速查找", method=method, widget=SearchBox, max_length=100, help_text=hint, strip=True
    )


class UserFilter(django_filters.FilterSet):
    """By name, by the organisation or role held today, open or closed."""

    q = _search("姓名、账号", "search")
    organisation = ScopedModelChoiceFilter(label="单位", queryset=Organisation.objects.all(), method="at")
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices(), method="acting")
    active = django_filters.ChoiceFilter(label="状态", choices=_OPEN, field_name="is_active")

    class Meta:
        model = User
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(username__icontains=value))

    def at(self, queryset, name, value):
        return queryset.filter(_holding(organisation=value))

    def acting(self, queryset, name, value):
        return queryset.filter(_holding(role=value))


class OrganisationFilter(django_filters.FilterSet):
    """By name, kind, open or closed."""

    q = _search("名称、代码", "search")
    kind = django_filters.ChoiceFilter(label="类别", choices=OrganisationKind.choices())
    active = django_filters.ChoiceFilter(label="状态", choices=_OPEN, field_name="is_active")

    class Meta:
        model = Organisation
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(short__icontains=value) | Q(code__icontains=value))


def _holding(**what) -> Exists:
    return Exists(Post.objects.in_force(clock.today()).filter(user=OuterRef("pk"), **what))
