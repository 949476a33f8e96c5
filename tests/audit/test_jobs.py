"""Job rows: asked for once, done once, whatever happens to messages and workers."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from longting.audit.models import Job
from longting.audit.models.job import JobState
from longting.audit.services import SYSTEM, jobs
from longting.audit.services.jobs import LEASE, LeaseLost, claim_job, hold_job, request_job, run_due, run_job
from longting.common import clock, facts
from longting.common.errors import Refused

HERE = "tests.audit.test_jobs"
seen = []


def counts(job, report):
    """A handler that reports and answers."""
    report(1, 2, "一半")
    seen.append((job.pk, job.attempt, facts.current().request_id))
    return {"rows": 2, "message": "共 2 行"}


def refuses(job, report):
    raise Refused("工作簿已加密。请去掉密码后再上传。")


def breaks(job, report):
    raise KeyError("a fault of ours with /secret/path")


def stumbles(job, report):
    raise OperationalError("database is locked")


def loses(job, report):
    """Another worker took the job meanwhile."""
    Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)
    report(1, 2)


def loses_late(job, report):
    Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)
    return {"rows": 1}


def writes(job, report):
    """A handler that writes under the fence."""
    Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)
    with transaction.atomic():
        hold_job(job)
    raise AssertionError("written without owning the job")


@pytest.fixture(autouse=True)
def handlers(settings):
    names = ("counts", "refuses", "breaks", "stumbles", "loses", "loses_late", "writes")
    settings.JOB_HANDLERS = {name: f"{HERE}.{name}" for name in names}
    seen.clear()


def ask(kind="counts", key="1", **payload) -> Job:
    return request_job(kind, key, payload, actor=SYSTEM)


def test_asking_twice_makes_one_job_and_one_hint(db, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = ask(rows=2), ask(rows=3)
    assert (first.pk, first.payload) == (second.pk, {"rows": 2})
    assert queue.take() == [("audit.run_job", [first.pk])]


def test_a_job_of_an_act_undone_is_never_hinted_at(db, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValueError), transaction.atomic():
        ask()
        raise ValueError
    assert (Job.objects.count(), queue.take()) == (0, [])


def test_a_kind_without_handler_cannot_be_asked_for(db):
    with pytest.raises(KeyError):
        ask("unknown")


def test_a_job_runs_to_its_end(db):
    job = ask()
    assert run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["rows"], job.message) == (JobState.DONE, 2, "共 2 行")
    assert (job.progress, job.total, job.attempt, job.is_over) == (1, 2, 1, True)
    assert job.finished_at is not None
    assert seen == [(job.pk, 1, f"job-{job.pk}-1")]


@pytest.mark.parametrize("times", [2, 5])
def test_a_message_that_comes_several_times_runs_the_job_once(db, times):
    job = ask()
    assert [run_job(job.pk) for _ in range(times)] == [True] + [False] * (times - 1)
    assert len(seen) == 1


def test_a_job_that_does_not_exist_is_left_alone(db):
    assert not run_job(404)


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(db):
    job = ask("refuses")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message, job.is_over) == (JobState.FAILED, "工作簿已加密。请去掉密码后再上传。", True)
    assert not run_job(job.pk)


def test_a_fault_is_told_without_its_trace_and_stands_in_the_log(db, caplog):
    job = ask("breaks")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message == (
        f"处理时出了故障，已记入日志（任务 {job.pk}）。请核对后重新提交；仍不行请把任务编号告诉系统管理员。"
    )
    assert "/secret/path" in caplog.text


def test_a_passing_fault_is_tried_again_until_the_attempts_are_used_up(db):
    job = ask("stumbles")
    states = []
    for _ in range(3):
        run_job(job.pk)
        job.refresh_from_db()
        states.append(job.state)
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert not run_job(job.pk)


def test_a_job_in_other_hands_cannot_be_claimed(db):
    job, now = ask(), clock.now()
    assert claim_job(job.pk, now=now).attempt == 1
    assert claim_job(job.pk, now=now + LEASE) is None
    assert claim_job(job.pk, now=now + LEASE + timedelta(seconds=1)).attempt == 2


@pytest.mark.parametrize("kind", ["loses", "loses_late", "writes"])
def test_a_worker_that_lost_the_job_writes_nothing(db, kind):
    job = ask(kind)
    assert not run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.finished_at) == (JobState.RUNNING, {}, None)


def test_reporting_prolongs_the_lease(db):
    job, now = ask(), clock.now()
    held = claim_job(job.pk, now=now - timedelta(minutes=5))
    jobs._reporter(held)(1, 10, "读取")
    job.refresh_from_db()
    assert (job.progress, job.total, job.message) == (1, 10, "读取")
    assert job.lease_until >= now + LEASE


def test_the_owner_may_write(db):
    held = claim_job(ask().pk, now=clock.now())
    with transaction.atomic():
        hold_job(held)
    assert Job.objects.get().lease_until > clock.now() + LEASE * 2
    held.attempt -= 1
    with pytest.raises(LeaseLost), transaction.atomic():
        hold_job(held)


def test_a_worker_that_died_while_writing_leaves_the_short_lease(db):
    held = claim_job(ask().pk, now=clock.now())
    with pytest.raises(ValueError), transaction.atomic():
        hold_job(held)
        raise ValueError
    assert Job.objects.get().lease_until < clock.now() + LEASE


def test_jobs_nobody_works_on_are_hinted_at_again(db, queue):
    now = clock.now()
    waiting, running, dead, over = (ask(key=str(number)) for number in range(4))
    claim_job(running.pk, now=now)
    claim_job(dead.pk, now=now - timedelta(minutes=10))
    run_job(over.pk)
    assert run_due(now=now) == 2
    assert queue.take() == [("audit.run_job", [waiting.pk]), ("audit.run_job", [dead.pk])]


def test_a_job_whose_worker_died_every_time_is_given_up_with_words(db, queue):
    job, now = ask(), clock.now()
    Job.objects.update(state=JobState.RUNNING, attempt=3, lease_until=now - timedelta(seconds=1))
    run_due(now=now)
    job.refresh_from_db()
    assert (job.state, job.message, queue.take()) == (JobState.FAILED, jobs.LOST, [])


def test_with_the_queue_gone_one_look_is_enough(db, dead_queue, caplog):
    for number in range(3):
        ask(key=str(number))
    assert run_due(now=clock.now()) == 3
    assert len([line for line in caplog.messages if "the queue cannot be reached" in line]) == 1


def test_with_the_queue_gone_the_act_goes_on_and_the_job_waits(db, dead_queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
    assert Job.objects.get().state == JobState.QUEUED
    assert run_job(job.pk)


def test_asking_for_a_failed_job_starts_it_again_with_new_attempts(db):
    job = ask("refuses", source="old")
    run_job(job.pk)
    again = ask("refuses", source="new")
    assert (again.pk, again.state, again.payload, again.attempt) == (job.pk, JobState.QUEUED, {"source": "new"}, 1)
    assert (again.max_attempts, again.message, again.finished_at) == (4, "", None)


def test_asking_for_a_job_that_is_done_changes_nothing(db):
    run_job(ask().pk)
    assert ask().state == JobState.DONE


def test_people_see_their_own_jobs_and_the_administrator_all(cast):
    request_job("counts", "1", {}, actor=cast.officer)
    seen_by = {name: Job.objects.visible_to(getattr(cast, name)).count() for name in ("officer", "beijiao", "admin")}
    assert seen_by == {"officer": 1, "beijiao": 0, "admin": 1}


def test_a_job_says_what_it_is(db):
    assert str(ask()) == "counts 1"
