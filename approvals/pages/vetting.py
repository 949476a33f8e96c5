"""The page on which the office verifies one declaration: what is declared on the left, the record on the right."""

from django.urls import reverse

from approvals.checklist import VERIFICATION
from approvals.declared import PROJECT_FACTS, ROWS, differences, pack, unpack
from approvals.differing import parts_of
from approvals.enums import Action, Answer, Conclusion, State
from approvals.models import Declaration, Verification
from approvals.pages.aside import answer_rows, paper_slots
from approvals.pages.bar import act_bar
from approvals.pages.cards import note_rows, papers_card, section_cards, told
from approvals.pages.detail import article_8_card
from approvals.pages.shown import shown_to
from approvals.pages.vetting_desk import OFFICE_DAYS
from approvals.pages.waiting import Wait, days_held
from approvals.selectors.attachments import KIND, SITE
from approvals.selectors.holding import holder_of
from approvals.selectors.vetting import neighbours
from longting.accounts.roles import Permission
from longting.common import clock
from longting.documents.selectors import attachments_of
from projects.models import Project

#: Acts that may follow a verification, the one that carries the declaration on first.
_FOLLOWING = (Action.RECEIVE, Action.SHORTLIST, Action.RETURN, Action.DECLINE)
DRAFT_FORM = "verification"


def verify_page(row: Declaration, form, user, today) -> dict:
    """The context of declaration_verify.html; `form` is None for a declaration that is not being verified. `row` comes
    from `pages.detail.with_page`."""
    shown = shown_to(row, list(row.versions.all()), user)
    notes = note_rows(row, row.notes.all(), user)
    records = list(row.verifications.all())
    subject = str(row.public_id)
    return {
        "declaration": row,
        "state": State(row.state),
        "version_words": shown.words,
        "now": clock.now(),
        "held": _held(row, today),
        "card": article_8_card(row, shown, today),
        "sections": section_cards(shown.values, shown.before, notes),
        "papers": papers_card(notes),
        "paper_slots": [slot for slot in paper_slots(row, shown) if slot["label"] != SITE[0].label],
        "kept": differing_from_project(row.project, row.facts),
        "project_url": reverse("projects:project-detail", args=[row.project.public_id]),
        "form": form,
        "theirs": _record(_current(row, records)) if form is not None and form.status == 409 else None,
        "current": _record(_current(row, records)) if form is None else None,
        "earlier": [_record(found) for found in records if found.on_version < row.submissions],
        "slots": photo_slots(row, user),
        "acts": _acts(row, user, today),
        "walk": _walk(row, user),
        "save_url": reverse("documents:draft-save", args=[DRAFT_FORM, subject]),
        "discard_url": reverse("documents:draft-discard", args=[DRAFT_FORM, subject]),
        "draft_at": form.draft.saved_at if form is not None and form.draft else None,
    }


def differing_from_project(project: Project, stored: dict) -> list[dict]:
    """Facts that the 主档 says otherwise: they were changed there after the unit had passed the declaration."""
    known = {key: getattr(project, key) for key in PROJECT_FACTS}
    known["funds"] = [{"source": row.source, "amount": row.amount} for row in project.funds.all()]
    known["contacts"] = [{"duty": row.duty, "name": row.name, "phone": row.phone} for row in project.contacts.all()]
    kept, declared = _in_order(unpack(pack(known))), _in_order(unpack(stored))
    found = [change for changes in differences(kept, declared).values() for change in changes]
    return [
        {"label": label, "parts": parts_of(told(old), told(new))}
        for key, label, old, new in found
        if key in (*PROJECT_FACTS, *ROWS)
    ]


def photo_slots(row: Declaration, user) -> list[dict]:
    """Site photos for ui/attachments.html; may be added and removed while the office verifies."""
    is_open = State(row.state) is State.VERIFYING and user.may(Permission.ATTACH)
    files = [found for found in attachments_of(KIND, row.public_id) if found.slot == SITE[0].key]
    upload = reverse("documents:attachment-upload", args=[KIND, row.public_id, SITE[0].key]) if is_open else ""
    shown = [
        {
            "name": found.name,
            "url": reverse("documents:attachment-download", args=[found.pk]),
            "size": found.size,
            "at": found.uploaded_at,
            "remove_url": reverse("documents:attachment-remove", args=[found.pk]) if is_open else "",
        }
        for found in files
    ]
    return [{"label": SITE[0].label, "hint": SITE[0].hint if is_open else "", "files": shown, "upload_url": upload}]


def _in_order(values: dict) -> dict:
    """Rows in an order of their own, so that only what they say is compared."""
    return values | {key: sorted(values[key], key=lambda found: sorted(map(str, found.values()))) for key in ROWS}


def _held(row: Declaration, today) -> dict:
    """Who has it, since when, for how many working days."""
    holder = holder_of(row, today)
    at_office = State(row.state) in (State.REPORTED, State.VERIFYING)
    light = Wait(days_held(row.held_since, today), OFFICE_DAYS) if at_office else None
    facts = [
        {"label": "现在由谁办", "text": holder.who if light else holder.words, "light": light},
        {"label": "申请单位", "text": row.applicant.name},
        {"label": "上报单位", "text": row.unit.name},
    ]
    return {"facts": facts}


def _current(row: Declaration, records: list[Verification]) -> Verification | None:
    return next((found for found in records if found.on_version == row.submissions), None)


def _record(found: Verification | None) -> dict | None:
    """A record to be read: which version, what was found, by whom."""
    if found is None:
        return None
    visited = f"{found.visited_on:%Y-%m-%d}　{found.visitors}" if found.visited_on else "没有到现场"
    return {
        "title": f"第 {found.on_version} 版核实记录",
        "tags": [Conclusion(found.conclusion)] if found.conclusion else [{"colour": "y", "label": "未完成"}],
        "facts": [
            {"label": "现场核实", "text": visited},
            {"label": "核实情况", "text": found.findings or "—"},
            {"label": "记录人", "text": found.written_by.name},
        ],
        "at": found.written_at,
        "summary": _counted(found.answers),
        "rows": answer_rows(VERIFICATION, found.answers),
    }


def _counted(answers: dict) -> str:
    """`符合 4 项，不符合 1 项`."""
    given = [(answers.get(item.key) or {}).get("answer") for item in VERIFICATION]
    counts = [(answer.label, given.count(answer.value)) for answer in Answer]
    return "，".join(f"{label} {count} 项" for label, count in counts if count) or "还没有逐项核实"


def _acts(row: Declaration, user, today) -> list[dict]:
    offered = {act["label"]: act for act in act_bar(row, user, today)}
    return [offered[action.label] for action in _FOLLOWING if action.label in offered]


def _walk(row: Declaration, user) -> dict:
    """上一件、下一件 among those being verified, the one that waits longest first."""
    before, after = neighbours(row, user) if State(row.state) is State.VERIFYING else (None, None)
    prev_url, next_url = (
        reverse("approvals:declaration-verify", args=[found.public_id]) if found else "" for found in (before, after)
    )
    return {
        "desk_url": reverse("approvals:vetting-desk"),
        "desk_label": "回到核实遴选",
        "prev_url": prev_url,
        "next_url": next_url,
    }
