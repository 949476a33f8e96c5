"""States and kinds of projects, each with its Chinese label. No Django."""

from longting.common.enums import Labelled


class Stage(Labelled):
    """建设阶段 in the year of a list (DOMAIN §6.4)."""

    NEW = "new", "新开工", "b"
    CONTINUED = "continued", "续建", "n"
    FINISHING = "finishing", "竣工", "g"
    PREPARING = "preparing", "前期", "y"


class Nature(Labelled):
    """建设性质."""

    NEW_BUILD = "new_build", "新建", "n"
    EXTENSION = "extension", "扩建", "n"
    REBUILD = "rebuild", "改建", "n"
    RELOCATION = "relocation", "迁建", "n"
    UPGRADE = "upgrade", "技术改造", "n"
    PURCHASE = "purchase", "单纯购置", "n"
    RESTORATION = "restoration", "恢复", "n"


class Source(Labelled):
    """资金来源: where the money of a project comes from."""

    CENTRAL = "central", "中央资金", "n"
    PROVINCE = "province", "省级资金", "n"
    CITY = "city", "市级资金", "n"
    DISTRICT = "district", "区级资金", "n"
    BOND = "bond", "专项债券", "n"
    LOAN = "loan", "银行贷款", "n"
    OWN = "own", "企业自筹", "n"
    FOREIGN = "foreign", "利用外资", "n"
    OTHER = "other", "其他资金", "n"


class Duty(Labelled):
    """What a contact of a project is."""

    RESPONSIBLE = "responsible", "责任人", "n"
    CONTACT = "contact", "联系人", "n"
    OWNER_HEAD = "owner_head", "建设单位负责人", "n"
    OWNER_CONTACT = "owner_contact", "建设单位联系人", "n"


class Part(Labelled):
    """How a person takes part in a project (第十六条二: 一个项目、一名领导、一套班子)."""

    LEADER = "leader", "分包领导", "n"
    SERVICE_OFFICER = "service_officer", "首席服务官", "n"
    MEMBER = "member", "班子成员", "n"


class ListState(Labelled):
    """States of a yearly list (DESIGN §4, List)."""

    DRAFTING = "drafting", "起草", "n"
    CONSULTING = "consulting", "征求意见", "b"
    SUBMITTED = "submitted", "已上报", "b"
    ENDORSED = "endorsed", "委员会审定", "b"
    APPROVED = "approved", "区委区政府批准", "g"
    ISSUED = "issued", "已印发", "g"


class EntryDecision(Labelled):
    """What the committee said of one entry of a draft (第九条四)."""

    PENDING = "pending", "待决定", "n"
    KEPT = "kept", "同意列入", "g"
    STRUCK = "struck", "剔除", "r"
    RETURNED = "returned", "退回重新核实", "y"


#: Decisions by which an entry no longer stands on its list.
OFF_LIST = (EntryDecision.STRUCK, EntryDecision.RETURNED)
#: States of a list in which the office still writes it.
LIST_OPEN = (ListState.DRAFTING, ListState.CONSULTING)


class OverrideState(Labelled):
    """A request to judge eligibility against the computed result."""

    REQUESTED = "requested", "待签批", "y"
    SIGNED = "signed", "已签批", "g"
    REFUSED = "refused", "未同意", "r"
    LAPSED = "lapsed", "已失效", "n"


class Eligibility(Labelled):
    """What Article 8 says of a project as its facts stand."""

    ELIGIBLE = "eligible", "符合", "g"
    INELIGIBLE = "ineligible", "不符合", "r"
    UNKNOWN = "unknown", "待核实", "y"


class Outcome(Labelled):
    """What one condition says of a project."""

    MET = "met", "满足", "g"
    UNMET = "unmet", "不满足", "r"
    MISSING = "missing", "缺事实", "y"
    UNUSED = "unused", "未采用", "n"


class RuleState(Labelled):
    """Where a version of the rules stands on a day."""

    CURRENT = "current", "现行", "g"
    COMING = "coming", "待生效", "b"
    PAST = "past", "已被替代", "n"


class Act(Labelled):
    """Verbs of the audit trail written by this part."""

    PROJECT_REGISTER = "project_register", "登记项目", "n"
    PROJECT_CHANGE = "project_change", "修改项目", "n"
    CONTACTS_REVEAL = "contacts_reveal", "查看联系电话", "y"
    PROJECT_EXPORT = "project_export", "导出项目清单", "n"
    OVERRIDE_REQUEST = "override_request", "提出资格改判", "n"
    OVERRIDE_SIGN = "override_sign", "签批资格改判", "g"
    OVERRIDE_REFUSE = "override_refuse", "不同意资格改判", "r"
    OVERRIDE_LAPSE = "override_lapse", "资格改判失效", "y"
    RULE_CREATE = "rule_create", "发布认定规则", "n"
    HANDOVER = "project_handover", "交接项目分工", "n"
    LIST_OPEN = "list_open", "建立年度名单", "n"
    LIST_ENTER = "list_enter", "列入年度名单", "n"
    LIST_CHANGE = "list_change", "修改名单项目", "n"
    LIST_REMOVE = "list_remove", "移出年度名单", "y"
    LIST_EXPORT = "list_export", "导出年度名单", "n"
