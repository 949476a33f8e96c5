"""Working days by the Chinese calendar: weekends, statutory holidays and the weekends worked in exchange.

The State Council announces each year's calendar in the autumn before; a year not yet in the data falls back to
Monday–Friday without the holidays that have a fixed date, and `covers` says so for the page to warn.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Self

DATA = Path(__file__).parent / "data" / "workcal.json"
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})  # 全国年节及纪念日放假办法, from 2025
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """off: weekdays and weekends that are holidays; on: weekends worked; years: those the data speaks for."""

    off: frozenset[date]
    on: frozenset[date]
    years: frozenset[int]

    @classmethod
    def build(cls, off: Iterable[date], on: Iterable[date], years: Iterable[int]) -> Self:
        """From any collections, e.g. rows the office edited. Raises ValueError when a day is both off and on."""
        off, on = frozenset(off), frozenset(on)
        if both := off & on:
            raise ValueError(f"{min(both)} 既是放假日又是上班日。请只保留一种。")
        return cls(off, on, frozenset(years))

    @classmethod
    def shipped(cls) -> "Calendar":
        """The calendar in the package's data."""
        return _shipped()

    def covers(self, year: int) -> bool:
        """Whether the announced calendar of that year is known."""
        return year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether offices work on the day."""
        if day in self.on:
            return True
        if day in self.off or day.weekday() >= 5:
            return False
        return self.covers(day.year) or (day.month, day.day) not in FIXED_HOLIDAYS

    def add(self, day: date, count: int) -> date:
        """The count-th working day after `day`, before it when negative; the day itself is not counted."""
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative backwards. between(d, add(d, n)) == n."""
        if end < start:
            return -sum(self.is_workday(end + _DAY * offset) for offset in range((start - end).days))
        return sum(self.is_workday(start + _DAY * offset) for offset in range(1, (end - start).days + 1))


@cache
def _shipped() -> Calendar:
    years = json.loads(DATA.read_text(encoding="utf-8"))["years"]
    return Calendar.build(
        (date.fromisoformat(day) for year in years.values() for day in year["off"]),
        (date.fromisoformat(day) for year in years.values() for day in year["makeup_workdays"]),
        map(int, years),
    )
