"""Checking an import: the workbook is examined outside any transaction, then what was found is stored in one."""

from django.db import transaction
from django.db.models import F

from ledgers import vault
from ledgers.enums import RANKS, WRITABLE, Act, BatchState, RowStatus
from ledgers.examine import Examined, examine
from ledgers.intake.mapping import Override
from ledgers.kinds import kind_of
from ledgers.models import ColumnMapping, ImportBatch, ImportRow
from ledgers.verdict import Checked
from longting.audit.models import Job
from longting.audit.services import Entry, record
from longting.audit.services.jobs import hold_job, request_job
from longting.common import clock
from longting.common.errors import Conflict, Refused

JOB = "import_workbook"
CHECK, COMMIT = "check", "commit"
NO_FILE = "原文件已按期清理，不能再检查。请重新上传。"
NO_YEAR = "看不出是哪一年的名单：标题里没有年份。请填写年度，再重新检查。"
NOTHING = "没有读到项目：表头下面没有内容。请核对工作表。"
BUSY = "这份导入已经办完或正在处理，没有重新检查。请看最新的状态。"
BLOCK = 500
WAITING_FOR_PEOPLE = (*WRITABLE, RowStatus.FLAG, RowStatus.ERROR)


def request_check(batch: ImportBatch, *, actor) -> None:
    """Ask the worker to check the batch as it stands; asking twice does it once. Call inside a transaction."""
    payload = {"batch": batch.pk, "version": batch.version, "act": CHECK}
    batch.job = request_job(JOB, f"{batch.public_id}:{batch.version}", payload, actor=actor)
    batch.save(update_fields=["job"])


@transaction.atomic
def recheck_batch(
    batch: ImportBatch, *, version: int, actor, year: int | None = None, stored_name: str = ""
) -> ImportBatch:
    """Check the workbook anew with what was decided since. `year` states the list's year when the title does not,
    `stored_name` where the workbook lies now, when its file had been cleaned away.

    Raises Conflict when somebody else acted on the import since `version` was read.
    """
    open_states = (BatchState.WAITING, BatchState.CHECKED, BatchState.UNCHANGED, BatchState.REFUSED)
    found = ImportBatch.objects.select_for_update().filter(pk=batch.pk, version=version, state__in=open_states).first()
    if found is None:
        raise Conflict(BUSY)
    found.stored_name = stored_name or found.stored_name
    if not found.stored_name:
        raise Refused(NO_FILE)
    if found.state != BatchState.WAITING:
        found.state, found.message, found.version = BatchState.WAITING, "", version + 1
    before, found.stated_year = found.stated_year, year or found.stated_year
    found.save(update_fields=["state", "message", "version", "stated_year", "stored_name"])
    if found.stated_year != before:
        _record_year(found, before, actor)
    request_check(found, actor=actor)
    return found


def _record_year(batch: ImportBatch, before: int | None, actor) -> None:
    """Whose word it is that the list is of this year."""
    text = f"说明《{batch.filename}》是 {batch.stated_year} 年的名单"
    changes = {"年度": [before or "—", batch.stated_year]}
    record(Entry(Act.IMPORT_RESOLVE, "import_batch", batch.pk, batch.filename, text, changes), actor=actor)


def check_batch(batch: ImportBatch, *, actor, today, job: Job | None = None) -> ImportBatch:
    """Examine the workbook and store what was found: rows with their problems, counts and notes, or the refusal.

    A batch that was checked, given up or changed meanwhile is left alone. `job` is the job that does it, if any.
    """
    if batch.state != BatchState.WAITING:
        return batch
    try:
        found = _examine(batch, actor, today)
    except Refused as refusal:
        _store(batch, job, {"state": BatchState.REFUSED, "message": refusal.message[:500]}, ())
    else:
        _store(batch, job, _outcome(found), found.rows)
    batch.refresh_from_db()
    return batch


def _examine(batch: ImportBatch, actor, today) -> Examined:
    told = ColumnMapping.objects.filter(organisation=batch.organisation_id, kind=batch.kind)
    decided = batch.rows.exclude(decisions={}).values_list("sheet", "row", "decisions")
    found = examine(
        source_of(batch),
        filename=batch.filename,
        kind=kind_of(batch.kind),
        year=batch.stated_year,
        actor=actor,
        today=today,
        remembered={one.title: Override(one.field, one.unit) for one in told},
        overrides={title: Override(*said) for title, said in batch.overrides.items()},
        decisions={(sheet, row): one for sheet, row, one in decided},
    )
    if found.year is None:
        raise Refused(NO_YEAR)
    if not found.rows:
        raise Refused(NOTHING)
    return found


def source_of(batch: ImportBatch) -> bytes:
    """The workbook as it came. Raises Refused when it was cleaned away."""
    try:
        return vault.path_of(vault.IMPORTS, batch.stored_name or "-").read_bytes()
    except FileNotFoundError:
        raise Refused(NO_FILE) from None


def _outcome(found: Examined) -> dict:
    """What is stored of a check. With nothing to write and nothing to resolve the import has ended by itself."""
    waits = any(found.counts[status] for status in WAITING_FOR_PEOPLE)
    return {
        "state": BatchState.CHECKED if waits else BatchState.UNCHANGED,
        "message": "",
        "year": found.year,
        "layout": found.layout,
        "notes": found.notes,
        "counts": found.counts,
    }


@transaction.atomic
def _store(batch: ImportBatch, job: Job | None, outcome: dict, rows) -> None:
    """All of the outcome or nothing, and only onto the version that was examined."""
    if job is not None:
        hold_job(job)
    same = ImportBatch.objects.filter(pk=batch.pk, version=batch.version, state=BatchState.WAITING)
    if not same.update(**outcome, checked_at=clock.now(), version=F("version") + 1):
        return
    if outcome["state"] != BatchState.REFUSED:
        decided = {(row.sheet, row.row): row.decisions for row in batch.rows.exclude(decisions={})}
        batch.rows.all().delete()
        fresh = (_row(batch, one, decided.get((one.sheet, one.row), {})) for one in rows)
        ImportRow.objects.bulk_create(fresh, batch_size=BLOCK)


def _row(batch: ImportBatch, one: Checked, decisions: dict) -> ImportRow:
    return ImportRow(
        batch=batch, sheet=one.sheet, row=one.row, status=one.status, name=one.name[:300],
        rank=RANKS[one.status], raw=one.raw, values=one.values, facts=one.facts, problems=one.problems,
        changes=one.changes, decisions=decisions, project_id=one.project,
    )  # fmt: skip
