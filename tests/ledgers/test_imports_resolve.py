"""What a person decides about an import: cells, which project a row is, what a column means."""

import pytest

from ledgers.enums import BatchState
from ledgers.models import ColumnMapping, ImportBatch
from ledgers.services import imports
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common.errors import Conflict, Refused
from projects.models import Project
from projects.services.projects import register_project
from tests.factories import client_of, organisation
from tests.ledgers.books import PLAIN, TODAY, answered, book, brought, checked, committed, doubts, row, statuses

pytestmark = pytest.mark.django_db
REMARK = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "特别说明")


def resolve(batch, actor, decisions=None, **more) -> ImportBatch:
    return imports.resolve_rows(batch, decisions or {}, **({"version": batch.version, "actor": actor} | more))


def only(batch):
    return batch.rows.get()


@pytest.mark.parametrize(
    ("cells", "field", "said", "key", "value"),
    [
        ({"total": "近百亿元"}, "total_investment", "12亿元", "total_investment", "120000"),
        ({"total": "近百亿元"}, "total_investment", "１２０００", "total_investment", "12000"),
        ({"period": "2026.1-2027.10"}, "period", "2026-10-2027.10", "start_month", "2026-10"),
        ({"unit": "城投公司"}, "responsible", "北郊乡人民政府", "responsible", "北郊乡人民政府"),
        ({"plan": 28000}, "annual_plan", "2800", "annual_plan", "2800"),
        ({"name": None}, "name", "北区净水厂", "name", "北区净水厂"),
    ],
)
def test_what_a_person_says_is_read_instead_of_the_cell(cast, cells, field, said, key, value):
    batch = answered(brought(book(row(**cells)), cast.officer), {3: {field: said}}, cast.officer)
    assert (only(batch).status, only(batch).values[key]) == ("new", value)
    assert only(batch).raw.get(field, "") == str(next(iter(cells.values())) or "")


def test_a_fact_left_blank_is_remembered_by_the_project(cast):
    data = book(row(total="近百亿元", period="2026.1-2027.12", plan="约3亿"))
    answers = {3: {"total_investment": "@blank", "period": "@blank"}}
    batch = answered(brought(data, cast.officer), answers, cast.officer)
    imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    project = Project.objects.get()
    assert project.pending == {"total_investment": "近百亿元", "period": "2026.1-2027.12"}
    assert (project.total_investment, project.start_month, project.doubts) == (None, None, 2)


def test_a_row_may_be_a_project_of_the_database_or_one_of_its_own(cast):
    values = {"name": "凤凰广场", "responsible": organisation("柳园口乡人民政府")}
    project = register_project(values=values, actor=SYSTEM, today=TODAY)
    batch = brought(book(PLAIN), cast.officer)
    same = answered(batch, {3: {"project": f"@project:{project.public_id}"}}, cast.officer)
    assert (only(same).status, only(same).project_id) == ("changed", project.pk)
    assert only(same).changes["责任单位"] == ["柳园口乡人民政府", "北郊乡人民政府"]
    asked = answered(same, {3: {"project": ""}}, cast.officer)
    own = answered(asked, {3: {"project": "@new"}}, cast.officer)
    assert (only(own).status, only(own).project_id) == ("new", None)


def test_a_project_that_was_not_offered_cannot_be_chosen(cast):
    values = {"name": "别的项目", "responsible": organisation("柳园口乡人民政府")}
    foreign = register_project(values=values, actor=SYSTEM, today=TODAY)
    batch = brought(book(row(total="近百亿元"), PLAIN[:3]), cast.officer)
    doubtful = batch.rows.get(status="flag")
    for field in ("project", "total_investment"):
        with pytest.raises(Refused, match="没有"):
            resolve(batch, cast.officer, {doubtful.pk: {field: f"@project:{foreign.public_id}"}})
    assert ImportBatch.objects.get().state == BatchState.CHECKED


