"""What may be attached to a declaration, a list decision, and who may (see longting.documents.selectors)."""

from dataclasses import dataclass
from uuid import UUID

from approvals.enums import EDITABLE, ResolutionKind, State
from approvals.models import Declaration, Resolution
from longting.accounts.roles import Permission
from longting.documents.models import Attachment
from longting.documents.slots import PICTURES, Slot

KIND = "declaration"
RESOLUTION = "resolution"
PAPERS = (
    Slot("application", "申请表（盖章）", required=True),
    Slot("filing", "备案、核准或立项文件", required=True),
    Slot("funds", "资金来源证明"),
    Slot("land", "用地材料"),
    Slot("other", "其他材料"),
)
SITE = (Slot("site_photo", "现场照片", accept=PICTURES),)
SCAN = {
    ResolutionKind.COMMITTEE: (Slot("minutes", "会议纪要"),),
    ResolutionKind.DISTRICT: (Slot("scan", "批准文件扫描件", required=True),),
}


@dataclass(frozen=True)
class Subject:
    """An owner of attachments; `attachment_slots` are those open to the person who asks, now."""

    pk: str
    name: str
    attachment_slots: tuple[Slot, ...]
    attachment_project_id: int | None

    def __str__(self) -> str:
        return self.name


def declaration_subject(user, subject_id: str) -> Subject | None:
    """The declaration with this public id, None when it is out of sight."""
    try:
        found = Declaration.objects.visible_to(user).filter(public_id=UUID(subject_id)).first()
    except ValueError:
        return None
    return Subject(str(found.public_id), found.name, open_slots(found, user), found.project_id) if found else None


def open_slots(declaration: Declaration, user) -> tuple[Slot, ...]:
    """The applicant's papers while it holds the declaration, the office's site photos while it verifies."""
    state = State(declaration.state)
    if state in EDITABLE and declaration.applicant_id in user.organisation_ids and user.may(Permission.APPLY):
        return PAPERS
    return SITE if state is State.VERIFYING and user.may(Permission.VERIFY) else ()


def resolution_subject(user, subject_id: str) -> Subject | None:
    """The decision with this id, None when it is out of sight; its scan may change until the list is issued."""
    if not subject_id.isdecimal() or len(subject_id) > 18:
        return None
    found = Resolution.objects.visible_to(user).select_related("annual_list").filter(pk=int(subject_id)).first()
    if found is None:
        return None
    changeable = found.revoked_at is None and found.annual_list.state not in ("approved", "issued")
    slots = SCAN[ResolutionKind(found.kind)] if changeable and user.may(Permission.DECIDE) else ()
    return Subject(str(found.pk), str(found), slots, None)


def missing_papers(declaration: Declaration) -> list[str]:
    """Labels of required papers that are not there."""
    kept = Attachment.objects.of(KIND, declaration.public_id).kept()
    there = set(kept.values_list("slot", flat=True))
    return [slot.label for slot in PAPERS if slot.required and slot.key not in there]


def papers_of(declaration: Declaration) -> list[dict]:
    """What hangs on it now, for the frozen version: slot, name, size, hash."""
    kept = Attachment.objects.of(KIND, declaration.public_id).kept().order_by("slot", "pk")
    return [{"slot": row.slot, "name": row.name, "size": row.size, "sha256": row.sha256, "id": row.pk} for row in kept]
