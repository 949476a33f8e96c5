"""What the pages say before an act on one declaration is done: what will follow, who will be told, why not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from approvals.enums import Action, State
from approvals.models import Declaration
from approvals.selectors.holding import holder_of
from approvals.services.acts import offered, reason_against
from approvals.services.steps import recipients, told_of
from approvals.workflow import DECLARATIONS
from longting.common.workflow import Refusal

#: What is said when an act is done; {name} is the declaration's.
DONE = {
    Action.RECALL: "已收回{name}，现在可以修改，改好后再次提交。",
    Action.PASS: "{name}初审通过，申报的事实已写入主档。",
    Action.RECEIVE: "已开始核实{name}。",
    Action.SHORTLIST: "已把{name}列入年度名单草案。",
    Action.WITHDRAW: "已撤回{name}的申报。",
    Action.UNPASS: "已撤销{name}的初审，回到待初审。",
    Action.RETURN: "已退回{name}，由申请单位补正。",
    Action.REJECT: "{name}初审未通过，已告知申请单位。",
    Action.REMOVE: "已把{name}移出草案，回到核实遴选。",
    Action.TRANSFER: "已把{name}转入本年度下一批，办理情况不变。",
    Action.DECLINE: "{name}本次未入选，已告知申请单位和初审单位。",
}
_GROUPS = {"applicant": "申请单位", "unit": "初审单位", "office": "区项目办"}


@dataclass(frozen=True)
class Reasoned:
    """An act with a page of its own: the name of its reason, and what will follow, line by line."""

    reason: str
    follows: tuple[str, ...]


REASONED = {
    Action.WITHDRAW: Reasoned(
        "撤回理由",
        ("这份申报就此结束，不再办理；已填的内容和各版本保留备查。", "需要再报的，在申报时间内重新起草。"),
    ),
    Action.UNPASS: Reasoned(
        "撤销理由", ("回到待初审，初审清单保留，可以修改后再次通过或退回补正。", "已写入主档的事实不自动改回。")
    ),
    Action.REJECT: Reasoned(
        "不予通过的理由",
        ("这份申报就此结束，不再上报。", "只是材料不全或填写有误的，用“退回补正”。"),
    ),
    Action.REMOVE: Reasoned("移出理由", ("从名单草案移出，回到核实遴选；核实记录保留。",)),
    Action.TRANSFER: Reasoned(
        "转批理由",
        (
            "申报转入本年度的下一批，状态、版本和核实记录不变，不用重新上报。",
            "用于本批名单已经上报或印发、来不及列入的项目。",
        ),
    ),
    Action.DECLINE: Reasoned(
        "不予列入的理由",
        ("本批次不再遴选，申报就此结束，理由告知申请单位和初审单位。", "写明要补齐什么，便于下一批再报。"),
    ),
}


def detail_url(row: Declaration) -> str:
    """The declaration's own page."""
    return reverse("approvals:declaration-detail", args=[row.public_id])


def done_words(row: Declaration, action: Action) -> str:
    """What is said when an act is done; `row` as it was before."""
    return DONE[action].format(name=row.name)


def why_not(row: Declaration, action: Action, today) -> str:
    """Why `action` cannot be done now, by state or by guard; "" when it can."""
    try:
        return reason_against(row, action, today)
    except Refusal as refusal:
        return str(refusal)


def is_for(row: Declaration, action: Action, actor) -> bool:
    """Whether this person may start `action` from here; an act that the state does not know is for nobody in
    particular (then `why_not` says so)."""
    known = any(way.action == action and way.source == row.state for way in DECLARATIONS.transitions)
    return action in offered(row, actor) if known else True


def reason_page(row: Declaration, action: Action, form, actor, today) -> dict:
    """The context of templates/approvals/declaration_reason.html for an act on one declaration."""
    about = REASONED[action]
    return {
        "title": action.label,
        "subject": row.name,
        "crumb": [{"url": detail_url(row), "label": row.name}],
        "back_url": detail_url(row),
        "facts": row_facts(row, today),
        "follows": about.follows,
        "told": told(row, action, actor, today),
        "form": form,
        "blocked": why_not(row, action, today),
    }


def row_facts(row: Declaration, today) -> list[dict]:
    """Which declaration it is, where it stands and for how long."""
    state = State(row.state)
    version = f"，第 {row.submissions} 版" if row.submissions else ""
    return [
        {"label": "申报编号", "text": f"{row.number}{version}"},
        {"label": "名单", "text": f"{row.year}年度第 {row.batch} 批"},
        {"label": "申请单位", "text": row.applicant.name},
        {"label": "初审单位", "text": row.unit.name},
        {"label": "现在", "text": holder_of(row, today).words, "tag": state},
    ]


def told(row: Declaration, action: Action, actor, today) -> list[str]:
    """Who gets a message when the act is done: unit and names, one line for each group."""
    targets = [way.target for way in DECLARATIONS.transitions if way.action == action and way.source == row.state]
    if not targets:
        return []
    names = {"applicant": row.applicant.name, "unit": row.unit.name, "office": ""}
    seen, lines = {actor.pk}, []
    for group in told_of(action, targets[0]):
        people = [user for user in recipients(row, (group,), today) if user.pk not in seen]
        seen |= {user.pk for user in people}
        if people:
            lines.append(f"{_GROUPS[group]} {names[group]}：{names_of(people)}".replace(" ：", "："))
    return lines


def names_of(people: Iterable) -> str:
    """Names in one line."""
    return "、".join(dict.fromkeys(user.name for user in people))