def test_a_project_that_was_not_offered_is_told_apart_from_those_that_were(cast):
    unit = organisation("柳园口乡人民政府")
    register_project(values={"name": "凤凰广场", "responsible": unit}, actor=SYSTEM, today=TODAY)
    foreign = register_project(values={"name": "别的项目", "responsible": unit}, actor=SYSTEM, today=TODAY)
    batch = brought(book(PLAIN), cast.officer)
    with pytest.raises(Refused, match="不在可选范围里"):
        resolve(batch, cast.officer, {only(batch).pk: {"project": f"@project:{foreign.public_id}"}})


def test_a_chosen_project_that_is_gone_is_asked_about_again(cast):
    values = {"name": "凤凰广场", "responsible": organisation("柳园口乡人民政府")}
    project = register_project(values=values, actor=SYSTEM, today=TODAY)
    decided = {("名单", 3): {"project": f"@project:{project.public_id}"}}
    found = checked(book(PLAIN), cast.beijiao, decisions=decided).rows[0]
    assert doubts(found) == [("project", "project_gone", "flag")]


def test_a_new_project_cannot_take_a_code_there_is(cast):
    code = "2309-410202-04-01-118230"
    values = {"name": "凤凰广场", "responsible": organisation("北郊乡人民政府"), "project_code": code}
    register_project(values=values, actor=SYSTEM, today=TODAY)
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "项目代码")
    found = checked(book((*PLAIN, code), headings=headings), cast.officer, decisions={("名单", 3): {"project": "@new"}})
    assert doubts(found.rows[0]) == [("project_code", "code_taken", "error")]


def test_a_name_may_be_corrected_and_its_project_chosen_besides(cast):
    values = {"name": "凤凰广场", "responsible": organisation("柳园口乡人民政府")}
    register_project(values=values, actor=SYSTEM, today=TODAY)
    batch = answered(brought(book(row(name=None)), cast.officer), {3: {"name": "凤凰广场"}}, cast.officer)
    assert doubts(only(batch)) == [("project", "near_project", "flag")]
    batch = answered(batch, {3: {"project": "@new"}}, cast.officer)
    assert (only(batch).status, only(batch).name) == ("new", "凤凰广场")


def test_the_page_asks_which_project_a_row_is_beside_its_name(cast):
    values = {"name": "凤凰广场", "responsible": organisation("柳园口乡人民政府")}
    project = register_project(values=values, actor=SYSTEM, today=TODAY)
    batch = brought(book(PLAIN), cast.officer)
    page = client_of(cast.officer).get(f"/ledgers/imports/{batch.public_id}/").content.decode()
    assert f'<select class="form-select" name="d-{only(batch).pk}-project"' in page
    assert f'<option value="@project:{project.public_id}">凤凰广场（{project.number}）</option>' in page


def test_what_project_a_row_is_cannot_be_typed_or_left_open(cast):
    values = {"name": "凤凰广场", "responsible": organisation("柳园口乡人民政府")}
    register_project(values=values, actor=SYSTEM, today=TODAY)
    batch = answered(brought(book(PLAIN), cast.officer), {3: {"project": "@new"}}, cast.officer)
    for said in ("凤凰广场", "@blank", "@accept"):
        with pytest.raises(Refused, match="不在可选范围里"):
            resolve(batch, cast.officer, {only(batch).pk: {"project": said}})


def test_of_two_columns_that_differ_one_is_confirmed_or_something_else_typed(cast):
    headings = ("项目名称", "责任单位", "总投资（万元）", "计划投资（万元）", "起止年限", "总投资（万元）")
    batch = brought(book((*PLAIN, 21000), headings=headings), cast.officer)
    assert doubts(only(batch)) == [("total_investment", "two_columns", "flag")]
    batch = answered(batch, {3: {"total_investment": "@accept"}}, cast.officer)
    assert only(batch).values["total_investment"] == "20000"
    batch = answered(batch, {3: {"total_investment": "21000"}}, cast.officer)
    assert (only(batch).status, only(batch).values["total_investment"]) == ("new", "21000")


