"""A workbook checked once more: rows that stayed out may pass now; what changes nothing ends by itself."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from ledgers import vault
from ledgers.enums import BatchState
from ledgers.models import ImportBatch
from ledgers.services import imports
from ledgers.services.imports.job import _verdict
from ledgers.todos import imports_to_finish
from longting.accounts.models import Organisation
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from projects.models import Project
from tests.factories import client_of
from tests.ledgers.batches import make_batch
from tests.ledgers.books import PLAIN, TODAY, answered, book, brought, committed, row, statuses, upload
from tests.ledgers.import_pages import act, send_file, url

pytestmark = pytest.mark.django_db
#: Two good rows, one of a unit nobody knows yet.
PARTLY = book(PLAIN, row(name="北区净水厂", unit="城投公司"), row(name="体育公园", total="近百亿元"))
NO_YEAR = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限")
SAME = book(PLAIN, title="龙亭区2026年重点项目名单（二）")


def name_the_unit() -> None:
    Organisation.objects.filter(name="北郊乡人民政府").update(aliases=["城投公司"])


def again(batch, actor) -> ImportBatch:
    """The workbook checked once more."""
    fresh = imports.check_again(batch, version=batch.version, actor=actor)
    return imports.check_batch(fresh, actor=actor, today=TODAY)


def partly(cast) -> ImportBatch:
    """PARTLY written: the first row by itself, the last with what a person decided."""
    batch = answered(brought(PARTLY, cast.officer), {5: {"total_investment": "12亿元"}}, cast.officer)
    imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    batch.refresh_from_db()
    return batch


def test_rows_that_stayed_out_pass_once_the_unit_is_known(cast):
    old = partly(cast)
    name_the_unit()
    fresh = again(old, cast.officer)
    assert (statuses(old), statuses(fresh)) == (["new", "error", "new"], ["same", "new", "same"])
    imports.commit_batch(fresh, version=fresh.version, actor=cast.officer, today=TODAY)
    assert Project.objects.count() == 3


def test_the_written_import_stays_as_it_was(cast):
    old = partly(cast)
    fresh = again(old, cast.officer)
    old.refresh_from_db()
    assert (old.state, old.rows.filter(written=True).count()) == (BatchState.CONTINUED, 2)
    assert (fresh.created_by, fresh.year, fresh.sha256) == (cast.officer, 2026, old.sha256)
    assert AuditEvent.objects.get(verb="import_again").summary == "重新检查已写入的导入《名单.xlsx》"
    done = imports.commit_batch(old, version=2, actor=cast.officer, today=TODAY)
    assert (done.new, done.is_new) == (2, False)


def test_a_row_that_became_a_project_of_its_own_is_that_project(cast):
    committed(book(PLAIN), cast.officer)
    batch = brought(
        book(row(unit="柳园口乡人民政府"), title="龙亭区2025年重点项目名单", headings=NO_YEAR), cast.officer
    )
    assert statuses(batch) == ["flag"]
    batch = answered(batch, {3: {"project": "@new"}}, cast.officer)
    imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    batch.refresh_from_db()
    assert statuses(again(batch, cast.officer)) == ["same"]


def test_of_two_who_ask_at_once_one_is_told(cast):
    old = partly(cast)
    imports.check_again(old, version=old.version, actor=cast.officer)
    with pytest.raises(Conflict):
        imports.check_again(old, version=old.version, actor=cast.officer)
    assert ImportBatch.objects.count() == 2


def test_what_was_not_written_is_not_checked_again_this_way(cast):
    batch = brought(PARTLY, cast.officer)
    with pytest.raises(Conflict):
        imports.check_again(batch, version=batch.version, actor=cast.officer)


def test_the_page_of_a_written_import_leads_on(cast):
    client, old = client_of(cast.officer), partly(cast)
    page = client.get(url(old))
    assert page.context["again"]["label"] == "重新检查没有写入的行（1）"
    answer = act(client, old, "again")
    fresh = ImportBatch.objects.get(state=BatchState.WAITING)
    assert (answer.status_code, answer.url) == (302, url(fresh))
    later = client.get(url(old))
    assert (later.context["again"], later.context["later_url"]) == (None, url(fresh))


def test_an_import_written_whole_may_be_checked_again_too(cast):
    old = committed(book(PLAIN), cast.officer)
    page = client_of(cast.officer).get(url(old))
    assert page.context["again"]["label"] == "重新检查这个工作簿"
    assert again(old, cast.officer).state == BatchState.UNCHANGED


def test_without_its_file_an_import_is_sent_again_and_goes_on(cast):
    old = partly(cast)
    ImportBatch.objects.update(stored_name="")
    old.refresh_from_db()
    assert client_of(cast.officer).get(url(old)).context["again"] is None
    with pytest.raises(Refused, match="请重新上传"):
        imports.check_again(old, version=old.version, actor=cast.officer)
    send_file(client_of(cast.officer), PARTLY)
    fresh = ImportBatch.objects.get(state=BatchState.WAITING)
    assert vault.path_of(vault.IMPORTS, fresh.stored_name).read_bytes() == PARTLY
    assert statuses(imports.check_batch(fresh, actor=cast.officer, today=TODAY)) == ["same", "error", "same"]


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_put_back_goes_again_when_nothing_comes_of_it(cast, monkeypatch, gone):
    batch = unchanged(cast)
    if gone:
        ImportBatch.objects.filter(pk=batch.pk).update(stored_name="")
    before = [name for name, _, _ in vault.files_on(vault.IMPORTS)]

    def late(*args, **kwargs):
        raise Conflict

    monkeypatch.setattr("ledgers.services.imports.receive.recheck_batch", late)
    with pytest.raises(Conflict):
        upload(SAME, cast.officer)
    assert [name for name, _, _ in vault.files_on(vault.IMPORTS)] == before


def unchanged(cast) -> ImportBatch:
    committed(book(PLAIN), cast.officer)
    return brought(SAME, cast.officer)


def test_what_changes_nothing_ends_by_itself_and_is_no_todo(cast):
    batch = unchanged(cast)
    assert (batch.state, statuses(batch), imports_to_finish(cast.officer, TODAY)) == ("unchanged", ["same"], [])
    assert _verdict(batch) == "检查完了：各行都与库里一致，没有要写入的。"


def test_its_page_says_so_and_offers_nothing_to_give_up(cast):
    page = client_of(cast.officer).get(url(unchanged(cast))).content.decode("utf-8")
    assert "各行都与库里一致，没有要写入的，这份导入已经办结。" in page
    assert ("导入结果　无变化" in page, "放弃本次导入" in page) == (True, False)


def test_there_is_nothing_of_it_to_write(cast):
    batch = unchanged(cast)
    with pytest.raises(Refused, match="没有要写入的"):
        imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)


def test_its_columns_may_still_be_said_to_mean_something_else(cast):
    batch = unchanged(cast)
    more = {"mapping": {"名单!D": ("done_before", "万元")}}
    assert statuses(answered(batch, {}, cast.officer, **more)) == ["changed"]


@pytest.mark.parametrize("gone", [False, True])
def test_sent_again_it_is_checked_against_what_is_there_now(cast, gone):
    batch = unchanged(cast)
    Project.objects.update(total_investment=30000)
    if gone:
        ImportBatch.objects.filter(pk=batch.pk).update(stored_name="")
    fresh = upload(SAME, cast.officer)
    assert (fresh.pk, fresh.state) == (batch.pk, BatchState.WAITING)
    assert statuses(imports.check_batch(fresh, actor=cast.officer, today=TODAY)) == ["changed"]


def test_imports_that_waited_for_nothing_are_ended_by_the_migration(cast):
    for counts in ({"same": 3}, {"same": 3, "flag": 1}, {}):
        make_batch(cast.officer, counts=counts)
    import_module("ledgers.migrations.0002_unchanged_imports").end_unchanged(apps, None)
    assert list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)) == [
        "unchanged",
        "checked",
        "checked",
    ]


def test_the_command_writes_what_passes_now_and_says_when_nothing_does(cast, tmp_path, capsys):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(PARTLY)
    told = []
    for step in (lambda: None, lambda: None, name_the_unit):
        step()
        call_command("import_workbook", path, kind="annual_list", commit=True, user="officer")
        told.append(capsys.readouterr().out.splitlines()[-1])
    assert told == [
        "已写入：新增 1 个项目，更新 0 个。",
        "早已写入，没有重复写。",
        "已写入：新增 1 个项目，更新 0 个。",
    ]
    path.write_bytes(book(PLAIN, title="龙亭区2026年重点项目名单（三）"))
    call_command("import_workbook", path, kind="annual_list", commit=True, user="officer")
    assert capsys.readouterr().out.endswith("各行都与库里一致，没有要写入的。\n")
