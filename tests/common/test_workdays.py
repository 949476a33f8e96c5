from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.workdays import Calendar

CALENDAR = Calendar.shipped()
DAYS = st.dates(date(2023, 6, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2024, 2, 4), True),
        (date(2027, 10, 1), False),
        (date(2027, 10, 4), True),
        (date(2027, 10, 9), False),
    ],
)
def test_offices_work_by_the_announced_calendar(day, works):
    assert CALENDAR.is_workday(day) is works


@pytest.mark.parametrize(("year", "known"), [(2023, False), (2024, True), (2026, True), (2027, False)])
def test_the_calendar_says_which_years_it_knows(year, known):
    assert CALENDAR.covers(year) is known


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),
    ],
)
def test_working_days_are_added(day, count, result):
    assert CALENDAR.add(day, count) == result


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 9, 30), date(2026, 10, 8), 1),
        (date(2026, 10, 1), date(2026, 10, 7), 0),
        (date(2026, 10, 8), date(2026, 9, 30), -1),
        (date(2026, 10, 8), date(2026, 10, 8), 0),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, end, count):
    assert CALENDAR.between(start, end) == count


@given(DAYS, st.integers(0, 60))
def test_what_is_added_is_what_is_counted(day, count):
    end = CALENDAR.add(day, count)
    assert CALENDAR.between(day, end) == count
    assert count == 0 or CALENDAR.is_workday(end)


@given(DAYS.filter(CALENDAR.is_workday), st.integers(0, 60))
def test_going_back_undoes_going_forward_between_working_days(day, count):
    there = CALENDAR.add(day, count)
    assert (CALENDAR.add(there, -count), CALENDAR.between(there, day)) == (day, -count)


def test_the_office_may_edit_the_calendar():
    day = date(2027, 10, 5)
    edited = Calendar.build([day], [date(2027, 10, 9)], [2027])
    assert [edited.is_workday(day + timedelta(days=offset)) for offset in (0, 1, 4)] == [False, True, True]


def test_a_day_is_not_both_off_and_worked():
    with pytest.raises(ValueError, match="2027-10-05 既是放假日又是上班日"):
        Calendar.build([date(2027, 10, 5)], [date(2027, 10, 5)], [2027])
