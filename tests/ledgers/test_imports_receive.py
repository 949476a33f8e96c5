"""Taking in a workbook: what is kept, what is refused at the door, the same file twice."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledgers import vault
from ledgers.enums import BatchState
from ledgers.kinds import kind_of
from ledgers.models import ImportBatch
from ledgers.services import imports
from ledgers.services.imports import receive
from longting.accounts.models import Post
from longting.audit.models import AuditEvent, Job
from longting.common.errors import Refused
from tests.factories import make_user, organisation
from tests.ledgers.books import PLAIN, TODAY, book, brought, committed, row, upload

pytestmark = pytest.mark.django_db


def shelf() -> set[str]:
    return {name for name, _, _ in vault.files_on(vault.IMPORTS)}


def send(content: bytes, actor, name: str = "名单.xlsx") -> imports.Received:
    file = SimpleUploadedFile(name, content)
    return imports.receive_workbook(file, kind=kind_of("annual_list"), year=None, actor=actor)


def test_a_workbook_is_kept_under_a_random_name_and_waits_for_its_check(cast):
    data, before = book(PLAIN), shelf()
    batch = upload(data, cast.officer, name="C:\\桌面\\重点项目（最终版）.xlsx", year=2026)
    assert (batch.state, batch.filename, batch.size) == (BatchState.WAITING, "重点项目（最终版）.xlsx", len(data))
    assert shelf() - before == {batch.stored_name}
    assert vault.path_of(vault.IMPORTS, batch.stored_name).read_bytes() == data
    assert (batch.organisation, batch.created_by, batch.stated_year) == (
        cast.officer.post.organisation,
        cast.officer,
        2026,
    )


def test_taking_in_asks_for_one_check_and_is_recorded(cast):
    batch = upload(book(PLAIN), cast.officer)
    job = Job.objects.get()
    assert (job.kind, job.payload, batch.job) == (
        "import_workbook",
        {"batch": batch.pk, "version": 1, "act": "check"},
        job,
    )
    assert AuditEvent.objects.get(verb="import_upload").summary.startswith("上传年度重点项目名单工作簿《名单.xlsx》（")


@pytest.mark.parametrize("take", [upload, brought, committed])
def test_the_same_file_of_the_same_unit_leads_to_the_import_there_is(cast, take):
    batch = take(book(PLAIN), cast.officer)
    colleague = make_user("second", "officer", organisation("区委重大项目推进工作委员会办公室"))
    data = vault.path_of(vault.IMPORTS, batch.stored_name).read_bytes()
    again = send(data, colleague, "换了名字.xlsx")
    assert (again.batch.pk, again.is_new, ImportBatch.objects.count()) == (batch.pk, False, 1)


def test_a_file_given_up_may_come_again(cast):
    batch = brought(book(PLAIN), cast.officer)
    data = vault.path_of(vault.IMPORTS, batch.stored_name).read_bytes()
    imports.discard_batch(batch, version=batch.version, actor=cast.officer)
    assert send(data, cast.officer).is_new


def test_another_unit_may_bring_the_same_file(cast):
    data = book(PLAIN)
    send(data, cast.officer)
    assert send(data, make_user("elsewhere", "officer", organisation("北郊乡人民政府"))).is_new


def test_two_sending_at_the_same_moment_get_one_import(cast):
    data = book(PLAIN)
    first = send(data, cast.officer).batch
    late = ImportBatch(
        kind=first.kind, organisation=first.organisation, filename="名单.xlsx", sha256=first.sha256, size=1,
        created_by=cast.officer, created_at=first.created_at, stored_name=vault.keep(vault.IMPORTS, data),
    )  # fmt: skip
    kept = receive._keep(late, kind_of("annual_list"), cast.officer)
    assert (kept.batch.pk, kept.is_new, late.stored_name in shelf()) == (first.pk, False, False)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        ("项目名称,总投资\n".encode(), "文本（CSV）"),
        (b"<html><table></table></html>", "网页（HTML）"),
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"PK\x03\x04 cut off", "不完整或已损坏"),
        (zipped("word/document.xml", b"<w/>"), "Word 文档"),
        (zipped("xl/worksheets/sheet1.xml", b"0" * 30_000_000), "压缩比异常"),
        (b"\0" * (10 * 1024 * 1024 + 1), "超过了 10 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_door_and_leaves_nothing(cast, content, words):
    before = shelf()
    with pytest.raises(Refused, match=words) as refusal:
        send(content, cast.officer)
    assert (refusal.value.field, ImportBatch.objects.count(), shelf()) == ("file", 0, before)


def test_a_person_without_a_post_brings_nothing(cast):
    Post.objects.filter(user=cast.officer).update(ends=TODAY.replace(year=2025))
    person = type(cast.officer).objects.get(pk=cast.officer.pk)
    with pytest.raises(Refused, match="没有任职单位"):
        send(book(PLAIN), person)


def test_a_file_whose_row_does_not_come_into_being_is_taken_away(cast):
    before = shelf()
    batch = ImportBatch(
        kind="annual_list", organisation=cast.officer.post.organisation, filename="名单.xlsx", sha256="0" * 64, size=-1,
        created_by=cast.officer, stored_name=vault.keep(vault.IMPORTS, book(row())),
    )  # fmt: skip
    with pytest.raises(Exception, match="(?i)null|constraint"):
        receive._keep(batch, kind_of("annual_list"), cast.officer)
    assert shelf() == before
