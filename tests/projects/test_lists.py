"""The yearly list: opening it, entering projects, changing the plan of the year."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from longting.audit.models import AuditEvent
from longting.common.errors import Conflict
from longting.common.periods import Month
from projects.enums import ListState, Stage
from projects.models import AnnualList, ListEntry
from projects.services.lists import change_entry, open_list, put_entry
from projects.services.projects import change_project, register_project
from projects.wording import shown
from tests.factories import organisation

TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast):
    values = {"name": "北区净水厂", "responsible": organisation("北郊乡人民政府"), "total_investment": Decimal(8000)}
    return register_project(values=values, actor=cast.officer, today=TODAY)


@pytest.fixture
def this_year(cast):
    return open_list(2026, actor=cast.officer)


def test_opening_a_list_twice_gives_the_same_list_and_one_record(cast, this_year):
    assert open_list(2026, actor=cast.officer) == this_year
    assert this_year.title == "2026年度区重点项目名单"
    assert AuditEvent.objects.filter(verb="list_open").count() == 1


@pytest.mark.parametrize("year", [0, 1999, 2101])
def test_a_wild_year_is_refused_at_its_field(cast, year):
    with pytest.raises(ValidationError) as refusal:
        open_list(year, actor=cast.officer)
    assert list(refusal.value.message_dict) == ["year"]
    assert AnnualList.objects.count() == 0


def test_a_project_enters_at_the_end_with_its_plan(cast, this_year, project):
    values = {"stage": Stage.NEW, "annual_plan": Decimal("3000.5"), "plan_start": Month(2026, 3)}
    entry = put_entry(this_year, project, values=values, actor=cast.officer)
    assert (entry.serial, entry.annual_plan, entry.plan_start) == (1, Decimal("3000.5"), Month(2026, 3))
    event = AuditEvent.objects.of_project(project.pk).first()
    assert event.summary == "把北区净水厂列入2026年度区重点项目名单，年度计划 3,000.50 万元"


def test_entering_again_with_the_same_values_changes_nothing(cast, this_year, project):
    put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    before = AuditEvent.objects.count()
    entry = put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    assert (ListEntry.objects.count(), entry.version, AuditEvent.objects.count()) == (1, 1, before)


def test_a_change_is_recorded_with_both_values_and_the_reason(cast, this_year, project):
    entry = put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    change_entry(entry, values={"annual_plan": Decimal(3500)}, version=1, reason="设备款提前支付", actor=cast.officer)
    event = AuditEvent.objects.get(verb="list_change")
    assert event.changes == '{"计划投资":["3,000.00 万元","3,500.00 万元"]}'
    assert event.reason == "设备款提前支付"
    assert ListEntry.objects.get().version == 2


def test_the_second_of_two_officers_is_told_of_the_first(cast, this_year, project):
    entry = put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    change_entry(entry, values={"goal": "封顶"}, version=1, reason="按合同工期", actor=cast.officer)
    with pytest.raises(Conflict):
        change_entry(entry, values={"goal": "竣工"}, version=1, reason="按合同工期", actor=cast.officer)
    assert ListEntry.objects.get().goal == "封顶"


def test_a_plan_above_the_total_is_refused_at_its_field(cast, this_year, project):
    with pytest.raises(ValidationError) as refusal:
        put_entry(this_year, project, values={"annual_plan": Decimal("8000.0001")}, actor=cast.officer)
    assert refusal.value.message_dict == {"annual_plan": ["年度计划大于总投资。请核对单位或小数点。"]}
    assert ListEntry.objects.count() == 0


def lower(project, total, cast):
    return change_project(
        project, values={"total_investment": total}, version=1, reason="核减", actor=cast.officer, today=TODAY
    )


def test_a_total_below_the_plan_of_an_open_list_is_refused_at_its_field(cast, this_year, project):
    put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    with pytest.raises(ValidationError) as refusal:
        lower(project, Decimal("2999.9999"), cast)
    words = (
        "总投资小于2026年度区重点项目名单上的年度计划 3,000.00 万元。请核对单位或小数点；要调低的，先改名单上的计划。"
    )
    assert refusal.value.message_dict == {"total_investment": [words]}
    assert lower(project, Decimal(3000), cast).total_investment == 3000


def test_a_total_nobody_knows_any_more_is_below_no_plan(cast, this_year, project):
    put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    assert lower(project, None, cast).total_investment is None


def test_the_plan_of_an_issued_list_is_frozen_and_binds_no_total(cast, this_year, project):
    put_entry(this_year, project, values={"annual_plan": Decimal(3000)}, actor=cast.officer)
    AnnualList.objects.filter(pk=this_year.pk).update(state=ListState.ISSUED)
    assert lower(project, Decimal(2000), cast).total_investment == 2000


@pytest.mark.parametrize(
    "values",
    [{"annual_plan": Decimal(-1)}, {"plan_start": Month(2026, 9), "plan_finish": Month(2026, 3)}, {"goal": "字" * 301}],
)
def test_nonsense_is_refused_and_nothing_is_written(cast, this_year, project, values):
    with pytest.raises(ValidationError):
        put_entry(this_year, project, values=values, actor=cast.officer)
    assert ListEntry.objects.count() == 0


def test_an_issued_list_is_closed(cast, this_year, project):
    AnnualList.objects.filter(pk=this_year.pk).update(state=ListState.ISSUED)
    with pytest.raises(ValidationError, match="已印发"):
        put_entry(this_year, project, values={}, actor=cast.officer)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("annual_plan", None, "—"),
        ("annual_plan", Decimal("0"), "0.00 万元"),
        ("stage", "new", "新开工"),
        ("is_major", True, "是"),
        ("is_major", False, "否"),
        ("plan_start", Month(2026, 3), "2026-03"),
        ("goal", "", "—"),
    ],
)
def test_values_are_printed_for_people(field, value, text):
    assert shown(field, value) == text


def test_units_see_only_their_own_entries_and_lists(cast, this_year, project):
    put_entry(this_year, project, values={}, actor=cast.officer)
    seen = {
        name: ListEntry.objects.visible_to(getattr(cast, name)).count() for name in ("beijiao", "outsider", "admin")
    }
    assert seen == {"beijiao": 1, "outsider": 0, "admin": 0}
    assert AnnualList.objects.visible_to(cast.outsider).count() == 0
    assert AnnualList.objects.visible_to(cast.beijiao).count() == 1
