"""Writing an import: exactly the rows that passed, all of them or none, once."""

import pytest
from django.db import IntegrityError

from ledgers.enums import BatchState
from ledgers.kinds import kind_of
from ledgers.models import ImportBatch
from ledgers.services import imports
from ledgers.services.imports import commit
from longting.accounts.services.sign_in import record_failure
from longting.audit import since
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common.errors import Conflict, Refused
from projects.enums import Part, Stage
from projects.models import AnnualList, ListEntry, NumberSeries, Participant, Project
from projects.services.lists import open_list
from projects.services.projects import register_project
from tests.factories import make_user, organisation
from tests.ledgers.books import PLAIN, SAMPLE, TODAY, answered, book, brought, checked, committed, row, statuses

pytestmark = pytest.mark.django_db
MANY = book(*(row(name=f"园区{n}号厂房") for n in range(1, 31)))


def write(batch, actor, **more) -> imports.Committed:
    return imports.commit_batch(batch, **({"version": batch.version, "actor": actor, "today": TODAY} | more))


def nothing_written() -> bool:
    return (Project.objects.count(), ListEntry.objects.count(), AnnualList.objects.count()) == (0, 0, 0)


def test_only_the_rows_that_passed_are_written(cast):
    batch = brought(SAMPLE, cast.officer)
    assert write(batch, cast.officer) == imports.Committed(new=50, changed=0)
    batch.refresh_from_db()
    written = batch.rows.filter(written=True)
    assert (Project.objects.count(), ListEntry.objects.count(), written.count()) == (50, 50, 50)
    assert set(written.values_list("project", flat=True)) == set(Project.objects.values_list("pk", flat=True))
    assert (batch.state, batch.committed_at is None) == (BatchState.COMMITTED, False)


def test_a_row_becomes_a_project_with_everything_it_says(cast):
    headings = (
        "项目名称", "责任单位", "总投资（亿元）", "年度计划投资（万元）", "建设起止年限", "项目类型", "阶段",
        "是否重大", "备注", "分包区领导", "首席服务官", "责任人及联系电话", "用地需求",
    )  # fmt: skip
    cells = (
        2, "9000", "2026-03/2027-10", "工业(装备制造)", "拟开工", "是", "省重点", "陈区长", "褚首席",
        "王五 13800001111", "120亩",
    )  # fmt: skip
    committed(book(("凤凰广场", "北郊乡", *cells), headings=headings), cast.officer)
    project, entry = Project.objects.get(), ListEntry.objects.get()
    assert (project.total_investment, project.land_mu, project.stage) == (20000, 120, Stage.NEW)
    assert (project.field, project.category) == ("产业转型发展", "工业(装备制造)")
    assert (project.is_province, project.is_major, project.is_city) == (True, True, False)
    assert (entry.annual_plan, entry.stage, entry.is_major, entry.remark) == (9000, Stage.NEW, True, "省重点")
    people = dict(Participant.objects.values_list("part", "name"))
    assert people == {Part.LEADER: "陈区长", Part.SERVICE_OFFICER: "褚首席"}
    assert list(project.contacts.values_list("name", "phone")) == [("王五", "13800001111")]


def test_a_list_of_a_past_year_does_not_set_back_the_stage(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "阶段")
    committed(book((*PLAIN, "竣工"), headings=headings), cast.officer)
    committed(book((*PLAIN, "续建"), headings=headings, title="龙亭区2025年重点项目名单"), cast.officer)
    stages = dict(ListEntry.objects.values_list("annual_list__year", "stage"))
    assert (stages, Project.objects.get().stage) == ({2025: "continued", 2026: "finishing"}, "finishing")


def test_the_import_is_recorded_once_and_each_project_by_itself(cast):
    batch = committed(book(PLAIN, row(name="北区净水厂")), cast.officer)
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))
    one = ["project_register", "list_enter"]
    assert verbs == ["import_upload", "list_open", *one, *one, "import_commit"]
    event = AuditEvent.objects.first()
    assert event.summary == "导入《名单.xlsx》到2026年度区重点项目名单：新增 2 个项目，更新 0 个"
    reasons = AuditEvent.objects.filter(verb="project_register").order_by("seq").values_list("reason", flat=True)
    assert list(reasons) == ["导入《名单.xlsx》第 3 行", "导入《名单.xlsx》第 4 行"]
    assert event.target_id == str(batch.pk)


