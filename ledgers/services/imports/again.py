"""A workbook that was imported, looked at once more: what was not written then may pass now, and the database may have
moved on. The import that was written stays as it is, with its rows; a new one takes its place for this file."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from ledgers.decisions import EXISTING, NEW, PROJECT
from ledgers.enums import Act, BatchState
from ledgers.models import ImportBatch, ImportRow
from ledgers.services.imports.check import BLOCK, BUSY, NO_FILE, request_check
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused


@transaction.atomic
def check_again(batch: ImportBatch, *, version: int, actor, stored_name: str = "") -> ImportBatch:
    """A new import of the same workbook with what was decided about its cells and columns; it waits for its check.

    `stored_name`: where the workbook lies now, when the file of the old import was cleaned away. Raises Refused when
    there is none, Conflict when the import is not a written one or somebody else did it since `version` was read.
    """
    stored_name = stored_name or batch.stored_name
    if not stored_name:
        raise Refused(NO_FILE)
    written = ImportBatch.objects.filter(pk=batch.pk, version=version, state=BatchState.COMMITTED)
    if not written.update(state=BatchState.CONTINUED, version=F("version") + 1):
        raise Conflict(BUSY)
    fresh = ImportBatch.objects.create(
        kind=batch.kind, year=batch.year, stated_year=batch.stated_year, organisation=batch.organisation,
        filename=batch.filename, stored_name=stored_name, sha256=batch.sha256, size=batch.size,
        overrides=batch.overrides, created_by=actor, created_at=clock.now(),
    )  # fmt: skip
    ImportRow.objects.bulk_create(_decided(batch, fresh), batch_size=BLOCK)
    request_check(fresh, actor=actor)
    text = f"重新检查已写入的导入《{batch.filename}》"
    record(Entry(Act.IMPORT_AGAIN, "import_batch", fresh.pk, fresh.filename, text), actor=actor)
    return fresh


def _decided(batch: ImportBatch, fresh: ImportBatch) -> Iterator[ImportRow]:
    """Rows that only carry decisions over; the check puts those it reads in their place. A row that became a project
    of its own is that project now."""
    for row in batch.rows.exclude(decisions={}).select_related("project"):
        decisions = dict(row.decisions)
        if row.written and decisions.get(PROJECT) == NEW:
            decisions[PROJECT] = f"{EXISTING}{row.project.public_id}"
        yield ImportRow(batch=fresh, sheet=row.sheet, row=row.row, status=row.status, decisions=decisions)
