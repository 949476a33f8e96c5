"""Several at the same moment, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from longting.audit.models import ActToken, AuditEvent
from longting.audit.services import SYSTEM, Entry, gathered_records, record
from longting.audit.services.jobs import claim_job, request_job
from longting.audit.services.once import claim_act
from longting.audit.verify import verify_chain
from longting.common import clock
from tests.audit.conftest import write_trail
from tests.factories import make_user

MANY = 8

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def together(act) -> list:
    """Run `act` in MANY threads that start at once; their results."""
    gate = Barrier(MANY)

    def run(_):
        gate.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


def test_of_many_sendings_of_one_form_one_acts():
    user, now = make_user("wangxiaoming"), clock.now()
    claims = together(lambda: claim_act("0f" * 16, act="/projects/7/edit/", actor=user, now=now))
    assert ([claim.row is not None for claim in claims].count(True), ActToken.objects.count()) == (1, 1)


def test_of_many_workers_with_one_message_one_gets_the_job(settings):
    settings.JOB_HANDLERS = {"counts": "tests.audit.test_jobs.counts"}
    job, now = request_job("counts", "1", {}, actor=SYSTEM), clock.now()
    claims = together(lambda: claim_job(job.pk, now=now))
    assert [claim is not None for claim in claims].count(True) == 1


def test_asking_for_one_job_many_times_at_once_makes_one(settings, queue):
    settings.JOB_HANDLERS = {"counts": "tests.audit.test_jobs.counts"}
    jobs = together(lambda: request_job("counts", "1", {}, actor=SYSTEM))
    assert len({job.pk for job in jobs}) == 1


def test_records_written_at_once_make_one_chain():
    together(lambda: [write_trail(1) for _ in range(10)])
    assert (verify_chain().holds, AuditEvent.objects.count()) == (True, 10 * MANY)


def test_a_long_act_keeps_nobody_from_being_recorded():
    begun, others_done = Event(), Event()

    def import_many():
        with transaction.atomic(), gathered_records():
            record(Entry("create", "project", 1, "甲", "登记甲"), actor=SYSTEM)
            begun.set()
            assert others_done.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        long_act = pool.submit(import_many)
        assert begun.wait(10)
        write_trail(2)
        others_done.set()
        long_act.result()
    assert [row.target_name for row in AuditEvent.objects.order_by("seq")][-1] == "甲"
    assert verify_chain().holds
