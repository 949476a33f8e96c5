"""The four stages of Article 9 as tables: who may move a declaration, a unit's report and a yearly list, and when.

Pure. A guard is given the `Case` of its noun (facts gathered under the row lock) and returns the Chinese reason
against the act, or None.
"""

from dataclasses import dataclass

from approvals.enums import Action, BatchAction, BatchState, ListAction, State
from longting.accounts.roles import Permission as P
from longting.common.workflow import Table, Transition
from projects.enums import ListState


@dataclass(frozen=True)
class Case:
    """What the guards of a declaration look at. `through` says what the act comes with ("" = by itself, "batch" = a
    unit's report, "list" = the yearly list); `lacking` the sentences that say what is missing."""

    through: str = ""
    window_words: str = ""
    needs_window: bool = True
    lacking: tuple[str, ...] = ()
    eligible: bool | None = True
    next_words: str = ""
    unsettled_notes: int = 0
    unchecked_items: int = 0
    failed_items: tuple[str, ...] = ()
    batch_words: str = ""
    is_verified: bool = False
    list_words: str = ""
    list_state: ListState | None = None
    clash_words: str = ""


def can_submit(case: Case) -> str | None:
    """Complete, on a list that still takes entries, within the window; what was returned may come back after the window
    has closed. Whoever does not meet Article 8 may apply: the unit judges that, or the office asks for an override."""
    if case.needs_window and case.window_words:
        return case.window_words
    if case.lacking:
        return "还不能提交：" + "".join(case.lacking)
    return case.list_words or case.clash_words or (_eligible(case) if case.eligible is None else None)


def can_recall(case: Case) -> str | None:
    """After the window has closed the first version could not be submitted again."""
    return case.window_words and f"{case.window_words}现在收回就不能再提交。需要修改的，请初审单位退回补正。" or None


def can_pass(case: Case) -> str | None:
    """Every item of the checklist answered, none failed, no opinion open, eligible (第九条二)."""
    if case.unchecked_items:
        return f"初审清单还有 {case.unchecked_items} 项没有填写。请先逐项填写。"
    if case.failed_items:
        return f"初审清单有不符合的项：{'、'.join(case.failed_items)}。请退回补正，或由负责人不予通过。"
    return _settled(case) or case.clash_words or _eligible(case)


def is_not_being_reported(case: Case) -> str | None:
    """What stands in a unit's report is moved with the report."""
    return case.batch_words or None


def with_batch(case: Case) -> str | None:
    """Reporting is done by the unit head for the whole report (第九条二)."""
    return None if case.through == "batch" else "请在上报批次里由负责人签发，整批上报。"


def can_shortlist(case: Case) -> str | None:
    """Checked one by one (逐一核实), nothing open, eligible, and a draft that still takes entries (第九条三)."""
    if not case.is_verified:
        return "还没有核实记录，或核实结论是不属实。请先完成核实记录。"
    return _settled(case) or _eligible(case) or case.list_words or None


def can_transfer(case: Case) -> str | None:
    """A list that was handed up before this one was written or verified: it goes on with a later batch of the year."""
    return case.next_words or (None if case.list_words else "本批名单还在草拟，可以列入，不用转入下一批。")


def while_drafting(case: Case) -> str | None:
    """What was handed to the committee is taken out by the committee only."""
    drafting = case.list_state in (ListState.DRAFTING, ListState.CONSULTING)
    return None if drafting else "名单草案已经上报，不能再移出。需要移出的，请委员会逐项退回或剔除。"


def while_deciding(case: Case) -> str | None:
    """The committee decides on single entries while the draft lies before it, not after it has endorsed the list."""
    return None if case.list_state == ListState.SUBMITTED else "名单草案还没有上报委员会，或已经审定，不能逐项决定。"


def with_list(case: Case) -> str | None:
    """The decisions of stage four are taken for the list as a whole."""
    return None if case.through == "list" else "请在年度名单页整体办理。"


