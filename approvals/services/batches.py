"""A unit's report (汇总上报): put together by the clerk, signed by the head, sent up as one (第九条二)."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from approvals.enums import Act, Action, BatchAction, BatchState
from approvals.models import BatchItem, ScreeningBatch
from approvals.selectors.batches import REPORT_KIND, batch_case, free_of, sheet_of, title_of
from approvals.services.acts import asked, perform
from approvals.workflow import BATCHES
from longting.accounts.models import Organisation
from longting.accounts.roles import Permission, Role
from longting.accounts.selectors import users_holding
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.documents.services import issue_document
from longting.notices.services import notify

KIND = "screening_batch"


@transaction.atomic
def open_batch(unit: Organisation, *, year: int, batch: int = 1, actor) -> ScreeningBatch:
    """The unit's report that is being put together, made when there is none, with everything passed and not yet
    reported on it. Raises PermissionDenied for another unit, Refused when there is nothing to begin a report with."""
    if not (actor.may(Permission.SCREEN) and unit.pk in actor.organisation_ids):
        raise PermissionDenied
    # Two clerks at once wait here, so that a unit never has two reports in preparation.
    Organisation.objects.select_for_update().get(pk=unit.pk)
    rows = ScreeningBatch.objects.filter(unit=unit, year=year, batch=batch)
    found = rows.filter(state=BatchState.PREPARING).first()
    if found is None:
        if not free_of(unit, year, batch).exists():
            raise Refused(f"{year}年度第 {batch} 批没有初审通过、等待上报的项目。")
        last = rows.aggregate(last=Max("serial"))["last"] or 0
        found = ScreeningBatch.objects.create(
            unit=unit, year=year, batch=batch, serial=last + 1, created_by=actor, created_at=clock.now()
        )
        text = f"建立{found}"
        record(Entry(Act.BATCH_CREATE, KIND, found.pk, str(found), text), actor=actor)
    _add_passed(found)
    return found


@transaction.atomic
def arrange_batch(batch: ScreeningBatch, *, order: Sequence[int], opinion: str, version: int, actor) -> ScreeningBatch:
    """The declarations of the report in the given order (ids; one left out is taken off) and the cover opinion."""
    row = _locked(batch, version)
    if not (actor.may(Permission.SCREEN) and row.unit_id in actor.organisation_ids):
        raise PermissionDenied
    if row.state != BatchState.PREPARING:
        raise Refused(f"这一批已经{BatchState.label_of(row.state)}，不能再调整。")
    order = list(dict.fromkeys(order))
    known = {item.declaration_id: item for item in row.items.all()}
    allowed = free_of(row.unit, row.year, row.batch).filter(pk__in=order).in_bulk()
    if unknown := [pk for pk in order if pk not in known and pk not in allowed]:
        raise Refused(f"有 {len(unknown)} 个项目不在本单位初审通过的项目里。请刷新页面后再调整。")
    row.items.exclude(declaration__in=order).delete()
    for place, pk in enumerate(order, start=1):
        BatchItem.objects.update_or_create(batch=row, declaration_id=pk, defaults={"order": place})
    row.opinion, row.version = opinion.strip(), row.version + 1
    row.save(update_fields=["opinion", "version"])
    text = f"调整{row}，{len(order)} 个项目"
    record(Entry(Act.BATCH_CHANGE, KIND, row.pk, str(row), text, {}, row.opinion), actor=actor)
    return row


@transaction.atomic
def move_batch(
    batch: ScreeningBatch, action: BatchAction, *, version: int, comment: str = "", actor, today
) -> ScreeningBatch:
    """Send the report to the head, return it to the clerk, or sign it; signing reports every declaration on it, all or
    none. Raises Conflict, PermissionDenied, Refused, ValidationError at `comment`."""
    row = _locked(batch, version)
    if row.unit_id not in actor.organisation_ids:
        raise PermissionDenied
    source = BatchState(row.state)
    way = asked(BATCHES, action, source, actor, comment, lambda: batch_case(row))
    row.state, row.version = way.target.value, row.version + 1
    row.returned_note = comment.strip() if action is BatchAction.RETURN else ""
    if action is BatchAction.SIGN:
        row.signed_by, row.signed_at = actor, clock.now()
        _report(row, actor, today)
    row.save()
    text = f"{action.label}：{row}，{source.label} → {way.target.label}"
    record(Entry(Act.BATCH_MOVE, KIND, row.pk, str(row), text, {}, comment.strip()), actor=actor)
    _tell(row, action, today, actor)
    return row


@transaction.atomic
def record_batch_export(count: int, *, actor) -> None:
    """`count` reports of the list left the system as a workbook."""
    record(Entry(Act.DECLARATION_EXPORT, KIND, "", "上报批次", f"导出上报批次清单，{count} 批"), actor=actor)


def _add_passed(batch: ScreeningBatch) -> None:
    """Passed declarations that stand in no report come to the end of this one, in the order of their numbers. Whoever
    arranges it at the same moment is told that there are more."""
    last = batch.items.aggregate(last=Max("order"))["last"] or 0
    waiting = list(free_of(batch.unit, batch.year, batch.batch).order_by("number"))
    for place, row in enumerate(waiting, start=last + 1):
        BatchItem.objects.create(batch=batch, declaration=row, order=place)
    if waiting:
        batch.version += 1
        batch.save(update_fields=["version"])


def _report(batch: ScreeningBatch, actor, today) -> None:
    """Every declaration goes up, and the sheet stays as it was signed."""
    issue_document(
        sheet_of(batch), kind=REPORT_KIND, key=str(batch.public_id), title=f"{title_of(batch)}（{batch}）", actor=actor
    )
    for item in batch.items.select_related("declaration"):
        row = item.declaration
        perform(row, Action.REPORT, version=row.version, through="batch", actor=actor, today=today)
        item.on_version = row.submissions
        item.save(update_fields=["on_version"])


def _locked(batch: ScreeningBatch, version: int) -> ScreeningBatch:
    row = ScreeningBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
    if row.version != version:
        raise Conflict()
    return row


def _tell(row: ScreeningBatch, action: BatchAction, today, actor) -> None:
    """The head when there is something to sign, the clerks when it comes back; the office hears of each declaration."""
    if action is BatchAction.SIGN:
        return
    role = Role.UNIT_HEAD if action is BatchAction.SUBMIT else Role.CLERK
    people = [user for user in users_holding(role, today, row.unit) if user.pk != actor.pk]
    words = f"{row}：{action.label}" + (f"，{row.returned_note}" if row.returned_note else "")
    notify(people, text=words, url=reverse("approvals:batch-detail", args=[row.public_id]), replaces=True, again=True)
