"""The menu: what each permission sees, in the order in which a project lives."""

from dataclasses import dataclass

from django.urls import reverse

from longting.accounts.roles import Permission as P


@dataclass(frozen=True)
class Entry:
    """One menu entry: its words, the URL name it leads to, the permissions of which any shows it (none = everybody),
    the beginnings of the URL names it covers."""

    label: str
    url_name: str
    permissions: tuple[P, ...]
    covers: tuple[str, ...]


#: A URL name belongs to the entry with the longest beginning of it, among those the person sees: an officer who
#: verifies a declaration stands at 核实遴选, everybody else who reads one at 项目申报.
MENU = (
    Entry("工作台", "desk:workbench", (), ("desk:workbench", "notices:")),
    Entry("项目库", "projects:project-list", (P.VIEW_PROJECTS,), ("projects:project-", "projects:override-")),
    Entry(
        "项目申报", "approvals:declaration-list", (P.VIEW_PROJECTS,),
        ("approvals:declaration-", "approvals:note-", "approvals:window-"),
    ),
    Entry(
        "初审上报", "approvals:screening-desk", (P.SCREEN, P.SIGN_OFF),
        ("approvals:screening-", "approvals:batch-", "approvals:bulk-", "approvals:declaration-screen"),
    ),
    Entry(
        "核实遴选", "approvals:vetting-desk", (P.VERIFY, P.SUBMIT_LIST),
        ("approvals:vetting-", "approvals:batch-", "approvals:bulk-", "approvals:declaration-verify"),
    ),
    # The draft of a list, its decisions and the issued list are one thing with the lists of the years.
    Entry(
        "重点项目", "projects:list-index", (P.VIEW_PROJECTS,),
        ("projects:list-", "projects:entry-", "approvals:draft-", "approvals:list-", "approvals:entry-",
         "approvals:resolution-", "approvals:issued-"),
    ),
    Entry("台账导入", "ledgers:import-list", (P.IMPORT_LEDGER,), ("ledgers:import-",)),
    Entry("认定规则", "projects:rule-list", (P.VIEW_PROJECTS,), ("projects:rule-",)),
    Entry("审计", "audit:event-list", (P.READ_AUDIT,), ("audit:",)),
    Entry(
        "账号", "accounts:user-list", (P.MANAGE_ACCOUNTS,),
        ("accounts:user-", "accounts:post-", "accounts:handover-"),
    ),
    Entry("单位", "accounts:organisation-list", (P.MANAGE_ACCOUNTS,), ("accounts:organisation-",)),
    Entry("后台任务", "desk:jobs", (P.VIEW_JOBS,), ("desk:jobs",)),
)  # fmt: skip


def menu_for(user, view_name: str) -> list[dict]:
    """The entries `user` may open, the one that covers `view_name` marked as current."""
    shown = [entry for entry in MENU if not entry.permissions or any(map(user.may, entry.permissions))]
    best = max((_reach(entry, view_name) for entry in shown), default=0)
    return [
        {
            "label": entry.label,
            "url": reverse(entry.url_name),
            "current": best > 0 and _reach(entry, view_name) == best,
        }
        for entry in shown
    ]


def _reach(entry: Entry, view_name: str) -> int:
    """How much of the URL name the entry covers; 0 when it does not."""
    return max((len(start) for start in entry.covers if view_name.startswith(start)), default=0)
