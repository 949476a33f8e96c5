"""A list page of organisations, alone on a site of its own: what `test_lists.py` asks for."""

from datetime import date

import django_filters
from django.test import RequestFactory
from django.urls import include, path, resolve

from longting.accounts.models import Organisation
from longting.accounts.roles import Permission
from longting.common.columns import Column
from longting.common.filters import MoneyFilter, ScopedModelChoiceFilter
from longting.common.lists import ListPage
from longting.common.lists.listing import Listing
from longting.common.policy import Rule
from tests import factories

VIEWS = [
    {"id": 1, "label": "各乡", "url_query": "kind=township&sort=-name", "shared": True},
    {"id": 2, "label": "两列", "url_query": "cols=name,kind", "shared": False},
]
ASKED = []
EXPORTED = []


class UnitFilters(django_filters.FilterSet):
    parent = ScopedModelChoiceFilter(queryset=Organisation.objects.order_by("order"), label="上级单位")
    kind = django_filters.ChoiceFilter(choices=[("township", "乡镇"), ("company", "项目单位")], label="类别")
    least = MoneyFilter(field_name="order", lookup_expr="gte", label="排序 ≥")


class UnitList(ListPage):
    key = "units"
    title = "单位"
    noun = "个单位"
    crumb = "单位名册"
    search_field = "name"
    filterset_class = UnitFilters
    orders = {"name": ("name",), "order": ("order",), "parent": ("parent__order", "name")}
    default_order = "order"
    columns = (
        Column("name", "全称", lambda row: row.name, kind="link", width=30, sort="name"),
        Column("kind", "类别", lambda row: row.kind),
        Column("order", "排序", lambda row: row.order, kind="number", sort="order"),
        Column("parent", "上级", lambda row: row.parent.name if row.parent else None, sort="parent"),
        Column("since", "启用日期", lambda row: date(2026, 1, 5), kind="date", default=False),
        Column("phone", "电话", lambda row: "13812345678", kind="phone", default=False, personal=True),
    )
    empty_title = "还没有单位"
    empty_text = "请先导入单位。"

    def get_queryset(self, request):
        return Organisation.objects.visible_to(request.user).select_related("parent")

    def row_url(self, row):
        return f"/units/{row.pk}"

    def get_bulk_acts(self, request):
        return (
            [("停用所选单位", "/units/close", "停用后不再出现在选择里")] if request.user.may("manage_accounts") else []
        )

    def get_actions(self, request):
        return [{"label": "导入单位", "url": "/units/import", "icon": "upload"}]

    def may_reveal(self, request):
        return request.user.may(Permission.MANAGE_ACCOUNTS)

    def on_export(self, request, count):
        EXPORTED.append((request.user.username, count))


def saved_views(user, list_key):
    """Stands for the provider named in settings."""
    ASKED.append((user.username, list_key))
    return VIEWS


def export_job(user, url_name, query):
    """Stands for the provider named in settings: answers with the page of the job."""
    ASKED.append((user.username, url_name, query))
    return "/jobs/7"


def frame(request):
    """What base.html wants of the frame."""
    return {
        "frame": {"brand": "测试", "demo": False, "is_authenticated": False, "nav": [], "warnings": []},
        "messages": [],
    }


POLICY = {"units": Rule(permissions=(Permission.VIEW_PROJECTS, Permission.MANAGE_ACCOUNTS)), "units-of": Rule()}
saving = ([path("views/new", UnitList.as_view(), name="view-create")], "ledgers")
urlpatterns = [
    path("units", UnitList.as_view(), name="units"),
    path("units/of/<int:year>", UnitList.as_view(), name="units-of"),
    path("ledgers/", include(saving)),
]


def stand_alone(settings):
    """The list on its own: its own addresses, policy, providers and frame."""
    ASKED.clear()
    EXPORTED.clear()
    settings.ROOT_URLCONF = "tests.common.list_site"
    settings.POLICY = "tests.common.list_site.POLICY"
    settings.SAVED_VIEWS = "tests.common.list_site.saved_views"
    settings.EXPORT_JOB = "tests.common.list_site.export_job"
    settings.EXPORT_INLINE_ROWS = 1000
    options = settings.TEMPLATES[0]["OPTIONS"] | {
        "context_processors": ["django.template.context_processors.request", "tests.common.list_site.frame"]
    }
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": options}]
    return settings


def asking(user, query, path):
    """A request of this user to a page of the site."""
    request = RequestFactory().get(f"{path}?{query}")
    request.user, request.resolver_match = user, resolve(path)
    return request


def ask(user, query="", path="/units"):
    """The answer to a request."""
    request = asking(user, query, path)
    return request.resolver_match.func(request, **request.resolver_match.kwargs)


def page_of(user, query=""):
    """The context of the page as plain values."""
    request = asking(user, query, "/units")
    page = UnitList()
    page.setup(request)
    return page.context(Listing(page, request))


def some_units(count, **fields):
    """New organisations whose names share a word."""
    return [factories.make_organisation(f"冷链产业园{number}", **fields) for number in range(count)]
