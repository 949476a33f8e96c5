"""What the committee and the district decided: when it is recorded, which numbers are taken, what the issue asks."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from approvals.enums import ListAction, ResolutionKind
from approvals.models import Resolution
from approvals.services.lists import record_resolution
from longting.common.errors import Refused
from longting.documents.models import IssuedDocument
from projects.services.lists import open_list
from tests.approvals import makers

COMMITTEE, DISTRICT = ResolutionKind.COMMITTEE, ResolutionKind.DISTRICT


def record(kind, cast, **more):
    row = makers.the_list()
    usual = {"decided_on": makers.TODAY, "version": row.version, "actor": cast.committee, "today": makers.TODAY}
    return record_resolution(row, kind, **(usual | more))


def wrong(act, *args, **more) -> dict:
    with pytest.raises(ValidationError) as problem:
        act(*args, **more)
    return problem.value.message_dict


@pytest.mark.parametrize(("maker", "kind"), [("shortlisted", COMMITTEE), ("endorsed", COMMITTEE),
                                             ("before_committee", DISTRICT), ("approved", DISTRICT)])  # fmt: skip
def test_each_is_recorded_in_its_own_state(cast, maker, kind):
    getattr(makers, maker)(cast)
    with pytest.raises(Refused, match="时登记，现在是"):
        record(kind, cast, number="龙文〔2027〕9号")


def test_recorded_anew_it_replaces_what_was_written(cast):
    makers.before_committee(cast)
    record(COMMITTEE, cast, note="同意")
    record(COMMITTEE, cast, number="龙项委[2026]06 号", note="原则同意")
    found = Resolution.objects.get()
    assert (found.number, found.note, found.version) == ("龙项委〔2026〕6号", "原则同意", 2)


def test_the_district_has_a_number_and_no_day_is_to_come(cast):
    makers.endorsed(cast)
    tomorrow = makers.TODAY + timedelta(days=1)
    assert wrong(record, DISTRICT, cast, decided_on=tomorrow) == {
        "number": ["请填写区委、区政府批准的文号或会议纪要号。"],
        "decided_on": ["日期不能晚于今天。"],
    }


def test_a_number_stands_for_one_decision(cast):
    makers.before_committee(cast)
    makers.decided(COMMITTEE, cast.committee, number="龙文〔2027〕5号")
    makers.keep_rest(makers.the_list(), version=makers.the_list().version, actor=cast.committee)
    makers.move(ListAction.ENDORSE, cast.committee)
    said = wrong(record, DISTRICT, cast, number="龙文【2027】05号")
    assert said == {"number": ["这个文号已用在另一份名单或决定上。请核对文号。"]}


def test_the_approval_wants_number_and_scan(cast):
    makers.endorsed(cast)
    with pytest.raises(Refused, match="还没有登记区委区政府批准的文号和日期。"):
        makers.move(ListAction.APPROVE, cast.committee)
    record(DISTRICT, cast, number="龙文〔2027〕5号")
    with pytest.raises(Refused, match="还没有上传批准文件扫描件。"):
        makers.move(ListAction.APPROVE, cast.committee)


@pytest.mark.parametrize(
    ("number", "days", "said"),
    [
        ("", 0, {"number": ["请填写印发文号，如 龙项目办〔2027〕1号。"]}),
        ("龙项目办〔2026〕8号", 0, {"number": ["这个文号已用在另一份名单或决定上。请核对文号。"]}),
        ("龙项目办[2026]08号", 0, {"number": ["这个文号已用在另一份名单或决定上。请核对文号。"]}),
        (makers.NUMBER, 1, {"issued_on": ["印发日期不能晚于今天。"]}),
        (makers.NUMBER, None, {"issued_on": ["请填写印发日期。"]}),
    ],
)
def test_the_issue_wants_a_number_of_its_own_and_a_day(cast, number, days, said):
    makers.approved(cast)
    other = open_list(2026, actor=cast.officer)
    other.document_number = "龙项目办〔2026〕8号"
    other.save()
    day = None if days is None else makers.TODAY + timedelta(days=days)
    assert wrong(makers.move, ListAction.ISSUE, cast.office_head, number=number, issued_on=day) == said


def test_a_list_is_issued_once(cast):
    makers.issued(cast)
    with pytest.raises(Refused, match="现在是“已印发”"):
        makers.move(ListAction.ISSUE, cast.office_head, number="龙项目办〔2027〕2号", issued_on=makers.TODAY)
    assert IssuedDocument.objects.filter(kind="annual_list").count() == 1
