"""Roles and what each may do: code, reviewed as a difference (STYLE rule 34). Pure."""

from longting.accounts.enums import RESPONSIBLE_KINDS, OrganisationKind
from longting.common.enums import Labelled


class Permission(Labelled):
    """A kind of act. Which rows it reaches is answered by `visible_to(user)` alone."""

    VIEW_PROJECTS = "view_projects", "查看项目（可见范围内）", "n"
    VIEW_ALL = "view_all", "查看全区项目", "n"
    FILE_PROJECT = "file_project", "登记、修改项目主档", "n"
    ATTACH = "attach", "上传项目附件", "n"
    REVEAL_CONTACTS = "reveal_contacts", "查看联系电话", "n"
    REQUEST_OVERRIDE = "request_override", "提出资格改判", "n"
    SIGN_OVERRIDE = "sign_override", "签批资格改判", "n"
    CHANGE_RULES = "change_rules", "修改认定规则", "n"
    KEEP_LIST = "keep_list", "维护年度名单", "n"
    IMPORT_LEDGER = "import_ledger", "导入台账工作簿", "n"
    EXPORT_LEDGER = "export_ledger", "导出正式台账", "n"
    SHARE_VIEW = "share_view", "把视图共享给本单位", "n"
    APPLY = "apply", "填写、提交重点项目申报", "n"
    SCREEN = "screen", "初审申报、汇总上报", "n"
    SIGN_OFF = "sign_off", "签发本单位上报", "n"
    VERIFY = "verify", "核实遴选、草拟名单", "n"
    SUBMIT_LIST = "submit_list", "把名单草案上报委员会", "n"
    DECIDE = "decide", "审定名单、登记批准", "n"
    PUBLISH = "publish", "印发名单", "n"
    SET_WINDOW = "set_window", "设置申报时间", "n"
    READ_ISSUED = "read_issued", "查阅已印发的名单", "n"
    READ_AUDIT = "read_audit", "查阅审计记录", "n"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账号、单位与交接", "n"
    VIEW_JOBS = "view_jobs", "查看后台任务", "n"


class Role(Labelled):
    """The eleven roles of DESIGN §3."""

    OWNER = "owner", "项目单位经办", "n"
    CLERK = "clerk", "填报", "n"
    UNIT_HEAD = "unit_head", "审核", "n"
    DEPARTMENT = "department", "职能部门", "n"
    OFFICER = "officer", "项目办经办", "n"
    OFFICE_HEAD = "office_head", "项目办负责", "n"
    COMMITTEE = "committee", "委员会", "n"
    LEADER = "leader", "区领导", "n"
    SERVICE_OFFICER = "service_officer", "首席服务官", "n"
    AUDITOR = "auditor", "审计", "n"
    ADMIN = "admin", "系统管理", "n"


_P = Permission
_READER = frozenset({_P.VIEW_PROJECTS})

#: What each role may do. The tests keep their own copy, reviewed by people (tests/contracts/matrix.csv).
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _READER | {_P.ATTACH, _P.APPLY},
    Role.CLERK: _READER
    | {
        _P.FILE_PROJECT, _P.ATTACH, _P.REVEAL_CONTACTS, _P.SHARE_VIEW, _P.APPLY, _P.SCREEN, _P.READ_ISSUED,
    },
    Role.UNIT_HEAD: _READER | {_P.REVEAL_CONTACTS, _P.SHARE_VIEW, _P.SIGN_OFF, _P.READ_ISSUED},
    Role.DEPARTMENT: _READER | {_P.SHARE_VIEW, _P.READ_ISSUED},
    Role.OFFICER: _READER
    | {
        _P.VIEW_ALL, _P.FILE_PROJECT, _P.ATTACH, _P.REVEAL_CONTACTS, _P.REQUEST_OVERRIDE, _P.KEEP_LIST,
        _P.IMPORT_LEDGER, _P.EXPORT_LEDGER, _P.SHARE_VIEW, _P.VERIFY, _P.SET_WINDOW, _P.READ_ISSUED,
    },
    Role.OFFICE_HEAD: _READER
    | {
        _P.VIEW_ALL, _P.REVEAL_CONTACTS, _P.SIGN_OVERRIDE, _P.CHANGE_RULES, _P.EXPORT_LEDGER, _P.SHARE_VIEW,
        _P.SUBMIT_LIST, _P.PUBLISH, _P.SET_WINDOW, _P.READ_ISSUED,
    },
    Role.COMMITTEE: _READER | {_P.VIEW_ALL, _P.EXPORT_LEDGER, _P.DECIDE, _P.READ_ISSUED},
    Role.LEADER: _READER | {_P.VIEW_ALL, _P.READ_ISSUED},
    Role.SERVICE_OFFICER: _READER | {_P.ATTACH, _P.REVEAL_CONTACTS, _P.READ_ISSUED},
    Role.AUDITOR: _READER | {_P.VIEW_ALL, _P.EXPORT_LEDGER, _P.READ_AUDIT, _P.VIEW_JOBS, _P.READ_ISSUED},
    Role.ADMIN: frozenset({_P.MANAGE_ACCOUNTS, _P.VIEW_JOBS}),
}  # fmt: skip

#: Roles that must use a second factor when SECOND_FACTOR_REQUIRED is set.
SECOND_FACTOR_ROLES = frozenset({Role.OFFICE_HEAD, Role.COMMITTEE, Role.ADMIN})

#: Separation of the three duties (三员分立): one person never holds two of these groups at once.
EXCLUSIVE_GROUPS: tuple[frozenset[Role], ...] = (
    frozenset({Role.ADMIN}),
    frozenset({Role.AUDITOR}),
    frozenset(Role) - {Role.ADMIN, Role.AUDITOR},
)


def may_hold_together(roles: set[Role]) -> bool:
    """True when one person may hold all `roles` at the same time."""
    groups = sum(1 for group in EXCLUSIVE_GROUPS if group & roles)
    # Who prepares is never who signs: one person cannot be officer and head of the office at once.
    return groups <= 1 and not {Role.OFFICER, Role.OFFICE_HEAD} <= roles


_K = OrganisationKind
_UNITS = frozenset(RESPONSIBLE_KINDS)

#: Where each role can be held: a role means something only at the right kind of organisation.
ROLE_KINDS: dict[Role, frozenset[OrganisationKind]] = {
    Role.OWNER: frozenset({_K.COMPANY}),
    Role.CLERK: _UNITS,
    Role.UNIT_HEAD: _UNITS,
    Role.DEPARTMENT: frozenset({_K.BUREAU}),
    Role.OFFICER: frozenset({_K.OFFICE}),
    Role.OFFICE_HEAD: frozenset({_K.OFFICE}),
    Role.COMMITTEE: frozenset({_K.COMMITTEE}),
    Role.LEADER: frozenset({_K.GOVERNMENT}),
    Role.SERVICE_OFFICER: _UNITS,
    Role.AUDITOR: frozenset({_K.GOVERNMENT, _K.OFFICE, _K.BUREAU}),
    Role.ADMIN: frozenset({_K.OFFICE}),
}


def may_be_held_at(role: Role, kind: OrganisationKind) -> bool:
    """True when `role` fits an organisation of this `kind`."""
    return kind in ROLE_KINDS[role]
