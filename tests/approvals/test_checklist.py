"""The checklist of a unit, without a database."""

import pytest

from approvals.checklist import SCREENING, failed, problems, unanswered

YES = {item.key: {"answer": "yes", "note": ""} for item in SCREENING}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (YES, {}),
        (YES | {"policy": {}}, {"policy": "请选择一项。"}),
        (YES | {"policy": {"answer": "perhaps"}}, {"policy": "请选择一项。"}),
        (YES | {"policy": {"answer": "unused"}}, {"policy": "这一项必须判断，不能选“不涉及”。"}),
        (YES | {"site": {"answer": "unused"}}, {}),
        (YES | {"policy": {"answer": "no", "note": " "}}, {"policy": "选了“不符合”，请写明哪里不符合。"}),
        (YES | {"policy": {"answer": "no", "note": "属于限制类"}}, {}),
    ],
)
def test_what_is_wrong_with_an_answer(answers, found):
    assert (problems(SCREENING, answers), unanswered(SCREENING, answers)) == (found, len(found))


def test_what_was_answered_with_no():
    assert failed(SCREENING, YES | {"funds": {"answer": "no", "note": "无证明"}}) == ("资金来源落实",)
