"""Services of attachments."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from longting.audit.models import AuditEvent
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.documents import store
from longting.documents.models import Attachment
from longting.documents.selectors import attachments_of, find_attachment, find_subject
from longting.documents.services import attachments, remove_attachment
from longting.documents.slots import Slot, find_slot
from tests.documents.conftest import SLOTS, Thing, send, stored
from tests.documents.files import HTML, PDF, jpg, png


def refused(*args, **kwargs) -> str:
    """The words of a refusal that left nothing behind."""
    before = (Attachment.objects.count(), stored(), AuditEvent.objects.count())
    with pytest.raises(Refused) as found:
        send(*args, **kwargs)
    assert (Attachment.objects.count(), stored(), AuditEvent.objects.count()) == before
    return found.value.message


def test_an_uploaded_file_is_stored_under_a_random_name_with_its_facts(cast):
    row = send(cast.beijiao, "..\\用地 预审.pdf", note="第一稿")
    code = sha256(PDF).hexdigest()
    assert (row.name, row.size, row.sha256, row.source_sha256) == ("用地 预审.pdf", len(PDF), code, code)
    assert (row.content_type, row.slot, row.subject_kind, row.subject_id) == ("application/pdf", "paper", "thing", "7")
    assert (row.project_id, row.uploaded_by, row.note) == ("7", cast.beijiao, "第一稿")
    assert stored() == [row.stored_name]
    assert store.path_of(row.stored_name).read_bytes() == PDF


def test_an_upload_is_recorded_with_its_check_code(cast):
    row = send(cast.beijiao, note="第一稿")
    event = AuditEvent.objects.get()
    assert event.summary == f"为示范项目7上传批复文件《批复.pdf》（{row.sha256[:12]}）"
    assert (event.verb, event.target_id, event.project_id, event.reason) == ("attach", str(row.pk), "7", "第一稿")
    assert str(row) == "批复.pdf"


def test_a_photograph_is_stored_anew_and_still_found_by_what_was_sent(cast):
    row = send(cast.beijiao, "现场.jpg", jpg(), slot="photo")
    assert row.source_sha256 == sha256(jpg()).hexdigest()
    assert row.sha256 == sha256(store.path_of(row.stored_name).read_bytes()).hexdigest()
    assert row.sha256 != row.source_sha256


def test_what_is_not_what_it_says_is_refused(cast):
    assert refused(cast.beijiao, "批复.pdf", HTML).startswith("《批复.pdf》没有上传：文件的后缀是 .pdf，内容不是PDF")


def test_a_broken_photograph_is_refused(cast):
    assert refused(cast.beijiao, "现场.jpg", jpg()[:300], slot="photo").startswith("图片打不开")


def test_a_type_the_slot_does_not_take_is_refused(cast):
    words = refused(cast.beijiao, slot="photo")
    assert words == "《批复.pdf》没有上传：“现场照片”只收 .jpg、.png，单个不超过 0 MB。"


def test_a_file_too_large_is_refused_before_it_is_read(cast):
    words = refused(cast.beijiao, "现场.jpg", b"x" * 70_000, slot="photo")
    assert words.startswith("《现场.jpg》有 68.4\xa0KB，这一栏每个文件不能超过 64.0\xa0KB。")


def test_a_slot_that_is_not_there_is_refused(cast):
    assert refused(cast.beijiao, slot="secret") == "这里现在不能上传附件。请刷新页面后再看。"
    assert refused(cast.beijiao, thing=Thing("7", attachment_slots=())) == "这里现在不能上传附件。请刷新页面后再看。"


def test_a_project_with_too_many_files_is_full_and_others_are_not(cast, monkeypatch):
    monkeypatch.setattr(attachments, "MAX_FILES", 2)
    first, _ = send(cast.beijiao), send(cast.beijiao)
    assert refused(cast.beijiao).startswith("这个项目的附件已满（最多 2 个、共 2.0\xa0GB）。")
    send(cast.beijiao, thing=Thing("8", attachment_project_id=8))
    remove_attachment(first, reason="传错了文件", actor=cast.beijiao)
    send(cast.beijiao)


def test_removed_files_still_take_room(cast, monkeypatch):
    row = send(cast.beijiao)
    monkeypatch.setattr(attachments, "MAX_BYTES", row.size)
    remove_attachment(row, reason="传错了文件", actor=cast.beijiao)
    assert refused(cast.beijiao).startswith("这个项目的附件已满")


def test_a_thing_that_belongs_to_no_project_has_no_limit(cast, monkeypatch):
    monkeypatch.setattr(attachments, "MAX_FILES", 1)
    for _ in range(2):
        assert send(cast.beijiao, thing=Thing("7", attachment_project_id=None)).project_id == ""


def test_a_slot_for_one_file_keeps_the_newest(cast):
    old, new = send(cast.beijiao, slot="cover"), send(cast.officer, slot="cover")
    old.refresh_from_db()
    assert (old.removed_by, new.removed_at) == (cast.officer, None)
    assert [row.pk for row in attachments_of("thing", 7)] == [new.pk]
    assert AuditEvent.objects.get(verb="remove_attachment").reason == "由新上传的文件替换"


def test_without_its_audit_record_the_upload_does_not_happen(cast):
    def broken(execute, sql, params, many, context):
        if "audit_auditevent" in sql:
            raise DatabaseError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken), pytest.raises(DatabaseError), transaction.atomic():
        send(cast.beijiao)
    assert (Attachment.objects.count(), stored()) == (0, [])


def test_a_removed_file_is_out_of_sight_but_not_lost(cast):
    row = send(cast.beijiao)
    remove_attachment(row, reason=" 传错了文件 ", actor=cast.beijiao)
    row.refresh_from_db()
    assert (row.removed_by, attachments_of("thing", 7), find_attachment(row.pk, cast.beijiao)) == (
        cast.beijiao,
        [],
        None,
    )
    assert stored() == [row.stored_name]
    event = AuditEvent.objects.first()
    assert (event.verb, event.reason) == ("remove_attachment", "传错了文件")


def test_a_file_is_removed_once(cast):
    row = send(cast.beijiao)
    remove_attachment(row, reason="传错了文件", actor=cast.beijiao)
    with pytest.raises(Conflict, match="这个附件已被移除"):
        remove_attachment(row, reason="传错了文件", actor=cast.officer)


def test_a_file_is_not_removed_without_a_reason(cast):
    row = send(cast.beijiao)
    with pytest.raises(Refused) as found:
        remove_attachment(row, reason="  ", actor=cast.beijiao)
    assert (found.value.field, find_attachment(row.pk, cast.beijiao)[0]) == ("reason", row)


def test_who_and_when_of_a_removal_travel_together(cast):
    row = send(cast.beijiao)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(removed_at=clock.now())


def test_an_attachment_is_found_only_through_its_thing(cast):
    row = send(cast.beijiao)
    found = {user.username: find_attachment(row.pk, user) is not None for user in (cast.beijiao, cast.outsider)}
    assert found == {"beijiao": True, "outsider": False}
    assert find_attachment(404, cast.beijiao) is None


def test_a_kind_nobody_owns_has_no_things(cast):
    assert find_subject("secret", "7", cast.officer) is None


def test_attachments_stand_by_slot_in_the_order_of_upload(cast):
    rows = [send(cast.beijiao, slot=slot, name=f"{slot}.png", data=png()) for slot in ("photo", "cover", "photo")]
    assert [row.pk for row in attachments_of("thing", "7")] == [rows[1].pk, rows[0].pk, rows[2].pk]


def test_a_slot_says_what_it_takes():
    slot = Slot("paper", "批复文件")
    assert slot.hint == ".pdf、.ofd、.docx、.jpg、.png，单个不超过 10 MB"
    assert slot.input_accept == ".pdf,.ofd,.docx,.jpg,.png"
    assert (find_slot(SLOTS, "cover").label, find_slot(SLOTS, "x")) == ("封面", None)
