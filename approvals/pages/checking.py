"""What the unit sees while it screens one declaration: facts, opinions, the checklist, and what passing would write."""

from django.urls import reverse

from approvals.checklist import SCREENING, problems
from approvals.declared import PROJECT_FACTS, ROWS, differences, unpack
from approvals.enums import Action, Answer
from approvals.models import Declaration
from approvals.pages.acts import detail_url, row_facts, why_not
from approvals.pages.article8 import eligibility_card_of
from approvals.pages.aside import near_card, paper_slots
from approvals.pages.cards import note_rows, papers_card, section_cards
from approvals.pages.screening import desk_url, screen_url
from approvals.pages.shown import shown_to
from approvals.selectors.judging import standing_of
from approvals.selectors.screening import neighbours
from projects.models import Project, RuleSet

_CHANGES = [[{"text": "事实", "css": "t"}, {"text": "主档现在"}, {"text": "通过后"}]]
_COMPARED = (*PROJECT_FACTS, *ROWS)


def screen_page(row: Declaration, form, user, today) -> dict:
    """The context of templates/approvals/declaration_screen.html. `form` is the checklist as typed or as saved."""
    earlier, later = neighbours(row, user)
    rule = RuleSet.objects.in_force(today)
    return {
        "declaration": row,
        "back_url": detail_url(row),
        "facts": row_facts(row, today),
        "card": eligibility_card_of(row, rule, standing_of(row, rule)) if rule else None,
        "changes_head": _CHANGES,
        "changes": change_rows(row),
        "near": near_card(row, unpack(row.facts), user),
        "form": form,
        "items": item_rows(row, form),
        "theirs": theirs(row, form),
        "acts": _acts(row, today),
        "next_url": screen_url(later or earlier) if later or earlier else desk_url(),
        "walk": {
            "desk_url": desk_url(),
            "desk_label": "回到初审上报",
            "prev_url": screen_url(earlier) if earlier else "",
            "next_url": screen_url(later) if later else "",
        },
    } | reading(row, user)


def reading(row: Declaration, user) -> dict:
    """What whoever judges a declaration reads: its sections beside the version before, its opinions, its papers."""
    shown = shown_to(row, list(row.versions.all()), user)
    notes = note_rows(row, row.notes.select_related("author", "settled_by"), user)
    return {
        "sections": section_cards(shown.values, shown.before, notes),
        "papers": papers_card(notes),
        "slots": paper_slots(row, shown),
    }


def change_rows(row: Declaration) -> list[dict]:
    """What passing would write into the 主档: fact, as it stands there, as declared."""
    values = unpack(row.facts)
    declared = {key: values[key] for key in _COMPARED}
    found = [line for lines in differences(facts_of(row.project), declared).values() for line in lines]
    return [
        {"cells": [{"text": label, "css": "t"}, {"text": old, "label": "主档现在"}, {"text": new, "label": "通过后"}]}
        for _, label, old, new in found
    ]


def facts_of(project: Project) -> dict:
    """The facts of the 主档 in the shape of the declared ones."""
    found = {key: getattr(project, key) for key in PROJECT_FACTS}
    found["funds"] = [{"source": row.source, "amount": row.amount} for row in project.funds.all()]
    found["contacts"] = [{"duty": row.duty, "name": row.name, "phone": row.phone} for row in project.contacts.all()]
    return found


def item_rows(row: Declaration, form) -> list[dict]:
    """The items with their inputs. What a saved answer still lacks is said beside it once anything was saved."""
    lacking = problems(SCREENING, row.checklist) if row.checklist and not form.is_bound else {}
    return [
        {
            "number": number,
            "question": item.question,
            "hint": item.hint,
            "answer": form[f"answer_{item.key}"],
            "note": form[f"note_{item.key}"],
            "lacking": lacking.get(item.key, ""),
        }
        for number, item in enumerate(SCREENING, start=1)
    ]


def theirs(row: Declaration, form) -> list[dict]:
    """After a conflict: the items that somebody else has answered otherwise meanwhile, as they are saved now."""
    if form.status != 409:
        return []
    typed = form.answers
    return [
        {"label": item.question, "text": _said(row.checklist.get(item.key)), "typed": _said(typed.get(item.key))}
        for item in SCREENING
        if _said(row.checklist.get(item.key)) != _said(typed.get(item.key))
    ] + _other_note(row, form)


def _other_note(row: Declaration, form) -> list[dict]:
    note = form.cleaned_data["note"]
    return [] if note == row.screening_note else [{"label": "初审意见", "text": row.screening_note, "typed": note}]


def _said(given: dict | None) -> str:
    """An answer in words."""
    answer, note = (given or {}).get("answer", ""), (given or {}).get("note", "")
    words = Answer.label_of(answer) if answer else "未填"
    return f"{words}：{note}" if note else words


def _acts(row: Declaration, today) -> list[dict]:
    """通过, blocked while anything is missing, and the page on which it is returned."""
    blocked = why_not(row, Action.PASS, today)
    one = [row.public_id]
    passing = {"label": "初审通过", "primary": True, "blocked": blocked, "url": _url("pass", one)}
    return [
        passing | {"hint": "按已保存的清单办理；申报的事实写入主档，项目进入待上报"},
        {"label": "退回补正", "href": _url("return", one), "hint": "逐节写明意见，由申请单位补正"},
    ]


def _url(act: str, arguments: list) -> str:
    return reverse(f"approvals:declaration-{act}", args=arguments)
