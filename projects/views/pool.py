"""The list of all projects in sight (项目库)."""

from django.urls import reverse

from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.lists import ListPage
from projects.columns import list_columns
from projects.filters import ProjectFilter
from projects.models import Project, RuleSet
from projects.selectors.standing import with_overrides
from projects.services.disclosure import record_pool_export


class ProjectList(ListPage):
    """Every project this person may see, the last changed first."""

    key = "projects"
    title, crumb = "项目库", "全过程主档"
    filterset_class = ProjectFilter
    orders = {"number": ("number",), "total": ("total_investment",), "updated": ("updated_at",)}
    default_order = "-updated"
    empty_title, empty_text = "还没有项目", "由责任单位或区项目办登记，或由区项目办导入名单工作簿。"

    def get_queryset(self, request):
        return with_overrides(Project.objects.visible_to(request.user).select_related("responsible"))

    def get_columns(self, request):
        return list(list_columns(RuleSet.objects.in_force(clock.today())))

    def get_actions(self, request):
        if not request.user.may(Permission.FILE_PROJECT):
            return []
        return [{"label": "登记项目", "url": reverse("projects:project-create"), "icon": "plus"}]

    def on_export(self, request, count):
        record_pool_export(count, actor=request.user)


project_list = ProjectList.as_view()
