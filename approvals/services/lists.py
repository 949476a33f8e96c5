"""Stage four (第九条三、四): a draft goes to the committee, is decided entry by entry and as a whole, approved by the
district, issued and frozen. Every declaration on the list moves with it, in the same transaction."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from approvals.enums import Act, Action, ListAction, ResolutionKind
from approvals.models import Declaration, Resolution
from approvals.selectors.drafts import (
    DRAFT_KIND,
    OWN_DRAFT,
    SIGNED,
    list_case,
    prepared_by,
    provenance_of,
)
from approvals.services.acts import asked, perform
from approvals.services.numbers import check_resolution, checked_issue, one_number
from approvals.services.steps import write_list_step
from approvals.workflow import LISTS
from longting.accounts.roles import Permission
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.documents.models import IssuedDocument
from longting.documents.services import issue_document
from longting.documents.word import document_number
from projects.enums import OFF_LIST, EntryDecision, ListState
from projects.issued import KIND as ISSUED_KIND
from projects.issued import freeze, issued_of, key_of, standing_rows
from projects.models import AnnualList, ListEntry

#: What each act of the list does with the declarations on it.
WITH = {
    ListAction.ENDORSE: Action.ENDORSE,
    ListAction.REOPEN: Action.REOPEN,
    ListAction.APPROVE: Action.APPROVE,
    ListAction.ISSUE: Action.ISSUE,
}


@transaction.atomic
def move_list(
    annual_list: AnnualList, action: ListAction, *, version: int, comment: str = "", number: str = "",
    issued_on: date | None = None, actor, today,
) -> AnnualList:  # fmt: skip
    """Do `action` on the list. ISSUE takes the 文号 and the day of issue and freezes the list.

    Raises Conflict, PermissionDenied, Refused with the guard's reason, ValidationError at `comment`, `number`,
    `issued_on`.
    """
    row = _locked(annual_list, version)
    source = ListState(row.state)
    way = asked(LISTS, action, source, actor, comment, lambda: list_case(row, action))
    if action in SIGNED and prepared_by(row, actor):
        raise Refused(OWN_DRAFT)
    if action is ListAction.ISSUE:
        row.document_number, row.issued_on = checked_issue(row, number, issued_on, today)
    row.state, row.version, row.updated_at = way.target.value, row.version + 1, clock.now()
    with one_number():
        row.save()
    _follow(row, action, comment, actor, today)
    write_list_step(row, action, source, comment.strip(), actor, today)
    if action in (ListAction.SUBMIT, ListAction.ISSUE):
        _freeze(row, action, comment, actor, today)
    return row


@transaction.atomic
def decide_entry(entry: ListEntry, decision: EntryDecision, *, note: str = "", version: int, actor, today) -> ListEntry:
    """The committee's word on one entry of a draft before it (第九条四); `version` is the entry's. 剔除 and 退回 need a
    reason and take the declaration along."""
    annual_list = AnnualList.objects.select_for_update().get(pk=entry.annual_list_id)
    if not actor.may(Permission.DECIDE):
        raise PermissionDenied
    row = ListEntry.objects.select_for_update(of=("self",)).select_related("project", "annual_list").get(pk=entry.pk)
    if annual_list.state != ListState.SUBMITTED:
        state = ListState.label_of(annual_list.state)
        raise Refused(f"名单现在是“{state}”，不能逐项决定。审定之后要改的，请先办理重新审定。")
    if row.version != version:
        raise Conflict("这一项已有别的决定。请核对最新内容。")
    if decision not in (EntryDecision.KEPT, EntryDecision.PENDING) and not note.strip():
        raise ValidationError({"note": f"{decision.label}需要写明理由，申报单位会看到。"})
    annual_list.version += 1  # whoever looks at the list as a whole sees that it changed
    annual_list.save(update_fields=["version"])
    return _decide(row, decision, note.strip(), actor, today)


@transaction.atomic
def keep_rest(annual_list: AnnualList, *, version: int, actor) -> int:
    """其余全部同意: every entry not decided on yet is kept; returns how many."""
    row = _locked(annual_list, version)
    if not actor.may(Permission.DECIDE):
        raise PermissionDenied
    if row.state != ListState.SUBMITTED:
        raise Refused("名单没有在委员会审定中，不能逐项决定。")
    count = row.entries.filter(decision=EntryDecision.PENDING).update(
        decision=EntryDecision.KEPT.value, decided_by=actor, decided_at=clock.now(), version=F("version") + 1
    )
    if count:
        row.version += 1
        row.save(update_fields=["version"])
        text = f"{row.title}：其余 {count} 个项目全部同意列入"
        record(Entry(Act.ENTRY_DECIDE, "annual_list", row.pk, row.title, text), actor=actor)
    return count


@transaction.atomic
def record_resolution(
    annual_list: AnnualList, kind: ResolutionKind, *, number: str = "", decided_on: date, note: str = "", version: int,
    actor, today,
) -> Resolution:  # fmt: skip
    """Note what the committee (while the draft lies before it) or the district (once it is endorsed) decided.

    Written once per kind; recorded anew it replaces number, day and words. Raises ValidationError at `number` for one
    used twice or, for the district, missing; at `decided_on` for a day to come.
    """
    row = _locked(annual_list, version)
    if not actor.may(Permission.DECIDE):
        raise PermissionDenied
    right = ListState.SUBMITTED if kind is ResolutionKind.COMMITTEE else ListState.ENDORSED
    if row.state != right:
        raise Refused(f"{kind.label}要在名单是“{right.label}”时登记，现在是“{ListState.label_of(row.state)}”。")
    number = document_number(number)
    check_resolution(row, kind, number, decided_on, today)
    found = row.resolutions.standing().filter(kind=kind).first() or Resolution(
        annual_list=row, kind=kind.value, version=0
    )
    found.number, found.decided_on, found.note = number, decided_on, note.strip()
    found.recorded_by, found.recorded_at, found.version = actor, clock.now(), found.version + 1
    with one_number():
        found.save()
    row.version += 1
    row.save(update_fields=["version"])
    text = f"登记{row.title}{kind.label}：{number or '无文号'}，{decided_on:%Y-%m-%d}"
    record(Entry(Act.RESOLUTION_RECORD, "annual_list", row.pk, row.title, text, {}, note.strip()), actor=actor)
    return found


def issued_document(annual_list: AnnualList) -> IssuedDocument | None:
    """The frozen list, the newest revision; None while it is not issued."""
    return issued_of(annual_list)


@transaction.atomic
def record_taking(document: IssuedDocument, what: str, *, actor) -> None:
    """An issued paper leaves the system, so who took what is recorded."""
    text = f"下载《{document.title}》{what}，校验码 {document.check_code}"
    record(Entry(Act.PAPER_TAKE, "issued_document", document.pk, document.title, text), actor=actor)


def _locked(annual_list: AnnualList, version: int) -> AnnualList:
    row = AnnualList.objects.select_for_update().get(pk=annual_list.pk)
    if row.version != version:
        raise Conflict("名单已被他人办理：页面打开之后有了变化。请核对最新内容，再决定是否继续。")
    return row


def _decide(row: ListEntry, decision: EntryDecision, note: str, actor, today) -> ListEntry:
    act = {EntryDecision.STRUCK: Action.STRIKE, EntryDecision.RETURNED: Action.RECONSIDER}.get(decision)
    declaration = Declaration.objects.filter(entry=row).first()
    if declaration and row.decision in OFF_LIST:
        state = EntryDecision.label_of(row.decision)
        raise Refused(f"这个项目已经{state}，申报随之改变，不能再改决定。需要列入的，由区项目办重新核实后列入。")
    if act and declaration:
        perform(declaration, act, version=declaration.version, comment=note, actor=actor, today=today)
    row.decision, row.decision_note = decision.value, note
    row.decided_by, row.decided_at = (None, None) if decision is EntryDecision.PENDING else (actor, clock.now())
    row.version += 1
    row.save(update_fields=["decision", "decision_note", "decided_by", "decided_at", "version"])
    text = f"{row.annual_list.title}：{row.project.name}，{decision.label}"
    entry = Entry(
        Act.ENTRY_DECIDE, "annual_list", row.annual_list_id, row.annual_list.title, text, {}, note, row.project_id
    )
    record(entry, actor=actor)  # filed under the list: each of its versions is one record of it
    return row


def _follow(row: AnnualList, action: ListAction, comment: str, actor, today) -> None:
    """The declarations move with their list; a list sent back or reopened is decided anew."""
    if action in WITH:
        for declaration in Declaration.objects.filter(entry__in=row.entries.standing()).order_by("pk"):
            perform(
                declaration, WITH[action], version=declaration.version, comment=comment, through="list", actor=actor,
                today=today,
            )  # fmt: skip
    if action in (ListAction.RETURN, ListAction.REOPEN):
        row.resolutions.standing().update(revoked_at=clock.now())
        row.entries.standing().update(
            decision=EntryDecision.PENDING.value, decided_by=None, decided_at=None, version=F("version") + 1
        )


def _freeze(row: AnnualList, action: ListAction, comment: str, actor, today) -> None:
    is_issue = action is ListAction.ISSUE
    content = freeze(
        row, standing_rows(row, today), more=provenance_of(row), number=row.document_number,
        issued_on=row.issued_on, resolutions=[_told(found) for found in row.resolutions.standing()],
    )  # fmt: skip
    kind, key = (ISSUED_KIND, key_of(row)) if is_issue else (DRAFT_KIND, key_of(row))
    again = IssuedDocument.objects.versions(kind, key).exists()
    issue_document(
        content, kind=kind, key=key, title=row.title if is_issue else f"{row.title}（草案）",
        number=row.document_number, reason=(comment.strip() or "再次上报委员会") if again else "", actor=actor,
    )  # fmt: skip


def _told(found: Resolution) -> dict:
    return {"kind": found.kind, "number": found.number, "decided_on": found.decided_on, "note": found.note}
