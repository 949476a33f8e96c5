"""The tables and their guards, without a database."""

import pytest

from approvals.enums import ENDED, Action, BatchAction, BatchState, ListAction, State
from approvals.workflow import BATCHES, DECLARATIONS, LISTS, STAGE_OF, STAGES, BatchCase, Case, ListCase
from longting.accounts.roles import Permission
from longting.common.workflow import Refusal
from projects.enums import ListState

READY = {"is_verified": True, "list_state": ListState.DRAFTING}
CLOSED = "2027年度第 1 批申报已于 2026年12月30日截止，不能再提交。可以继续填写，留待下一批。"


def refused(table, action, state, case) -> str:
    """The words of the refusal; "" when the act may be done."""
    try:
        table.check(action, state, may=lambda permission: True, comment="理由", subject=case)
    except Refusal as refusal:
        return str(refusal)
    return ""


def test_every_state_is_named_and_has_a_stage():
    assert (set(DECLARATIONS.states), set(STAGE_OF)) == (set(State), set(State))
    assert set(STAGE_OF.values()) == set(STAGES)


def test_every_state_but_the_first_is_reached():
    targets = {way.target for way in DECLARATIONS.transitions}
    assert set(State) - targets == set()


def test_ended_and_issued_declarations_move_no_more():
    ends = {state for state in State if not DECLARATIONS.available(state, lambda permission: True)}
    assert ends == {*ENDED, State.ISSUED}


def test_every_act_is_used():
    used = (DECLARATIONS.actions, BATCHES.actions, LISTS.actions)
    assert [set(found) for found in used] == [set(Action), set(BatchAction), set(ListAction)]


def test_every_way_back_needs_a_reason():
    order = {state: place for place, state in enumerate(State)}
    back = [
        way for way in DECLARATIONS.transitions if order[way.target] < order[way.source] and way.action != Action.SUBMIT
    ]
    without = {(way.action, way.source) for way in back if not way.comment_required}
    assert without == {(Action.RECALL, State.SUBMITTED)}  # one's own, not yet looked at
    assert {way.action for way in LISTS.transitions if way.comment_required} == {ListAction.RETURN, ListAction.REOPEN}


CASES = [
    (Action.SUBMIT, State.DRAFT, Case(), ""),
    (Action.SUBMIT, State.DRAFT, Case(window_words=CLOSED), CLOSED),
    (Action.SUBMIT, State.RETURNED, Case(window_words=CLOSED, needs_window=False), ""),
    (Action.SUBMIT, State.DRAFT, Case(lacking=("一、基本情况缺领域。",)), "还不能提交：一、基本情况缺领域。"),
    (Action.SUBMIT, State.DRAFT, Case(clash_words="代码重复。"), "代码重复。"),
    (Action.SUBMIT, State.DRAFT, Case(eligible=None), "申报资格还是待核实（第八条）。请补齐申报依据里缺的内容。"),
    (Action.SUBMIT, State.DRAFT, Case(eligible=False), ""),
    (Action.SUBMIT, State.DRAFT, Case(list_words="名单已印发。"), "名单已印发。"),
    (
        Action.PASS, State.SUBMITTED, Case(eligible=False),
        "不符合第八条的申报条件。确有依据的，由区项目办提出资格改判、负责人签批后再办。",
    ),
    (Action.TRANSFER, State.VERIFYING, Case(list_words="名单已上报。"), ""),
    (Action.TRANSFER, State.VERIFYING, Case(), "本批名单还在草拟，可以列入，不用转入下一批。"),
    (Action.TRANSFER, State.REPORTED, Case(next_words="没有下一批。"), "没有下一批。"),
    (Action.RECALL, State.SUBMITTED, Case(), ""),
    (
        Action.RECALL, State.SUBMITTED, Case(window_words=CLOSED),
        f"{CLOSED}现在收回就不能再提交。需要修改的，请初审单位退回补正。",
    ),
    (Action.PASS, State.SUBMITTED, Case(), ""),
    (Action.PASS, State.SUBMITTED, Case(unchecked_items=2), "初审清单还有 2 项没有填写。请先逐项填写。"),
    (
        Action.PASS, State.SUBMITTED, Case(failed_items=("资金来源落实",)),
        "初审清单有不符合的项：资金来源落实。请退回补正，或由负责人不予通过。",
    ),
    (Action.PASS, State.SUBMITTED, Case(unsettled_notes=1), "还有 1 条意见没有解决。请先确认已解决，或退回补正。"),
    (Action.PASS, State.SUBMITTED, Case(clash_words="代码重复。"), "代码重复。"),
    (Action.UNPASS, State.SCREENED, Case(), ""),
    (Action.UNPASS, State.SCREENED, Case(batch_words="已列入待签发。"), "已列入待签发。"),
    (Action.REPORT, State.SCREENED, Case(through="batch"), ""),
    (Action.REPORT, State.SCREENED, Case(), "请在上报批次里由负责人签发，整批上报。"),
    (Action.SHORTLIST, State.VERIFYING, Case(**READY), ""),
    (Action.SHORTLIST, State.VERIFYING, Case(), "还没有核实记录，或核实结论是不属实。请先完成核实记录。"),
    (Action.SHORTLIST, State.VERIFYING, Case(**READY, list_words="名单已上报。"), "名单已上报。"),
    (
        Action.SHORTLIST, State.VERIFYING, Case(**READY, unsettled_notes=3),
        "还有 3 条意见没有解决。请先确认已解决，或退回补正。",
    ),
    (Action.REMOVE, State.SHORTLISTED, Case(list_state=ListState.DRAFTING), ""),
    (
        Action.REMOVE, State.SHORTLISTED, Case(list_state=ListState.SUBMITTED),
        "名单草案已经上报，不能再移出。需要移出的，请委员会逐项退回或剔除。",
    ),
    (Action.STRIKE, State.SHORTLISTED, Case(list_state=ListState.SUBMITTED), ""),
    (
        Action.STRIKE, State.SHORTLISTED, Case(list_state=ListState.ENDORSED),
        "名单草案还没有上报委员会，或已经审定，不能逐项决定。",
    ),
    (Action.ENDORSE, State.SHORTLISTED, Case(through="list"), ""),
    (Action.ENDORSE, State.SHORTLISTED, Case(), "请在年度名单页整体办理。"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "state", "case", "words"), CASES)
