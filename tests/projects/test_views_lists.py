"""Pages of the yearly lists: index, one list, its official workbook, one entry."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from longting.audit.models import AuditEvent
from longting.common.periods import Month
from projects.enums import Part, Stage
from projects.ledger import columns_of, level_of, span_of
from projects.models import ListEntry, Project
from projects.services.lists import open_list, put_entry
from projects.services.projects import register_project
from tests.factories import client_of, organisation

TODAY = date(2026, 11, 24)
LIST = ("projects:list-detail", [2026, 1])

pytestmark = pytest.mark.django_db


def listed(cast, name="北区净水厂", **facts):
    """A project of 北郊乡 on the list of 2026."""
    values = {"name": name, "responsible": organisation("北郊乡人民政府"), "total_investment": Decimal(8000)} | facts
    people = [{"part": Part.LEADER, "name": "区领导甲"}]
    project = register_project(values=values, people=people, actor=cast.officer, today=TODAY)
    plan = {"annual_plan": Decimal(3000), "stage": Stage.NEW, "goal": "封顶", "plan_start": Month(2026, 3)}
    return put_entry(open_list(2026, actor=cast.officer), project, values=plan, actor=cast.officer)


def page(user, name, args):
    return client_of(user).get(reverse(name, args=args))


def test_the_index_counts_only_what_the_reader_may_see(cast):
    listed(cast)
    listed(cast, "柳池种植园", responsible=organisation("柳园口乡人民政府"))
    assert '<td class="n" data-l="项目数"><span>1</span></td>' in page(cast.beijiao, "projects:list-index", []).text
    assert '<td class="n" data-l="项目数"><span>2</span></td>' in page(cast.officer, "projects:list-index", []).text


def test_a_unit_sees_its_own_rows_and_an_outsider_no_list(cast):
    listed(cast)
    assert "北区净水厂" in page(cast.beijiao, *LIST).text
    assert page(cast.outsider, *LIST).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("officer", 200), ("committee", 200), ("beijiao", 403), ("admin", 403)])
def test_the_official_workbook_is_for_those_who_may_export(cast, name, status):
    listed(cast)
    answer = page(getattr(cast, name), "projects:list-ledger", [2026, 1])
    assert (answer.status_code, bool(answer.getvalue())) == (status, True)


def test_the_official_workbook_has_its_customary_form(cast):
    listed(cast)
    sheet = load_workbook(BytesIO(page(cast.officer, "projects:list-ledger", [2026, 1]).getvalue())).active
    assert sheet["A1"].value == "龙亭区2026年重点项目名单"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.print_title_rows) == (
        8,
        "landscape",
        "$1:$4",
    )
    headings = [cell.value or above.value for above, cell in zip(sheet[3], sheet[4], strict=True)]
    assert [text.split("（")[0] for text in headings] == [column.label for column in columns_of(2026)]
    assert [cell.value for cell in sheet[5]][:2] == [1, "北区净水厂"]
    assert sheet["A6"].value == "合计：1 个"
    assert sheet["A7"].value == "主要负责人签字："
    assert AuditEvent.objects.filter(verb="list_export").count() == 1


def test_what_is_seen_can_be_taken_along_and_is_recorded(cast):
    listed(cast)
    answer = client_of(cast.beijiao).get(reverse(*LIST[:1], args=LIST[1]), {"export": "xlsx"})
    assert load_workbook(BytesIO(answer.getvalue())).active.max_row == 3
    assert AuditEvent.objects.filter(verb="list_export", actor_name=cast.beijiao.name).count() == 1


def test_more_rows_ask_no_more_queries(cast, django_assert_num_queries):
    listed(cast)
    client, address = client_of(cast.officer), reverse(LIST[0], args=LIST[1])
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)
    listed(cast, "柳池种植园")
    listed(cast, "建祥产业园")
    with django_assert_num_queries(14):
        client.get(address)


def form(entry, **changes):
    facts = {"stage": "new", "annual_plan": "3500", "goal": "竣工", "plan_start": "2026-03", "version": entry.version}
    return facts | {"reason": "按合同工期调整"} | changes


def send(user, entry, **changes):
    return client_of(user).post(reverse("projects:entry-edit", args=[entry.pk]), form(entry, **changes))


def test_the_office_changes_the_plan_and_settles_its_doubt(cast):
    entry = listed(cast)
    Project.objects.filter(pk=entry.project_id).update(pending={"annual_plan": "约3千万"})
    assert send(cast.officer, entry).status_code == 302
    entry.refresh_from_db()
    assert (entry.annual_plan, entry.goal, entry.project.pending) == (Decimal(3500), "竣工", {})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"annual_plan": "9000"}, "年度计划大于总投资"),
        ({"annual_plan": "近百亿元"}, "近百亿元"),
        ({"plan_start": "2026年13月"}, "没有 13 月"),
        ({"reason": "改"}, "至少"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_is_lost(cast, changes, words):
    entry = listed(cast)
    answer = send(cast.officer, entry, **changes)
    assert (answer.status_code, words in answer.text, "竣工" in answer.text) == (422, True, True)
    assert ListEntry.objects.get().version == 1


def test_more_done_than_the_project_costs_is_confirmed_not_typed_by_mistake(cast):
    entry = listed(cast)
    plain = client_of(cast.officer).get(reverse("projects:entry-edit", args=[entry.pk])).text
    answer = send(cast.officer, entry, done_before="99999999")
    assert (answer.status_code, "累计完成大于总投资 8,000.00 万元" in answer.text) == (422, True)
    assert ("checked_done" in plain, 'name="checked_done"' in answer.text) == (False, True)
    assert send(cast.officer, entry, done_before="99999999", checked_done="on").status_code == 302
    entry.refresh_from_db()
    assert entry.done_before == 99999999
    assert send(cast.officer, entry, done_before="99999999", goal="封顶").status_code == 302


@pytest.mark.parametrize(("total", "done"), [(None, "9000"), (8000, "8000"), (8000, "")])
def test_what_was_done_within_the_total_needs_no_second_look(cast, total, done):
    entry = listed(cast)
    Project.objects.update(total_investment=total)
    assert send(cast.officer, entry, done_before=done).status_code == 302


def test_the_second_officer_is_told_and_keeps_what_was_typed(cast):
    entry = listed(cast)
    send(cast.officer, entry)
    answer = send(cast.officer, entry, goal="封顶")
    assert (answer.status_code, "已被他人" in answer.text, "封顶" in answer.text) == (409, True, True)


@pytest.mark.parametrize(("name", "status"), [("beijiao", 403), ("office_head", 403), ("outsider", 403)])
def test_only_the_keeper_of_the_list_changes_it(cast, name, status):
    entry = listed(cast)
    assert send(getattr(cast, name), entry).status_code == status
    assert ListEntry.objects.get().annual_plan == Decimal(3000)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (Month(2025, 2), Month(2027, 7), "2025-02—2027-07"),
        (Month(2025, 2), None, "2025-02开工"),
        (None, Month(2027, 7), "2027-07建成"),
        (None, None, ""),
    ],
)
def test_the_building_years_are_printed_as_offices_do(start, end, words):
    assert span_of(Project(start_month=start, end_month=end)) == words


def test_levels_are_printed_from_the_highest():
    assert level_of(Project(is_province=True, is_city=True)) == "省、市、区"
