"""The page of a yearly list on its way to the committee, the district and into print, as plain values."""

from datetime import date

from django.utils import timezone

from approvals.enums import ListAction
from approvals.models import ListStep
from approvals.pages.list_acts import list_acts
from approvals.pages.list_rows import HEAD, IMPORTED, Sources, entry_groups, entry_row, summary
from approvals.pages.resolutions import resolution_cards
from approvals.selectors.drafts import conclusions_of, declared_of, difference_to, drafters_of, handed_up
from approvals.selectors.holding import COMMITTEE, DISTRICT, OFFICE, workdays
from longting.accounts.roles import Permission
from projects.differences import Difference
from projects.enums import OFF_LIST, EntryDecision, ListState
from projects.models import AnnualList, ListEntry

S, A = ListState, ListAction
#: The way of a list: label, the act that ends the stage, the states in which it stands there.
STAGES = (
    ("草拟", A.SUBMIT, (S.DRAFTING, S.CONSULTING)),
    ("上报委员会", A.SUBMIT, ()),
    ("委员会审定", A.ENDORSE, (S.SUBMITTED,)),
    ("区委区政府批准", A.APPROVE, (S.ENDORSED,)),
    ("印发", A.ISSUE, (S.APPROVED,)),
)
HOLDERS = {S.DRAFTING: OFFICE, S.CONSULTING: OFFICE, S.SUBMITTED: COMMITTEE, S.ENDORSED: DISTRICT, S.APPROVED: OFFICE}
PLACE = {state: place for place, (_, _, states) in enumerate(STAGES) for state in states} | {S.ISSUED: len(STAGES)}


def draft_page(row: AnnualList, user, today: date) -> dict:
    """The context of the page of a list on its way."""
    steps = list(row.steps.all())
    entries = list(row.entries.for_ledger().select_related("decided_by"))
    standing = [entry for entry in entries if entry.decision not in OFF_LIST]
    off = [entry for entry in entries if entry.decision in OFF_LIST]
    sources = Sources(declared_of(row), conclusions_of(row))
    may_decide = user.may(Permission.DECIDE) and row.state == S.SUBMITTED
    draft = handed_up(row)
    return {
        "annual_list": row,
        "state": S(row.state),
        "holder": "，".join(holder_words(row, steps, today)),
        "stages": stages_of(row, steps, today),
        "summary": summary(standing),
        "count": len(standing),
        "undecided": _undecided(row, standing),
        "head": HEAD,
        "groups": entry_groups(standing, sources, may_decide=may_decide),
        "may_decide": may_decide,
        "off": [entry_row(entry, sources, may_decide=False) for entry in off],
        "resolutions": resolution_cards(row, user),
        "difference": difference_block(row, draft, off, today) if draft else None,
        "log": [_logged(step) for step in reversed(steps)],
        "acts": list_acts(row, user, len(standing)),
        "is_issued": row.state == S.ISSUED,
    }


def holder_words(row: AnnualList, steps: list[ListStep], today: date) -> list[str]:
    """`委员会` and `11月24日起，已 3 个工作日`; nothing when it is issued."""
    holder = HOLDERS.get(S(row.state))
    since = steps[-1].at if steps else row.created_at
    return [holder, f"{_day(since)}起，已 {workdays(since, today)} 个工作日"] if holder else []


def stages_of(row: AnnualList, steps: list[ListStep], today: date) -> list[dict]:
    """The bar: what is done by whom on which day, who has it now, what is still to come. Who drafted is who put the
    entries on the list, not who handed it up."""
    now = PLACE[S(row.state)]
    latest = {step.action: step for step in steps}
    found = []
    for place, (label, ends, _) in enumerate(STAGES):
        lines = ["未开始"]
        if place < now and (step := latest.get(ends.value)):
            who = step.actor_name if place else "、".join(drafters_of(row)) or IMPORTED
            lines = [f"已完成　{_day(step.at)}", who]
        if place == now:
            holder, days = holder_words(row, steps, today)
            lines = [f"现在在：{holder}", days]
        done = [{"text": text, "late": False} for text in lines]
        found.append({"label": label, "done": place < now, "now": place == now, "lines": done})
    return found


def difference_block(row: AnnualList, draft, off: list[ListEntry], today: date) -> dict:
    """What became of the draft since it was handed up, against the issued list once there is one."""
    found = difference_to(draft, row, today)
    reasons = {entry.project_id: entry for entry in off}
    against = "印发的名单" if row.state == S.ISSUED else "现在的名单"
    return {
        "title": f"第 {draft.revision} 次上报的草案与{against}",
        "check_code": draft.check_code,
        "at": draft.issued_at,
        "same": not found,
        "counts": _counts(found),
        "gone": [{"name": kept["name"], "why": _why(reasons.get(_project(kept)))} for kept in found.gone],
        "added": [{"name": kept["name"], "why": kept["provenance"].get("source", "")} for kept in found.added],
        "changed": [{"name": kept["name"], "changes": changes} for kept, changes in found.changed],
    }


def _counts(found: Difference) -> str:
    told = (("去掉", found.gone), ("增加", found.added), ("改动", found.changed))
    return "，".join(f"{word} {len(rows)} 个" for word, rows in told if rows)


def _why(entry: ListEntry | None) -> str:
    if entry is None:
        return "退回重拟以后由区项目办移出"
    return f"{EntryDecision.label_of(entry.decision)}：{entry.decision_note}"


def _project(kept) -> int:
    return kept["provenance"]["project"]


def _undecided(row: AnnualList, standing: list[ListEntry]) -> str:
    """How many entries still want the committee's word, while it is asked."""
    count = sum(entry.decision == EntryDecision.PENDING for entry in standing)
    if row.state != S.SUBMITTED:
        return ""
    return f"待决定 {count} 个" if count else "已全部决定"


def _logged(step: ListStep) -> dict:
    who = f"{step.organisation}　{step.actor_name}".strip()
    words = f"{A.label_of(step.action)}：{S.label_of(step.source)} → {S.label_of(step.target)}"
    return {"at": step.at, "who": who, "text": words, "note": step.comment}


def _day(moment) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日"
