"""The right column of a declaration: attachments, checklist, verification record, near-duplicates, history."""

from copy import copy
from typing import Any

from django.urls import reverse

from approvals.checklist import SCREENING, VERIFICATION, Item
from approvals.enums import Action, Answer, Conclusion, State
from approvals.models import Declaration, Step, Verification
from approvals.pages.shown import Shown
from approvals.selectors.attachments import KIND, PAPERS, SITE
from longting.accounts.roles import Permission
from longting.documents.selectors import attachments_of
from projects.pages import near_rows
from projects.selectors.duplicates import near_duplicates

_NEAR_BY = ("name", "project_code", "uscc", "town", "owner_name")


def paper_slots(row: Declaration, shown: Shown) -> list[dict]:
    """Attachments by slot for ui/attachments.html; those that the version before did not have are marked as new."""
    frozen = None if shown.papers is None else {paper["id"] for paper in shown.papers}
    old = None if shown.papers_before is None else {paper["sha256"] for paper in shown.papers_before}
    files: dict[str, list[dict]] = {}
    for found in attachments_of(KIND, row.public_id):
        if frozen is None or found.pk in frozen or found.slot == SITE[0].key:
            files.setdefault(found.slot, []).append(_file(found, old))
    slots = [{"label": slot.label, "required": slot.required, "files": files.get(slot.key, [])} for slot in PAPERS]
    site = [{"label": slot.label, "files": files[slot.key]} for slot in SITE if slot.key in files]
    return [slot for slot in slots if slot["files"] or slot["required"]] + site


def checklist_card(row: Declaration, user) -> dict | None:
    """The unit's checklist and opinion. While it is being filled it is the unit's and the office's business only."""
    inside = row.unit_id in user.organisation_ids or user.may(Permission.VIEW_ALL)
    if not row.checklist or (State(row.state) is State.SUBMITTED and not inside):
        return None
    return {"rows": answer_rows(SCREENING, row.checklist), "opinion": row.screening_note, "unit": row.unit.short}


def verification_card(row: Declaration, records: list[Verification], user) -> dict | None:
    """The office's record of the version last looked at, for those who see the whole district."""
    record = records[0] if records else None
    if record is None or not user.may(Permission.VIEW_ALL):
        return None
    conclusion = Conclusion(record.conclusion) if record.conclusion else None
    visited = f"{record.visited_on:%Y-%m-%d}　{record.visitors}" if record.visited_on else "没有到现场"
    return {
        "tags": [conclusion or {"colour": "y", "label": "还没有结论"}],
        "small": f"针对第 {record.on_version} 版",
        "facts": [
            {"label": "现场核实", "text": visited},
            {"label": "核实情况", "text": record.findings or "—"},
            {"label": "记录人", "text": record.written_by.name},
        ],
        "rows": answer_rows(VERIFICATION, record.answers),
    }


def answer_rows(items: tuple[Item, ...], answers: dict[str, dict]) -> list[dict]:
    """Question, answer, words; a question without an answer says so."""
    return [_answer(item, answers.get(item.key) or {}) for item in items]


def near_card(row: Declaration, values: dict[str, Any], user) -> dict | None:
    """Near-duplicates of what is declared, for those who screen and verify; None for the others."""
    may_know = user.may(Permission.VIEW_ALL) or (row.unit_id in user.organisation_ids and not _applies(row, user))
    if not may_know:
        return None
    trial = copy(row.project)
    for key in _NEAR_BY:
        setattr(trial, key, values.get(key) or "")
    return near_rows(near_duplicates(trial, user))


def log_rows(row: Declaration, steps: list[Step]) -> list[dict]:
    """The history for ui/log.html, newest first; the beginning is no step but belongs to it."""
    rows = [_logged(step) for step in steps]
    begun = {"at": row.created_at, "who": f"{row.applicant.name}　{row.created_by.name}", "text": "起草申报"}
    found = [*reversed(rows), begun]
    found[0]["now"] = True
    return found


def _file(found, old: set[str] | None) -> dict:
    url = reverse("documents:attachment-download", args=[found.pk])
    is_new = old is not None and found.sha256 not in old and found.slot != SITE[0].key
    return {"name": found.name, "url": url, "size": found.size, "at": found.uploaded_at, "new": is_new}


def _answer(item: Item, given: dict) -> dict:
    member = next((answer for answer in Answer if answer == given.get("answer")), None)
    return {
        "cells": [
            {"text": item.question, "css": "t", "more": {"note": given.get("note", "")} if given.get("note") else None},
            {"text": member.label if member else "未填", "kind": "tag", "colour": member.colour if member else "y",
             "label": "结论"},
        ]
    }  # fmt: skip


def _logged(step: Step) -> dict:
    action, target = Action(step.action), State(step.target)
    became = "" if target.label == action.label else target.label
    text = f"{action.label}：{step.comment}" if step.comment else action.label
    version = f"第 {step.on_version} 版　" if step.on_version else ""
    return {"at": step.at, "who": f"{step.organisation}　{step.actor_name}", "text": text, "note": f"{version}{became}"}


def _applies(row: Declaration, user) -> bool:
    return row.applicant_id in user.organisation_ids
