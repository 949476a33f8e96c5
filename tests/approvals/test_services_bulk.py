"""One act on several declarations: what it would do, and all or none."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.enums import Action, State
from approvals.models import Declaration, Step
from approvals.services import bulk
from approvals.services.bulk import perform_all, preview
from longting.common.errors import Conflict, Refused
from tests.approvals import makers
from tests.approvals.makers import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast) -> list[Declaration]:
    """Two reported declarations."""
    return [makers.reported(cast, name=name) for name in ("甲厂房项目", "乙仓储物流中心")]


def states(rows) -> list[str]:
    return [Declaration.objects.get(pk=row.pk).state for row in rows]


def chosen(rows) -> list[tuple[Declaration, int]]:
    return [(row, row.version) for row in rows]


def test_the_preview_says_which_act_and_why_the_others_do_not(cast, two):
    screened, bare = makers.screened(cast, name="丙码头"), makers.verifying(cast, name="丁医院")
    lines = preview([*two, screened, bare], Action.SHORTLIST, cast.officer, TODAY)
    assert [line.acts for line in lines] == [False] * 4
    assert [line.reason for line in lines[2:]] == [
        "现在是“初审通过”，不能列入草案。请刷新页面，按最新状态办理。",
        "还没有核实记录，或核实结论是不属实。请先完成核实记录。",
    ]


def test_the_preview_writes_nothing(cast, two):
    before = Step.objects.count()
    assert [line.acts for line in preview(two, Action.RECEIVE, cast.officer, TODAY)] == [True, True]
    assert (states(two), Step.objects.count()) == (["reported", "reported"], before)


def test_the_preview_tells_whoever_may_not(cast, two):
    lines = preview(two[:1], Action.RECEIVE, cast.beijiao, TODAY)
    assert lines[0].reason == "不由您的单位或岗位办理。"


def test_all_act(cast, two):
    assert perform_all(chosen(two), Action.RECEIVE, actor=cast.officer, today=TODAY) == 2
    assert states(two) == [State.VERIFYING, State.VERIFYING]


def test_a_stale_row_keeps_all_from_acting_and_is_named(cast, two):
    makers.act(two[1], Action.RECEIVE, cast.officer)
    pairs = [(two[0], two[0].version), (two[1], two[1].version - 1)]
    with pytest.raises(Conflict, match="“乙仓储物流中心”（LT-S-2027-0002）在您打开页面之后已被他人处理"):
        perform_all(pairs, Action.RECEIVE, actor=cast.officer, today=TODAY)
    assert states(two) == [State.REPORTED, State.VERIFYING]


def test_a_guard_keeps_all_from_acting_and_is_named(cast):
    rows = [makers.verifying(cast, name=name) for name in ("甲厂房项目", "乙仓储物流中心")]
    makers.verified(rows[0], cast)
    with pytest.raises(Refused) as refused:
        perform_all(chosen(rows), Action.SHORTLIST, actor=cast.officer, today=TODAY)
    assert refused.value.message == (
        "“乙仓储物流中心”（LT-S-2027-0002）：还没有核实记录，或核实结论是不属实。请先完成核实记录。这一批都没有办理。"
    )
    assert states(rows) == [State.VERIFYING, State.VERIFYING]


def test_another_role_acts_on_none(cast, two):
    with pytest.raises(PermissionDenied):
        perform_all(chosen(two), Action.RECEIVE, actor=cast.beijiao, today=TODAY)
    assert states(two) == [State.REPORTED, State.REPORTED]


def test_an_act_that_needs_words_is_not_done_in_bulk(cast, two):
    with pytest.raises(PermissionDenied):
        perform_all(chosen(two), Action.RETURN, actor=cast.officer, today=TODAY)


def test_nothing_chosen_is_said(cast):
    with pytest.raises(Refused, match="还没有选择"):
        perform_all([], Action.RECEIVE, actor=cast.officer, today=TODAY)


def test_the_number_at_once_is_limited(cast, two, monkeypatch):
    monkeypatch.setattr(bulk, "LIMIT", 1)
    with pytest.raises(Refused, match="一次最多办理 200 个项目"):
        perform_all(chosen(two), Action.RECEIVE, actor=cast.officer, today=TODAY)
