"""Checking an import: what is stored, refusals, checks that were overtaken, the worker's part."""

import random

import pytest

from ledgers.enums import RANKS, BatchState, RowStatus
from ledgers.kinds import kind_of
from ledgers.models import ColumnMapping, ImportBatch, ImportRow
from ledgers.services import imports
from ledgers.services.imports import commit
from longting.accounts.models import Post
from longting.audit.models import AuditEvent, Job, JobState
from longting.audit.services.jobs import LeaseLost, claim_job, run_job
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.notices.models import Notice
from projects.models import Project
from tests.ledgers.books import PLAIN, SAMPLE, TODAY, answered, book, brought, committed, row, upload

pytestmark = pytest.mark.django_db
UNDATED = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限")


def recheck(batch, actor, **more) -> ImportBatch:
    waiting = imports.recheck_batch(batch, **({"version": batch.version, "actor": actor} | more))
    return imports.check_batch(waiting, actor=actor, today=TODAY)


def test_what_was_found_is_stored_row_by_row(cast):
    batch = brought(SAMPLE, cast.officer)
    assert (batch.state, batch.year, batch.version, batch.rows.count()) == (BatchState.CHECKED, 2026, 2, 60)
    assert batch.counts == {
        "new": 50, "same": 0, "changed": 0, "flag": 10, "error": 0, "skipped": 9, "read": 60,
        "skipped_words": "标题 2、表头 2、分类标题 3、合计 1、签字栏 1",
    }  # fmt: skip
    assert "合并单元格 4 处已展开到每一行。" in batch.notes
    assert [column["title"] for column in batch.layout[:3]] == ["序号", "项目名称", "项目类型"]


def test_a_row_keeps_what_was_printed_understood_and_doubted(cast):
    one = brought(SAMPLE, cast.officer).rows.get(row=16)
    assert (one.status, one.rank, one.name) == (RowStatus.FLAG, RANKS[RowStatus.FLAG], "惠济区9个小区老旧小区改造")
    assert (one.raw["total_investment"], one.values["total_investment"]) == ("近30亿元", None)
    assert one.problems == [
        {
            "column": "H",
            "field": "total_investment",
            "code": "vague_amount",
            "level": "flag",
            "message": "“近30亿元”不是确切金额。请填写一个数字，如 12000（万元）。",
            "choices": [{"value": "@blank", "label": "先留空，入库后补"}],
            "typed": True,
        }
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (book(("凤凰广场", "北郊乡", 1), headings=("项目名称", "建设地点", "序号")), "这不是年度重点项目名单"),
        (book(PLAIN, title="", headings=UNDATED), "看不出是哪一年的名单"),
        (book(title="龙亭区2026年重点项目名单"), "没有读到项目"),
    ],
)
def test_a_refused_workbook_keeps_its_reason(cast, data, words):
    batch = brought(data, cast.officer)
    assert (batch.state, batch.message.startswith(words), batch.rows.count()) == (BatchState.REFUSED, True, 0)


def test_a_year_told_by_a_person_makes_an_untitled_list_readable(cast):
    data = book(PLAIN, title="", headings=UNDATED)
    batch = recheck(brought(data, cast.officer), cast.officer, year=2027)
    assert (batch.state, batch.year, batch.stated_year) == (BatchState.CHECKED, 2027, 2027)


def test_a_check_is_done_once(cast):
    batch = brought(book(PLAIN), cast.officer)
    assert imports.check_batch(batch, actor=cast.officer, today=TODAY).version == batch.version


def test_a_check_overtaken_by_another_act_stores_nothing(cast):
    batch = upload(book(PLAIN), cast.officer)
    imports.discard_batch(ImportBatch.objects.get(pk=batch.pk), version=1, actor=cast.officer)
    assert imports.check_batch(batch, actor=cast.officer, today=TODAY).state == BatchState.DISCARDED
    assert ImportRow.objects.count() == 0


def test_asking_again_while_it_waits_is_one_job(cast):
    batch = upload(book(PLAIN), cast.officer)
    again = imports.recheck_batch(batch, version=1, actor=cast.officer)
    assert (again.version, Job.objects.count()) == (1, 1)


