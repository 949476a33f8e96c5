"""Writing an import, all chosen rows or none, and giving one up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from import_export.exceptions import ImportError as RowFailure

from ledgers.enums import WRITABLE, WRITTEN, Act, BatchState, RowStatus
from ledgers.examine import places_of
from ledgers.kinds import kind_of
from ledgers.models import ImportBatch, ImportRow
from ledgers.services.imports.check import BLOCK, COMMIT, JOB
from longting.accounts.roles import Permission
from longting.audit.models import Job
from longting.audit.services import Entry, gathered_records, record
from longting.audit.services.jobs import hold_job, request_job
from longting.audit.since import acted_since, last_seq
from longting.common import clock
from longting.common.errors import Conflict, Refused
from projects.services.bulk import Draft, write_drafts
from projects.services.lists import open_list

#: More rows than this are written by the worker, so that no browser waits for them.
INLINE_ROWS = 300
CHANGED_MEANWHILE = "这份导入在页面打开之后有了变化，没有写入。请看最新的检查结果。"
NOT_DISCARDED = "这份导入在页面打开之后有了变化，没有放弃。请看最新的状态。"
NO_RIGHT = "您已没有导入台账的权限，没有写入。"
NO_CHANGE = "各行都与库里一致，没有要写入的。"
NO_ROWS = "没有可以写入的行。请先处理有疑问的行，再重新检查。"
FOREIGN_ROWS = "所选的行里有的不在这份导入中，或还不能写入。请刷新页面后再选。"
FAILED = "{place}没有写入，其余各行也全部撤回：{words}"
#: Kinds of audit records that tell of no project, list, unit or rule.
HARMLESS = ("user", "import_batch")
_OPEN = (BatchState.WAITING, BatchState.CHECKED, BatchState.REFUSED)


@dataclass(frozen=True)
class Committed:
    """What an import wrote; `is_new` is False when it had been written before."""

    new: int
    changed: int
    is_new: bool = True


@dataclass(frozen=True)
class Plan:
    """The chosen rows with what writing them does, as of the audit record `seen`."""

    seen: int
    rows: list[ImportRow]
    drafts: list[Draft]


def commit_batch(
    batch: ImportBatch, *, version: int, actor, today, row_ids: Collection[int] | None = None, job: Job | None = None
) -> Committed:
    """Write the rows that passed (or those of `row_ids` among them) in one transaction: all of them or none.

    They are judged before it, so that it is short: on SQLite nobody else writes meanwhile. Every act is recorded in its
    own transaction; when the trail has grown in between, what was judged may be out of date and is judged again inside.
    The second of two commits finds it done. Raises Conflict when the import or the database changed since the check,
    Refused with the row and the reason when one row cannot be written, when nothing can, or without the right.
    """
    if not actor.may(Permission.IMPORT_LEDGER) or batch.organisation_id not in actor.organisation_ids:
        raise Refused(NO_RIGHT)
    waiting = ImportBatch.objects.filter(pk=batch.pk, version=version, state=BatchState.CHECKED)
    if not waiting.exists():
        return _done_before(batch)
    try:
        plan = _plan(batch, row_ids, actor, today)
    except (Conflict, Refused):
        if not _is_written(batch):
            raise
        return _done_before(batch)  # somebody else wrote it while this one was judging
    with transaction.atomic():
        if job is not None:
            hold_job(job)
        if not waiting.update(state=BatchState.COMMITTED, committed_at=clock.now(), version=F("version") + 1):
            return _done_before(batch)
        if acted_since(plan.seen, besides=HARMLESS):
            plan = _plan(batch, row_ids, actor, today)  # somebody wrote meanwhile: judged anew, with the lock held
        with gathered_records():
            return _write(batch, plan, actor, today)


def commit_or_queue(batch: ImportBatch, *, version: int, actor, today) -> Committed | None:
    """`commit_batch` at once when it is short; else as a job of the worker, which returns None."""
    if batch.rows.filter(status__in=WRITABLE).count() <= INLINE_ROWS:
        return commit_batch(batch, version=version, actor=actor, today=today)
    payload = {"batch": batch.pk, "version": version, "act": COMMIT}
    with transaction.atomic():
        same = ImportBatch.objects.select_for_update().filter(pk=batch.pk, version=version, state=BatchState.CHECKED)
        if same.first() is None:
            raise Conflict(CHANGED_MEANWHILE)
        job = request_job(JOB, f"{batch.public_id}:{version}:{COMMIT}", payload, actor=actor)
        same.update(job=job)
    return None


@transaction.atomic
def discard_batch(batch: ImportBatch, *, version: int, actor) -> None:
    """Give an import up; nothing was written. Raises Conflict when somebody acted on it since `version` was read."""
    same = ImportBatch.objects.filter(pk=batch.pk, version=version, state__in=_OPEN)
    if not same.update(state=BatchState.DISCARDED, version=F("version") + 1):
        raise Conflict(NOT_DISCARDED)
    text = f"放弃导入《{batch.filename}》，没有写入"
    record(Entry(Act.IMPORT_DISCARD, "import_batch", batch.pk, batch.filename, text), actor=actor)


def words_of(done: Committed) -> str:
    """What was written, in a sentence."""
    if not done.is_new:
        return "早已写入，没有重复写。"
    return f"已写入：新增 {done.new} 个项目，更新 {done.changed} 个。"


def _is_written(batch: ImportBatch) -> bool:
    return ImportBatch.objects.filter(pk=batch.pk, state__in=WRITTEN).exists()


def _done_before(batch: ImportBatch) -> Committed:
    state = ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk)
    if state == BatchState.UNCHANGED:
        raise Refused(NO_CHANGE)
    if state not in WRITTEN:
        raise Conflict(CHANGED_MEANWHILE)
    return _count(batch.rows.filter(written=True), is_new=False)


def _chosen(batch: ImportBatch, row_ids: Collection[int] | None) -> list[ImportRow]:
    rows = batch.rows.filter(status__in=WRITABLE).order_by("id")
    chosen = list(rows if row_ids is None else rows.filter(pk__in=row_ids))
    if row_ids is not None and len(chosen) != len(set(row_ids)):
        raise Refused(FOREIGN_ROWS)
    if not chosen:
        raise Refused(NO_ROWS)
    return chosen


def _plan(batch: ImportBatch, row_ids: Collection[int] | None, actor, today) -> Plan:
    """Judge the chosen rows against the database as it is now. Takes no lock."""
    seen = last_seq()  # before anything is read: what is written later has a higher number
    rows = _chosen(batch, row_ids)
    places = places_of(rows)
    kind = kind_of(batch.kind)
    resource = kind.resource(actor=actor, today=today, year=batch.year, places=places, source=batch.filename)
    expected = [(row.project_id, row.changes) for row in rows]
    try:
        return Plan(seen, rows, resource.draft([row.facts for row in rows], expected=expected))
    except RowFailure as failure:
        raise _explained(failure, places) from failure


def _write(batch: ImportBatch, plan: Plan, actor, today) -> Committed:
    target = open_list(batch.year, actor=actor)
    projects = write_drafts(plan.drafts, annual_list=target, actor=actor, today=today)
    fresh = [row for row in plan.rows if row.project_id is None]
    for row, project in zip(plan.rows, projects, strict=True):
        row.project = project
    ImportRow.objects.bulk_update(fresh, ["project"], batch_size=BLOCK)
    for start in range(0, len(plan.rows), BLOCK):
        ImportRow.objects.filter(pk__in=[row.pk for row in plan.rows[start : start + BLOCK]]).update(written=True)
    done = _count(plan.rows, is_new=True)
    text = f"导入《{batch.filename}》到{target.title}：新增 {done.new} 个项目，更新 {done.changed} 个"
    record(Entry(Act.IMPORT_COMMIT, "import_batch", batch.pk, batch.filename, text), actor=actor)
    return done


def _explained(failure: RowFailure, places: Sequence[str]) -> Exception:
    """What to raise for a row that failed: the words of the service with the place; a fault of ours stays a fault."""
    cause = failure.error
    if isinstance(cause, ValidationError):
        return Refused(FAILED.format(place=places[failure.number - 1], words=" ".join(cause.messages)))
    return cause


def _count(rows, *, is_new: bool) -> Committed:
    states = [row.status for row in rows]
    return Committed(states.count(RowStatus.NEW), states.count(RowStatus.CHANGED), is_new)
