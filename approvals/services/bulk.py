"""One act on several declarations: shown before it is done (which rows will act, which will not and why), then done on
all of them or on none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from approvals.enums import Action, State
from approvals.models import Declaration
from approvals.services.acts import offered, perform, reason_against
from approvals.workflow import DECLARATIONS
from longting.common.errors import Conflict, Refused
from longting.common.workflow import Refusal

#: Acts that need no words of their own for each declaration; the others are done one by one.
BULK_ACTIONS = (Action.PASS, Action.RECEIVE, Action.SHORTLIST)
LIMIT = 200
TOO_MANY = f"一次最多办理 {LIMIT} 个项目。请分几次选择。"


@dataclass(frozen=True)
class Line:
    """One chosen declaration; `reason` says why the act will leave it out, "" when it will act."""

    row: Declaration
    reason: str

    @property
    def acts(self) -> bool:
        return not self.reason


def preview(rows: Iterable[Declaration], action: Action, actor, today) -> list[Line]:
    """What `action` would do with each row, in the given order. Nothing is written."""
    return [Line(row, _reason(row, action, actor, today)) for row in rows]


@transaction.atomic
def perform_all(chosen: Sequence[tuple[Declaration, int]], action: Action, *, actor, today) -> int:
    """Do `action` on every (row, version the person saw), all or none; returns how many.

    Raises PermissionDenied for an act that is not done in bulk or not by this person; Conflict and Refused name the
    declaration that stood in the way.
    """
    if action not in BULK_ACTIONS:
        raise PermissionDenied
    if not chosen:
        raise Refused("还没有选择可以办理的项目。")
    if len(chosen) > LIMIT:
        raise Refused(TOO_MANY)
    # Two bulk acts at once lock their rows in the same order, so that neither waits for the other for ever.
    for row, version in sorted(chosen, key=lambda pair: pair[0].pk):
        _perform(row, action, version, actor, today)
    return len(chosen)


def _perform(row: Declaration, action: Action, version: int, actor, today) -> None:
    try:
        perform(row, action, version=version, actor=actor, today=today)
    except Conflict:
        words = f"“{row.name}”（{row.number}）在您打开页面之后已被他人处理，这一批都没有办理。请重新选择后再办。"
        raise Conflict(words) from None
    except Refused as refusal:
        words = f"“{row.name}”（{row.number}）：{refusal.message}这一批都没有办理。"
        raise Refused(words) from None


def _reason(row: Declaration, action: Action, actor, today) -> str:
    if action in offered(row, actor):
        return reason_against(row, action, today)
    try:
        DECLARATIONS.find(action, State(row.state))
    except Refusal as refusal:
        return str(refusal)
    return "不由您的单位或岗位办理。"