def test_two_like_names_may_be_confirmed_as_two_projects(cast):
    batch = brought(book(PLAIN, row(name="凤凰广场项目")), cast.officer)
    assert statuses(batch) == ["new", "flag"]
    assert statuses(answered(batch, {4: {"project": "@accept"}}, cast.officer)) == ["new", "new"]


def test_one_answer_does_for_all_rows_with_the_same_unknown_unit(cast):
    data = book(row(unit="城投公司"), row(name="北区净水厂", unit="城投公司"), row(name="南区路网", unit="水投公司"))
    batch = brought(data, cast.officer)
    offered = {one.row: len(one.problems[0]["choices"]) for one in batch.rows.all()}
    assert offered[3] == offered[5] > 10 > offered[4] == 0
    batch = answered(batch, {3: {"responsible": "北郊乡人民政府"}}, cast.officer)
    assert statuses(batch) == ["new", "new", "error"]


def test_a_decision_can_be_taken_back_and_changed(cast):
    batch = answered(
        brought(book(row(total="近百亿元")), cast.officer), {3: {"total_investment": "12000"}}, cast.officer
    )
    batch = answered(batch, {3: {"total_investment": "13000"}}, cast.officer)
    assert only(batch).values["total_investment"] == "13000"
    batch = answered(batch, {3: {"total_investment": ""}}, cast.officer)
    assert (only(batch).status, only(batch).decisions) == ("flag", {})


def test_a_decision_that_stands_does_not_open_the_way_for_what_was_not_offered(cast):
    batch = answered(
        brought(book(row(total="近百亿元")), cast.officer), {3: {"total_investment": "12000"}}, cast.officer
    )
    for said, words in (("@accept", "不在可选范围里"), ("长" * 301, "太长")):
        with pytest.raises(Refused, match=words):
            resolve(batch, cast.officer, {only(batch).pk: {"total_investment": said}})
    batch = answered(batch, {3: {"total_investment": "@blank"}}, cast.officer)
    assert only(batch).facts["pending"] == {"total_investment": "近百亿元"}


def test_decisions_are_recorded_with_both_sides(cast):
    answered(brought(book(row(total="近百亿元")), cast.officer), {3: {"total_investment": "@blank"}}, cast.officer)
    event = AuditEvent.objects.get(verb="import_resolve")
    assert event.summary == "处理导入《名单.xlsx》的疑点 1 处"
    assert event.changes == '{"第 3 行总投资":["按原文","先留空，入库后补"]}'


def test_the_same_decisions_again_are_not_recorded(cast):
    batch = answered(
        brought(book(row(total="近百亿元")), cast.officer), {3: {"total_investment": "@blank"}}, cast.officer
    )
    decisions = {only(batch).pk: {"total_investment": "@blank"}}
    assert not imports.says_more(batch, decisions)
    assert imports.says_more(batch, {only(batch).pk: {"total_investment": "5"}})
    resolve(batch, cast.officer, decisions)
    assert AuditEvent.objects.filter(verb="import_resolve").count() == 1


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("annual_plan", "5", "第 3 行的“计划投资”没有要选的"),
        ("total_investment", "@accept", "所选的不在可选范围里"),
        ("total_investment", "@unknown", "所选的不在可选范围里"),
        ("total_investment", "长" * 301, "太长"),
        ("responsible", "@blank", "第 3 行的“责任单位”不能留空"),
        ("nonsense", "5", "没有要选的"),
    ],
)
def test_an_answer_nobody_asked_for_is_refused(cast, field, said, words):
    batch = brought(book(row(total="近百亿元", unit="城投公司")), cast.officer)
    with pytest.raises(Refused, match=words):
        resolve(batch, cast.officer, {only(batch).pk: {field: said}})
    assert only(batch).decisions == {}