def _eligible(case: Case) -> str | None:
    if case.eligible:
        return None
    if case.eligible is None:
        return "申报资格还是待核实（第八条）。请补齐申报依据里缺的内容。"
    return "不符合第八条的申报条件。确有依据的，由区项目办提出资格改判、负责人签批后再办。"


def _settled(case: Case) -> str | None:
    if not case.unsettled_notes:
        return None
    return f"还有 {case.unsettled_notes} 条意见没有解决。请先确认已解决，或退回补正。"


A, S = Action, State

DECLARATIONS = Table(
    (
        # 一 项目单位申请
        Transition(A.SUBMIT, S.DRAFT, S.SUBMITTED, P.APPLY, guard=can_submit),
        Transition(A.SUBMIT, S.RETURNED, S.SUBMITTED, P.APPLY, guard=can_submit),
        Transition(A.RECALL, S.SUBMITTED, S.DRAFT, P.APPLY, guard=can_recall),
        Transition(A.WITHDRAW, S.DRAFT, S.WITHDRAWN, P.APPLY, True),
        Transition(A.WITHDRAW, S.RETURNED, S.WITHDRAWN, P.APPLY, True),
        Transition(A.WITHDRAW, S.SUBMITTED, S.WITHDRAWN, P.APPLY, True),
        Transition(A.TRANSFER, S.DRAFT, S.DRAFT, P.APPLY, True, can_transfer),
        Transition(A.TRANSFER, S.RETURNED, S.RETURNED, P.APPLY, True, can_transfer),
        # 二 乡办、区直初筛上报
        Transition(A.PASS, S.SUBMITTED, S.SCREENED, P.SCREEN, guard=can_pass),
        Transition(A.UNPASS, S.SCREENED, S.SUBMITTED, P.SCREEN, True, is_not_being_reported),
        Transition(A.RETURN, S.SUBMITTED, S.RETURNED, P.SCREEN, True),
        Transition(A.REJECT, S.SUBMITTED, S.REJECTED, P.SIGN_OFF, True),
        Transition(A.REJECT, S.SCREENED, S.REJECTED, P.SIGN_OFF, True, is_not_being_reported),
        Transition(A.REPORT, S.SCREENED, S.REPORTED, P.SIGN_OFF, guard=with_batch),
        # 三 区项目办核实遴选
        Transition(A.RECEIVE, S.REPORTED, S.VERIFYING, P.VERIFY),
        Transition(A.RETURN, S.REPORTED, S.RETURNED, P.VERIFY, True),
        Transition(A.RETURN, S.VERIFYING, S.RETURNED, P.VERIFY, True),
        Transition(A.SHORTLIST, S.VERIFYING, S.SHORTLISTED, P.VERIFY, guard=can_shortlist),
        Transition(A.DECLINE, S.VERIFYING, S.DECLINED, P.VERIFY, True),
        Transition(A.TRANSFER, S.REPORTED, S.REPORTED, P.VERIFY, True, can_transfer),
        Transition(A.TRANSFER, S.VERIFYING, S.VERIFYING, P.VERIFY, True, can_transfer),
        Transition(A.REMOVE, S.SHORTLISTED, S.VERIFYING, P.VERIFY, True, while_drafting),
        Transition(A.WITHDRAW, S.REPORTED, S.WITHDRAWN, P.VERIFY, True),
        Transition(A.WITHDRAW, S.VERIFYING, S.WITHDRAWN, P.VERIFY, True),
        # 四 委员会审定、区委区政府批准
        Transition(A.STRIKE, S.SHORTLISTED, S.DECLINED, P.DECIDE, True, while_deciding),
        Transition(A.RECONSIDER, S.SHORTLISTED, S.VERIFYING, P.DECIDE, True, while_deciding),
        Transition(A.ENDORSE, S.SHORTLISTED, S.ENDORSED, P.DECIDE, guard=with_list),
        Transition(A.REOPEN, S.ENDORSED, S.SHORTLISTED, P.DECIDE, True, with_list),
        Transition(A.APPROVE, S.ENDORSED, S.APPROVED, P.DECIDE, guard=with_list),
        Transition(A.ISSUE, S.APPROVED, S.ISSUED, P.PUBLISH, guard=with_list),
    )
)

