"""Long exports: asked for once, written by the worker with the rows of today's scope, fetched by the asker."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ledgers import vault
from ledgers.services import exports
from ledgers.services.exports import export_job, open_export, request_export
from longting.accounts.models import Post
from longting.audit.models import AuditEvent, Job, JobState
from longting.audit.services.jobs import LeaseLost, claim_job, run_job
from longting.common import clock
from longting.common.errors import Refused
from longting.notices.models import Notice
from tests.ledgers.export_jobs import LIST, asked, files, rows_in, worked_off
from tests.projects.makers import make_project, unit

BUREAU = "区住房和城乡建设局"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "exports"


@pytest.fixture
def projects(cast):
    """Two of the township, one of a bureau."""
    return [
        make_project(name="北郊冷链物流园"),
        make_project(name="北郊污水处理厂"),
        make_project(name="住建棚户区改造", responsible=unit(BUREAU)),
    ]


def test_asking_makes_a_job_and_leads_to_its_page(cast):
    job = asked(cast.beijiao, "q=冷链")
    assert (job.kind, job.actor_id, job.state) == ("export_list", str(cast.beijiao.pk), JobState.QUEUED)
    assert job.payload == {"url_name": LIST, "query": "q=冷链"}


def test_asking_again_while_it_is_under_way_leads_to_the_same_job(cast):
    first = asked(cast.beijiao, "q=冷链")
    claim_job(first.pk, now=clock.now())
    assert asked(cast.beijiao, "q=冷链") == first
    assert Job.objects.count() == 1


def test_another_export_of_the_same_list_waits_for_the_first(cast):
    asked(cast.beijiao, "q=冷链")
    with pytest.raises(Refused, match="^这个列表的另一份导出还没有办完。"):
        request_export(cast.beijiao, LIST, "q=污水")
    asked(cast.beijiao_head, "q=污水")
    asked(cast.beijiao, "q=污水", url_name="projects:list-index")
    assert Job.objects.count() == 3


def test_after_the_end_the_same_export_is_made_anew(cast):
    first = worked_off(cast.beijiao)
    assert asked(cast.beijiao).pk != first.pk


def test_the_workbook_holds_what_the_asker_may_see(cast, projects, shelf):
    job = worked_off(cast.beijiao, "sort=number&cols=name")
    content = (shelf / job.result["file"]).read_bytes()
    assert [row[1] for row in rows_in(content)] == ["项目名称", "北郊冷链物流园", "北郊污水处理厂"]
    assert (job.state, job.message) == (JobState.DONE, "《项目库》导出完成，共 2 行。")
    assert (job.result["rows"], job.result["sha256"]) == (2, hashlib.sha256(content).hexdigest())
    assert job.result["filename"] == f"项目库_{clock.today():%Y%m%d}.xlsx"
    assert files() == [job.result["file"]]


def test_the_file_is_private_and_its_name_cannot_be_guessed(cast, shelf):
    name = worked_off(cast.beijiao).result["file"]
    assert (len(name), (shelf / name).stat().st_mode & 0o777) == (40, 0o600)


def test_the_asker_is_told_when_it_is_done(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = worked_off(cast.beijiao)
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (cast.beijiao, f"/ledgers/exports/{job.pk}/")
    assert notice.text == "《项目库》导出完成，共 0 行，可以下载了。"


def test_progress_is_told_in_rows(cast, projects, monkeypatch):
    monkeypatch.setattr("longting.common.xlsx.writer.PROGRESS_ROWS", 1)
    told = []
    job = claim_job(asked(cast.beijiao).pk, now=clock.now())
    export_job(job, lambda *said: told.append(said))
    words = "正在写入工作簿"
    assert told == [(0, 0, words), (1, 0, f"{words}，已写 1 行"), (2, 0, f"{words}，已写 2 行")]


def test_rows_are_those_the_asker_may_see_when_it_is_written(cast, projects):
    job = asked(cast.beijiao)
    post = Post.objects.get(user=cast.beijiao)
    post.organisation = unit(BUREAU)
    post.save()
    run_job(job.pk)
    job.refresh_from_db()
    assert job.result["rows"] == 1


@pytest.mark.parametrize("gone", ["post", "account"])
def test_who_may_no_longer_open_the_list_gets_nothing(cast, gone):
    job = asked(cast.beijiao)
    if gone == "post":
        Post.objects.filter(user=cast.beijiao).update(ends=date(2021, 1, 1))
    else:
        type(cast.beijiao).objects.filter(pk=cast.beijiao.pk).update(is_active=False)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message, files()) == (JobState.FAILED, exports.NO_RIGHT, [])


def test_rows_that_fit_no_workbook_are_told_in_words(cast, projects, monkeypatch):
    monkeypatch.setattr("longting.common.xlsx.writer.LAST_ROW", 2)
    job = worked_off(cast.beijiao)
    assert (job.state, files()) == (JobState.FAILED, [])
    assert job.message == "一张工作表最多 2 行，放不下这么多条。请先用条件缩小范围。"


def test_a_worker_that_lost_its_job_leaves_no_file_and_tells_nobody(cast, django_capture_on_commit_callbacks):
    job = claim_job(asked(cast.beijiao).pk, now=clock.now())
    Job.objects.update(attempt=2)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(LeaseLost):
        export_job(job, lambda *said: None)
    assert (files(), Notice.objects.count()) == ([], 0)


def test_taking_the_workbook_is_recorded(cast, projects):
    job = worked_off(cast.beijiao)
    with open_export(job, actor=cast.beijiao) as file:
        assert len(rows_in(file.read())) == 3
    event = AuditEvent.objects.get(verb="long_export")
    name, code = job.result["filename"], job.result["sha256"][:12]
    assert (event.actor_name, event.target_id) == ("李北郊", str(job.pk))
    assert event.summary == f"取走导出的《{name}》，2 行，文件校验码 {code}"


def test_a_workbook_that_is_gone_is_not_recorded_as_taken(cast):
    job = worked_off(cast.beijiao)
    vault.discard(vault.EXPORTS, job.result["file"])
    with pytest.raises(FileNotFoundError):
        open_export(job, actor=cast.beijiao)
    assert AuditEvent.objects.filter(verb="long_export").count() == 0


def test_who_lost_the_permission_cannot_take_the_workbook(cast):
    job = worked_off(cast.beijiao)
    with pytest.raises(PermissionDenied):
        open_export(job, actor=cast.admin)
