"""Jobs through a real Redis and a real worker, and the site without them."""

from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.test import Client

from longting.audit.models import Job, JobState
from longting.audit.services import SYSTEM
from longting.audit.services.jobs import request_job
from longting.celery import app
from longting.common import clock
from tests.services.conftest import free_port, process, wait_for

KIND = "verify_audit"


def database_url() -> str:
    """The address of the database these tests write to."""
    given = connection.settings_dict
    place = f"{given['HOST']}:{given['PORT'] or 5432}"
    who = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    return urlunsplit(urlsplit(f"postgres://{who}@{place}/{given['NAME']}"))


@pytest.fixture
def worker(postgresql, redis_url, tmp_path):
    """A worker process on the database of these tests; yields the folder with its log."""
    environment = {"DATABASE_URL": database_url(), "REDIS_URL": redis_url, "VAR_DIR": str(tmp_path / "var")}
    command = ("-m", "celery", "-A", "longting", "worker", "--loglevel", "INFO", "--concurrency", "1")
    with process(tmp_path, environment, *command):
        wait_for(lambda: " ready." in (tmp_path / "log").read_text(encoding="utf-8"), seconds=60, folder=tmp_path)
        yield tmp_path


def is_done(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=JobState.DONE).exists()


def test_ready_with_redis(db, redis_url):
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["parts"]) == (200, {"database": True, "queue": True})


def test_not_ready_without_redis_but_alive(db, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    ready, alive = Client().get("/readyz"), Client().get("/healthz")
    assert (ready.status_code, ready.json()["parts"]) == (503, {"database": True, "queue": False})
    assert alive.status_code == 200


def test_a_worker_does_a_job_it_was_hinted_at(worker):
    job = request_job(KIND, "hinted", {"seen": {}}, actor=SYSTEM)
    wait_for(lambda: is_done(job), seconds=30, folder=worker)
    job.refresh_from_db()
    assert (job.attempt, job.result["holds"]) == (1, True)


def test_a_job_whose_hint_was_lost_is_found_by_the_next_round(worker):
    fields = {"payload": {"seen": {}}, "actor_id": "0", "created_at": clock.now()}
    job = Job.objects.create(kind=KIND, key="lost", **fields)
    app.send_task("audit.run_due_jobs")
    wait_for(lambda: is_done(job), seconds=30, folder=worker)


def test_a_job_hinted_at_three_times_is_done_once(worker):
    job = request_job(KIND, "tripled", {"seen": {}}, actor=SYSTEM)
    for _ in range(2):
        app.send_task("audit.run_job", args=[job.pk])
    last = request_job(KIND, "after", {"seen": {}}, actor=SYSTEM)
    wait_for(lambda: is_done(last), seconds=30, folder=worker)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 1)


def test_a_job_whose_worker_died_is_done_by_another(worker):
    """A row that an earlier worker claimed and never ended: its lease has run out, the next round gives it away."""
    before = clock.now().replace(year=2025)
    fields = {"payload": {"seen": {}}, "actor_id": "0", "created_at": before, "lease_until": before}
    job = Job.objects.create(kind=KIND, key="orphan", state=JobState.RUNNING, attempt=1, **fields)
    app.send_task("audit.run_due_jobs")
    wait_for(lambda: is_done(job), seconds=30, folder=worker)
    job.refresh_from_db()
    assert job.attempt == 2