#: Acts that come with a unit's report or with the yearly list and are offered nowhere by themselves.
TOGETHER = frozenset({A.REPORT, A.ENDORSE, A.REOPEN, A.APPROVE, A.ISSUE})


@dataclass(frozen=True)
class BatchCase:
    """What the guards of a unit's report look at."""

    declarations: int = 0
    not_screened: tuple[str, ...] = ()


def can_sign(case: BatchCase) -> str | None:
    """At least one declaration, all of them passed."""
    if not case.declarations:
        return "这一批还没有项目。请先加入初审通过的项目。"
    if case.not_screened:
        return f"这些项目已不是初审通过：{'、'.join(case.not_screened)}。请移出后再办。"
    return None


BATCHES = Table(
    (
        Transition(BatchAction.SUBMIT, BatchState.PREPARING, BatchState.SIGNING, P.SCREEN, guard=can_sign),
        Transition(BatchAction.RETURN, BatchState.SIGNING, BatchState.PREPARING, P.SIGN_OFF, True),
        Transition(BatchAction.SIGN, BatchState.SIGNING, BatchState.REPORTED, P.SIGN_OFF, guard=can_sign),
    )
)


@dataclass(frozen=True)
class ListCase:
    """What the guards of a yearly list look at: `entries` kept on it, `undecided` of them without the committee's
    word, `lacking` the sentences that say what the act still needs."""

    entries: int = 0
    undecided: int = 0
    lacking: tuple[str, ...] = ()


def has_entries(case: ListCase) -> str | None:
    """An empty list is handed to nobody."""
    return None if case.entries else "名单里还没有项目，不能办理。"


def can_endorse(case: ListCase) -> str | None:
    """Every entry decided, and the meeting recorded (第九条四)."""
    if case.undecided:
        return f"还有 {case.undecided} 个项目没有逐项决定。请先逐项决定，或用“其余全部同意”。"
    return has_entries(case) or _complete(case)


def is_complete(case: ListCase) -> str | None:
    """Entries, and the papers the act needs."""
    return has_entries(case) or _complete(case)


def _complete(case: ListCase) -> str | None:
    return "".join(case.lacking) or None


L = ListState

LISTS = Table(
    (
        Transition(ListAction.SUBMIT, L.DRAFTING, L.SUBMITTED, P.SUBMIT_LIST, guard=has_entries),
        Transition(ListAction.SUBMIT, L.CONSULTING, L.SUBMITTED, P.SUBMIT_LIST, guard=has_entries),
        Transition(ListAction.RETURN, L.SUBMITTED, L.DRAFTING, P.DECIDE, True),
        Transition(ListAction.ENDORSE, L.SUBMITTED, L.ENDORSED, P.DECIDE, guard=can_endorse),
        Transition(ListAction.REOPEN, L.ENDORSED, L.SUBMITTED, P.DECIDE, True),
        Transition(ListAction.APPROVE, L.ENDORSED, L.APPROVED, P.DECIDE, guard=is_complete),
        Transition(ListAction.ISSUE, L.APPROVED, L.ISSUED, P.PUBLISH, guard=is_complete),
    )
)

#: The stage (第九条一至四) of each state; an ended declaration keeps the stage it ended in by its last step.
STAGE_OF = {
    S.DRAFT: 1, S.RETURNED: 1, S.WITHDRAWN: 1,
    S.SUBMITTED: 2, S.SCREENED: 2, S.REJECTED: 2,
    S.REPORTED: 3, S.VERIFYING: 3, S.DECLINED: 3,
    S.SHORTLISTED: 4, S.ENDORSED: 4, S.APPROVED: 4, S.ISSUED: 4,
}  # fmt: skip
STAGES = {
    1: "一　项目单位申请",
    2: "二　乡办、区直初筛上报",
    3: "三　区项目办核实遴选",
    4: "四　委员会审定、区委区政府批准",
}
