"""The audit chain under writers that do not wait for each other: no fork, no gap, nothing lost (SECURITY D-07)."""

from django.db import transaction

from longting.audit.models import AuditEvent, AuditHead
from longting.audit.services import SYSTEM, Entry, record
from longting.audit.verify import verify_chain
from tests.services.conftest import at_once

WRITERS, RECORDS = 4, 25


def write(writer: int) -> int:
    """RECORDS acts, each in a transaction of its own; the number written."""
    for number in range(RECORDS):
        with transaction.atomic():
            record(Entry("verify_audit", "audit", number, "审计链", f"第 {writer} 人第 {number} 条"), actor=SYSTEM)
    return RECORDS


def test_four_writers_make_one_chain(postgresql):
    assert at_once(*(lambda w=w: write(w) for w in range(WRITERS))) == [RECORDS] * WRITERS
    total = WRITERS * RECORDS
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, total + 1))
    assert AuditEvent.objects.values("prev_hash").distinct().count() == total
    verdict = verify_chain()
    assert (verdict.holds, verdict.count, AuditHead.objects.get().seq) == (True, total, total)


def test_an_act_that_fails_leaves_no_gap(postgresql):
    def fail():
        with transaction.atomic():
            record(Entry("verify_audit", "audit", 0, "审计链", "没有发生"), actor=SYSTEM)
            raise LookupError

    results = at_once(lambda: write(1), fail, lambda: write(2), fail)
    assert [type(result) for result in results] == [int, LookupError, int, LookupError]
    verdict = verify_chain()
    assert (verdict.holds, verdict.count) == (True, 2 * RECORDS)
