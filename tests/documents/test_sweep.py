"""Cleaning the file store."""

import os
from datetime import timedelta

from longting.common import clock
from longting.documents import store
from longting.documents.models import FormDraft
from longting.documents.services import remove_attachment
from longting.documents.services.sweep import sweep_drafts, sweep_files
from tests.documents.conftest import send, stored


def age(name: str, hours: int) -> None:
    then = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(store.path_of(name), (then, then))


def test_files_without_a_row_go_when_they_are_old(cast):
    old, young, row = store.keep(b"old"), store.keep(b"young"), send(cast.beijiao)
    for name, hours in ((old, 7), (young, 5), (row.stored_name, 700)):
        age(name, hours)
    assert sweep_files(clock.now()) == 1
    assert stored() == sorted([young, row.stored_name])


def test_removed_attachments_stay(cast):
    row = send(cast.beijiao)
    remove_attachment(row, reason="传错了文件", actor=cast.beijiao)
    age(row.stored_name, 700)
    assert sweep_files(clock.now()) == 0


def test_half_written_files_go_too(cast):
    name = store.keep(b"half")
    partial = store.path_of(name).rename(store.path_of(name).with_suffix(store.PARTIAL))
    then = (clock.now() - timedelta(hours=7)).timestamp()
    os.utime(partial, (then, then))
    assert (sweep_files(clock.now()), stored()) == (1, [])


def test_drafts_nobody_came_back_to_go(cast):
    now = clock.now()
    for days in (89, 91):
        FormDraft.objects.create(
            user=cast.beijiao, form="project", subject=str(days), saved_at=now - timedelta(days=days)
        )
    assert (sweep_drafts(now), FormDraft.objects.get().subject) == (1, "89")


def test_an_empty_store_is_no_fault(db):
    assert sweep_files(clock.now()) == 0
