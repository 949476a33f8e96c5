"""The menu: what each permission sees, in the order in which a project lives."""

from dataclasses import dataclass

from django.urls import reverse

from longting.accounts.roles import Permission


@dataclass(frozen=True)
class Entry:
    """One menu entry: its words, the URL name it leads to, the permission that shows it, the names it covers."""

    label: str
    url_name: str
    permission: Permission | None
    covers: tuple[str, ...]


MENU = (
    Entry("工作台", "desk:workbench", None, ("desk:workbench", "notices:")),
    Entry("项目库", "projects:project-list", Permission.VIEW_PROJECTS, ("projects:project-", "projects:override-")),
    Entry("重点项目", "projects:list-index", Permission.VIEW_PROJECTS, ("projects:list-", "projects:entry-")),
    Entry("台账导入", "ledgers:import-list", Permission.IMPORT_LEDGER, ("ledgers:import-",)),
    Entry("认定规则", "projects:rule-list", Permission.VIEW_PROJECTS, ("projects:rule-",)),
    Entry("审计", "audit:event-list", Permission.READ_AUDIT, ("audit:",)),
    Entry(
        "账号",
        "accounts:user-list",
        Permission.MANAGE_ACCOUNTS,
        ("accounts:user-", "accounts:post-", "accounts:handover-"),
    ),
    Entry("单位", "accounts:organisation-list", Permission.MANAGE_ACCOUNTS, ("accounts:organisation-",)),
    Entry("后台任务", "desk:jobs", Permission.VIEW_JOBS, ("desk:jobs",)),
)


def menu_for(user, view_name: str) -> list[dict]:
    """The entries `user` may open, the one that covers `view_name` marked as current."""
    return [
        {"label": entry.label, "url": reverse(entry.url_name), "current": view_name.startswith(entry.covers)}
        for entry in MENU
        if entry.permission is None or user.may(entry.permission)
    ]
