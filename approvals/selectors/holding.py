"""Who holds a declaration, since when, for how many working days; and whose days its way took so far (第九条)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from approvals.enums import AT_OFFICE, AT_UNIT, EDITABLE, ENDED, ListAction, State
from approvals.models import Declaration, ListStep, Step
from approvals.workflow import STAGE_OF
from longting.common.workdays import Calendar
from projects.enums import ListState

APPLICANT, UNIT, OFFICE, COMMITTEE, DISTRICT = "申请单位", "初审单位", "区项目办", "委员会", "区委区政府"
SIDES = (APPLICANT, UNIT, OFFICE, COMMITTEE, DISTRICT)
#: With what `holder_of` needs of a row at hand: for `select_related`.
NEEDED = ("applicant", "unit", "entry__annual_list")
NOBODY = "已办结"


@dataclass(frozen=True)
class Holder:
    """The side that has the declaration before it and its name there; `since` None when nobody has it any more."""

    side: str
    name: str
    since: datetime | None
    days: int

    @property
    def words(self) -> str:
        """`初审单位 北郊乡，已 3 个工作日`; 已办结 when nobody holds it."""
        return f"{self.who}，已 {self.days} 个工作日" if self.since else NOBODY

    @property
    def who(self) -> str:
        """Side and name, once when they are the same."""
        return self.side if self.name in ("", self.side) else f"{self.side} {self.name}"


@dataclass(frozen=True)
class Spell:
    """A time without interruption on one side, in one stage; `until` None while it lasts."""

    stage: int
    side: str
    since: datetime
    until: datetime | None
    days: int


def side_of(state: State, *, at_committee: bool = False) -> str:
    """Whose turn it is in this state; "" at the end. A draft lies with the committee once the list was sent up."""
    if state in EDITABLE:
        return APPLICANT
    if state in AT_UNIT:
        return UNIT
    if state in AT_OFFICE or state is State.APPROVED:
        return OFFICE
    if state is State.SHORTLISTED:
        return COMMITTEE if at_committee else OFFICE
    return DISTRICT if state is State.ENDORSED else ""


def holder_of(row: Declaration, today: date) -> Holder:
    """Who holds it now. Reads `applicant`, `unit` and the list of its entry: a page of rows selects them (`NEEDED`)."""
    state = State(row.state)
    at_committee = state is State.SHORTLISTED and row.entry is not None and _is_up(row.entry.annual_list)
    side = side_of(state, at_committee=at_committee)
    if not side:
        return Holder("", "", None, 0)
    # The list was sent up as one: its declarations came to the committee with it.
    since = max(row.held_since, row.entry.annual_list.updated_at) if at_committee else row.held_since
    return Holder(side, name_of(side, row), since, workdays(since, today))


def name_of(side: str, row: Declaration) -> str:
    """The organisation on that side of this declaration, as it is called on screen."""
    return {APPLICANT: row.applicant.short, UNIT: row.unit.short}.get(side, side)


def workdays(since: datetime, until: date | datetime) -> int:
    """Working days after the day of `since` up to and including that of `until`."""
    end = _day(until) if isinstance(until, datetime) else until
    return max(Calendar.shipped().between(_day(since), end), 0)


def spells_of(row: Declaration, steps: Iterable[Step], list_steps: Iterable[ListStep], today: date) -> list[Spell]:
    """The whole way of a declaration as spells, oldest first. The days of consecutive spells add up without overlap."""
    state, at_committee, since = State.DRAFT, False, row.created_at
    spells: list[Spell] = []
    for event in sorted([*steps, *list_steps], key=lambda step: (step.at, isinstance(step, ListStep), step.pk)):
        before = side_of(state, at_committee=at_committee), STAGE_OF[state]
        if isinstance(event, ListStep):
            at_committee = up_after(ListAction(event.action), at_committee)
        else:
            state = State(event.target)
        if (side_of(state, at_committee=at_committee), STAGE_OF[state]) != before:
            if before[0]:
                spells.append(Spell(before[1], before[0], since, event.at, workdays(since, event.at)))
            since = event.at
    if side := side_of(state, at_committee=at_committee):
        spells.append(Spell(STAGE_OF[state], side, since, None, workdays(since, today)))
    return spells


def days_by_side(spells: Iterable[Spell]) -> dict[str, int]:
    """Side → working days, in the order of the stages; sides that never had it are left out."""
    found: dict[str, int] = {}
    for spell in spells:
        found[spell.side] = found.get(spell.side, 0) + spell.days
    return {side: found[side] for side in SIDES if side in found}


def stage_now(row: Declaration, steps: Iterable[Step]) -> int:
    """The stage it stands in; one that has ended stays in the stage from which its last step led away."""
    state = State(row.state)
    if state in ENDED:
        last = max(steps, key=lambda step: step.pk, default=None)
        return STAGE_OF[State(last.source)] if last else STAGE_OF[state]
    return STAGE_OF[state]


def _is_up(annual_list) -> bool:
    return annual_list.state == ListState.SUBMITTED


def up_after(action: ListAction, before: bool) -> bool:
    """Whether the list lies with the committee after `action`."""
    if action in (ListAction.SUBMIT, ListAction.REOPEN):
        return True
    return False if action is ListAction.RETURN else before


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
