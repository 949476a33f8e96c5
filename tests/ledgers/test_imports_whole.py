"""Doubts about a whole table on its way in: nothing is written on a guess, one answer does for all rows."""

import pytest

from ledgers.services import imports
from projects.models import ListEntry, Project
from tests.factories import client_of
from tests.ledgers.books import PLAIN, TODAY, answered, book, brought, row, statuses
from tests.ledgers.import_pages import act, at, cell, url

pytestmark = pytest.mark.django_db
HEADINGS = ("项目名称", "责任单位", "总投资", "2025年计划投资", "起止年限")


def other_year() -> bytes:
    return book(PLAIN, row(name="北区净水厂", unit="没有的单位"), row(name="体育公园"), headings=HEADINGS)


def test_no_row_of_another_year_is_written(cast):
    batch = brought(other_year(), cast.officer)
    assert statuses(batch) == ["flag", "error", "flag"]


def test_one_answer_does_for_all_rows(cast):
    batch = answered(brought(other_year(), cast.officer), {3: {"list": "@accept"}}, cast.officer)
    assert statuses(batch) == ["new", "error", "new"]
    imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    assert (Project.objects.count(), set(ListEntry.objects.values_list("annual_plan", flat=True))) == (2, {None})


def test_the_column_may_be_said_to_be_the_plan(cast):
    batch = answered(brought(other_year(), cast.officer), {}, cast.officer, mapping={"名单!D": ("annual_plan", "万元")})
    assert statuses(batch) == ["new", "error", "new"]
    assert batch.rows.get(row=3).values["annual_plan"] == "5000"


def test_the_page_asks_once_and_takes_the_answer_for_all(cast):
    client, batch = client_of(cast.officer), brought(other_year(), cast.officer)
    page = client.get(url(batch))
    parts = [cell(page, number, "其他问题")["parts"][0] for number in (3, 4, 5)]
    assert [part["select"] is None for part in parts] == [False, True, True]
    assert [part["label"] for part in parts] == ["整张名单"] * 3
    act(client, batch, "resolve", {at(batch, 3, "list"): "@accept"})
    batch.refresh_from_db()
    assert statuses(imports.check_batch(batch, actor=cast.officer, today=TODAY)) == ["new", "error", "new"]


def test_a_monthly_table_waits_for_a_person(cast):
    batch = brought(book(PLAIN, title="龙亭区2026年重点项目10月进度表"), cast.officer)
    assert statuses(batch) == ["flag"]
    assert statuses(answered(batch, {3: {"list": "@accept"}}, cast.officer)) == ["new"]
