"""The sections of a declaration as cards: facts, what this version changed, opinions and what was answered to them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from approvals.declared import SECTIONS, Section, differences, label_of, printed
from approvals.differing import parts_of
from approvals.enums import NoteState
from approvals.models import Declaration, SectionNote
from approvals.services.screening import looks_at
from longting.accounts.roles import Permission
from longting.common.money import format_wan
from projects.enums import Source
from projects.wording import NOTHING

#: Facts told in sentences: they take the whole width of the card.
LONG = frozenset({"content", "basis", "progress", "goal", "limb_reason", "significance", "address", "contacts"})
#: Facts that say nothing while nobody has given them.
SILENT = frozenset({"village", "basis", "limb_reason", "significance", "plan_finish", "industry", "category"})
_NOTE_COLOURS = {NoteState.OPEN: "r", NoteState.ANSWERED: "", NoteState.SETTLED: ""}


def section_cards(values: dict[str, Any], before: dict[str, Any] | None, notes: list[dict]) -> list[dict]:
    """One card per section that holds facts. `before` are the facts of the version before, None when there is none."""
    changed = differences(before, values) if before is not None else {}
    return [_card(section, values, before, changed, notes) for section in SECTIONS if section.facts]


def papers_card(notes: list[dict]) -> dict:
    """Marks and opinions of the section of attachments, which has no facts."""
    return _headed(SECTIONS[-1], notes, 0)


def note_rows(row: Declaration, notes: Iterable[SectionNote], user) -> list[dict]:
    """Opinions with their state; `may_settle` when it is this person's to say that one was met."""
    settling, office = looks_at(row, user), user.may(Permission.VERIFY)
    return [_note(note, settling and (office or not note.from_office)) for note in notes]


def told(text: str) -> str:
    """A missing value in a comparison: a dash beside a text would be read as part of it."""
    return "（未填写）" if text == NOTHING else text


def funds_table(values: dict, before: dict | None) -> dict:
    """资金来源 by source; with the version before beside it when it differs. Amounts in 万元."""
    now, then = _by_source(values), _by_source(before or {})
    compared = before is not None and now != then
    sources = list(dict.fromkeys([*then, *now])) if compared else list(now)
    rows = [
        {"label": Source.label_of(source), "old": format_wan(then.get(source)), "new": format_wan(now.get(source)),
         "changed": compared and then.get(source) != now.get(source)}
        for source in sources
    ]  # fmt: skip
    return {"compared": compared, "rows": rows}


def _by_source(values: dict) -> dict:
    return {row["source"]: row["amount"] for row in values.get("funds") or []}


def _note(note: SectionNote, settling: bool) -> dict:
    state = _state(note)
    day = timezone.localtime(note.created_at)
    answered = f"第 {note.answered_on_version} 版补正说明：{note.answer}" if note.answered_on_version else ""
    return {
        "pk": note.pk,
        "section": note.section,
        "state": state,
        "colour": _NOTE_COLOURS[state],
        "lead": f"第 {note.on_version} 版意见（{note.author_unit} {note.author.name}，{day.month}月{day.day}日）：",
        "text": note.text,
        "answer": answered,
        "settled": _settled(note),
        "may_settle": settling and state is NoteState.ANSWERED,
    }


def _state(note: SectionNote) -> NoteState:
    """Open until it came back, answered until somebody has looked."""
    if note.settled_at:
        return NoteState.SETTLED
    return NoteState.OPEN if note.answered_on_version is None else NoteState.ANSWERED


def _settled(note: SectionNote) -> str:
    if note.settled_at is None:
        return ""
    return f"{note.settled_by.name} {timezone.localtime(note.settled_at):%Y-%m-%d} 确认已解决"


def _card(section: Section, values: dict, before: dict | None, changed: dict, notes: list[dict]) -> dict:
    found = {key: (old, new) for key, _, old, new in changed.get(section.key, [])}
    shown = [key for key in section.facts if key != "funds" and (key in found or not _silent(key, values))]
    return _headed(section, notes, len(found)) | {
        "facts": [_fact(key, values, found.get(key)) for key in shown if key not in LONG],
        "texts": [_fact(key, values, found.get(key)) for key in shown if key in LONG],
        "funds": funds_table(values, before) if "funds" in section.facts else None,
    }


def _headed(section: Section, notes: list[dict], changes: int) -> dict:
    """Head and opinions of a card; the head counts what is open, what waits for a look, what changed."""
    own = [note for note in notes if note["section"] == section.key]
    counts = {state: sum(1 for note in own if note["state"] is state) for state in NoteState}
    words = (
        ("r", counts[NoteState.OPEN], "未解决意见 {} 条"),
        ("y", counts[NoteState.ANSWERED], "意见待确认 {} 条"),
        ("b", changes, "本版改动 {} 处"),
    )
    return {
        "key": section.key,
        "title": section.title,
        "tags": [{"colour": colour, "label": text.format(count)} for colour, count, text in words if count],
        "notes": [note for note in own if note["state"] is not NoteState.SETTLED],
        "settled": [note for note in own if note["state"] is NoteState.SETTLED],
    }


def _silent(key: str, values: dict) -> bool:
    return key in SILENT and printed(key, values.get(key)) == NOTHING


def _fact(key: str, values: dict, change: tuple[str, str] | None) -> dict:
    if change is None:
        words = printed(key, values.get(key))
        return {"label": label_of(key), "parts": parts_of(words, words)}
    old, new = change
    return {"label": label_of(key), "parts": parts_of(told(old), told(new))}
