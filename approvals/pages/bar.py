"""The act bar of a declaration: what this person may do now, what each act will do, why one is blocked."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from approvals.enums import EDITABLE, ON_LIST, Action, State
from approvals.models import Declaration
from approvals.services.acts import offered, reason_against
from approvals.workflow import TOGETHER
from longting.accounts.roles import Permission
from longting.common.errors import Refused


@dataclass(frozen=True)
class Button:
    """How an act is offered: its URL name, what it will do. `asks` when a page asks more first."""

    url_name: str
    hint: str
    asks: bool = True


#: Acts with a button of their own; those of the committee stand on the page of the list.
BUTTONS: dict[Action, Button] = {
    Action.SUBMIT: Button("declaration-submit", "送初审单位初审，本版内容随之固定，不能再改"),
    Action.RECALL: Button("declaration-recall", "收回后可以修改，改好再提交；原来的版本保留", False),
    Action.WITHDRAW: Button("declaration-withdraw", "本批不再办理，须写明理由；已有材料保留"),
    Action.PASS: Button("declaration-pass", "列入待上报；申报内容写入项目主档", False),
    Action.UNPASS: Button("declaration-unpass", "回到待初审，须写明理由"),
    Action.RETURN: Button("declaration-return", "回到申请单位，逐节写明意见"),
    Action.REJECT: Button("declaration-reject", "本批到此为止，须写明理由，申请单位会看到"),
    Action.RECEIVE: Button("declaration-receive", "开始逐一核实，填写核实记录", False),
    Action.SHORTLIST: Button("declaration-shortlist", "列入本年度名单草案，按申报的年度计划", False),
    Action.REMOVE: Button("declaration-remove", "回到核实遴选，须写明理由"),
    Action.TRANSFER: Button("declaration-transfer", "本批来不及列入的，转到本年度下一批，办理情况不变"),
    Action.DECLINE: Button("declaration-decline", "本批不再遴选，写明原因和补齐事项，成果保留"),
}
#: The act that carries the declaration on.
FORWARD = (Action.SUBMIT, Action.PASS, Action.RECEIVE, Action.SHORTLIST)


def act_bar(row: Declaration, user, today: date) -> list[dict]:
    """The acts for ui/act.html, first the work on the declaration, then what carries it on."""
    acts = [action for action in offered(row, user) if action in BUTTONS and action not in TOGETHER]
    acts.sort(key=lambda action: action not in FORWARD)
    shown = [_act(row, action, today) for action in acts]
    late = Action.TRANSFER.label  # nobody looks for the next batch while this one takes entries
    return [*work_links(row, user), *(act for act in shown if not (act["label"] == late and act["blocked"]))]


def work_links(row: Declaration, user) -> list[dict]:
    """Pages on which this person works at the declaration before it is moved."""
    state, mine = State(row.state), user.organisation_ids
    at_unit = row.unit_id in mine
    if state in EDITABLE and user.may(Permission.APPLY) and row.applicant_id in mine:
        label, hint = ("继续填写", "随时保存，不必一次填完") if state is State.DRAFT else ("补正申报", "按意见逐条修改")
        return [_link(label, "declaration-edit", row, hint)]
    if state is State.SUBMITTED and at_unit and user.may(Permission.SCREEN):
        return [_link("填写初审清单", "declaration-screen", row, "逐项核对后才能通过")]
    if state is State.SCREENED and at_unit and (user.may(Permission.SCREEN) or user.may(Permission.SIGN_OFF)):
        href = reverse("approvals:batch-list")
        return [{"label": "汇总上报", "href": href, "hint": "在上报批次里整批上报，由负责人签发"}]
    if state is State.VERIFYING and user.may(Permission.VERIFY):
        return [_link("填写核实记录", "declaration-verify", row, "逐项核实，写明结论")]
    return _list_links(row, state, user)


def _list_links(row: Declaration, state: State, user) -> list[dict]:
    """Where a declaration on a list goes on: with the list."""
    if row.entry_id is None or state not in ON_LIST:
        return []
    place = (row.year, row.batch)
    if state is State.ISSUED and user.may(Permission.READ_ISSUED):
        return [{"label": "查看印发名单", "href": reverse("approvals:issued-detail", args=place), "hint": ""}]
    if user.may(Permission.VIEW_ALL):
        hint = "审定、批准、印发随名单整体办理"
        return [{"label": "查看名单草案", "href": reverse("approvals:draft-detail", args=place), "hint": hint}]
    return []


def _act(row: Declaration, action: Action, today: date) -> dict:
    button = BUTTONS[action]
    blocked = _reason(row, action, today)
    url = reverse(f"approvals:{button.url_name}", args=[row.public_id])
    return {
        "label": action.label,
        "hint": button.hint,
        "primary": action in FORWARD,
        "blocked": f"现在不能办理：{blocked}" if blocked else "",
        "href": url if button.asks else "",
        "url": "" if button.asks else url,
    }


def _reason(row: Declaration, action: Action, today: date) -> str:
    """What stands against the act; without a rule in force nothing can be judged, and that is said as well."""
    try:
        return reason_against(row, action, today)
    except Refused as refusal:
        return refusal.message


def _link(label: str, name: str, row: Declaration, hint: str) -> dict:
    return {"label": label, "href": reverse(f"approvals:{name}", args=[row.public_id]), "hint": hint}
