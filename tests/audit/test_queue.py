"""Hints to the worker."""

import time

from celery import current_app

from longting.audit import tasks
from longting.audit.models import ActToken, Job
from longting.audit.models.job import JobState
from longting.audit.queue import TASK, hint
from longting.audit.services import SYSTEM
from longting.audit.services.jobs import request_job
from longting.common import clock
from tests.audit.conftest import write_trail


def test_a_hint_carries_nothing_but_the_number_of_the_job(queue):
    assert hint(12)
    assert queue.take() == [(TASK, [12])]


def test_a_queue_that_cannot_be_reached_is_given_up_at_once(dead_queue):
    began = time.monotonic()
    assert not hint(12)
    assert time.monotonic() - began < 1


def test_beat_and_hints_name_registered_tasks():
    names = {TASK, "audit.run_due_jobs", "audit.sweep"}
    assert {name for name in names if name not in current_app.tasks} == set()


def test_the_worker_s_task_runs_the_job(db, settings):
    settings.JOB_HANDLERS = {"counts": "tests.audit.test_jobs.counts"}
    job = request_job("counts", "1", {}, actor=SYSTEM)
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_the_round_of_due_jobs_sends_hints(db, settings, queue):
    settings.JOB_HANDLERS = {"counts": "tests.audit.test_jobs.counts"}
    job = request_job("counts", "1", {}, actor=SYSTEM)
    tasks.run_due_jobs()
    assert (queue.take(), Job.objects.count()) == ([(TASK, [job.pk])], 1)


def test_the_daily_round_writes_the_end_of_the_chain_to_the_log(db, settings, caplog):
    settings.SWEEPS = ["longting.audit.services.sweep.sweep_rows"]
    last = write_trail(3)[-1]
    ActToken.objects.create(user_id="1", act="a", token="t", created_at=clock.now())
    with caplog.at_level("INFO"):
        tasks.sweep()
    assert f"audit chain ends at 3:{last.hash[:12]}" in caplog.text
    assert ActToken.objects.count() == 1
