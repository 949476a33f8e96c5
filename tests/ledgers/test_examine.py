"""The check of a workbook: the sample, what already exists, what is near, what a person may reach."""

import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgers.intake.mapping import Override
from ledgers.services import imports
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common.errors import Refused
from projects.enums import ListState
from projects.models import AnnualList, Project
from projects.services.lists import open_list
from projects.services.projects import register_project
from tests.factories import organisation
from tests.ledgers.books import (
    PLAIN,
    SAMPLE,
    TODAY,
    answered,
    book,
    brought,
    checked,
    committed,
    doubts,
    row,
    statuses,
)

pytestmark = pytest.mark.django_db
CODE = "2309-410202-04-01-118230"
WITH_CODE = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "项目代码")


@pytest.fixture
def beijiao():
    return organisation("北郊乡人民政府")


def register(name: str, unit, **values) -> Project:
    values = {"name": name, "responsible": unit} | values
    return register_project(values=values, actor=SYSTEM, today=TODAY)


def test_the_sample_is_understood_as_its_people_expect():
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text(encoding="utf-8"))["rows"]
    found = {one.row: one for one in checked(SAMPLE, SYSTEM).rows}
    given = [
        {
            "row": one["row"],
            "name": found[one["row"]].name,
            "status": {"new": "ok"}.get(found[one["row"]].status, found[one["row"]].status),
            "values": {key: found[one["row"]].values[key] for key in one["values"]},
        }
        for one in expected
    ]
    assert (given, len(found)) == (expected, 60)


def test_the_number_of_queries_does_not_grow_with_the_rows(cast):
    def count(rows: int) -> int:
        data = book(*(row(name=f"园区{n}号厂房") for n in range(rows)))
        with CaptureQueriesContext(connection) as queries:
            checked(data, cast.officer)
        return len(queries)

    count(1)
    assert count(3) == count(300)


def test_a_check_writes_nothing(cast):
    before = AuditEvent.objects.count()
    checked(SAMPLE, cast.officer)
    assert (Project.objects.count(), AnnualList.objects.count(), AuditEvent.objects.count()) == (0, 0, before)


def test_rows_once_written_are_the_same_the_next_time(cast):
    committed(book(PLAIN, row(name="北区净水厂")), cast.officer)
    assert statuses(checked(book(PLAIN, row(name="北区净水厂")), cast.officer)) == ["same", "same"]


def test_a_changed_cell_is_told_with_both_values(cast):
    committed(book(PLAIN), cast.officer)
    found = checked(book(row(total=21000, plan=6000)), cast.officer).rows[0]
    assert (found.status, found.changes) == (
        "changed",
        {"总投资": ["20,000.00 万元", "21,000.00 万元"], "计划投资": ["5,000.00 万元", "6,000.00 万元"]},
    )


def test_an_empty_cell_and_a_missing_column_change_nothing(cast):
    committed(book(PLAIN), cast.officer)
    blank = checked(book(row(plan=None, period=None)), cast.officer)
    fewer = checked(book(PLAIN[:3], headings=("项目名称", "责任单位", "总投资（万元）")), cast.officer)
    assert (statuses(blank), statuses(fewer)) == (["same"], ["same"])


def test_a_project_of_last_year_enters_this_years_list(cast, beijiao):
    project = register("凤凰广场", beijiao, total_investment=Decimal(20000))
    found = checked(book(row(period=None)), cast.officer).rows[0]
    assert (found.status, found.project) == ("changed", project.pk)
    assert found.changes == {"年度名单": ["—", "列入"], "计划投资": ["—", "5,000.00 万元"]}


def test_a_project_is_known_by_its_code_before_its_name(cast, beijiao):
    project = register("凤凰广场一期", beijiao, project_code=CODE)
    register("凤凰广场", beijiao)
    data = book(
        (*row(name="凤凰广场（一期）"), CODE),
        headings=WITH_CODE,
    )
    assert checked(data, cast.officer).rows[0].project == project.pk


def test_a_code_under_quite_another_name_is_asked_about(cast, beijiao):
    project = register("凤凰广场", beijiao, project_code=CODE)
    data = book((*row(name="污水处理厂"), CODE), headings=WITH_CODE)
    found = checked(data, cast.officer).rows[0]
    assert (found.status, doubts(found)) == ("flag", [("project", "code_other_name", "flag")])
    assert found.problems[0]["choices"] == [
        {"value": f"@project:{project.public_id}", "label": f"凤凰广场（{project.number}）"}
    ]


def test_a_like_name_of_another_unit_is_asked_about(cast):
    project = register("凤凰广场", organisation("柳园口乡人民政府"))
    found = checked(book(PLAIN), cast.officer).rows[0]
    assert (found.status, doubts(found), found.problems[0]["message"]) == (
        "flag",
        [("project", "near_project", "flag")],
        "库里有 1 个相近项目，请选择：",
    )
    assert [one["value"] for one in found.problems[0]["choices"]] == [f"@project:{project.public_id}", "@new"]


def test_a_nearly_same_name_is_asked_about(cast, beijiao):
    register("大运河九龙湾文旅融合产业园", beijiao)
    found = checked(book(row(name="大运河九龙湾文旅融合产业园区")), cast.officer)
    assert (statuses(found), doubts(found.rows[0])) == (["flag"], [("project", "near_project", "flag")])


def test_two_phases_are_two_projects(cast, beijiao):
    register("汴梁小宋城文旅综合体一期", beijiao)
    assert statuses(checked(book(row(name="汴梁小宋城文旅综合体二期")), cast.officer)) == ["new"]


