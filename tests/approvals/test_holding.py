"""Who holds a declaration, since when, for how many working days; whose days its way took."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from approvals.enums import Action, ListAction, State
from approvals.models import Declaration
from approvals.selectors.holding import days_by_side, holder_of, spells_of, stage_now, workdays
from tests.approvals import makers

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 30)
HELD = {
    State.DRAFT: ("申请单位", "示范建设"),
    State.RETURNED: ("申请单位", "示范建设"),
    State.SUBMITTED: ("初审单位", "北郊乡"),
    State.SCREENED: ("初审单位", "北郊乡"),
    State.REPORTED: ("区项目办", "区项目办"),
    State.VERIFYING: ("区项目办", "区项目办"),
    State.SHORTLISTED: ("区项目办", "区项目办"),
    State.ENDORSED: ("区委区政府", "区委区政府"),
    State.APPROVED: ("区项目办", "区项目办"),
}


def moment(day: int, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(2026, 11, day, hour))


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(moment(24))


@pytest.mark.parametrize("state", list(State), ids=str)
def test_each_state_is_in_somebodys_hands_or_at_its_end(cast, state):
    holder = holder_of(makers.in_state(state, cast), makers.TODAY)
    assert (holder.side, holder.name) == HELD.get(state, ("", ""))


def test_a_draft_before_the_committee_lies_with_the_committee_since_it_was_sent_up(cast, time_machine):
    row = makers.shortlisted(cast)
    time_machine.move_to(moment(26))
    makers.move(ListAction.SUBMIT, cast.office_head)
    holder = holder_of(Declaration.objects.get(pk=row.pk), MONDAY)
    assert (holder.side, holder.since, holder.days) == ("委员会", makers.the_list().updated_at, 2)


def test_days_are_working_days_after_the_day_it_came(cast):
    row = makers.submitted(cast)
    assert [holder_of(row, date(2026, 11, day)).days for day in (24, 25, 27, 28, 29, 30)] == [0, 1, 3, 3, 3, 4]


def test_the_words_name_side_and_unit_once(cast):
    shown = [holder_of(makers.in_state(state, cast), MONDAY).words for state in (State.SUBMITTED, State.WITHDRAWN)]
    assert shown == ["初审单位 北郊乡，已 4 个工作日", "已办结"]
    assert holder_of(makers.reported(cast, name="另一个项目"), MONDAY).words == "区项目办，已 4 个工作日"


def test_a_moment_counts_by_the_local_day():
    late_in_the_evening_utc = datetime(2026, 11, 23, 23, tzinfo=timezone.get_fixed_timezone(0))
    assert workdays(late_in_the_evening_utc, date(2026, 11, 24)) == 0


def way_of(row: Declaration, today: date = MONDAY) -> list[tuple[int, str, int]]:
    """(stage, side, days) of the whole way."""
    steps = row.entry.annual_list.steps.all() if row.entry else []
    return [(spell.stage, spell.side, spell.days) for spell in spells_of(row, row.steps.all(), steps, today)]


def test_the_way_is_cut_where_the_side_changes(cast, time_machine):
    row = makers.submitted(cast)
    time_machine.move_to(moment(25))
    makers.act(row, Action.RETURN, cast.beijiao)
    time_machine.move_to(moment(27))
    row = makers.act(row, Action.SUBMIT, cast.owner)
    assert way_of(row) == [(1, "申请单位", 0), (2, "初审单位", 1), (1, "申请单位", 2), (2, "初审单位", 1)]
    assert days_by_side(spells_of(row, row.steps.all(), [], MONDAY)) == {"申请单位": 2, "初审单位": 2}


def test_days_before_the_committee_are_the_committees(cast, time_machine):
    row = makers.shortlisted(cast)
    time_machine.move_to(moment(25))
    makers.move(ListAction.SUBMIT, cast.office_head)
    row.refresh_from_db()
    assert way_of(row)[-2:] == [(4, "区项目办", 1), (4, "委员会", 3)]
    time_machine.move_to(moment(26))
    makers.move(ListAction.RETURN, cast.committee, comment="请补充说明")
    row.refresh_from_db()
    assert way_of(row)[-3:] == [(4, "区项目办", 1), (4, "委员会", 1), (4, "区项目办", 2)]


def test_the_way_of_an_issued_declaration_is_over(cast):
    sides = [side for _, side, _ in way_of(makers.issued(cast))]
    assert sides[:3] + sides[-3:] == ["申请单位", "初审单位", "区项目办", "委员会", "区委区政府", "区项目办"]


@pytest.mark.parametrize(
    ("state", "stage"), [(State.WITHDRAWN, 2), (State.REJECTED, 2), (State.DECLINED, 3), (State.ISSUED, 4)], ids=str
)
def test_what_ended_stays_in_the_stage_it_ended_in(cast, state, stage):
    row = makers.in_state(state, cast)
    assert stage_now(row, list(row.steps.all())) == stage
