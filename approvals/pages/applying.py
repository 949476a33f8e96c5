"""What the applicant's form shows, as plain values: sections with their opinions, the return, who holds it, papers."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from approvals.declared import ROWS, SECTIONS, Section, label_of
from approvals.enums import State, WindowState
from approvals.forms.declaring import DeclarationForm
from approvals.models import Declaration, SectionNote
from approvals.pages.uploads import limit_words, upload_slots
from approvals.selectors.attachments import missing_papers
from approvals.selectors.holding import holder_of
from approvals.selectors.windows import window_of
from approvals.windows import Window, day_words
from longting.common.workdays import Calendar
from projects.forms.attached import ContactsPart, FundsPart

#: Working days for mending what was returned.
MENDING_DAYS = 5
FORM = "declaration"
_SMALL = {
    "money": "单位万元，可带单位填写，如 1.2亿元",
    "grounds": "第八条，结论由系统按规则得出",
    "contacts": "号码平时隐去；不改的保持原样",
}
#: What stands above an input.
_LEGENDS = {
    "fits_plan": "情形一：产业项目，看产业规划和总投资",
    "is_livelihood": "情形二：不看投资额度，符合其中一项并写明理由",
    "significance": "参加重大项目选取的（第十条）",
}
_PAPERS = SECTIONS[-1]
_SAVE_FIRST, _SAVE_AGAIN = "不齐也能保存，提交前别的单位看不到", "不齐也能保存，改好后再提交"
#: The card of Article 8 stands below the section it follows from.
_GROUNDS = "grounds"


def form_page(form: DeclarationForm, row: Declaration, card: dict | None, user, today: date) -> dict:
    """The context of declaration_form.html."""
    notes = open_notes(row)
    cards = [section_card(section, form, notes) for section in SECTIONS if section.facts]
    place = next(i for i, found in enumerate(cards) if found["key"] == _GROUNDS) + 1
    subject = str(row.public_id)
    return {
        "declaration": row,
        "form": form,
        "before": cards[:place],
        "after": cards[place:],
        "card": card,
        "back": returned(row, today),
        "facts": facts_of(row, today),
        "window": window_words(row, today),
        "papers": papers_card(row, notes),
        "slots": upload_slots(row, user),
        "slot_limit": f"{limit_words()}上传、移除会重新打开本页，先保存填写的内容。",
        "save_hint": _SAVE_AGAIN if row.submissions else _SAVE_FIRST,
        "draft_at": form.draft.saved_at if form.draft else None,
        "save_url": reverse("documents:draft-save", args=[FORM, subject]),
        "discard_url": reverse("documents:draft-discard", args=[FORM, subject]),
    }


def section_card(section: Section, form: DeclarationForm, notes: list[SectionNote]) -> dict:
    """One card of the form: its inputs, what is still missing, the opinions on it."""
    lacking = form.lacks(section)
    for key in lacking:
        for name in form.inputs_of(key)[: 1 if key in ROWS else None]:
            form.fields[name].widget.attrs["class"] = "ask"
    own = [note_row(note) for note in notes if note.section == section.key]
    rows = form.contact_part.rows_of_inputs() if "contacts" in section.facts else []
    fields = [{"legend": _LEGENDS.get(name, ""), "input": form[name]} for name in form.inputs(section)]
    funds = [form[name] for name in FundsPart.names] if "funds" in section.facts else []
    return {
        "key": section.key,
        "title": section.title,
        "small": _SMALL.get(section.key, ""),
        "tags": _tags(len(own), len(lacking)),
        "lacking": "、".join(label_of(key) for key in lacking),
        "notes": own,
        "fields": fields,
        "funds": funds,
        "body": bool(own or lacking or fields or funds),
        "rows": [{"label": "", "fields": [form[name] for name in names]} for _, names in rows],
        "heads": ContactsPart.heads,
    }


def papers_card(row: Declaration, notes: list[SectionNote]) -> dict:
    """The head of the card of attachments."""
    own = [note_row(note) for note in notes if note.section == _PAPERS.key]
    return {"key": _PAPERS.key, "title": _PAPERS.title, "notes": own, "tags": _tags(len(own), len(missing_papers(row)))}


def open_notes(row: Declaration) -> list[SectionNote]:
    """Opinions nobody has confirmed as met, in the order they were written."""
    return list(row.notes.filter(settled_at__isnull=True).select_related("author"))


def note_row(note: SectionNote) -> dict:
    """An opinion with who wrote it when; `answer` when it was answered and not confirmed yet."""
    day = timezone.localtime(note.created_at)
    who = f"{note.author_unit} {note.author.name}".strip()
    return {
        "lead": f"第 {note.on_version} 版意见（{who}，{day.month}月{day.day}日）：",
        "text": note.text,
        "answer": f"第 {note.answered_on_version} 版补正说明：{note.answer}" if note.answered_on_version else "",
    }


def returned(row: Declaration, today: date) -> dict | None:
    """Who returned it, when, why, until when; None when it was not returned."""
    if row.state != State.RETURNED:
        return None
    step = row.steps.filter(target=State.RETURNED).last()
    due = Calendar.shipped().add(timezone.localdate(row.held_since), MENDING_DAYS)
    over = Calendar.shipped().between(due, today)
    late = f"已超过 {over} 个工作日，尽快补正后重新提交。" if over > 0 else "补正后重新提交。"
    return {
        "who": f"{step.organisation} {step.actor_name}".strip(),
        "at": step.at,
        "why": step.comment,
        "until": f"{day_words(due)}前（{MENDING_DAYS} 个工作日）{late}",
    }


def facts_of(row: Declaration, today: date) -> list[dict[str, Any]]:
    """What stands fast: number, list, units, version, window, and who holds it for how long."""
    window = window_of(row.year, row.batch)
    version = f"第 {row.submissions} 版" if row.submissions else "还没有提交过"
    return [
        {"label": "申报编号", "text": row.number},
        {"label": "申报批次", "text": f"{row.year}年度第 {row.batch} 批"},
        {"label": "申请单位", "text": row.applicant.name},
        {"label": "初审单位", "text": row.unit.name},
        {"label": "申报时间", "text": window.words, "tag": window.state(today)},
        {"label": "已提交", "text": version},
        {"label": "现在在", "text": holder_of(row, today).words},
    ]


def window_words(row: Declaration, today: date) -> str:
    """Why it cannot be submitted now and when it can; "" while it can. What was returned may always come back."""
    return "" if row.submissions else window_of(row.year, row.batch).against(today)


def window_rows(windows: list[Window], today: date) -> list[dict]:
    """The lists with their windows, for the page that begins an application."""
    return [
        {"label": f"{window.year}年度第 {window.batch} 批", "text": window.words, "tag": window.state(today)}
        for window in windows
    ]


def begin_page(form, near: dict | None, today: date) -> dict:
    """The context of declaration_create.html."""
    usual = form.windows[0]
    closed = usual.state(today) is not WindowState.OPEN
    return {
        "form": form,
        "near": near,
        "windows": window_rows(form.windows, today),
        "window": usual.against(today) if closed else "",
    }


def _tags(opinions: int, lacking: int) -> list[dict]:
    words = (("r", opinions, "未解决意见 {} 条"), ("y", lacking, "还缺 {} 项"))
    return [{"colour": colour, "label": text.format(count)} for colour, count, text in words if count]
