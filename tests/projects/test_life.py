"""The timeline and the bar of a project's life."""

from datetime import date
from decimal import Decimal

import pytest

from longting.common.periods import Month
from projects.models import AnnualList, Project
from projects.selectors.life import life_of, with_life
from projects.services.lists import open_list, put_entry
from tests.projects.makers import change, make_override, make_project

pytestmark = pytest.mark.django_db


def texts(events) -> list[str]:
    return [event.text for event in events]


def bar(project) -> list[tuple]:
    return [(row["label"], row["done"], row["now"], row["lines"][0]["text"]) for row in life_of(project).stages]


def listed(project, actor, **values):
    annual = open_list(2026, actor=actor)
    return put_entry(annual, project, values={"annual_plan": Decimal(1000)} | values, actor=actor)


def test_a_new_project_stands_before_the_list():
    project = make_project(start_month=None, end_month=None)
    assert [row[:3] for row in bar(project)] == [
        ("登记", True, False),
        ("列入重点项目名单", False, True),
        ("开工", False, False),
        ("竣工", False, False),
        ("投产", False, False),
    ]
    assert [row[3] for row in bar(project)][1:] == ["还没有列入名单", "没有填写计划", "没有填写计划", "未投产"]


def test_the_bar_shows_dates_that_were_and_months_that_are_planned(cast):
    project = make_project(started_on=date(2026, 4, 8))
    listed(project, cast.officer)
    assert [row[1:] for row in bar(project)][1:] == [
        (True, False, "2026年度名单"),
        (True, False, "2026年4月8日"),
        (False, True, "计划 2028年12月"),
        (False, False, "未投产"),
    ]


@pytest.mark.parametrize("stage", ["continued", "finishing"])
def test_a_project_under_construction_has_begun_though_nobody_said_when(stage):
    project = make_project(stage=stage)
    assert bar(project)[2:4] == [
        ("开工", True, False, "已开工，没有填写日期"),
        ("竣工", False, False, "计划 2028年12月"),
    ]
    assert texts(life_of(project).planned) == ["计划竣工"]


def test_a_project_enters_a_list_after_it_was_registered(cast):
    open_list(2026, actor=cast.officer)
    project = make_project()
    listed(project, cast.officer)
    assert texts(life_of(project).events) == ["列入2026年度区重点项目名单第 1 号（起草）", "登记到系统"]


def test_a_finished_project_stands_nowhere():
    day = date(2026, 5, 1)
    project = make_project(started_on=day, completed_on=day, in_production_on=day)
    assert [row[2] for row in bar(project)] == [False, True, False, False, False]


def test_the_plan_of_the_latest_list_goes_before_the_period_of_the_project(cast):
    project = make_project()
    listed(project, cast.officer, plan_start=Month(2026, 9))
    assert [(event.text, event.at) for event in life_of(project).planned] == [
        ("计划开工", date(2026, 9, 1)),
        ("计划竣工", date(2028, 12, 1)),
    ]


def test_what_was_done_is_no_longer_planned():
    project = make_project(started_on=date(2026, 4, 8), completed_on=date(2026, 9, 1))
    assert life_of(project).planned == []


def test_the_timeline_tells_each_thing_once_newest_first(cast):
    project = make_project(cast.officer, started_on=date(2020, 4, 8), completed_on=date(2021, 4, 8))
    listed(project, cast.officer)
    change(project, actor=cast.officer, values={"remark": "补充"}, reason="核对")
    make_override(project, cast.officer)
    assert sorted(texts(life_of(project).events)) == sorted(
        [
            f"修改项目{project.name}的备注",
            "列入2026年度区重点项目名单第 1 号（起草）",
            "提出资格改判为符合",
            "登记到系统",
            "竣工",
            "开工",
        ]
    )
    assert texts(life_of(project).events)[-2:] == ["竣工", "开工"]


def test_a_signed_override_has_two_entries(cast):
    project = make_project()
    override = make_override(project, cast.officer)
    fields = {"state": "refused", "decided_by": cast.office_head, "decided_at": override.requested_at, "note": "不足"}
    type(override).objects.filter(pk=override.pk).update(**fields)
    events = [(event.text, event.who, event.note) for event in life_of(project).events]
    assert ("资格改判为符合：未同意", "郑主任", "不足") in events


def test_a_list_that_was_issued_stands_at_its_day(cast):
    project = make_project()
    entry = listed(project, cast.officer)
    AnnualList.objects.update(state="issued", issued_on=date(2026, 3, 21))
    event = next(event for event in life_of(project).events if event.text.startswith("列入"))
    assert (event.at, event.has_time, event.text) == (
        date(2026, 3, 21), False, f"列入2026年度区重点项目名单第 {entry.serial} 号（已印发）",
    )  # fmt: skip


def test_an_entry_without_plan_has_no_note(cast):
    project = make_project()
    listed(project, cast.officer, annual_plan=None)
    event = next(event for event in life_of(project).events if event.text.startswith("列入"))
    assert (event.note, event.has_time) == ("", True)


def test_a_life_at_hand_takes_one_query_more(cast, django_assert_num_queries):
    project = make_project()
    listed(project, cast.officer)
    make_override(project, cast.officer)
    with django_assert_num_queries(3):
        row = with_life(Project.objects.all()).get()
    with django_assert_num_queries(1):
        life_of(row)
