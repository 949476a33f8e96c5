"""What waits for people in this part (see longting.notices.todos): one query each, permissions first."""

from django.urls import reverse

from longting.accounts.roles import Permission
from longting.notices.todos import Todo
from projects.eligibility import outcome_of
from projects.models import EligibilityOverride, Project

MOST_OVERRIDES = 20
MOST_COUNTED = 99


def overrides_to_sign(user, today) -> list[Todo]:
    """For the office head: each override waiting, except one's own."""
    if not user.may(Permission.SIGN_OVERRIDE):
        return []
    waiting = EligibilityOverride.objects.visible_to(user).waiting().exclude(requested_by=user)
    return [
        Todo(
            title="签批资格改判",
            subject=override.project.name,
            what=f"改判为{outcome_of(override.eligible).label}，{override.requested_by.name}提出",
            due=None,
            url=f"{reverse('projects:project-detail', args=[override.project.public_id])}#eligibility",
            act="查看并签批",
        )
        for override in waiting.select_related("project", "requested_by").order_by("requested_at")[:MOST_OVERRIDES]
    ]


def facts_to_complete(user, today) -> list[Todo]:
    """For those who keep the 主档: how many projects have facts that a workbook left in doubt."""
    if not user.may(Permission.FILE_PROJECT):
        return []
    count = Project.objects.editable_by(user).in_doubt().order_by()[: MOST_COUNTED + 1].count()
    if not count:
        return []
    words = f"{count} 个项目" if count <= MOST_COUNTED else f"{MOST_COUNTED} 个以上项目"
    return [
        Todo(
            title="核实导入存疑的事实",
            subject=words,
            what="补填总投资、起止年限等存疑的内容",
            due=None,
            url=f"{reverse('projects:project-list')}?in_doubt=on",
            act="逐个核实",
        )
    ]