def test_what_the_guards_of_a_declaration_say(action, state, case, words):
    assert refused(DECLARATIONS, action, state, case) == words


def test_a_struck_entry_after_endorsement_is_no_act_at_all():
    assert refused(DECLARATIONS, Action.STRIKE, State.ENDORSED, Case()).startswith("现在是“委员会审定”，不能剔除。")


BATCH_CASES = [
    (BatchCase(1), ""),
    (BatchCase(0), "这一批还没有项目。请先加入初审通过的项目。"),
    (BatchCase(2, ("甲项目",)), "这些项目已不是初审通过：甲项目。请移出后再办。"),
]


@pytest.mark.parametrize(("case", "words"), BATCH_CASES)
def test_what_the_guards_of_a_report_say(case, words):
    assert refused(BATCHES, BatchAction.SUBMIT, BatchState.PREPARING, case) == words
    assert refused(BATCHES, BatchAction.SIGN, BatchState.SIGNING, case) == words


LIST_CASES = [
    (ListAction.SUBMIT, ListState.DRAFTING, ListCase(0), "名单里还没有项目，不能办理。"),
    (ListAction.SUBMIT, ListState.CONSULTING, ListCase(1), ""),
    (
        ListAction.ENDORSE, ListState.SUBMITTED, ListCase(3, undecided=2),
        "还有 2 个项目没有逐项决定。请先逐项决定，或用“其余全部同意”。",
    ),
    (ListAction.ENDORSE, ListState.SUBMITTED, ListCase(0), "名单里还没有项目，不能办理。"),
    (ListAction.ENDORSE, ListState.SUBMITTED, ListCase(3, lacking=("没有登记会议。",)), "没有登记会议。"),
    (ListAction.ENDORSE, ListState.SUBMITTED, ListCase(3), ""),
    (ListAction.APPROVE, ListState.ENDORSED, ListCase(3, lacking=("没有文号。",)), "没有文号。"),
    (ListAction.APPROVE, ListState.ENDORSED, ListCase(0), "名单里还没有项目，不能办理。"),
    (ListAction.ISSUE, ListState.APPROVED, ListCase(3), ""),
]  # fmt: skip


@pytest.mark.parametrize(("action", "state", "case", "words"), LIST_CASES)
def test_what_the_guards_of_a_list_say(action, state, case, words):
    assert refused(LISTS, action, state, case) == words


@pytest.mark.parametrize("table", [DECLARATIONS, BATCHES, LISTS], ids=["declaration", "report", "list"])
def test_every_way_names_a_permission(table):
    assert {type(way.permission) for way in table.transitions} == {Permission}
