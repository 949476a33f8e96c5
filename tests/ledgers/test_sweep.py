"""Cleaning the private files: old exports, workbooks of ended imports, what nothing points to."""

import os
from datetime import timedelta

import pytest

from ledgers import vault
from ledgers.enums import BatchState
from ledgers.services.sweep import sweep_files
from longting.audit.services.sweep import sweep
from longting.common import clock
from tests.ledgers.batches import with_file

DAY = timedelta(days=1)
ENDED = (BatchState.REFUSED, BatchState.COMMITTED, BatchState.DISCARDED)


@pytest.fixture(autouse=True)
def shelves(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def aged(shelf: str, name: str, days: int) -> str:
    """Make a file so many days old."""
    moment = (clock.now() - days * DAY).timestamp()
    os.utime(vault.path_of(shelf, name), (moment, moment))
    return name


def left(shelf: str) -> list[str]:
    return [name for name, _, _ in vault.files_on(shelf)]


def import_of(person, state, *, days_old: int, **fields):
    batch = with_file(person, state, created_at=clock.now() - days_old * DAY, **fields)
    aged(vault.IMPORTS, batch.stored_name, days_old)
    return batch


def test_where_nothing_lies_nothing_is_removed(db):
    assert sweep_files(clock.now()) == 0


def test_an_export_is_kept_a_week(db):
    kept = aged(vault.EXPORTS, vault.keep(vault.EXPORTS, b"new"), 6)
    aged(vault.EXPORTS, vault.keep(vault.EXPORTS, b"old"), 8)
    aged(vault.EXPORTS, vault.new_file(vault.EXPORTS).name, 8)
    assert (sweep_files(clock.now()), left(vault.EXPORTS)) == (2, [kept])


@pytest.mark.parametrize("state", ENDED)
def test_the_workbook_of_an_import_that_ended_long_ago_goes(cast, state):
    batch = import_of(cast.officer, state, days_old=31)
    assert (sweep_files(clock.now()), left(vault.IMPORTS)) == (1, [])
    batch.refresh_from_db()
    assert (batch.stored_name, batch.state) == ("", state)


@pytest.mark.parametrize("state", [BatchState.WAITING, BatchState.CHECKED])
def test_the_workbook_of_an_import_under_way_stays(cast, state):
    batch = import_of(cast.officer, state, days_old=90)
    assert (sweep_files(clock.now()), left(vault.IMPORTS)) == (0, [batch.stored_name])


@pytest.mark.parametrize("moment", ["committed_at", "checked_at"])
def test_the_month_counts_from_the_end_of_the_import(cast, moment):
    late = {moment: clock.now() - 29 * DAY}
    batch = import_of(cast.officer, BatchState.COMMITTED, days_old=90, **late)
    assert (sweep_files(clock.now()), left(vault.IMPORTS)) == (0, [batch.stored_name])
    assert sweep_files(clock.now() + 2 * DAY) == 1


def test_an_old_workbook_that_no_import_points_to_goes(cast):
    aged(vault.IMPORTS, vault.keep(vault.IMPORTS, b"lost"), 31)
    fresh = vault.keep(vault.IMPORTS, b"being uploaded")
    assert (sweep_files(clock.now()), left(vault.IMPORTS)) == (1, [fresh])


def test_the_daily_cleaning_includes_these_files(db):
    aged(vault.EXPORTS, vault.keep(vault.EXPORTS, b"old"), 8)
    assert sweep(now=clock.now())["ledgers.services.sweep.sweep_files"] == 1
