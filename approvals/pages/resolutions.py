"""What the committee and the district decided on a list, with the scans that prove it."""

from django.urls import reverse

from approvals.enums import ResolutionKind
from approvals.models import Resolution
from approvals.selectors.attachments import RESOLUTION, SCAN, resolution_subject
from longting.common.columns import NOTHING
from longting.documents.selectors import attachments_of
from longting.documents.slots import find_slot
from projects.models import AnnualList


def resolution_cards(row: AnnualList, user) -> list[dict]:
    """The decisions that stand, each with its facts and its files; upload_url where this person may still add one."""
    found = row.resolutions.standing().select_related("recorded_by", "annual_list")
    return [_card(resolution, user) for resolution in found]


def resolution_words(row: AnnualList) -> list[dict]:
    """The decisions as facts for ui/kv.html."""
    return [
        {"label": ResolutionKind.label_of(found.kind), "text": _short(found)} for found in row.resolutions.standing()
    ]


def _card(found: Resolution, user) -> dict:
    return {
        "title": ResolutionKind.label_of(found.kind),
        "facts": [
            {"label": "文号", "text": found.number or "无文号"},
            {"label": "日期", "text": _day(found.decided_on)},
            {"label": "决定内容", "text": found.note or NOTHING},
            {"label": "登记", "text": f"{found.recorded_by.name}"},
        ],
        "slots": _slots(found, user),
    }


def _slots(found: Resolution, user) -> list[dict]:
    subject = resolution_subject(user, str(found.pk))
    open_slots = subject.attachment_slots if subject else ()
    files = attachments_of(RESOLUTION, found.pk)
    slots = []
    for slot in SCAN[ResolutionKind(found.kind)]:
        may_add = find_slot(open_slots, slot.key) is not None
        url = reverse("documents:attachment-upload", args=[RESOLUTION, found.pk, slot.key]) if may_add else ""
        held = [_file(row, may_add) for row in files if row.slot == slot.key]
        hint = slot.hint if may_add else ""
        slots.append({"label": slot.label, "required": slot.required, "hint": hint, "files": held, "upload_url": url})
    return slots


def _file(row, may_remove: bool) -> dict:
    remove = reverse("documents:attachment-remove", args=[row.pk]) if may_remove else ""
    url = reverse("documents:attachment-download", args=[row.pk])
    return {"name": row.name, "url": url, "size": row.size, "at": row.uploaded_at, "remove_url": remove}


def _short(found: Resolution) -> str:
    return "　".join(text for text in (found.number, _day(found.decided_on), found.note) if text)


def _day(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