def test_a_new_check_is_a_new_version_and_a_new_job(cast):
    batch = brought(book(PLAIN), cast.officer)
    again = imports.recheck_batch(batch, version=2, actor=cast.officer)
    assert (again.state, again.version, Job.objects.count()) == (BatchState.WAITING, 3, 2)


def test_the_year_a_person_tells_is_recorded_once(cast):
    batch = upload(book(PLAIN, title="重点项目名单"), cast.officer)
    for _ in range(2):
        imports.recheck_batch(batch, version=1, year=2026, actor=cast.officer)
    event, upload_event = AuditEvent.objects.filter(target_kind="import_batch").order_by("-seq")
    assert (event.verb, event.actor_name, event.summary) == (
        "import_resolve", "吴经办", "说明《名单.xlsx》是 2026 年的名单",
    )  # fmt: skip
    assert (event.changes, upload_event.verb) == ('{"年度":["—",2026]}', "import_upload")


def test_an_import_that_is_over_or_was_changed_is_not_checked_anew(cast):
    done = committed(book(PLAIN), cast.officer)
    changed = brought(book(row(name="北区净水厂")), cast.officer)
    for batch, version in ((done, done.version), (changed, changed.version - 1)):
        with pytest.raises(Conflict):
            imports.recheck_batch(batch, version=version, actor=cast.officer)


def test_without_its_file_nothing_can_be_checked(cast):
    batch = brought(book(PLAIN), cast.officer)
    ImportBatch.objects.filter(pk=batch.pk).update(stored_name="")
    with pytest.raises(Refused, match="已按期清理"):
        imports.recheck_batch(batch, version=batch.version, actor=cast.officer)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.WAITING)
    waiting = ImportBatch.objects.get(pk=batch.pk)
    assert imports.check_batch(waiting, actor=cast.officer, today=TODAY).message.startswith("原文件已按期清理")


def test_decisions_survive_a_new_check_and_a_refusal(cast):
    batch = answered(
        brought(book(row(total="近百亿元")), cast.officer), {3: {"total_investment": "12000"}}, cast.officer
    )
    batch = recheck(batch, cast.officer)
    assert (batch.rows.get().decisions, batch.rows.get().status) == ({"total_investment": "12000"}, RowStatus.NEW)


def test_columns_the_unit_once_explained_are_remembered(cast):
    unit = cast.officer.post.organisation
    ColumnMapping.objects.create(organisation=unit, kind="annual_list", title="特别说明", field="remark")
    headings = ("项目名称", "责任单位", "总投资（万元）", "计划投资", "起止年限", "特别说明")
    batch = brought(book((*PLAIN, "拆迁中"), headings=headings), cast.officer)
    assert batch.rows.get().values["remark"] == "拆迁中"


def test_the_worker_checks_and_tells_who_asked(cast):
    batch = upload(SAMPLE, cast.officer)
    assert run_job(batch.job_id)
    batch.refresh_from_db()
    assert (batch.state, batch.job.state) == (BatchState.CHECKED, JobState.DONE)
    assert batch.job.message == "检查完了：可以导入 50 行，须选择 10 行，有错误 0 行。"


