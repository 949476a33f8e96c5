import pytest

from longting.common.enums import Labelled
from longting.common.workflow import Refusal, Table, Transition


class State(Labelled):
    DRAFT = "draft", "起草"
    SENT = "sent", "待审核", "b"
    DONE = "done", "已办结", "g"


class Act(Labelled):
    SEND = "send", "提交"
    RETURN = "return", "退回"
    CLOSE = "close", "办结"


def needs_name(subject):
    return None if subject else "还没有填写项目名称。请填写后再办结。"


TABLE = Table(
    [
        Transition(Act.SEND, State.DRAFT, State.SENT, "write"),
        Transition(Act.RETURN, State.SENT, State.DRAFT, "judge", comment_required=True),
        Transition(Act.CLOSE, State.SENT, State.DONE, None, guard=needs_name),
    ]
)


def anyone(permission):
    return True


def nobody(permission):
    return False


def test_states_and_actions_are_those_of_the_rows_in_order():
    assert TABLE.states == (State.DRAFT, State.SENT, State.DONE)
    assert TABLE.actions == (Act.SEND, Act.RETURN, Act.CLOSE)


def test_two_rows_for_one_act_in_one_state_are_refused():
    row = Transition(Act.SEND, State.DRAFT, State.SENT, "write")
    with pytest.raises(ValueError, match="two transitions for"):
        Table([row, Transition(Act.SEND, State.DRAFT, State.DONE, "write")])


def test_a_row_is_found_by_act_and_state():
    assert TABLE.find(Act.SEND, State.DRAFT).target == State.SENT


def test_a_stored_text_finds_the_row_too():
    assert TABLE.find("send", "draft").target == State.SENT


def test_an_act_out_of_its_state_is_refused_in_words():
    with pytest.raises(Refusal) as refused:
        TABLE.find(Act.SEND, State.DONE)
    assert (str(refused.value), refused.value.code) == (
        "现在是“已办结”，不能提交。请刷新页面，按最新状态办理。",
        "state",
    )


@pytest.mark.parametrize(
    ("state", "may", "acts"),
    [
        (State.DRAFT, anyone, [Act.SEND]),
        (State.DRAFT, nobody, []),
        (State.SENT, anyone, [Act.RETURN, Act.CLOSE]),
        (State.SENT, nobody, [Act.CLOSE]),
        (State.DONE, anyone, []),
    ],
)
def test_a_page_offers_what_the_table_and_the_role_allow(state, may, acts):
    assert [row.action for row in TABLE.available(state, may)] == acts


@pytest.mark.parametrize(
    ("act", "state", "may", "comment", "code", "message"),
    [
        (Act.RETURN, State.DRAFT, nobody, "", "state", "现在是“起草”，不能退回。请刷新页面，按最新状态办理。"),
        (Act.RETURN, State.SENT, nobody, "", "permission", "您的岗位不能退回。请由有此职责的人办理。"),
        (Act.RETURN, State.SENT, anyone, " \n", "comment", "退回需要写明理由。请填写理由后再提交。"),
        (Act.CLOSE, State.SENT, anyone, "", "guard", "还没有填写项目名称。请填写后再办结。"),
    ],
)
def test_the_first_thing_against_an_act_is_said(act, state, may, comment, code, message):
    with pytest.raises(Refusal) as refused:
        TABLE.check(act, state, may=may, comment=comment, subject="")
    assert (refused.value.code, str(refused.value)) == (code, message)


@pytest.mark.parametrize(
    ("act", "state", "comment"),
    [(Act.SEND, State.DRAFT, ""), (Act.RETURN, State.SENT, "金额不符"), (Act.CLOSE, State.SENT, "")],
)
def test_an_act_with_nothing_against_it_gives_its_row(act, state, comment):
    assert TABLE.check(act, state, may=anyone, comment=comment, subject="凤凰广场") is TABLE.find(act, state)
