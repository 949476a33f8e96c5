"""When an application was saved elsewhere meanwhile (a second tab, a colleague): both texts side by side, and a form
in which they stand together. Nothing typed is lost, nothing saved is overwritten unseen."""

from typing import Any

from django.http import QueryDict

from approvals.declared import SECTION_OF, label_of, printed, unpack
from approvals.forms.declaring import PLACE, DeclarationForm
from approvals.forms.seen import SHOWN_CONTACTS, contacts_mark, marks_of
from approvals.models import Declaration
from projects.enums import Duty

_HEAD = [[{"text": "内容", "css": "t"}, {"text": "已保存的"}, {"text": "您填的"}, {"text": "继续时采用"}]]
_OURS, _THEIRS = "您填的", "已保存的"


def conflict_page(form: DeclarationForm, fresh: DeclarationForm, row: Declaration, sent: QueryDict) -> dict:
    """The context of declaration_conflict.html: `form` is what was sent, `fresh` the form of `row` as it is now."""
    now, typed, seen = unpack(row.facts), form.values, form.marks
    stored, mine = marks_of(now), marks_of(typed)
    rows, taken = [], set()
    for key in SECTION_OF:
        broken = any(name in form.errors for name in form.all_inputs_of(key))
        if mine[key] == stored[key] and not broken:
            continue
        by_them = stored[key] != seen.get(key)
        if by_them and not _touched(key, form, mine, seen, broken):
            taken.add(key)
        text = _raw(form, key) if broken else printed(key, typed[key])
        rows.append(_row(key, printed(key, now[key]), text, by_them, key in taken))
    return {
        "declaration": row,
        "head": _HEAD,
        "rows": rows,
        "pairs": _merged(sent, fresh, taken),
    }


def _touched(key: str, form: DeclarationForm, mine: dict[str, str], seen: dict[str, str], broken: bool) -> bool:
    """Whether the person changed the fact. Contacts are compared as shown: a mask may stand for another number now."""
    if key == "contacts":
        return contacts_mark(form.contact_part.typed(form.data)) != seen.get(SHOWN_CONTACTS)
    return broken or mine[key] != seen.get(key)


def _row(key: str, now: str, typed: str, by_them: bool, is_taken: bool) -> dict:
    both = by_them and not is_taken
    choice = f"{_OURS}，请核对" if both else _THEIRS if is_taken else _OURS
    return {
        "cells": [
            {"text": label_of(key), "css": "t"},
            {"text": now, "label": _THEIRS, "css": "warn" if both else ""},
            {"text": "没有改过" if is_taken else typed, "label": _OURS, "css": "warn" if both else ""},
            {"text": choice, "label": "继续时采用"},
        ]
    }


def _raw(form: DeclarationForm, key: str) -> str:
    """What was typed where it could not be read."""
    if key == "contacts":
        rows = [(Duty.label_of(duty), name, phone) for duty, name, phone in form.contact_part.typed(form.data)]
        return "；".join(" ".join(filter(None, row)) for row in rows if any(row))
    texts = [str(form[name].value() or "") for name in form.all_inputs_of(key)]
    return " ".join(text for text in texts if text)


def _merged(sent: QueryDict, fresh: DeclarationForm, taken: set[str]) -> list[tuple[str, str]]:
    """Inputs for going on: what was typed, but what is saved where only that was changed; on the version of now."""
    names = {name for key in taken for name in fresh.all_inputs_of(key)} | {"version", "seen"}
    names |= {"place"} if taken & set(PLACE) else set()
    pairs = [(name, value) for name, values in sent.lists() for value in values if name in fresh.fields]
    pairs = [(name, value) for name, value in pairs if name not in names]
    return pairs + [(name, text) for name in fresh.fields if name in names and (text := _as_sent(fresh, name))]


def _as_sent(form: DeclarationForm, name: str) -> str:
    """The value of an input as a browser would send it; "" for an empty one and for a box that is not ticked."""
    value: Any = form[name].value()
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)
