"""Words of the audit trail: acts, kinds of object, and what can be wrong with the chain. No Django."""

from longting.common.enums import Labelled


class ChainFault(Labelled):
    """What the proof of the chain can find (longting.audit.verify)."""

    EDITED = "edited", "这一条的内容被改动，与校验码不符", "r"
    DELETED = "deleted", "缺少这一条，记录被删除", "r"
    INSERTED = "inserted", "这个位置上是后来插入或调换的记录", "r"
    RESEALED = "resealed", "这一条被改动后重新计算过校验码，与后一条的登记不符", "r"
    CUT = "cut", "末尾的记录被截去", "r"
    BEYOND = "beyond", "链尾登记之外还有记录，链尾登记被改动或记录是插入的", "r"
    UNLIKE = "unlike", "与以前抄下的校验码不符，这一条之前的链被整段重做过", "r"


class Kind(Labelled):
    """Kinds of object that records are about, from all parts of the house."""

    USER = "user", "账号", "n"
    ORGANISATION = "organisation", "单位", "n"
    PROJECT = "project", "项目", "n"
    ANNUAL_LIST = "annual_list", "年度名单", "n"
    LIST_ENTRY = "list_entry", "名单项目", "n"
    OVERRIDE = "override", "资格改判", "n"
    RULE = "rule", "认定规则", "n"
    PROJECT_LIST = "project_list", "项目清单", "n"
    DECLARATION = "declaration", "申报", "n"
    BATCH = "screening_batch", "上报批次", "n"
    WINDOW = "window", "申报时间", "n"
    IMPORT = "import_batch", "导入", "n"
    EXPORT = "export", "导出文件", "n"
    AUDIT = "audit", "审计记录", "n"
    ATTACHMENT = "attachment", "附件", "n"
    ISSUED = "issued_document", "公文", "n"


class JobKind(Labelled):
    """Kinds of work that the worker does, from all parts of the house; each has its handler in settings."""

    VERIFY_AUDIT = "verify_audit", "核对审计记录", "n"
    IMPORT_WORKBOOK = "import_workbook", "检查或写入工作簿", "n"
    EXPORT_LIST = "export_list", "导出表格", "n"


class Verb(Labelled):
    """Acts. A part of the house with many acts of its own keeps them itself and is named in settings.AUDIT_VERBS."""

    CREATE = "create", "新建", "n"
    EXPORT_AUDIT = "export_audit", "导出审计记录", "n"
    ATTACH = "attach", "上传附件", "n"
    REMOVE_ATTACHMENT = "remove_attachment", "移除附件", "y"
    ISSUE_DOCUMENT = "issue_document", "印发公文", "g"
    CORRECT_DOCUMENT = "correct_document", "更正公文", "y"
