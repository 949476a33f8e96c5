"""A unit's report through the services: put together, arranged, signed as one, told to whom it concerns."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from approvals.enums import Action, BatchAction, BatchState, State
from approvals.models import BatchItem, ScreeningBatch
from approvals.selectors.batches import REPORT_KIND, document_of, sheet_of, signed_sheet
from approvals.services.batches import arrange_batch, move_batch, open_batch
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from longting.documents.models import IssuedDocument
from longting.documents.services import verify_document
from longting.notices.models import Notice
from projects.services.overrides import sign_override
from tests.approvals import makers
from tests.factories import organisation
from tests.projects.makers import make_override

pytestmark = pytest.mark.django_db


def opened(cast, *names: str) -> ScreeningBatch:
    rows = [makers.screened(cast, name=name) for name in names or ("甲项目",)]
    return open_batch(rows[0].unit, year=makers.YEAR, actor=cast.beijiao)


def move(batch, action: BatchAction, actor, **more) -> ScreeningBatch:
    batch.refresh_from_db()
    return move_batch(batch, action, **({"version": batch.version} | more), actor=actor, today=makers.TODAY)


def arrange(batch, order, actor, **more) -> ScreeningBatch:
    batch.refresh_from_db()
    return arrange_batch(batch, **({"opinion": "", "version": batch.version} | more), order=order, actor=actor)


def ids(batch) -> list[int]:
    return list(batch.items.values_list("declaration_id", flat=True))


def summary() -> str:
    return AuditEvent.objects.order_by("-seq").first().summary


def test_what_is_passed_comes_onto_the_report_and_later_ones_at_its_end(cast):
    batch = opened(cast, "甲项目", "乙项目")
    version = batch.version
    again = opened(cast, "丙项目")
    names = [item.declaration.name for item in again.items.all()]
    assert (again.pk, names) == (batch.pk, ["甲项目", "乙项目", "丙项目"])
    assert again.version == version + 1


def test_opening_it_again_without_anything_new_changes_nothing(cast):
    batch = opened(cast)
    assert open_batch(batch.unit, year=makers.YEAR, actor=cast.beijiao).version == batch.version


def test_a_report_of_nothing_is_not_begun(cast):
    with pytest.raises(Refused, match="2027年度第 1 批没有初审通过、等待上报的项目。"):
        open_batch(organisation("北郊乡人民政府"), year=2027, actor=cast.beijiao)
    assert ScreeningBatch.objects.count() == 0


@pytest.mark.parametrize("who", ["outsider", "beijiao_head", "officer"])
def test_only_the_clerk_of_the_unit_puts_it_together(who, cast):
    row = makers.screened(cast)
    with pytest.raises(PermissionDenied):
        open_batch(row.unit, year=row.year, actor=getattr(cast, who))


def test_reports_of_a_unit_are_counted(cast):
    first = makers.signing(cast, makers.screened(cast))
    second = opened(cast, "乙项目")
    assert (str(first), str(second)) == (
        "北郊乡 2027年度第 1 批 第 1 次上报", "北郊乡 2027年度第 1 批 第 2 次上报",
    )  # fmt: skip


def test_the_order_is_that_given_and_the_trail_says_so(cast):
    batch = opened(cast, "甲项目", "乙项目", "丙项目")
    first, second, third = ids(batch)
    arranged = arrange(batch, [third, first, third], cast.beijiao, opinion=" 同意 ")
    assert (ids(arranged), arranged.opinion) == ([third, first], "同意")
    assert summary() == f"调整{batch}，2 个项目"
    assert ids(arrange(batch, [second, third], cast.beijiao)) == [second, third]


def test_what_is_not_the_units_or_stands_elsewhere_cannot_be_put_on(cast):
    elsewhere = makers.signing(cast, makers.screened(cast))
    batch = opened(cast, "乙项目")
    waiting = makers.submitted(cast, name="还没审的")
    for stranger in (waiting.pk, ids(elsewhere)[0]):
        with pytest.raises(Refused, match="有 1 个项目不在本单位初审通过的项目里。请刷新页面后再调整。"):
            arrange(batch, [stranger], cast.beijiao)


def test_one_that_is_lost_may_stay_until_it_is_taken_off(cast):
    batch = opened(cast)
    row = batch.items.get().declaration
    makers.act(row, Action.UNPASS, cast.beijiao)
    assert ids(arrange(batch, [row.pk], cast.beijiao)) == [row.pk]


@pytest.mark.parametrize("who", ["outsider", "beijiao_head", "officer"])
def test_nobody_else_arranges(who, cast):
    batch = opened(cast)
    with pytest.raises(PermissionDenied):
        arrange(batch, ids(batch), getattr(cast, who))


def test_what_lies_with_the_head_is_not_arranged(cast):
    batch = makers.signing(cast, makers.screened(cast))
    with pytest.raises(Refused, match="这一批已经待签发，不能再调整。"):
        arrange(batch, ids(batch), cast.beijiao)


def test_the_slower_of_two_arranges_nothing(cast):
    batch = opened(cast)
    with pytest.raises(Conflict):
        arrange(batch, [], cast.beijiao, version=batch.version - 1)
    assert BatchItem.objects.count() == 1


def test_signing_reports_every_declaration_and_freezes_the_sheet(cast):
    batch = opened(cast, "甲项目", "乙项目")
    move(batch, BatchAction.SUBMIT, cast.beijiao)
    signed = move(batch, BatchAction.SIGN, cast.beijiao_head)
    found = [(item.declaration.state, item.on_version) for item in signed.items.all()]
    assert (signed.state, signed.signed_by, found) == (
        BatchState.REPORTED, cast.beijiao_head, [(State.REPORTED, 1), (State.REPORTED, 1)],
    )  # fmt: skip
    document = document_of(signed)
    assert verify_document(document)
    sheet = signed_sheet(document)
    assert (sheet["signed_by"], [row["name"] for row in sheet["rows"]]) == ("王北郊", ["甲项目", "乙项目"])


def test_all_go_up_or_none(cast, monkeypatch):
    batch = opened(cast, "甲项目", "乙项目")
    move(batch, BatchAction.SUBMIT, cast.beijiao)
    lost = batch.items.last().declaration
    type(lost).objects.filter(pk=lost.pk).update(state=State.RETURNED)
    with pytest.raises(Refused, match="这些项目已不是初审通过：乙项目。请移出后再办。"):
        move(batch, BatchAction.SIGN, cast.beijiao_head)
    assert IssuedDocument.objects.filter(kind=REPORT_KIND).count() == 0
    assert batch.items.first().declaration.state == State.SCREENED


def test_the_head_gives_it_back_with_a_reason(cast):
    batch = makers.signing(cast, makers.screened(cast))
    with pytest.raises(ValidationError):
        move(batch, BatchAction.RETURN, cast.beijiao_head, comment=" ")
    returned = move(batch, BatchAction.RETURN, cast.beijiao_head, comment="次序不对")
    assert (returned.state, returned.returned_note) == (BatchState.PREPARING, "次序不对")
    assert move(batch, BatchAction.SUBMIT, cast.beijiao).returned_note == ""


@pytest.mark.parametrize(("action", "who"), [
    (BatchAction.SIGN, "zhujian_head"), (BatchAction.SIGN, "beijiao"), (BatchAction.RETURN, "officer"),
])  # fmt: skip
def test_nobody_else_moves_it(action, who, cast):
    batch = makers.signing(cast, makers.screened(cast))
    with pytest.raises(PermissionDenied):
        move(batch, action, getattr(cast, who), comment="理由")


def test_an_act_at_the_wrong_time_and_a_stale_one_are_refused(cast):
    batch = opened(cast)
    with pytest.raises(Refused, match="现在是“汇总中”，不能签发上报。"):
        move(batch, BatchAction.SIGN, cast.beijiao_head)
    with pytest.raises(Conflict):
        move(batch, BatchAction.SUBMIT, cast.beijiao, version=batch.version - 1)


def test_each_hand_over_is_told_to_whom_it_comes(cast, django_capture_on_commit_callbacks):
    batch = opened(cast)
    told = []
    for action, actor in ((BatchAction.SUBMIT, cast.beijiao), (BatchAction.RETURN, cast.beijiao_head),
                          (BatchAction.SUBMIT, cast.beijiao), (BatchAction.SIGN, cast.beijiao_head)):  # fmt: skip
        Notice.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            move(batch, action, actor, comment="次序不对")
        told.append(list(Notice.objects.values_list("user__name", flat=True)))
    assert told == [["王北郊"], ["李北郊"], ["王北郊"], ["吴经办", "周建设"]]


def test_the_sheet_says_what_a_row_rests_on(cast):
    row = makers.act(makers.screened(cast), Action.UNPASS, cast.beijiao)  # its facts stand in the 主档 now
    row.project.refresh_from_db()
    override = make_override(row.project, cast.officer, eligible=True)
    sign_override(override, note="同意", version=override.version, actor=cast.office_head, today=makers.TODAY)
    makers.act(row, Action.PASS, cast.beijiao)
    makers.screened(cast, name="乙项目")
    batch = open_batch(row.unit, year=row.year, actor=cast.beijiao)
    assert [row["limb"] for row in sheet_of(batch)["rows"]] == ["改判（郑主任签批）", "情形一"]
