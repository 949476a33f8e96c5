"""States and acts of the four stages (第九条), each with its Chinese label. No Django."""

from longting.common.enums import Labelled


class State(Labelled):
    """Where a declaration stands (DESIGN §4)."""

    DRAFT = "draft", "起草", "n"
    SUBMITTED = "submitted", "待初审", "b"
    RETURNED = "returned", "退回补正", "r"
    SCREENED = "screened", "初审通过", "b"
    REPORTED = "reported", "已汇总上报", "b"
    VERIFYING = "verifying", "核实遴选", "b"
    SHORTLISTED = "shortlisted", "列入草案", "g"
    ENDORSED = "endorsed", "委员会审定", "g"
    APPROVED = "approved", "区委区政府批准", "g"
    ISSUED = "issued", "已印发", "g"
    REJECTED = "rejected", "初审未通过", "n"
    DECLINED = "declined", "未入选", "n"
    WITHDRAWN = "withdrawn", "已撤回", "n"


class Action(Labelled):
    """What may be done with a declaration."""

    SUBMIT = "submit", "提交申请", "n"
    RECALL = "recall", "收回修改", "n"
    WITHDRAW = "withdraw", "撤回申请", "n"
    PASS = "pass", "初审通过", "n"
    UNPASS = "unpass", "撤销初审", "n"
    RETURN = "return", "退回补正", "n"
    REJECT = "reject", "不予通过", "n"
    REPORT = "report", "汇总上报", "n"
    RECEIVE = "receive", "开始核实", "n"
    SHORTLIST = "shortlist", "列入草案", "n"
    REMOVE = "remove", "移出草案", "n"
    DECLINE = "decline", "不予列入", "n"
    TRANSFER = "transfer", "转入下一批", "n"
    STRIKE = "strike", "剔除", "n"
    RECONSIDER = "reconsider", "退回重新核实", "n"
    ENDORSE = "endorse", "审定", "n"
    REOPEN = "reopen", "重新审定", "n"
    APPROVE = "approve", "登记批准", "n"
    ISSUE = "issue", "印发", "n"


class ListAction(Labelled):
    """What may be done with a yearly list."""

    SUBMIT = "list_submit", "上报委员会", "n"
    RETURN = "list_return", "退回重拟", "n"
    ENDORSE = "list_endorse", "整体审定", "n"
    REOPEN = "list_reopen", "重新审定", "n"
    APPROVE = "list_approve", "登记批准", "n"
    ISSUE = "list_issue", "印发", "n"


class BatchState(Labelled):
    """A unit's report (汇总上报) on its way from the clerk to the project office."""

    PREPARING = "preparing", "汇总中", "n"
    SIGNING = "signing", "待签发", "b"
    REPORTED = "reported", "已上报", "g"


class BatchAction(Labelled):
    """What may be done with a unit's report."""

    SUBMIT = "batch_submit", "送审签", "n"
    RETURN = "batch_return", "退回经办", "n"
    SIGN = "batch_sign", "签发上报", "n"


class Answer(Labelled):
    """What a checklist item says of a declaration."""

    YES = "yes", "符合", "g"
    NO = "no", "不符合", "r"
    UNUSED = "unused", "不涉及", "n"


class NoteState(Labelled):
    """An opinion on one section (分节意见)."""

    OPEN = "open", "待补正", "r"
    ANSWERED = "answered", "已补正，待确认", "y"
    SETTLED = "settled", "已解决", "g"


class Conclusion(Labelled):
    """What the office found on checking a declaration against papers and site (核实结论)."""

    TRUE = "true", "属实", "g"
    MOSTLY = "mostly", "基本属实，有出入", "y"
    FALSE = "false", "不属实", "r"


class ResolutionKind(Labelled):
    """Who decided: the committee (审定) or the district (批准)."""

    COMMITTEE = "committee", "委员会审定", "b"
    DISTRICT = "district", "区委区政府批准", "g"


class WindowState(Labelled):
    """Where the declaration window of a year stands on a day."""

    AHEAD = "ahead", "未开放", "n"
    OPEN = "open", "开放中", "g"
    CLOSED = "closed", "已截止", "r"


class Seal(Labelled):
    """Whether an issued paper still is what was issued."""

    WHOLE = "whole", "校验一致", "g"
    BROKEN = "broken", "校验不一致", "r"


class WindowOrigin(Labelled):
    """Whether somebody has set the days of a declaration window."""

    SET = "set", "已设置", "b"
    CUSTOMARY = "customary", "默认", "n"


class Act(Labelled):
    """Verbs of the audit trail written by this part."""

    DECLARATION_CREATE = "declaration_create", "起草申报", "n"
    DECLARATION_SAVE = "declaration_save", "修改申报", "n"
    DECLARATION_MOVE = "declaration_move", "办理申报", "n"
    DECLARATION_CHECK = "declaration_check", "填写初审清单", "n"
    DECLARATION_EXPORT = "declaration_export", "导出申报清单", "n"
    NOTE_SETTLE = "note_settle", "确认意见已解决", "g"
    VERIFICATION_SAVE = "verification_save", "填写核实记录", "n"
    BATCH_CREATE = "batch_create", "建立上报批次", "n"
    BATCH_CHANGE = "batch_change", "修改上报批次", "n"
    BATCH_MOVE = "batch_move", "办理上报批次", "n"
    LIST_MOVE = "list_move", "办理年度名单", "n"
    ENTRY_DECIDE = "entry_decide", "审定名单项目", "n"
    RESOLUTION_RECORD = "resolution_record", "登记审定批准", "n"
    WINDOW_SET = "window_set", "设置申报时间", "n"
    PAPER_TAKE = "paper_take", "下载名单文件", "n"


#: Groups of states, named as pages speak of them.
EDITABLE = (State.DRAFT, State.RETURNED)
AT_UNIT = (State.SUBMITTED, State.SCREENED)
AT_OFFICE = (State.REPORTED, State.VERIFYING)
ON_LIST = (State.SHORTLISTED, State.ENDORSED, State.APPROVED, State.ISSUED)
ENDED = (State.REJECTED, State.DECLINED, State.WITHDRAWN)
