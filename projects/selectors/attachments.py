"""What may be attached to a project, and what is (see longting.documents.selectors.find_subject)."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from longting.accounts.roles import Permission
from longting.documents.selectors import attachments_of
from longting.documents.slots import PICTURES, Slot
from projects.models import Project

KIND = "project"
SLOTS = (
    Slot("approval", "立项文件"),
    Slot("filing", "备案、核准证"),
    Slot("feasibility", "可研批复"),
    Slot("land", "用地预审"),
    Slot("planning", "规划许可"),
    Slot("construction", "施工许可"),
    Slot("photo", "现场照片", accept=PICTURES),
    Slot("other", "其他"),
)

#: Types and size of most slots are told once, below the list.
USUAL = SLOTS[-1]


@dataclass(frozen=True)
class Subject:
    """A project as the owner of attachments; `attachment_slots` are those open to the person who asks."""

    pk: str
    name: str
    attachment_slots: tuple[Slot, ...]
    attachment_project_id: int

    def __str__(self) -> str:
        return self.name


def attachment_subject(user, subject_id: str) -> Subject | None:
    """The project with this public id, None when it is out of sight."""
    try:
        found = Project.objects.visible_to(user).filter(public_id=UUID(subject_id)).first()
    except ValueError:
        return None
    slots = SLOTS if user.may(Permission.ATTACH) else ()
    return Subject(str(found.public_id), found.name, slots, found.pk) if found else None


def slots_of(project: Project, *, may_attach: bool) -> list[dict]:
    """Slots with their files for ui/attachments.html; an empty slot is shown to those who may fill it."""
    files: dict[str, list[dict]] = {}
    for row in attachments_of(KIND, project.public_id):
        files.setdefault(row.slot, []).append(_file(row, may_attach))
    shown = [slot for slot in SLOTS if may_attach or slot.key in files]
    return [_slot(slot, files.get(slot.key, []), project, may_attach) for slot in shown]


def _file(row, may_attach: bool) -> dict:
    remove = reverse("documents:attachment-remove", args=[row.pk]) if may_attach else ""
    url = reverse("documents:attachment-download", args=[row.pk])
    return {"name": row.name, "url": url, "size": row.size, "at": row.uploaded_at, "remove_url": remove}


def _slot(slot: Slot, files: list[dict], project: Project, may_attach: bool) -> dict:
    address = reverse("documents:attachment-upload", args=[KIND, project.public_id, slot.key]) if may_attach else ""
    hint = slot.hint if may_attach and slot.accept != USUAL.accept else ""
    return {"label": slot.label, "hint": hint, "files": files, "upload_url": address}
