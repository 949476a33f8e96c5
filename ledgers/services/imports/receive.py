"""Taking in a workbook: its size and kind are looked at, then it is kept as it came."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction

from ledgers import vault
from ledgers.enums import Act, BatchState
from ledgers.kinds import LedgerKind
from ledgers.models import ImportBatch
from ledgers.services.imports.again import check_again
from ledgers.services.imports.check import recheck_batch, request_check
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Refused
from longting.common.sheets.prescan import check_size, prescan
from longting.common.sheets.refusals import Refusal
from longting.documents.names import clean_name

KIND = "import_batch"
NO_UNIT = "您现在没有任职单位，不能导入。请联系系统管理员。"


@dataclass(frozen=True)
class Received:
    """The import of a file; `is_new` is False when the same file of the same unit was there already."""

    batch: ImportBatch
    is_new: bool


def receive_workbook(file, *, kind: LedgerKind, year: int | None, actor) -> Received:
    """Keep an uploaded workbook and ask for its check. `year` None leaves it to the title.

    The same file of the same unit is taken once: asking again gives the import there is. One that had nothing to write
    is checked anew, because the database may have changed; so is a written one whose file was cleaned away.
    Raises Refused for a file that is too large or no workbook, and when the person has no unit.
    """
    if actor.post is None:
        raise Refused(NO_UNIT)
    name, data = clean_name(file.name or ""), _checked(file)
    digest = sha256(data).hexdigest()
    if found := _same(digest, kind, actor):
        return Received(_renewed(found, data, year, actor), is_new=False)
    batch = ImportBatch(
        kind=kind.key, year=year, stated_year=year, organisation=actor.post.organisation, filename=name,
        sha256=digest, size=len(data), created_by=actor, created_at=clock.now(),
        stored_name=vault.keep(vault.IMPORTS, data),
    )  # fmt: skip
    return _keep(batch, kind, actor)


def _renewed(found: ImportBatch, data: bytes, year: int | None, actor) -> ImportBatch:
    """The import of this file as it goes on. A file put back on the shelf goes again when nothing comes of it."""
    if found.state not in (BatchState.UNCHANGED, BatchState.COMMITTED):
        return found
    if found.state == BatchState.COMMITTED and found.stored_name:
        return found  # its own page offers to check it once more
    shelved = "" if found.stored_name else vault.keep(vault.IMPORTS, data)
    try:
        if found.state == BatchState.COMMITTED:
            return check_again(found, version=found.version, actor=actor, stored_name=shelved)
        return recheck_batch(found, version=found.version, year=year, actor=actor, stored_name=shelved)
    except BaseException:
        if shelved:
            vault.discard(vault.IMPORTS, shelved)
        raise


def _keep(batch: ImportBatch, kind: LedgerKind, actor) -> Received:
    """Store the row of a file that lies on the shelf; without a row the file goes again."""
    try:
        _write(batch, kind, actor)
    except BaseException as fault:
        vault.discard(vault.IMPORTS, batch.stored_name)
        found = _same(batch.sha256, kind, actor) if isinstance(fault, IntegrityError) else None
        if found is None:
            raise
        return Received(found, is_new=False)  # two people sent the same file at the same moment
    return Received(batch, is_new=True)


def _checked(file) -> bytes:
    """The bytes, unless a first look shows that they cannot be read."""
    try:
        check_size(file.size)
        data = file.read()
        prescan(data)
    except Refusal as refusal:
        raise Refused(refusal.message, field="file") from refusal
    return data


def _same(digest: str, kind: LedgerKind, actor) -> ImportBatch | None:
    mine = ImportBatch.objects.alive().filter(organisation=actor.post.organisation, kind=kind.key)
    return mine.filter(sha256=digest).first()


@transaction.atomic
def _write(batch: ImportBatch, kind: LedgerKind, actor) -> None:
    batch.save(force_insert=True)
    request_check(batch, actor=actor)
    text = f"上传{kind.label}工作簿《{batch.filename}》（{batch.sha256[:12]}）"
    record(Entry(Act.IMPORT_UPLOAD, KIND, batch.pk, batch.filename, text), actor=actor)
