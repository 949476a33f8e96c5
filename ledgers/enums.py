"""States of an import. No Django."""

from longting.common.enums import Labelled


class BatchState(Labelled):
    """Where an import stands: nothing is written before COMMITTED."""

    WAITING = "waiting", "待检查", "n"
    CHECKED = "checked", "已检查，未写入", "b"
    REFUSED = "refused", "读不了", "r"
    UNCHANGED = "unchanged", "无变化", "n"
    COMMITTED = "committed", "已写入", "g"
    CONTINUED = "continued", "已写入，已另行检查", "g"
    DISCARDED = "discarded", "已放弃", "n"


#: Imports that were written; of a CONTINUED one, the workbook was checked once more as an import of its own.
WRITTEN = (BatchState.COMMITTED, BatchState.CONTINUED)


class RowStatus(Labelled):
    """What the check says of one row."""

    NEW = "new", "新增", "g"
    SAME = "same", "无变化", "n"
    CHANGED = "changed", "更新", "g"
    FLAG = "flag", "请选择", "y"
    ERROR = "error", "有错误", "r"
    SKIPPED = "skipped", "跳过", "n"


#: Rows a commit writes. SAME has nothing to write; FLAG and ERROR wait for a person.
WRITABLE = (RowStatus.NEW, RowStatus.CHANGED)


#: In which order rows stand on the page: what a person has to look at comes first.
RANKS = {
    RowStatus.ERROR: 0,
    RowStatus.FLAG: 1,
    RowStatus.CHANGED: 2,
    RowStatus.NEW: 3,
    RowStatus.SAME: 4,
    RowStatus.SKIPPED: 5,
}


class Act(Labelled):
    """Verbs of the audit trail written by this part."""

    IMPORT_UPLOAD = "import_upload", "上传工作簿", "n"
    IMPORT_RESOLVE = "import_resolve", "处理导入疑点", "n"
    IMPORT_MAP = "import_map", "改列对应", "n"
    IMPORT_COMMIT = "import_commit", "导入工作簿", "g"
    IMPORT_AGAIN = "import_again", "重新检查导入", "n"
    IMPORT_DISCARD = "import_discard", "放弃导入", "n"
    HANDOVER = "ledger_handover", "交接共享视图", "n"
    LIST_EXPORT = "long_export", "取走导出的表格", "n"
