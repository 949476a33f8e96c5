"""Writing the trail."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from longting.audit.chain import GENESIS, link
from longting.audit.models import AuditEvent, AuditHead
from longting.audit.models.frozen import ImmutableRow
from longting.audit.services import SYSTEM, Entry, gathered_records, record, record_many
from longting.audit.verify import verify_chain
from longting.common import facts
from tests.audit.conftest import write_trail

ENTRY = Entry("create", "project", 7, "示范项目", "登记示范项目", {"总投资": ["—", "5,000.00"]}, "首次登记", 7)


def write(entry=ENTRY, actor=SYSTEM):
    with transaction.atomic():
        record(entry, actor=actor)
    return AuditEvent.objects.order_by("-seq").first()


@pytest.mark.django_db
def test_the_first_record_links_to_the_beginning_and_becomes_the_head():
    first = write()
    head = AuditHead.objects.get()
    assert (first.seq, first.prev_hash, head.seq, head.hash) == (1, GENESIS, 1, first.hash)


def test_each_record_links_to_the_one_before(trail):
    assert [row.prev_hash for row in trail] == [GENESIS, *(row.hash for row in trail[:-1])]


def test_what_is_read_back_gives_the_stored_hash_again(trail):
    stored = AuditEvent.objects.order_by("seq").values()
    assert [link(row["prev_hash"], row) for row in stored] == [row.hash for row in trail]


def test_a_record_holds_who_what_where_and_why(cast):
    with transaction.atomic():
        token = facts.enter(facts.RequestFacts(request_id="0f3a", ip="10.1.2.3"))
        record(ENTRY, actor=cast.officer)
        facts.leave(token)
    row = AuditEvent.objects.get()
    assert (row.actor_id, row.actor_name, row.actor_role) == (str(cast.officer.pk), "吴经办", "项目办经办")
    assert (row.organisation, row.ip, row.request_id) == ("区委重大项目推进工作委员会办公室", "10.1.2.3", "0f3a")
    assert (row.target_kind, row.target_id, row.project_id, row.reason) == ("project", "7", "7", "首次登记")
    assert row.changes == '{"总投资":["—","5,000.00"]}'


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_the_act_s_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(ENTRY, actor=SYSTEM)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
def test_an_act_undone_leaves_no_record_and_the_head_where_it_was():
    write()
    with pytest.raises(ValueError), transaction.atomic():
        record(ENTRY, actor=SYSTEM)
        raise ValueError
    assert (AuditEvent.objects.count(), AuditHead.objects.get().seq) == (1, 1)


@pytest.mark.django_db
def test_fifty_records_take_as_many_queries_as_one():
    counts = []
    for number in (1, 1, 50):
        with CaptureQueriesContext(connection) as queries:
            write_trail(number)
        counts.append(len(queries))
    assert counts[1] == counts[2]


@pytest.mark.django_db
def test_no_entries_write_nothing():
    with transaction.atomic():
        record_many([], actor=SYSTEM)
    assert AuditEvent.objects.count() == 0


def test_long_names_are_cut_to_their_column(trail):
    row = write(Entry("create", "project", 7, "长" * 400, "登记"))
    assert len(row.target_name) == 300


def test_the_house_does_not_change_or_delete_records(trail):
    row = AuditEvent.objects.first()
    for act in (
        row.save,
        row.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(summary="改"),
        lambda: AuditEvent.objects.bulk_update([row], ["summary"]),
    ):
        with pytest.raises(ImmutableRow):
            act()


def test_a_single_row_can_be_added_once(trail):
    row = AuditEvent(**AuditEvent.objects.values().last() | {"id": None, "seq": 9, "hash": "a", "prev_hash": "b"})
    row.save()
    with pytest.raises(ImmutableRow):
        row.save()


def test_only_readers_of_the_trail_see_it(trail, cast):
    seen = {
        name: AuditEvent.objects.visible_to(getattr(cast, name)).count() for name in ("auditor", "officer", "admin")
    }
    assert seen == {"auditor": 8, "officer": 0, "admin": 0}


def test_a_record_and_the_head_say_what_they_are(trail):
    assert (str(trail[0]), str(AuditHead.objects.get())) == ("第1次登记", f"8 {trail[-1].hash[:12]}")


@pytest.mark.django_db
def test_gathered_records_wait_for_the_end_of_the_act_and_keep_their_order():
    with transaction.atomic(), gathered_records():
        record(ENTRY, actor=SYSTEM)
        record_many([ENTRY, ENTRY], actor=SYSTEM)
        assert AuditHead.objects.count() == 0
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert verify_chain().fault is None


@pytest.mark.django_db
def test_what_was_gathered_by_an_act_that_failed_is_not_written():
    with pytest.raises(ValueError), transaction.atomic(), gathered_records():
        record(ENTRY, actor=SYSTEM)
        raise ValueError
    write()
    assert AuditEvent.objects.count() == 1