def test_a_bare_number_for_a_column_in_another_unit_must_name_its_own(cast):
    headings = ("项目名称", "责任单位", "总投资（亿元）", "计划投资（万元）", "起止年限")
    batch = brought(book(row(total="近百"), headings=headings), cast.officer)
    with pytest.raises(Refused, match="以亿元为单位，请连单位一起填写，如“39800万元”"):
        resolve(batch, cast.officer, {only(batch).pk: {"total_investment": "39800"}})
    batch = answered(batch, {3: {"total_investment": "39800万元"}}, cast.officer)
    assert only(batch).values["total_investment"] == "39800"


def test_rows_of_another_import_are_refused(cast):
    foreign = only(brought(book(row(name="北区净水厂", total="近百亿元")), cast.officer))
    batch = brought(book(row(total="近百亿元")), cast.officer)
    with pytest.raises(Refused, match="已不在这份导入里"):
        resolve(batch, cast.officer, {foreign.pk: {"total_investment": "5"}})
    assert not imports.says_more(batch, {foreign.pk: {"total_investment": "5"}})


def test_the_second_of_two_people_is_told_of_the_first(cast):
    batch = brought(book(row(total="近百亿元")), cast.officer)
    resolve(batch, cast.officer, {only(batch).pk: {"total_investment": "5"}})
    with pytest.raises(Conflict):
        resolve(batch, cast.officer, {only(batch).pk: {"total_investment": "6"}})


def test_an_import_that_is_over_takes_no_decisions(cast):
    with pytest.raises(Conflict):
        resolve(committed(book(PLAIN), cast.officer), cast.officer)


def test_a_column_explained_once_is_read_so_now_and_the_next_time(cast):
    batch = brought(book((*PLAIN, "拆迁中"), headings=REMARK), cast.officer)
    waiting = resolve(batch, cast.officer, mapping={"名单!F": ("remark", "")})
    batch = imports.check_batch(waiting, actor=cast.officer, today=TODAY)
    assert (only(batch).values["remark"], batch.overrides) == ("拆迁中", {"特别说明": ["remark", ""]})
    later = brought(book((*row(name="北区净水厂"), "已完工"), headings=REMARK), cast.officer)
    assert only(later).values["remark"] == "已完工"
    assert AuditEvent.objects.get(verb="import_map").changes == '{"特别说明":["不导入","备注"]}'


def test_a_unit_explained_for_a_column_settles_its_doubts(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资（万元）", "起止年限")
    batch = brought(book(row(total=10), headings=headings), cast.officer)
    waiting = resolve(batch, cast.officer, mapping={"名单!C": ("total_investment", "亿元")})
    batch = imports.check_batch(waiting, actor=cast.officer, today=TODAY)
    assert only(batch).values["total_investment"] == "100000"
    assert AuditEvent.objects.get(verb="import_map").changes == '{"总投资":["总投资","总投资（亿元）"]}'


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"名单!Z": ("remark", "")}, "页面上的列与这份导入的不一致"),
        ({"名单!F": ("nonsense", "")}, "对应的字段或单位不存在"),
        ({"名单!F": ("remark", "万元")}, "对应的字段或单位不存在"),
        ({"名单!C": ("total_investment", "美元")}, "对应的字段或单位不存在"),
        ({"名单!F": ("remark", ""), "名单!E": ("remark", "")}, "都对应“备注”"),
        ({"名单!B": ("", "")}, "没有一列对应“责任单位”"),
    ],
)
def test_columns_cannot_be_explained_into_nonsense(cast, mapping, words):
    batch = brought(book((*PLAIN, "拆迁中"), headings=REMARK), cast.officer)
    with pytest.raises(Refused, match=words):
        resolve(batch, cast.officer, mapping=mapping)
    assert (ColumnMapping.objects.count(), ImportBatch.objects.get().version) == (0, batch.version)


def test_columns_left_as_they_are_are_not_remembered(cast):
    batch = brought(book((*PLAIN, "拆迁中"), headings=REMARK), cast.officer)
    resolve(batch, cast.officer, mapping={"名单!A": ("name", ""), "名单!F": ("", "")})
    assert ColumnMapping.objects.count() == 0
