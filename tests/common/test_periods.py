from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.periods import Bimonth, Month, PeriodError, Quarter

MONTHS = st.builds(Month, st.integers(1950, 2150), st.integers(1, 12))
PERIODS = st.one_of(MONTHS, MONTHS.map(lambda month: month.bimonth), MONTHS.map(lambda month: month.quarter))


def test_a_month_knows_its_days_and_words():
    month = Month.parse("2028-02")
    assert (month.first, month.last, month.label) == (date(2028, 2, 1), date(2028, 2, 29), "2028年2月")
    assert (month.start, month.end, month.months) == (month, month, (month,))


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "202610", "2026-10-01", "1899-12", "2201-01", "", "２０２６-10"]
)
def test_a_month_is_parsed_strictly(text):
    with pytest.raises(PeriodError):
        Month.parse(text)


def test_a_month_out_of_range_names_the_remedy():
    with pytest.raises(PeriodError, match="没有 2026年13月 这个月份。请写成 2026-10 这样。"):
        Month(2026, 13)


@pytest.mark.parametrize("day", [date(2026, 10, 31), datetime(2026, 10, 31, 23, 59)])
def test_a_month_comes_from_a_date_or_datetime(day):
    assert Month.from_date(day) == Month(2026, 10)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2026-10", 3, "2027-01"), ("2026-01", -1, "2025-12"), ("2026-05", 0, "2026-05"), ("2026-12", 12, "2027-12")],
)
def test_months_are_counted_across_years(start, count, end):
    assert Month.parse(start).plus(count) == Month.parse(end)
    assert Month.parse(start).until(Month.parse(end)) == count


def test_months_sort_by_time():
    assert sorted([Month(2026, 10), Month(2026, 2), Month(2025, 12)]) == [
        Month(2025, 12),
        Month(2026, 2),
        Month(2026, 10),
    ]


@pytest.mark.parametrize(
    ("month", "bimonth", "quarter"),
    [
        ("2026-01", "2026-01/2026-02", "2026Q1"),
        ("2026-02", "2026-01/2026-02", "2026Q1"),
        ("2026-09", "2026-09/2026-10", "2026Q3"),
        ("2026-12", "2026-11/2026-12", "2026Q4"),
    ],
)
def test_a_month_lies_in_one_bimonth_and_one_quarter(month, bimonth, quarter):
    assert (str(Month.parse(month).bimonth), str(Month.parse(month).quarter)) == (bimonth, quarter)


def test_a_bimonth_knows_its_months_days_and_words():
    period = Bimonth.parse("2026-09/2026-10")
    assert (period.first, period.last, period.label) == (date(2026, 9, 1), date(2026, 10, 31), "2026年9—10月")
    assert period.months == (Month(2026, 9), Month(2026, 10))


def test_a_quarter_knows_its_months_days_and_words():
    period = Quarter.parse("2026Q3")
    assert (period.first, period.last, period.label) == (date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度")
    assert period.months == (Month(2026, 7), Month(2026, 8), Month(2026, 9))


@pytest.mark.parametrize("text", ["2026-10/2026-11", "2026-09", "2026-09/2026-11", "2026-09/2027-10"])
def test_two_months_that_are_no_bimonth_are_refused(text):
    with pytest.raises(PeriodError):
        Bimonth.parse(text)


@pytest.mark.parametrize("text", ["2026Q5", "2026Q0", "2026-Q1", "2026"])
def test_a_text_that_is_no_quarter_is_refused(text):
    with pytest.raises(PeriodError, match="不是季度"):
        Quarter.parse(text)


@pytest.mark.parametrize(("kind", "index"), [(Bimonth, 0), (Bimonth, 7), (Quarter, 0), (Quarter, 5)])
def test_an_index_beyond_the_year_is_refused(kind, index):
    with pytest.raises(PeriodError, match="一年只有"):
        kind(2026, index)


def test_the_year_turns_for_bimonth_and_quarter():
    assert (Bimonth(2026, 6).next(), Quarter(2026, 1).previous()) == (Bimonth(2027, 1), Quarter(2025, 4))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (datetime(2026, 10, 31, 23), True),
        (date(2026, 11, 1), False),
    ],
)
def test_a_period_contains_its_days_only(day, inside):
    assert Bimonth(2026, 5).contains(day) is inside


@given(PERIODS)
def test_text_and_period_are_one(period):
    assert type(period).parse(str(period)) == period


@given(PERIODS)
def test_next_and_previous_undo_each_other_and_touch(period):
    assert period.next().previous() == period
    assert period.next().start == period.end.plus(1)


@given(MONTHS, st.integers(-600, 600))
def test_until_counts_what_plus_added(month, count):
    assert month.until(month.plus(count)) == count
