"""What everybody sees of declarations: the list, one of them, its versions, its papers."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from approvals.columns import list_columns
from approvals.filters import DeclarationFilter
from approvals.models import Declaration
from approvals.pages.detail import detail_page, with_page
from approvals.pages.returned import returned_rows
from approvals.pages.sheets import paper_page
from approvals.pages.versions import compare_page
from approvals.pages.way import steps_page
from approvals.selectors.holding import NEEDED
from approvals.services.disclosure import record_declaration_export
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.lists import ListPage


class DeclarationList(ListPage):
    """Every declaration this person may see, the last moved first."""

    key = "approvals.declarations"
    title, crumb, noun = "项目申报", "第九条：申请、初审、遴选、审定", "件申报"
    template = "approvals/declaration_list.html"
    filterset_class = DeclarationFilter
    orders = {"number": ("number",), "updated": ("updated_at",)}
    default_order = "-updated"
    search_hint = "项目名称、申报编号、单位、拼音首字母"
    empty_title, empty_text = "还没有申报", "由项目单位或责任单位起草申报，提交后在这里办理。"

    def get_queryset(self, request):
        return Declaration.objects.visible_to(request.user).select_related(*NEEDED, "created_by")

    def get_columns(self, request):
        return list(list_columns(clock.today()))

    def get_actions(self, request):
        if not request.user.may(Permission.APPLY):
            return []
        return [{"label": "起草申报", "url": reverse("approvals:declaration-create"), "icon": "plus"}]

    def context(self, listing, note=""):
        user, today = listing.request.user, clock.today()
        return super().context(listing, note) | {"returned": returned_rows(user, today)}

    def on_export(self, request, count):
        record_declaration_export(count, actor=request.user)


declaration_list = DeclarationList.as_view()


def declaration_detail(request, public_id):
    """One declaration: where it stands, what it says, what was said to it, what may be done."""
    row = _page_row(request, public_id)
    context = detail_page(row, request.user, clock.today(), desk=request.GET.get("desk", ""))
    return render(request, "approvals/declaration_detail.html", context)


def declaration_compare(request, public_id):
    """Two submitted versions side by side."""
    row = get_object_or_404(Declaration.objects.visible_to(request.user), public_id=public_id)
    return render(request, "approvals/declaration_compare.html", compare_page(row, request.GET))


def declaration_paper(request, public_id):
    """申报表 for A4, from a frozen version."""
    row = _page_row(request, public_id)
    context = paper_page(row, request.user, clock.now(), request.GET.get("v", ""))
    return render(request, "approvals/declaration_paper.html", context)


def declaration_steps(request, public_id):
    """办理流程单 for A4."""
    row = _page_row(request, public_id)
    return render(request, "approvals/declaration_steps.html", steps_page(row, clock.now()))


def _page_row(request, public_id) -> Declaration:
    return get_object_or_404(with_page(Declaration.objects.visible_to(request.user)), public_id=public_id)