def test_the_worker_tells_of_a_refusal(cast, django_capture_on_commit_callbacks):
    batch = upload(book(("凤凰广场", 1), headings=("项目名称", "序号")), cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        run_job(batch.job_id)
    notice = Notice.objects.get(user=cast.officer)
    assert notice.text.startswith("《名单.xlsx》读不了：这不是年度重点项目名单")
    assert notice.url == f"/ledgers/imports/{batch.public_id}/"


def test_the_worker_leaves_a_check_that_was_overtaken(cast):
    batch = upload(book(PLAIN), cast.officer)
    imports.check_batch(batch, actor=cast.officer, today=TODAY)
    assert run_job(batch.job_id)
    batch.refresh_from_db()
    assert (batch.version, batch.job.message) == (2, "已有更新的检查，这一次不用做了。")


def test_a_worker_that_lost_its_job_stores_nothing(cast):
    batch = upload(book(PLAIN), cast.officer)
    job = claim_job(batch.job_id, now=clock.now())
    Job.objects.filter(pk=job.pk).update(attempt=2)
    with pytest.raises(LeaseLost):
        imports.check_batch(batch, actor=cast.officer, today=TODAY, job=job)
    assert (ImportBatch.objects.get().state, ImportRow.objects.count()) == (BatchState.WAITING, 0)


def test_many_rows_are_written_by_the_worker(cast, monkeypatch):
    monkeypatch.setattr(commit, "INLINE_ROWS", 1)
    batch = brought(book(PLAIN, row(name="北区净水厂")), cast.officer)
    words = {"version": batch.version, "actor": cast.officer, "today": TODAY}
    assert imports.commit_or_queue(batch, **words) is None
    assert imports.commit_or_queue(batch, **words) is None
    assert (Project.objects.count(), Job.objects.count()) == (0, 2)
    batch.refresh_from_db()
    assert run_job(batch.job_id)
    batch.refresh_from_db()
    assert (Project.objects.count(), batch.state, batch.job.message) == (
        2,
        "committed",
        "已写入：新增 2 个项目，更新 0 个。",
    )


def test_a_queue_of_a_changed_import_is_refused(cast, monkeypatch):
    monkeypatch.setattr(commit, "INLINE_ROWS", 0)
    batch = brought(book(PLAIN), cast.officer)
    with pytest.raises(Conflict):
        imports.commit_or_queue(batch, version=batch.version - 1, actor=cast.officer, today=TODAY)


def test_few_rows_are_written_at_once(cast):
    batch = brought(book(PLAIN), cast.officer)
    done = imports.commit_or_queue(batch, version=batch.version, actor=cast.officer, today=TODAY)
    assert done == imports.Committed(new=1, changed=0)


def test_the_worker_writes_nothing_for_a_person_who_lost_the_right(cast, monkeypatch):
    monkeypatch.setattr(commit, "INLINE_ROWS", 0)
    batch = brought(book(PLAIN), cast.officer)
    imports.commit_or_queue(batch, version=batch.version, actor=cast.officer, today=TODAY)
    Post.objects.filter(user=cast.officer).update(ends=TODAY.replace(year=2025))
    run_job(ImportBatch.objects.get().job_id)
    job = ImportBatch.objects.get().job
    assert (job.state, job.message, Project.objects.count()) == (JobState.FAILED, commit.NO_RIGHT, 0)


def test_giving_up_is_recorded_and_final(cast):
    batch = brought(book(PLAIN), cast.officer)
    imports.discard_batch(batch, version=batch.version, actor=cast.officer)
    with pytest.raises(Conflict):
        imports.discard_batch(batch, version=batch.version + 1, actor=cast.officer)
    assert ImportBatch.objects.get().state == BatchState.DISCARDED


def test_a_kind_that_does_not_exist_names_those_that_do():
    with pytest.raises(Refused, match="annual_list（年度重点项目名单）"):
        kind_of("unknown")


def test_characters_that_no_database_keeps_are_left_out(cast):
    one = brought(book(row(name="凤凰_x0000_广场", total="近百_x0000_亿元")), cast.officer).rows.get()
    assert (one.name, one.raw["name"], one.raw["total_investment"]) == ("凤凰广场", "凤凰广场", "近百亿元")


def test_a_wild_year_is_refused(cast):
    batch = brought(book(PLAIN), cast.officer, year=1999)
    assert (batch.state, batch.message) == (BatchState.REFUSED, "年度“1999”不对。写成 2026 这样的四位年份。")


def damaged(seed: int) -> bytes:
    """The sample with some bytes changed, or cut short."""
    dice, data = random.Random(seed), bytearray(SAMPLE.read_bytes())
    for _ in range(dice.choice((1, 3, 30))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[: dice.randrange(len(data))] if seed % 5 == 0 else data)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_in_words_and_never_a_fault(cast, seed):
    try:
        batch = brought(damaged(seed), cast.officer)
    except Refused as refusal:
        assert refusal.message.endswith("。")
    else:
        said = batch.state == BatchState.CHECKED or batch.message.endswith("。")
        assert (batch.state in (BatchState.CHECKED, BatchState.REFUSED), said) == (True, True)
    assert Project.objects.count() == 0
