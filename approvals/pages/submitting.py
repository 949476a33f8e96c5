"""What is looked at once more before an application is sent: gaps, window, Article 8, near projects, changes."""

import json
from copy import copy
from datetime import date
from typing import Any

from django.urls import reverse

from approvals.declared import PROJECT_FACTS, TITLES, differences, label_of, missing, unpack
from approvals.differing import parts_of
from approvals.enums import Action
from approvals.forms.applying import SubmitForm
from approvals.models import Declaration, DeclarationVersion
from approvals.pages.applying import facts_of, note_row, returned, window_words
from approvals.pages.article8 import stored_card
from approvals.selectors.attachments import PAPERS, missing_papers, papers_of
from approvals.services.acts import reason_against
from longting.common.errors import Refused
from projects.models import Project, RuleSet
from projects.pages import near_rows
from projects.selectors.duplicates import near_duplicates
from projects.wording import NOTHING

_GAPS = "内容还没有填齐，见上面“内容是否齐全”。"
#: What the answers typed here are kept as.
ANSWERS = "answers"
_SLOTS = {slot.key: slot.label for slot in PAPERS}


def submit_page(form: SubmitForm, row: Declaration, user, today: date) -> dict:
    """The context of declaration_submit.html; `form.draft` is what was typed into the form of the declaration and not
    saved, `form.kept` the answers typed here and not sent."""
    values = unpack(row.facts)
    gaps, closed = gaps_of(row, values), window_words(row, today)
    last = row.versions.last()
    return {
        "declaration": row,
        "form": form,
        "back": returned(row, today),
        "gaps": gaps,
        "facts": facts_of(row, today),
        "window": closed,
        "card": stored_card(row, RuleSet.objects.in_force(today)),
        "near": near_rows(near_duplicates(_as_declared(row.project, values), user)),
        "changes": changes_since(last, row, values) if last else None,
        "opinions": [_opinion(note, form) for note in form.notes],
        "act": {
            "label": "提交申请",
            "hint": f"交{row.unit.name}初审；提交后内容定为第 {row.submissions + 1} 版，不能再改",
            "blocked": closed or (gaps and _GAPS) or _blocked(row, today),
            "primary": True,
            "icon": "send",
        },
        "draft_at": form.draft.saved_at if form.draft else None,
        "kept_at": form.kept.saved_at if form.kept else None,
        "save_url": reverse("documents:draft-save", args=[ANSWERS, row.public_id]) if form.notes else "",
        "discard_url": reverse("documents:draft-discard", args=[ANSWERS, row.public_id]),
    }


def gaps_of(row: Declaration, values: dict[str, Any]) -> list[dict]:
    """What is missing by section, each with the address of the place where it is filled in."""
    edit = reverse("approvals:declaration-edit", args=[row.public_id])
    found: dict[str, list[str]] = {}
    for section, key in missing(values):
        found.setdefault(section, []).append(label_of(key))
    if papers := missing_papers(row):
        found["papers"] = papers
    return [
        {"title": TITLES[key], "words": "、".join(names), "url": f"{edit}#section-{key}"}
        for key, names in found.items()
    ]


def changes_since(last: DeclarationVersion, row: Declaration, values: dict[str, Any]) -> dict:
    """What differs from the last version that was sent: facts by section, then papers that came and went."""
    content = json.loads(last.snapshot)
    found = differences(unpack(content["facts"]), values)
    groups = [
        {"title": TITLES[key], "rows": [{"label": label, "parts": _parts(old, new)} for _, label, old, new in rows]}
        for key, rows in found.items()
    ]
    if papers := _paper_changes(content["papers"], papers_of(row)):
        groups.append({"title": TITLES["papers"], "rows": papers})
    return {"number": last.number, "groups": groups}


def _paper_changes(before: list[dict], after: list[dict]) -> list[dict]:
    then, now = ({(paper["slot"], paper["sha256"]): paper["name"] for paper in papers} for papers in (before, after))
    gone = [(slot, parts_of(name, "")) for (slot, sha), name in then.items() if (slot, sha) not in now]
    come = [(slot, parts_of("", name)) for (slot, sha), name in now.items() if (slot, sha) not in then]
    return [{"label": _SLOTS.get(slot, slot), "parts": parts} for slot, parts in gone + come]


def _parts(old: str, new: str) -> list:
    """A dash beside a text would be read as part of it."""
    old, new = ("（未填写）" if text == NOTHING else text for text in (old, new))
    return parts_of(old, new)


def _opinion(note, form: SubmitForm) -> dict:
    return note_row(note) | {"title": TITLES[note.section], "field": form[form.name_of(note)]}


def _as_declared(project: Project, values: dict[str, Any]) -> Project:
    """The project with what is declared of it; never its own duplicate."""
    trial = copy(project)
    for key in PROJECT_FACTS:
        setattr(trial, key, values[key])
    return trial


def _blocked(row: Declaration, today: date) -> str:
    try:
        return reason_against(row, Action.SUBMIT, today)
    except Refused as refusal:
        return refusal.message
