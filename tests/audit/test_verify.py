"""The proof of the chain finds every tampering of somebody who owns the database, and names the first bad record."""

import random

import pytest
from django.db import connection, transaction

from longting.audit import verify
from longting.audit.chain import GENESIS, SEALED, link
from longting.audit.enums import ChainFault
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM, Entry, record
from longting.audit.verify import head_words, verify_chain
from tests.audit.conftest import write_trail

TABLE = "audit_auditevent"


def found():
    verdict = verify_chain()
    return verdict.fault, verdict.bad_seq


def reseal(sql, seq: int, prev_hash: str | None = None) -> None:
    """What a clever forger does after a change: compute the record's hash anew."""
    row = AuditEvent.objects.filter(seq=seq).values().get()
    prev = prev_hash or row["prev_hash"]
    sql(f"UPDATE {TABLE} SET prev_hash = %s, hash = %s WHERE seq = %s", prev, link(prev, row), seq)


def make_room(sql, seq: int) -> None:
    """Move every record from `seq` on one number up."""
    sql(f"UPDATE {TABLE} SET seq = seq + 1000 WHERE seq >= %s", seq)
    sql(f"UPDATE {TABLE} SET seq = seq - 999 WHERE seq >= %s", seq + 1000)


def forge(seq: int, prev_hash: str = "f" * 64, **fields) -> None:
    """A record that no service wrote."""
    row = AuditEvent.objects.values().first() | {"id": None, "seq": seq, "summary": "伪造"} | fields
    AuditEvent.objects.bulk_create([AuditEvent(**row | {"prev_hash": prev_hash, "hash": link(prev_hash, row)})])


def test_an_empty_trail_holds(db):
    verdict = verify_chain()
    assert (verdict.holds, verdict.count, verdict.hash) == (True, 0, GENESIS)


def test_an_untouched_trail_holds_and_gives_its_check_code(trail):
    verdict = verify_chain()
    assert (verdict.holds, verdict.count, verdict.check_code) == (True, 8, trail[-1].hash[:12])
    assert verdict.words == f"8 条审计记录完好，链尾校验码 8:{trail[-1].hash[:12]}。"
    assert head_words() == f"8:{trail[-1].hash[:12]}"


def test_a_long_trail_is_read_in_batches(trail, monkeypatch):
    monkeypatch.setattr(verify, "BATCH", 3)
    told = []
    verdict = verify_chain(progress=lambda *words: told.append(words[:2]))
    assert (verdict.holds, told) == (True, [(3, 8), (6, 8)])


@pytest.mark.parametrize("column", [*SEALED[1:], "hash", "prev_hash"])
def test_an_edited_fact_is_found_in_its_record(trail, sql, column):
    value = "2020-01-01 00:00:00+00:00" if column == "at" else "改"
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE seq = 4", value)
    assert found() == (ChainFault.EDITED, 4)


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_a_deleted_record_is_missed_at_its_place(trail, sql, seq):
    sql(f"DELETE FROM {TABLE} WHERE seq = %s", seq)
    assert found() == (ChainFault.DELETED, seq)


@pytest.mark.parametrize("seq", [1, 4, 8])
def test_an_inserted_record_is_found_although_the_others_made_room(trail, sql, seq):
    make_room(sql, seq)
    forge(seq)
    sql("UPDATE audit_audithead SET seq = 9")
    assert found() == (ChainFault.INSERTED, seq)


def test_two_records_in_each_other_s_place_are_found_at_the_first(trail, sql):
    sql(f"UPDATE {TABLE} SET seq = 99 WHERE seq = 3")
    sql(f"UPDATE {TABLE} SET seq = 3 WHERE seq = 6")
    sql(f"UPDATE {TABLE} SET seq = 6 WHERE seq = 99")
    assert found() == (ChainFault.INSERTED, 3)


@pytest.mark.parametrize("seq", [1, 4, 7, 8])
def test_an_edited_record_with_a_new_hash_is_given_away_by_its_neighbour(trail, sql, seq):
    sql(f"UPDATE {TABLE} SET summary = '改' WHERE seq = %s", seq)
    reseal(sql, seq)
    assert found() == (ChainFault.RESEALED, seq)


@pytest.mark.parametrize("kept", [0, 5, 7])
def test_a_tail_cut_off_is_missed(trail, sql, kept):
    sql(f"DELETE FROM {TABLE} WHERE seq > %s", kept)
    assert found() == (ChainFault.CUT, kept + 1)


