"""办理流程单 on A4: every step of a declaration, and whose working days went by before it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from approvals.enums import Action, ListAction, State
from approvals.models import Declaration, ListStep, Step
from approvals.pages.detail import list_steps_of
from approvals.pages.sheets import BASIS
from approvals.selectors.holding import days_by_side, holder_of, side_of, spells_of, up_after, workdays

#: Acts of a list that move its declarations without a step of their own.
_OF_LIST = (ListAction.SUBMIT, ListAction.RETURN)


def steps_page(row: Declaration, now: datetime) -> dict:
    """The context of declaration_steps.html: every step, and the working days it was waited for."""
    today = timezone.localdate(now)
    steps, list_steps = list(row.steps.all()), list_steps_of(row)
    sides = days_by_side(spells_of(row, steps, list_steps, today))
    return {
        "declaration": row,
        "facts": _head_facts(row, today),
        "rows": _step_rows(row, steps, list_steps),
        "sides": [{"label": side, "text": f"{days} 个工作日"} for side, days in sides.items()],
        "foot": [BASIS, "工作日按国务院公布的放假调休安排计算", f"打印时间 {timezone.localtime(now):%Y-%m-%d %H:%M}"],
    }


def _head_facts(row: Declaration, today) -> list[dict[str, Any]]:
    return [
        {"label": "项目名称", "text": row.name},
        {"label": "申报编号", "text": row.number},
        {"label": "年度批次", "text": f"{row.year}年度 第 {row.batch} 批"},
        {"label": "申请单位", "text": row.applicant.name},
        {"label": "初审单位", "text": row.unit.name},
        {"label": "现在", "text": f"{State.label_of(row.state)}　{holder_of(row, today).words}"},
    ]


def _step_rows(row: Declaration, steps: list[Step], list_steps: list[ListStep]) -> list[dict]:
    rows = [_begun(row)]
    state, at_committee, since = State.DRAFT, False, row.created_at
    for event in sorted([*steps, *list_steps], key=lambda step: (step.at, isinstance(step, ListStep), step.pk)):
        side = side_of(state, at_committee=at_committee)
        if isinstance(event, ListStep):
            action = ListAction(event.action)
            at_committee = up_after(action, at_committee)
            if state is not State.SHORTLISTED or action not in _OF_LIST:
                continue
            rows.append(_row(event, action.label, "随名单草案", side, since))
        else:
            move = f"{State.label_of(event.source)} → {State.label_of(event.target)}"
            state = State(event.target)
            rows.append(_row(event, Action.label_of(event.action), move, side, since))
        since = event.at
    return [{"serial": place, **found} for place, found in enumerate(rows, start=1)]


def _row(event: Step | ListStep, action: str, move: str, side: str, since: datetime) -> dict:
    return {
        "at": event.at,
        "action": action,
        "unit": event.organisation,
        "who": f"{event.actor_name}（{event.actor_role}）" if event.actor_role else event.actor_name,
        "move": move,
        "words": event.comment or "—",
        "side": side,
        "days": workdays(since, event.at),
    }


def _begun(row: Declaration) -> dict:
    return {
        "at": row.created_at,
        "action": "起草申报",
        "unit": row.applicant.name,
        "who": row.created_by.name,
        "move": State.DRAFT.label,
        "words": "—",
        "side": "",
        "days": None,
    }
