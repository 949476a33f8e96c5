"""The page of a long export, from the list to the workbook in the hand."""

from datetime import date

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from ledgers import vault
from longting.accounts.models import Post
from longting.audit.models import AuditEvent, Job, JobState
from longting.audit.services.jobs import claim_job, run_job
from longting.common import clock
from longting.common.lists.page import XLSX
from tests.factories import client_of
from tests.ledgers.export_jobs import asked, rows_in, worked_off
from tests.projects.makers import make_project


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT, settings.EXPORT_INLINE_ROWS = tmp_path, 2


def page_of(job: Job, user, **query):
    return client_of(user).get(f"/ledgers/exports/{job.pk}/", query)


def download(job: Job, user):
    return client_of(user).get(f"/ledgers/exports/{job.pk}/download/")


def content_of(answer) -> bytes:
    content = b"".join(answer.streaming_content)
    request_finished.disconnect(close_old_connections)  # the test goes on with its connection
    answer.close()
    request_finished.connect(close_old_connections)
    return content


def test_a_long_list_is_exported_from_the_list_to_the_hand(cast):
    for number in range(3):
        make_project(name=f"北郊冷链物流园{number}期")
    answer = client_of(cast.beijiao).get("/projects/", {"q": "冷链", "cols": "name", "export": "xlsx"})
    job = Job.objects.get()
    assert answer.url == f"/ledgers/exports/{job.pk}/"
    run_job(job.pk)
    shown = client_of(cast.beijiao).get(answer.url)
    taken = client_of(cast.beijiao).get(shown.context["download_url"])
    assert len(rows_in(content_of(taken))) == 4


def test_an_export_under_way_shows_its_progress_and_asks_again(cast):
    job = asked(cast.beijiao)
    html = page_of(job, cast.beijiao).content.decode()
    assert f'data-poll-url="/ledgers/exports/{job.pk}/?piece=1" data-poll-seconds="2"' in html
    assert ("排队等候，轮到就开始" in html, "js/poll.js" in html, "刷新本页" in html, "下载" in html) == (
        True, True, True, False,
    )  # fmt: skip


def test_the_piece_is_the_progress_alone_and_stops_when_it_is_over(cast):
    job = asked(cast.beijiao)
    claim_job(job.pk, now=clock.now())
    going_on = page_of(job, cast.beijiao, piece=1).content.decode()
    Job.objects.update(state=JobState.DONE, result={"file": "x", "filename": "y", "rows": 1, "sha256": "z"})
    over = page_of(job, cast.beijiao, piece=1).content.decode()
    assert ("正在导出" in going_on, "data-poll-stop" in going_on, "<html" in going_on) == (True, False, False)
    assert ("已经办完" in over, "data-poll-stop data-poll-reload" in over) == (True, True)


def test_a_finished_export_offers_its_workbook(cast):
    make_project()
    job = worked_off(cast.beijiao)
    answer = page_of(job, cast.beijiao)
    facts = [fact["text"] for fact in answer.context["ready"]]
    assert facts == [job.result["filename"], "1", job.result["sha256"][:12]]
    html = answer.content.decode()
    assert ("下载工作簿" in html, "文件保留 7 天" in html, "poll.js" in html) == (True, True, False)


def test_the_workbook_is_saved_never_shown(cast):
    answer = download(worked_off(cast.beijiao), cast.beijiao)
    content_of(answer)
    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E9%A1%B9%E7%9B%AE%E5%BA%93_20")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store, private"
    assert AuditEvent.objects.filter(verb="long_export", actor_id=str(cast.beijiao.pk)).count() == 1


@pytest.mark.parametrize("stranger", ["beijiao_head", "outsider", "officer", "auditor", "admin"])
def test_nobody_else_sees_or_takes_the_export(cast, stranger, settings):
    job, person = worked_off(cast.beijiao), getattr(cast, stranger)
    assert page_of(job, person).status_code == 404
    assert download(job, person).status_code == 404
    assert AuditEvent.objects.filter(verb="long_export").count() == 0


def test_another_kind_of_job_is_no_export(cast):
    job = worked_off(cast.beijiao)
    Job.objects.update(kind="verify_audit")
    assert (page_of(job, cast.beijiao).status_code, download(job, cast.beijiao).status_code) == (404, 404)


def test_an_unfinished_export_cannot_be_taken(cast):
    assert download(asked(cast.beijiao), cast.beijiao).status_code == 404


def test_a_failed_export_says_why_and_offers_another(cast):
    job = asked(cast.beijiao, "q=冷链")
    Job.objects.update(state=JobState.FAILED, message="一张工作表放不下。请先用条件缩小范围。")
    answer = page_of(job, cast.beijiao)
    assert answer.context["failure"] == "一张工作表放不下。请先用条件缩小范围。"
    assert (answer.context["again_url"], answer.context["ready"]) == ("/projects/?q=冷链&export=xlsx", [])


def test_a_workbook_cleaned_away_says_so(cast):
    job = worked_off(cast.beijiao)
    vault.discard(vault.EXPORTS, job.result["file"])
    assert page_of(job, cast.beijiao).context["failure"] == "导出的文件只保留 7 天，已经清理。需要时请重新导出。"
    assert download(job, cast.beijiao).status_code == 404


def test_who_lost_the_right_to_the_list_is_refused_the_workbook(cast):
    job = worked_off(cast.beijiao)
    Post.objects.filter(user=cast.beijiao).update(ends=date(2021, 1, 1))
    assert download(job, cast.beijiao).status_code == 403


def test_a_second_export_of_the_list_is_refused_on_the_list(cast):
    for _ in range(3):
        make_project()
    asked(cast.beijiao, "q=冷链")
    answer = client_of(cast.beijiao).get(
        "/projects/", {"export": "xlsx"}, headers={"referer": "http://testserver/projects/"}
    )
    assert (answer.status_code, answer.url) == (302, "http://testserver/projects/")
    assert [str(message) for message in answer.wsgi_request._messages][0].startswith("这个列表的另一份导出")
