"""The lists of accounts and organisations."""

from django.db.models import Case, Count, F, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from longting.accounts.columns import ORGANISATIONS, USERS
from longting.accounts.filters import OrganisationFilter, UserFilter
from longting.accounts.models import Organisation, Post, User
from longting.accounts.services.users import record_export
from longting.common import clock
from longting.common.lists import ListPage


class UserList(ListPage):
    """Everybody with an account; telephone numbers stay masked here, the account's own page shows them."""

    key = "users"
    title, noun, crumb = "账号", "个账号", "系统管理"
    columns, filterset_class, search_field = USERS, UserFilter, ""
    orders = {"username": ("username",), "last_login": ("last_login",)}
    default_order = "username"
    empty_title, empty_text = "还没有账号", "点“建立账号”，或用名册一次导入。"

    def get_queryset(self, request):
        held = Post.objects.in_force(clock.today()).select_related("organisation").order_by("starts", "pk")
        return User.objects.prefetch_related(Prefetch("posts", queryset=held, to_attr="held"))

    def get_actions(self, request):
        return [
            {"label": "建立账号", "url": reverse("accounts:user-create"), "icon": "plus"},
            {"label": "导入名册", "url": reverse("accounts:user-import"), "icon": "file-import"},
            {"label": "办理交接", "url": reverse("accounts:handover-create")},
        ]

    def on_export(self, request, count):
        record_export(count, actor=request.user)


class OrganisationList(ListPage):
    """All organisations as a tree: units stand below the one they belong to, in the order the office decided."""

    key = "organisations"
    title, noun, crumb = "单位", "个单位", "系统管理"
    template = "accounts/organisation_list.html"
    columns, filterset_class, search_field = ORGANISATIONS, OrganisationFilter, ""
    orders = {"tree": ("root_order", "root_code", "level", "order", "code")}
    default_order = "tree"
    page_size = 100
    empty_title, empty_text = "还没有单位", "点“建立单位”。"

    def get_queryset(self, request):
        today = clock.today()
        held = Q(posts__user__is_active=True, posts__starts__lte=today)
        held &= Q(posts__ends__isnull=True) | Q(posts__ends__gte=today)
        return (
            Organisation.objects.visible_to(request.user)
            .select_related("parent")
            .annotate(
                root_order=Coalesce("parent__order", F("order")),
                root_code=Coalesce("parent__code", F("code")),
                level=Case(When(parent__isnull=True, then=Value(0)), default=Value(1)),
                people=Count("posts__user", filter=held, distinct=True),
            )
        )

    def get_actions(self, request):
        return [{"label": "建立单位", "url": reverse("accounts:organisation-create"), "icon": "plus"}]


user_list = UserList.as_view()
organisation_list = OrganisationList.as_view()
