"""Writing attachments: checked by content, stored before the row points to them, removed but never lost."""

from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.template.defaultfilters import filesizeformat

from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.documents import store
from longting.documents.content import FileKind, identify
from longting.documents.models import Attachment
from longting.documents.names import clean_name
from longting.documents.pictures import renew
from longting.documents.refusal import BadFile
from longting.documents.slots import Slot, find_slot

KIND = "attachment"
MAX_FILES = 200
MAX_BYTES = 2 * 1024**3
REPLACED = "由新上传的文件替换"


def upload_attachment(subject, *, kind: str, slot: str, file, note: str = "", actor) -> Attachment:
    """Store `file` (an UploadedFile) in the `slot` of `subject`, an object of `kind` that `actor` may see.

    Raises Refused with the reason in Chinese: no such slot, too large, not of an accepted type by its content, or the
    project has no room left (200 files, 2 GB). On any failure no file and no row remains.
    """
    place = find_slot(subject.attachment_slots, slot)
    if place is None:
        raise Refused("这里现在不能上传附件。请刷新页面后再看。")
    name = clean_name(file.name or "")
    source, found = _checked(place, name, file)
    _check_room(subject)
    data = _renewed(found, source)
    row = Attachment(
        slot=place.key, subject_kind=kind, subject_id=str(subject.pk),
        project_id=str(subject.attachment_project_id or ""), name=name, content_type=found.content_type,
        size=len(data), sha256=sha256(data).hexdigest(), source_sha256=sha256(source).hexdigest(),
        note=note.strip()[:200], uploaded_by=actor, uploaded_at=clock.now(),
    )  # fmt: skip
    row.stored_name = store.keep(data)
    try:
        _write(row, place, subject, actor)
    except BaseException:
        store.discard(row.stored_name)
        raise
    return row


@transaction.atomic
def remove_attachment(attachment: Attachment, *, reason: str, actor) -> None:
    """Take the file off its object. The bytes and the row stay, because papers may point to them.

    Raises Refused without a reason, Conflict when somebody removed it meanwhile.
    """
    if not reason.strip():
        raise Refused("请写明移除的理由。", field="reason")
    now = clock.now()
    done = Attachment.objects.kept().filter(pk=attachment.pk).update(removed_at=now, removed_by=actor)
    if not done:
        raise Conflict("这个附件已被移除。")
    text = f"移除附件《{attachment.name}》（{attachment.sha256[:12]}）"
    _record("remove_attachment", attachment, text, reason.strip(), actor)


def _checked(place: Slot, name: str, file) -> tuple[bytes, FileKind]:
    if file.size > place.max_bytes:
        size, limit = filesizeformat(file.size), filesizeformat(place.max_bytes)
        raise Refused(f"《{name}》有 {size}，这一栏每个文件不能超过 {limit}。扫描件可以用 200 dpi 灰度重新扫描。")
    source = file.read()
    try:
        found = identify(name, source)
    except BadFile as problem:
        raise Refused(f"《{name}》没有上传：{problem.message}") from None
    if found.key not in place.accept:
        raise Refused(f"《{name}》没有上传：“{place.label}”只收 {place.hint}。")
    return source, found


def _renewed(found: FileKind, source: bytes) -> bytes:
    if not found.is_picture:
        return source
    try:
        return renew(source, found.key)
    except BadFile as problem:
        raise Refused(problem.message) from None


def _check_room(subject) -> None:
    """Removed files no longer count, but their bytes do: they are still on the disk."""
    project = str(subject.attachment_project_id or "")
    used = Attachment.objects.filter(project_id=project).aggregate(
        files=Count("pk", filter=Q(removed_at__isnull=True)), size=Sum("size", default=0)
    )
    if project and (used["files"] >= MAX_FILES or used["size"] >= MAX_BYTES):
        raise Refused(
            f"这个项目的附件已满（最多 {MAX_FILES} 个、共 {filesizeformat(MAX_BYTES)}）。"
            "请先移除不用的附件，或把多页扫描件合并后再上传。"
        )


@transaction.atomic
def _write(row: Attachment, place: Slot, subject, actor) -> None:
    if not place.multiple:
        for old in Attachment.objects.of(row.subject_kind, row.subject_id).kept().filter(slot=place.key):
            remove_attachment(old, reason=REPLACED, actor=actor)
    row.save(force_insert=True)
    text = f"为{subject}上传{place.label}《{row.name}》（{row.sha256[:12]}）"
    _record("attach", row, text, row.note, actor)


def _record(verb: str, row: Attachment, text: str, reason: str, actor) -> None:
    record(Entry(verb, KIND, row.pk, row.name, text, {}, reason, row.project_id), actor=actor)
