"""Reads that compose several parts of the house for the workbench."""

from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from approvals.enums import ENDED, State
from approvals.models import Declaration
from approvals.windows import year_to_declare
from approvals.workflow import STAGE_OF
from longting.accounts.models import User
from longting.common.money import format_wan
from projects.models import ListEntry, Project

#: Where the declarations under way are, by the stages of Article 9.
_STAGES = {1: "申请单位填报", 2: "乡办、区直初筛", 3: "区项目办核实遴选", 4: "列入名单草案及以后"}


def recent_projects(user):
    """The projects in sight that changed last."""
    return Project.objects.visible_to(user).select_related("responsible").order_by("-updated_at", "pk")[:8]


def figures_title(user) -> str:
    """Whose figures the block shows."""
    if not user.may("view_projects"):
        return "账号"
    return "全区项目" if user.may("view_all") else "本单位项目"


def figures_of(user, today) -> list[dict]:
    """How many projects are in sight, how many are listed this year, and with how much money (万元)."""
    if not user.may("view_projects"):
        return _accounts() if user.may("manage_accounts") else []
    projects = Project.objects.visible_to(user).aggregate(
        all=Count("pk"), total=Sum("total_investment"), doubtful=Count("pk", filter=Q(doubts__gt=0))
    )
    entries = ListEntry.objects.visible_to(user).standing().filter(annual_list__year=today.year)
    listed = entries.aggregate(all=Count("project", distinct=True), plan=Sum("annual_plan"))
    url = reverse("projects:project-list")
    return [
        {"label": "项目", "text": f"{projects['all']} 个", "url": url},
        {"label": "总投资", "text": f"{format_wan(projects['total'])} 万元"},
        {"label": f"列入{today.year}年名单", "text": f"{listed['all']} 个", "url": reverse("projects:list-index")},
        {"label": f"{today.year}年计划", "text": f"{format_wan(listed['plan'])} 万元"},
        {"label": "有待核实", "text": f"{projects['doubtful']} 个", "url": f"{url}?in_doubt=on"},
    ]


def declared_of(user, today) -> list[dict]:
    """How many declarations in sight for the list being declared now stand in each stage; nothing while there are
    none."""
    if not user.may("view_projects"):
        return []
    year, stages = year_to_declare(today), {stage: [] for stage in _STAGES}
    for state in (state for state in State if state not in ENDED):
        stages[STAGE_OF[state]].append(state.value)
    counts = {f"stage_{stage}": Count("pk", filter=Q(state__in=states)) for stage, states in stages.items()}
    found = Declaration.objects.visible_to(user).filter(year=year).aggregate(**counts)
    url = reverse("approvals:declaration-list")
    facts = [
        {
            "label": words,
            "text": f"{found[f'stage_{stage}']} 个",
            "url": f"{url}?{urlencode({'year': year, 'stage': stage})}",
        }
        for stage, words in _STAGES.items()
    ]
    return facts if any(found.values()) else []


def _accounts() -> list[dict]:
    people = User.objects.aggregate(
        active=Count("pk", filter=Q(is_active=True)), closed=Count("pk", filter=Q(is_active=False))
    )
    url = reverse("accounts:user-list")
    return [
        {"label": "启用的账号", "text": f"{people['active']} 个", "url": url},
        {"label": "停用的账号", "text": f"{people['closed']} 个"},
    ]
