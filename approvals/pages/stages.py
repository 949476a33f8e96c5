"""The bar of the four stages (第九条): what is done, whose turn it is, since when, how many working days it took."""

from datetime import date, datetime

from django.utils import timezone

from approvals.enums import State
from approvals.models import Declaration, Step
from approvals.selectors.holding import Holder, Spell, name_of, stage_now
from approvals.workflow import STAGES

#: What a stage that has not begun will be about.
_AHEAD = {
    2: "初审单位逐项核对后汇总上报",
    3: "区项目办逐一核实，遴选列入草案",
    4: "委员会审定，区委区政府批准后印发",
}


def stage_bar(row: Declaration, steps: list[Step], spells: list[Spell], holder: Holder) -> list[dict]:
    """Four stages for ui/stages.html."""
    now, state = stage_now(row, steps), State(row.state)
    return [_stage(number, now, state, row, spells, holder) for number in STAGES]


def _stage(number: int, now: int, state: State, row: Declaration, spells: list[Spell], holder: Holder) -> dict:
    own = [spell for spell in spells if spell.stage == number]
    done = number < now or (number == now and state is State.ISSUED)
    is_now = number == now and not done
    return {
        "label": STAGES[number],
        "done": done,
        "now": is_now,
        "lines": _lines(number, row, own, holder, done, is_now),
    }


def _lines(number: int, row: Declaration, own: list[Spell], holder: Holder, done: bool, is_now: bool) -> list[dict]:
    used = _used(own, row)
    if is_now and holder.since:
        return _texts(f"现在在：{holder.who}，{_day(holder.since)}起", used)
    if is_now:
        return _texts(f"{State.label_of(row.state)}　{_day(row.held_since)}", used)
    if done:
        return _texts(f"已完成　{_span(own)}", used) if own else _texts("已完成")
    again = f"退回前{used}" if own else ""
    return _texts("未开始" if not own else "补正后重新办理", again or _AHEAD[number])


def _used(own: list[Spell], row: Declaration) -> str:
    """Working days of each side in this stage: `北郊乡 4 个工作日`."""
    days: dict[str, int] = {}
    for spell in own:
        days[spell.side] = days.get(spell.side, 0) + spell.days
    return "　".join(f"{name_of(side, row)} {count} 个工作日" for side, count in days.items())


def _span(own: list[Spell]) -> str:
    since, until = own[0].since, own[-1].until
    first, last = _day(since), _day(until) if until else ""
    return first if first == last or not last else f"{first}—{last}"


def _day(moment: datetime | date) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日"


def _texts(*lines: str) -> list[dict]:
    return [{"text": line, "late": False} for line in lines if line]
