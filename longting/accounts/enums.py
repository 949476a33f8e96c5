"""Kinds of organisation, and the acts on accounts as the audit trail names them. Pure."""

from longting.common.enums import Labelled


class OrganisationKind(Labelled):
    """Kinds of DESIGN §3."""

    OFFICE = "office", "区项目办", "n"
    COMMITTEE = "committee", "委员会", "n"
    GOVERNMENT = "government", "区委区政府", "n"
    TOWNSHIP = "township", "乡镇", "n"
    SUBDISTRICT = "subdistrict", "街道办事处", "n"
    BUREAU = "bureau", "区直单位", "n"
    COMPANY = "company", "项目单位", "n"


#: Kinds that may be responsible (责任单位) for a project.
RESPONSIBLE_KINDS = (OrganisationKind.TOWNSHIP, OrganisationKind.SUBDISTRICT, OrganisationKind.BUREAU)


class PostState(Labelled):
    """Where a post stands on a given day."""

    AHEAD = "ahead", "未到任", "b"
    HELD = "held", "在任", "g"
    ENDED = "ended", "已离任", "n"


class AccountState(Labelled):
    """Whether an account or an organisation may be used."""

    OPEN = "open", "启用", "g"
    CLOSED = "closed", "停用", "r"


class Act(Labelled):
    """Verbs of the audit trail written by this app."""

    SIGN_IN = "sign_in", "登录", "n"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败", "y"
    SIGN_IN_HELD = "sign_in_held", "登录被限制", "r"
    SIGN_OUT = "sign_out", "退出", "n"
    FACTOR_PASSED = "factor_passed", "通过第二因素", "n"
    FACTOR_FAILED = "factor_failed", "第二因素不符", "y"
    FACTOR_ENROL = "factor_enrol", "绑定第二因素", "n"
    FACTOR_REMOVE = "factor_remove", "解除第二因素", "y"
    SESSION_END = "session_end", "结束登录会话", "n"
    PASSWORD_CHANGE = "password_change", "修改密码", "n"
    PASSWORD_RESET = "password_reset", "重置密码", "y"
    USER_CREATE = "user_create", "建立账号", "n"
    USER_EDIT = "user_edit", "修改账号", "n"
    USER_ACTIVATE = "user_activate", "启用账号", "g"
    USER_DEACTIVATE = "user_deactivate", "停用账号", "r"
    USER_EXPORT = "user_export", "导出账号名单", "n"
    POST_CREATE = "post_create", "任命", "n"
    POST_END = "post_end", "结束任职", "n"
    HAND_OVER = "hand_over", "交接", "n"
    ORGANISATION_CREATE = "organisation_create", "建立单位", "n"
    ORGANISATION_EDIT = "organisation_edit", "修改单位", "n"
    ORGANISATION_ACTIVATE = "organisation_activate", "启用单位", "g"
    ORGANISATION_DEACTIVATE = "organisation_deactivate", "停用单位", "r"


#: Acts of a day's coming and going: the history of an account leaves them out, the audit page shows them.
COMING_AND_GOING = (
    Act.SIGN_IN, Act.SIGN_IN_FAILED, Act.SIGN_IN_HELD, Act.SIGN_OUT, Act.FACTOR_PASSED, Act.FACTOR_FAILED,
)  # fmt: skip