def test_a_record_added_behind_the_head_is_found(trail, sql):
    forge(9, trail[-1].hash)
    assert found() == (ChainFault.BEYOND, 9)


def test_a_lost_head_is_found(trail, sql):
    sql("DELETE FROM audit_audithead")
    assert found() == (ChainFault.BEYOND, 1)


def test_a_value_the_database_cannot_read_is_an_edit(trail, sql):
    column, value = ("at", "gestern") if connection.vendor == "sqlite" else ("prev_hash", "改")
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE seq = 4", value)
    assert found() == (ChainFault.EDITED, 4)


def test_a_deletion_before_an_unreadable_record_is_found_first(trail, sql):
    column, value = ("at", "gestern") if connection.vendor == "sqlite" else ("prev_hash", "改")
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE seq = 5", value)
    sql(f"DELETE FROM {TABLE} WHERE seq = 3")
    assert verify_chain().bad_seq == 3


def test_a_chain_rebuilt_to_its_end_is_found_against_a_code_noted_before(trail, sql):
    noted = {6: trail[5].hash[:12]}
    sql(f"UPDATE {TABLE} SET summary = '改' WHERE seq = 5")
    prev = None
    for seq in range(5, 9):
        reseal(sql, seq, prev)
        prev = AuditEvent.objects.get(seq=seq).hash
    sql("UPDATE audit_audithead SET hash = %s", prev)
    assert found() == (None, 0)
    verdict = verify_chain(seen=noted)
    assert (verdict.fault, verdict.bad_seq) == (ChainFault.UNLIKE, 6)


def test_a_tail_cut_together_with_its_head_is_found_against_a_code_noted_before(trail, sql):
    noted = {7: trail[6].hash[:12]}
    sql(f"DELETE FROM {TABLE} WHERE seq > 5")
    sql("UPDATE audit_audithead SET seq = 5, hash = %s", trail[4].hash)
    verdict = verify_chain(seen=noted)
    assert (verdict.fault, verdict.bad_seq) == (ChainFault.CUT, 6)


def test_codes_noted_before_agree_with_an_untouched_trail(trail):
    assert verify_chain(seen={row.seq: row.hash[:12] for row in trail}).holds


def test_the_verdict_names_the_place_in_words(trail, sql):
    sql(f"DELETE FROM {TABLE} WHERE seq = 4")
    assert verify_chain().words == "第 4 条起有问题：缺少这一条，记录被删除。此前 3 条完好。"


def test_a_record_added_while_the_proof_runs_is_no_fault(trail, monkeypatch):
    monkeypatch.setattr(verify, "BATCH", 4)

    def meanwhile(*words):
        with transaction.atomic():
            record(Entry("create", "project", 7, "示范项目", "同时登记"), actor=SYSTEM)

    verdict = verify_chain(progress=meanwhile)
    assert (verdict.holds, verdict.count, AuditEvent.objects.count()) == (True, 8, 10)


def tamper(sql, kind: int, seq: int) -> None:
    """One of six ways, at a place."""
    if kind == 0:
        sql(f"UPDATE {TABLE} SET reason = reason || '改' WHERE seq = %s", seq)
    elif kind == 1:
        sql(f"DELETE FROM {TABLE} WHERE seq = %s", seq)
    elif kind == 2:
        make_room(sql, seq)
        forge(seq)
        sql("UPDATE audit_audithead SET seq = seq + 1")
    elif kind == 3:
        sql(f"UPDATE {TABLE} SET seq = 99 WHERE seq = %s", seq)
        sql(f"UPDATE {TABLE} SET seq = %s WHERE seq = %s", seq, seq + 1)
        sql(f"UPDATE {TABLE} SET seq = %s WHERE seq = 99", seq + 1)
    elif kind == 4:
        sql(f"UPDATE {TABLE} SET actor_name = '他人' WHERE seq = %s", seq)
        reseal(sql, seq)
    else:
        sql(f"DELETE FROM {TABLE} WHERE seq >= %s", seq)


def test_two_hundred_random_tamperings_are_all_found_at_the_right_record(db, sql):
    chance, missed = random.Random(20261124), []
    write_trail(20)
    for number in range(200):
        kind, seq = number % 6, chance.randint(1, 19)
        savepoint = transaction.savepoint()
        tamper(sql, kind, seq)
        verdict = verify_chain()
        transaction.savepoint_rollback(savepoint)
        if verdict.holds or verdict.bad_seq != seq:
            missed.append((kind, seq, verdict.fault, verdict.bad_seq))
    assert missed == []