def test_two_rows_cannot_be_one_project_of_the_database(cast, beijiao):
    register("凤凰广场", beijiao, project_code=CODE)
    found = checked(book((*row(), None), (*row(name="凤凰广场项目"), CODE), headings=WITH_CODE), cast.officer)
    assert doubts(found.rows[1]) == [("name", "same_project", "error")]
    assert found.rows[1].problems[0]["message"] == "与第 3 行是库里的同一个项目“凤凰广场”。请核对，或删除重复的一行。"


def test_a_units_importer_cannot_write_for_another_unit(cast):
    found = checked(book(row(unit="柳园口乡人民政府")), cast.beijiao)
    assert doubts(found.rows[0]) == [("responsible", "refused", "error")]
    assert "柳园口乡人民政府" not in [one["value"] for one in found.rows[0].problems[0]["choices"]]


def test_a_units_importer_does_not_meet_another_units_project(cast):
    register("凤凰广场", organisation("柳园口乡人民政府"), project_code=CODE)
    found = checked(book((*PLAIN, CODE), headings=WITH_CODE), cast.beijiao).rows[0]
    assert (doubts(found), found.project) == ([("project_code", "foreign_code", "error")], None)


def test_every_message_of_a_row_stands_at_its_cell_at_once(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "建设地点")
    data = book((None, "城投公司", "近百亿元", 5000, "2026.13", "长" * 201), headings=headings)
    found = checked(data, cast.officer).rows[0]
    assert sorted((problem["column"], problem["code"]) for problem in found.problems) == [
        ("A", "name_missing"),
        ("B", "unknown_unit"),
        ("C", "vague_amount"),
        ("E", "no_such_month"),
        ("F", "too_long"),
    ]


def test_an_issued_list_takes_no_import(cast):
    listed = open_list(2026, actor=SYSTEM)
    AnnualList.objects.filter(pk=listed.pk).update(state=ListState.ISSUED)
    with pytest.raises(Refused, match="已印发"):
        checked(book(PLAIN), cast.officer)


def test_what_is_no_list_is_refused_with_what_it_lacks(cast):
    with pytest.raises(Refused, match="缺少总投资、责任单位"):
        checked(book(("凤凰广场", "北郊乡", 1), headings=("项目名称", "建设地点", "序号")), cast.officer)


def test_what_is_no_workbook_is_refused(cast):
    with pytest.raises(Refused, match="CSV"):
        checked("项目名称,总投资".encode(), cast.officer)


def test_a_remembered_column_that_spoils_the_table_is_forgotten(cast):
    found = checked(book(PLAIN), cast.officer, remembered={"项目名称": Override("")})
    assert statuses(found) == ["new"]


def test_a_remembered_column_is_read_as_it_was_told(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "特别说明")
    found = checked(
        book((*PLAIN, "拆迁中"), headings=headings), cast.officer, remembered={"特别说明": Override("remark")}
    )
    assert found.rows[0].values["remark"] == "拆迁中"


def test_a_doubt_the_project_already_carries_is_not_asked_again(cast):
    vague = book(row(total="近百亿元"))
    batch = answered(brought(vague, cast.officer), {3: {"total_investment": "@blank"}}, cast.officer)
    imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    found = checked(vague, cast.officer).rows[0]
    assert (found.status, doubts(found)) == ("same", [("total_investment", "known_doubt", "note")])


@pytest.mark.parametrize(
    ("cells", "answer", "words"),
    [
        ({"period": "2026.1-2027.12"}, ("period", "2026-10—2027-12"), "库里是2026年10月—2027年12月，按此不改动。"),
        ({"total": 10}, ("total_investment", "10亿元"), "库里是10 亿元 = 100,000.00 万元，按此不改动。"),
        ({"plan": 100}, ("annual_plan", "100万元"), "库里是100 万元 = 100.00 万元，按此不改动。"),
    ],
)
def test_a_doubt_the_database_settles_is_not_asked_again(cast, cells, answer, words):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "建设起止年限")
    data = book(row(**cells), headings=headings)
    batch = answered(brought(data, cast.officer), {3: dict([answer])}, cast.officer)
    imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    found = checked(data, cast.officer).rows[0]
    assert (found.status, [problem["message"] for problem in found.problems]) == ("same", [words])


def test_a_sum_the_database_has_is_no_doubt_however_large(cast, beijiao):
    register("凤凰广场", beijiao, total_investment=Decimal(60_000_000))
    found = checked(book(row(total=60_000_000)), cast.officer).rows[0]
    assert doubts(found) == [("total_investment", "known_doubt", "note")]


def test_a_project_the_database_knows_is_no_part_of_another(cast, beijiao):
    register("其中：凤凰广场", beijiao)
    found = checked(book(row(name="其中：凤凰广场"), row(name="其中：龙亭广场")), cast.officer).rows
    assert [one.status for one in found] == ["changed", "flag"]


def test_names_with_script_and_formulas_stay_text(cast):
    names = ["<script>alert(1)</script>", "=1+1号厂房", "+cmd号厂房", "-2号厂房", "@SUM号厂房"]
    data = book(*(row(name=name) for name in names))
    assert [one.name for one in checked(data, cast.officer).rows] == names


def test_a_sheet_with_an_endless_name_is_refused_and_one_with_odd_characters_is_read(cast):
    def renamed(name: str) -> bytes:
        source, out = zipfile.ZipFile(io.BytesIO(book(PLAIN))), io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for part in source.namelist():
                target.writestr(part, source.read(part).replace('name="名单"'.encode(), f'name="{name}"'.encode()))
        return out.getvalue()

    with pytest.raises(Refused, match="工作表名称超过 200 个字"):
        checked(renamed("长" * 201), cast.officer)
    assert checked(renamed("名_x0000_单"), cast.officer).rows[0].sheet in ("名单", "名_x0000_单")
