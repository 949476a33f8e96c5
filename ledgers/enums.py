"""States of an import. No Django."""

from longting.common.enums import Labelled


class BatchState(Labelled):
    """Where an import stands: nothing is written before COMMITTED."""

    WAITING = "waiting", "待检查", "n"
    CHECKED = "checked", "已检查，未写入", "b"
    REFUSED = "refused", "读不了", "r"
    COMMITTED = "committed", "已写入", "g"
    DISCARDED = "discarded", "已放弃", "n"


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