def test_changes_are_written_with_people_and_contacts(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "分包区领导", "责任人及联系电话")
    committed(book((*PLAIN, "陈区长", "王五 13800001111"), headings=headings), cast.officer)
    batch = brought(book((*row(total=30000), "李区长", "王五 13900002222"), headings=headings), cast.officer)
    assert batch.rows.get().changes == {
        "总投资": ["20,000.00 万元", "30,000.00 万元"],
        "分包领导": ["陈区长", "李区长"],
        "责任人及联系电话": ["责任人 王五 138****1111", "责任人 王五 139****2222"],
    }
    assert write(batch, cast.officer) == imports.Committed(new=0, changed=1)
    assert Project.objects.get().contacts.get().phone == "13900002222"


def test_a_second_commit_finds_it_done(cast):
    batch = brought(book(PLAIN), cast.officer)
    write(batch, cast.officer)
    again = write(ImportBatch.objects.get(pk=batch.pk), cast.officer, version=batch.version - 1)
    assert again == imports.Committed(new=1, changed=0, is_new=False)
    assert imports.words_of(again) == "早已写入，没有重复写。"
    assert (Project.objects.count(), AuditEvent.objects.filter(verb="import_commit").count()) == (1, 1)


def test_two_officers_with_the_same_page_write_once(cast):
    colleague = make_user("second", "officer", organisation("区委重大项目推进工作委员会办公室"))
    batch = brought(book(PLAIN), cast.officer)
    same = ImportBatch.objects.get(pk=batch.pk)
    assert [write(batch, cast.officer).is_new, write(same, colleague, version=same.version).is_new] == [True, False]
    assert Project.objects.count() == 1


def test_an_import_checked_anew_meanwhile_is_not_written(cast):
    batch = brought(book(PLAIN), cast.officer)
    imports.recheck_batch(batch, version=batch.version, actor=cast.officer)
    with pytest.raises(Conflict, match="有了变化"):
        write(batch, cast.officer)
    assert nothing_written()


def test_a_change_of_the_database_since_the_check_stops_all_rows(cast):
    batch = brought(MANY, cast.officer)
    values = {"name": "园区15号厂房", "responsible": organisation("北郊乡人民政府")}
    register_project(values=values, actor=SYSTEM, today=TODAY)
    with pytest.raises(Conflict, match="没有写入任何一行"):
        write(batch, cast.officer)
    batch.refresh_from_db()
    assert (Project.objects.count(), ListEntry.objects.count(), batch.state) == (1, 0, BatchState.CHECKED)


def test_what_is_done_between_judging_and_writing_is_seen(cast, monkeypatch):
    batch = brought(MANY, cast.officer)

    def acted_since(seq, *, besides):
        values = {"name": "园区15号厂房", "responsible": organisation("北郊乡人民政府")}
        register_project(values=values, actor=SYSTEM, today=TODAY)
        return since.acted_since(seq, besides=besides)

    monkeypatch.setattr(commit, "acted_since", acted_since)
    with pytest.raises(Conflict, match="没有写入任何一行"):
        write(batch, cast.officer)
    assert nothing_written()


def test_a_sign_in_between_judging_and_writing_changes_nothing(cast):
    seen = since.last_seq()
    record_failure("beijiao")
    assert not since.acted_since(seen, besides=commit.HARMLESS)
    assert since.acted_since(seen, besides=())


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow_with_new_rows(cast, count, django_assert_max_num_queries):
    rows = (row(name=f"园区{n}号厂房") for n in range(1, count + 1))
    batch = brought(book(*rows), cast.officer)
    with django_assert_max_num_queries(60):
        write(batch, cast.officer)
    assert Project.objects.count() == count


def test_two_new_rows_with_one_code_are_refused_with_the_place(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "项目代码")
    batch = brought(book((*PLAIN, ""), (*row(name="北区净水厂"), ""), headings=headings), cast.officer)
    for one in batch.rows.all():
        one.facts["project_code"] = "2203-410202-04-01-123456"
        one.save(update_fields=["facts"])
    with pytest.raises(Refused, match="第 4 行没有写入.*两次"):
        write(batch, cast.officer)
    assert nothing_written()


def test_a_project_of_the_pool_enters_the_list_with_what_changed(cast):
    values = {"name": "凤凰广场", "responsible": organisation("北郊乡人民政府"), "total_investment": 10000}
    register_project(values=values, actor=SYSTEM, today=TODAY)
    batch = brought(book(PLAIN), cast.officer)
    assert write(batch, cast.officer) == imports.Committed(new=0, changed=1)
    project, entry = Project.objects.get(), ListEntry.objects.get()
    assert (project.total_investment, project.version, entry.annual_plan, entry.serial) == (20000, 2, 5000, 1)
    assert list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))[-3:] == [
        "project_change",
        "list_enter",
        "import_commit",
    ]


