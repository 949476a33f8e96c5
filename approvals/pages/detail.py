"""The page of one declaration: everything everybody sees of it, as plain values."""

from copy import copy
from datetime import date

from django.urls import reverse
from django.utils import timezone

from approvals.enums import AT_OFFICE, ENDED, State
from approvals.models import Declaration, ListStep, Step
from approvals.pages.article8 import eligibility_card_of
from approvals.pages.aside import checklist_card, log_rows, near_card, paper_slots, verification_card
from approvals.pages.bar import act_bar
from approvals.pages.cards import note_rows, papers_card, section_cards
from approvals.pages.shown import Shown, shown_to
from approvals.pages.stages import stage_bar
from approvals.selectors.holding import holder_of, spells_of
from approvals.selectors.judging import standing_of
from longting.accounts.roles import Permission
from projects.models import RuleSet

#: Desks whose queue a reader can walk through: states, URL name, title, who works there.
DESKS = {
    "screening": ((State.SUBMITTED,), "screening-desk", "初审", (Permission.SCREEN, Permission.SIGN_OFF)),
    "vetting": (AT_OFFICE, "vetting-desk", "核实遴选", (Permission.VERIFY, Permission.SUBMIT_LIST)),
}

#: What was done to a declaration that came back or ended.
_ENDINGS = {State.RETURNED: "退回补正", State.REJECTED: "不予通过", State.DECLINED: "未列入", State.WITHDRAWN: "撤回"}


def with_page(declarations):
    """The rows with what the page reads of them at hand."""
    related = ("project", "applicant", "unit", "created_by", "override__decided_by", "entry__annual_list")
    return declarations.select_related(*related).prefetch_related(
        "steps",
        "versions",
        "notes__author",
        "notes__settled_by",
        "verifications__written_by",
        "project__overrides__decided_by",
    )


def detail_page(row: Declaration, user, today: date, desk: str = "") -> dict:
    """The context of declaration_detail.html; `row` comes from `with_page`."""
    steps, versions = list(row.steps.all()), list(row.versions.all())
    shown = shown_to(row, versions, user)
    notes = note_rows(row, row.notes.all(), user)
    return {
        "declaration": row,
        "crumb": f"{row.year}年度 第 {row.batch} 批 / {row.number}",
        "tags": _tags(row),
        "version_words": shown.words,
        "compare": _compare(row, len(versions)),
        "banner": banner_of(row, steps, notes),
        "shown_note": shown.note,
        "stages": stage_bar(row, steps, spells_of(row, steps, list_steps_of(row), today), holder_of(row, today)),
        "card": article_8_card(row, shown, today),
        "sections": section_cards(shown.values, shown.before, notes),
        "papers": papers_card(notes),
        "slots": paper_slots(row, shown),
        "checklist": checklist_card(row, user),
        "verification": verification_card(row, list(row.verifications.all()), user),
        "near": near_card(row, shown.values, user),
        "log": log_rows(row, steps),
        "acts": act_bar(row, user, today),
        "walk": neighbours(row, user, desk),
    }


def article_8_card(row: Declaration, shown: Shown, today: date) -> dict | None:
    """The card of Article 8 for the facts this person sees."""
    rule = RuleSet.objects.in_force(today)
    seen = copy(row)
    seen.facts = shown.stored
    return eligibility_card_of(seen, rule, standing_of(seen, rule)) if rule else None


def list_steps_of(row: Declaration) -> list[ListStep]:
    """Steps of the list it stands on: while on a draft, the list says with whom it lies."""
    return list(row.entry.annual_list.steps.all()) if row.entry_id else []


def banner_of(row: Declaration, steps: list[Step], notes: list[dict]) -> dict | None:
    """What stands first: that it was returned, by whom and why; why it ended."""
    state, last = State(row.state), steps[-1] if steps else None
    if last is None or state not in (State.RETURNED, *ENDED):
        return None
    day = timezone.localtime(last.at)
    lead = f"{last.organisation} {last.actor_name} {day.year}年{day.month}月{day.day}日{_ENDINGS[state]}："
    count = sum(1 for note in notes if not note["answer"] and not note["settled"])
    more = f"（{count} 条分节意见见下）" if state is State.RETURNED and count else ""
    return {"lead": lead, "text": f"{last.comment}{more}", "colour": "r" if state is State.RETURNED else ""}


def neighbours(row: Declaration, user, desk: str) -> dict | None:
    """上一件、下一件 in the queue of the desk the reader came from, by number; None without a desk."""
    if desk not in DESKS or not any(user.may(permission) for permission in DESKS[desk][3]):
        return None
    states, url_name, title, _ = DESKS[desk]
    queue = Declaration.objects.visible_to(user).in_state(*states).exclude(pk=row.pk)
    queue = queue.of_unit(user) if desk == "screening" else queue
    before = queue.filter(number__lt=row.number).order_by("-number").values_list("public_id", flat=True).first()
    after = queue.filter(number__gt=row.number).order_by("number").values_list("public_id", flat=True).first()
    return {
        "desk_url": reverse(f"approvals:{url_name}"),
        "desk_label": f"回到{title}",
        "prev_url": _page(before, desk),
        "next_url": _page(after, desk),
    }


def _page(public_id, desk: str) -> str:
    return f"{reverse('approvals:declaration-detail', args=[public_id])}?desk={desk}" if public_id else ""


def _tags(row: Declaration) -> list[dict]:
    state = State(row.state)
    tags = [{"colour": state.colour, "label": state.label}]
    return tags + ([{"colour": "y", "label": "演示数据"}] if row.is_demo else [])


def _compare(row: Declaration, count: int) -> dict | None:
    if count < 2:
        return None
    url = reverse("approvals:declaration-compare", args=[row.public_id])
    return {"url": url, "label": f"与第 {count - 1} 版对照"}
