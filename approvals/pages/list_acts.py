"""What may be done with a yearly list now, what each act will do, and the page that asks before it is done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from approvals.enums import ListAction, ResolutionKind
from approvals.pages.changed import typed_texts
from approvals.pages.issued import USUAL
from approvals.pages.list_rows import Totals
from approvals.pages.resolutions import resolution_words
from approvals.selectors.drafts import handed_up, reason_against_list
from approvals.workflow import LISTS
from longting.accounts.roles import Permission
from longting.common.columns import cells, heading_rows
from longting.common.money import format_wan
from projects.enums import EntryDecision, ListState
from projects.issued import as_kept, columns_from, freeze, standing_rows
from projects.models import AnnualList


@dataclass(frozen=True)
class Way:
    """How an act on the list is told: its URL name, button, words beside it, words before it is done."""

    url_name: str
    label: str
    hint: str
    words: str


WAYS = {
    ListAction.SUBMIT: Way(
        "list-submit", "上报委员会", "草案固定后交委员会审定",
        "名单草案按现在的内容固定，交委员会审定，共 {count} 个项目。上报以后区项目办不能再增减项目、修改年度计划；"
        "需要修改的，由委员会逐项退回，或整份退回重拟。",
    ),
    ListAction.RETURN: Way(
        "list-return", "退回重拟", "整份退回区项目办，须写明理由",
        "整份名单退回区项目办重拟。已经登记的审定和逐项决定作废，修改后重新上报；已剔除、退回的项目不受影响。",
    ),
    ListAction.ENDORSE: Way(
        "list-endorse", "整体审定", "审定以后不能再逐项剔除或退回",
        "名单上的 {count} 个项目整体审定，项目的申报随之改为“委员会审定”。审定以后不能再逐项剔除或退回；"
        "要改的，先办理重新审定。",
    ),
    ListAction.REOPEN: Way(
        "list-reopen", "重新审定", "回到逐项决定，须写明理由",
        "名单回到委员会审定。已经登记的审定和批准作废，{count} 个项目恢复待决定，申报回到“列入草案”。",
    ),
    ListAction.APPROVE: Way(
        "list-approve", "确认批准", "批准文号、日期、扫描件齐全后办理",
        "确认区委、区政府已批准名单，{count} 个项目的申报随之改为“区委区政府批准”，等区项目办负责人印发。",
    ),
    ListAction.ISSUE: Way(
        "list-issue", "印发名单", "按现在的内容固定，以后不再变化",
        "名单按现在的内容固定并印发，共 {count} 个项目。以后项目的名称、投资、单位怎样变化，印发的名单都不变；"
        "更正只能另发新版。",
    ),
}  # fmt: skip
FORWARD = (ListAction.SUBMIT, ListAction.ENDORSE, ListAction.APPROVE, ListAction.ISSUE)
#: Acts that freeze the list: what will be frozen is shown before.
FREEZING = (ListAction.SUBMIT, ListAction.ISSUE)
RESOLVED = {
    ListState.SUBMITTED: (ResolutionKind.COMMITTEE, "resolution-committee", "登记委员会审定", "会议日期、纪要和意见"),
    ListState.ENDORSED: (
        ResolutionKind.DISTRICT,
        "resolution-district",
        "登记区委区政府批准",
        "文号、日期和扫描件",
    ),
}


def list_acts(row: AnnualList, user, count: int) -> list[dict]:
    """The act bar of the list: what has to be recorded first, then the acts of the table, each blocked with its
    reason."""
    actions = [way.action for way in LISTS.available(ListState(row.state), user.may)]
    return [*_preparing(row, user), *(_act(row, action, user) for action in actions)]


def act_page(row: AnnualList, action: ListAction, form, user, today: date) -> dict:
    """The page that says what an act will do before it is done."""
    entries = standing_rows(row, today)
    totals, way = Totals("", entries), WAYS[action]
    snapshot = as_kept(freeze(row, entries, more=lambda entry: {}))
    columns = [column for column in columns_from(snapshot) if column.key in USUAL]
    revision = handed_up(row)
    return {
        "annual_list": row,
        "form": form,
        "label": way.label,
        "words": way.words.format(count=len(entries)),
        "blocked": reason_against_list(row, action, user) if _is_open_question(form) else "",
        "typed": typed_texts(form) if form.status == 409 else [],
        "facts": [
            {"label": "项目", "text": f"{len(entries)} 个"},
            {"label": "总投资", "text": f"{format_wan(totals.total)} 万元"},
            {"label": "年度计划", "text": f"{format_wan(totals.plan)} 万元"},
            *resolution_words(row),
            *([{"label": "已上报", "text": f"{revision.revision} 次"}] if revision else []),
        ],
        "head": heading_rows(columns),
        "rows": [{"cells": cells(columns, kept)} for kept in snapshot["rows"]] if action in FREEZING else [],
        "back_url": draft_url(row),
    }


def resolution_page(row: AnnualList, kind: ResolutionKind, form) -> dict:
    """The context of resolution_form.html: what was decided on the list, recorded anew or for the first time."""
    right = next(state for state, (found, *_) in RESOLVED.items() if found is kind)
    words = f"{kind.label}要在名单是“{right.label}”时登记，现在是“{ListState.label_of(row.state)}”。"
    return {
        "form": form,
        "annual_list": row,
        "kind": kind,
        "known": row.resolutions.standing().filter(kind=kind).exists(),
        "blocked": words if row.state != right and _is_open_question(form) else "",
        "typed": typed_texts(form) if form.status == 409 else [],
        "back_url": draft_url(row),
    }


def _is_open_question(form) -> bool:
    """Whether the page has to say itself why the act cannot be done: a form that was refused for that says it."""
    return not form.is_bound or form.status == 409


def draft_url(row: AnnualList) -> str:
    """The page of the list on its way."""
    return reverse("approvals:draft-detail", args=[row.year, row.batch])


def _preparing(row: AnnualList, user) -> list[dict]:
    """What the committee does before it moves the list."""
    if row.state not in RESOLVED or not user.may(Permission.DECIDE):
        return []
    kind, name, label, hint = RESOLVED[ListState(row.state)]
    known = row.resolutions.standing().filter(kind=kind).exists()
    found = [{"label": f"更正{label[2:]}" if known else label, "href": _url(row, name), "hint": hint}]
    pending = row.entries.standing().filter(decision=EntryDecision.PENDING).count()
    if row.state == ListState.SUBMITTED and pending:
        found.insert(0, {
            "label": f"其余 {pending} 个全部同意", "url": _url(row, "list-keep-rest"),
            "hint": "没有逐项决定的项目全部同意列入", "confirm": f"再按一次，同意 {pending} 个",
        })  # fmt: skip
    return found


def _act(row: AnnualList, action: ListAction, user) -> dict:
    way = WAYS[action]
    return {
        "label": way.label,
        "hint": way.hint,
        "primary": action in FORWARD,
        "blocked": reason_against_list(row, action, user),
        "href": _url(row, way.url_name),
    }


def _url(row: AnnualList, name: str) -> str:
    return reverse(f"approvals:{name}", args=[row.year, row.batch])