def test_a_row_that_became_the_same_meanwhile_stops_all_rows(cast):
    committed(book(PLAIN), cast.officer)
    batch = brought(book(row(plan=6000), row(name="北区净水厂")), cast.officer)
    committed(book(row(plan=6000), title="龙亭区2026年重点项目名单（调整）"), cast.officer)
    with pytest.raises(Conflict):
        write(batch, cast.officer)
    assert Project.objects.count() == 1


def test_a_fault_in_the_middle_leaves_nothing(cast):
    batch = brought(MANY, cast.officer)
    taken = register_project(
        values={"name": "别的项目", "responsible": organisation("北郊乡人民政府")}, actor=SYSTEM, today=TODAY
    )
    Project.objects.filter(pk=taken.pk).update(number="LT-2026-0015")
    NumberSeries.objects.update(last=0)
    with pytest.raises(IntegrityError):
        write(batch, cast.officer)
    batch.refresh_from_db()
    assert (Project.objects.count(), ListEntry.objects.count(), batch.state) == (1, 0, BatchState.CHECKED)


def test_what_a_service_refuses_is_told_with_its_row_and_leaves_nothing(cast):
    batch = brought(book(PLAIN, row(name="北区净水厂")), cast.officer)
    listed = open_list(2026, actor=SYSTEM)
    AnnualList.objects.filter(pk=listed.pk).update(state="issued")
    with pytest.raises(Refused) as refusal:
        write(batch, cast.officer)
    assert refusal.value.message.startswith("第 3 行没有写入，其余各行也全部撤回：2026年度区重点项目名单已印发")
    assert Project.objects.count() == 0


def test_a_person_without_the_right_or_of_another_unit_writes_nothing(cast):
    batch = brought(book(PLAIN), cast.officer)
    other = make_user("elsewhere", "officer", organisation("北郊乡人民政府"))
    for person in (cast.beijiao, other):
        with pytest.raises(Refused, match="没有导入台账的权限"):
            write(batch, person)
    assert nothing_written()


def test_chosen_rows_alone_are_written(cast):
    batch = brought(book(PLAIN, row(name="北区净水厂")), cast.officer)
    chosen = batch.rows.get(name="北区净水厂")
    assert write(batch, cast.officer, row_ids=[chosen.pk]) == imports.Committed(new=1, changed=0)
    assert [project.name for project in Project.objects.all()] == ["北区净水厂"]


def test_rows_of_another_import_and_doubtful_rows_cannot_be_chosen(cast):
    foreign = brought(book(row(name="北区净水厂")), cast.officer).rows.get()
    batch = brought(book(PLAIN, row(name="南区路网", total="近百亿元")), cast.officer)
    doubtful = batch.rows.get(status="flag")
    for pk in (foreign.pk, doubtful.pk):
        with pytest.raises(Refused, match="不在这份导入中"):
            write(batch, cast.officer, row_ids=[pk])
    assert nothing_written()


def test_an_import_without_a_row_to_write_says_so(cast):
    batch = brought(book(row(total="近百亿元")), cast.officer)
    with pytest.raises(Refused, match="没有可以写入的行"):
        write(batch, cast.officer)
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_the_exported_list_comes_back_without_a_change(cast, tmp_path):
    batch = brought(SAMPLE, cast.officer)
    answers = {
        one.row: {problem["field"]: problem["choices"][0]["value"] for problem in one.problems if problem["choices"]}
        for one in batch.rows.filter(status="flag")
    }
    batch = answered(batch, answers, cast.officer)
    write(batch, cast.officer)
    path = tmp_path / "名单.xlsx"
    with path.open("wb") as out:
        kind_of("annual_list").export(out, year=2026, filters={}, user=cast.officer, today=TODAY)
    assert statuses(checked(path, cast.officer)) == ["same"] * 60
    assert statuses(checked(SAMPLE, cast.officer)) == ["same"] * 60


def test_odd_names_and_lines_come_back_from_the_exported_list_unchanged(cast, tmp_path):
    names = ["=1+1号厂房", "+2号厂房", "-3号厂房", "@4号厂房", "<b>5号厂房</b>", "第６期（扩建）项目"]
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "建设内容", "备注", "级别", "是否重大")
    more = ("一、主体\n二、配套", "=SUM(A1)", "省、市", "是")
    committed(book(*((*row(name=name, total="12345.6789"), *more) for name in names), headings=headings), cast.officer)
    path = tmp_path / "名单.xlsx"
    with path.open("wb") as out:
        kind_of("annual_list").export(out, year=2026, filters={}, user=cast.officer, today=TODAY)
    found = checked(path, cast.officer)
    assert [one.name for one in found.rows] == [*names[:5], "第6期(扩建)项目"]
    assert statuses(found) == ["same"] * 6
