"""Attachments of a declaration as its form shows them, by slot, with what this person may add or remove now."""

from django.urls import reverse

from approvals.models import Declaration
from approvals.selectors.attachments import KIND, PAPERS, SITE, open_slots
from longting.documents.selectors import attachments_of
from longting.documents.slots import Slot

#: Types and size of most slots are told once, below the list.
USUAL = PAPERS[-1]


def upload_slots(row: Declaration, user) -> list[dict]:
    """Slots for ui/attachments.html: those open to the person, and those that hold a file."""
    open_now = open_slots(row, user)
    files: dict[str, list[dict]] = {}
    for found in attachments_of(KIND, row.public_id):
        may_remove = any(slot.key == found.slot for slot in open_now)
        files.setdefault(found.slot, []).append(_file(found, may_remove))
    shown = [slot for slot in (*PAPERS, *SITE) if slot in open_now or slot.key in files]
    return [_slot(slot, files.get(slot.key, []), row, slot in open_now) for slot in shown]


def limit_words() -> str:
    """Types and size of a usual slot."""
    return f"没有另外注明的：{USUAL.hint}。"


def _slot(slot: Slot, files: list[dict], row: Declaration, is_open: bool) -> dict:
    url = reverse("documents:attachment-upload", args=[KIND, row.public_id, slot.key]) if is_open else ""
    hint = slot.hint if is_open and slot.accept != USUAL.accept else ""
    return {"label": slot.label, "required": slot.required, "hint": hint, "files": files, "upload_url": url}


def _file(found, may_remove: bool) -> dict:
    remove = reverse("documents:attachment-remove", args=[found.pk]) if may_remove else ""
    url = reverse("documents:attachment-download", args=[found.pk])
    return {"name": found.name, "url": url, "size": found.size, "at": found.uploaded_at, "remove_url": remove}
