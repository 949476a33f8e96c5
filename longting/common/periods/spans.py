"""Months, two-month periods (双月) and quarters as values.

A month is compared, counted and printed as a month; a day of it is never invented.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

FIRST_YEAR, LAST_YEAR = 1900, 2200
_QUARTER_WORDS = "一二三四"


class PeriodError(ValueError):
    """A text or number that names no period; the message is Chinese."""


class _Span:
    """What every period of whole months shares; subclasses give `start`, `months` and `plus`."""

    @property
    def end(self) -> "Month":
        """The last month."""
        return self.start.plus(len(self.months) - 1)

    @property
    def first(self) -> date:
        """The first day."""
        return self.start.first

    @property
    def last(self) -> date:
        """The last day."""
        return self.end.last

    def contains(self, day: date) -> bool:
        """Whether the day (date or datetime, local) lies inside."""
        return self.start <= Month.from_date(day) <= self.end

    def previous(self) -> Self:
        """The period of the same kind just before."""
        return self.plus(-1)

    def next(self) -> Self:
        """The period of the same kind just after."""
        return self.plus(1)


@dataclass(frozen=True, order=True)
class Month(_Span):
    """One calendar month. Raises PeriodError outside 1900–2200 or 1–12."""

    year: int
    month: int

    def __post_init__(self):
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.month <= 12):
            raise PeriodError(f"没有 {self.year}年{self.month}月 这个月份。请写成 2026-10 这样。")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Strictly "2026-10", the form of URLs, commands and snapshots. Raises PeriodError."""
        if not (found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)):
            raise PeriodError(f"“{text}”不是月份。请写成 2026-10 这样。")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def from_date(cls, day: date) -> "Month":
        """The month of a date or datetime."""
        return cls(day.year, day.month)

    @property
    def start(self) -> "Month":
        return self

    @property
    def months(self) -> tuple["Month", ...]:
        return (self,)

    @property
    def first(self) -> date:
        """The first day; this is what the database stores."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def bimonth(self) -> "Bimonth":
        """The 双月 it falls in: 1—2月, 3—4月, …"""
        return Bimonth(self.year, (self.month + 1) // 2)

    @property
    def quarter(self) -> "Quarter":
        """The calendar quarter it falls in."""
        return Quarter(self.year, (self.month + 2) // 3)

    @property
    def label(self) -> str:
        """2026年10月, as papers print it."""
        return f"{self.year}年{self.month}月"

    def plus(self, count: int) -> "Month":
        """The month `count` months later; negative goes back."""
        year, index = divmod(self.year * 12 + self.month - 1 + count, 12)
        return Month(year, index + 1)

    def until(self, other: "Month") -> int:
        """How many months from this one to the other; 0 for itself, negative backwards."""
        return (other.year - self.year) * 12 + other.month - self.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Bimonth(_Span):
    """Two months, index 1–6, the rhythm of the 双月点评 (Article 16). Raises PeriodError for another index."""

    year: int
    index: int

    def __post_init__(self):
        if not 1 <= self.index <= 6:
            raise PeriodError(f"一年只有 6 个双月，没有第 {self.index} 个。")

    @classmethod
    def parse(cls, text: str) -> "Bimonth":
        """Strictly "2026-09/2026-10". Raises PeriodError when the two are not one 双月."""
        start, _, end = text.partition("/")
        period = Month.parse(start).bimonth
        if (str(period.start), str(period.end)) != (start, end):
            raise PeriodError(f"“{text}”不是一个双月。请写成 2026-09/2026-10 这样，从单数月开始。")
        return period

    @property
    def start(self) -> Month:
        """The first month."""
        return Month(self.year, self.index * 2 - 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Both months in order."""
        return (self.start, self.start.plus(1))

    @property
    def label(self) -> str:
        """2026年9—10月."""
        return f"{self.year}年{self.start.month}—{self.end.month}月"

    def plus(self, count: int) -> "Bimonth":
        """The 双月 `count` periods later."""
        return self.start.plus(2 * count).bimonth

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"


@dataclass(frozen=True, order=True)
class Quarter(_Span):
    """A calendar quarter, index 1–4, the rhythm of the 季度观摩. Raises PeriodError for another index."""

    year: int
    index: int

    def __post_init__(self):
        if not 1 <= self.index <= 4:
            raise PeriodError(f"一年只有 4 个季度，没有第 {self.index} 个。")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Strictly "2026Q3". Raises PeriodError."""
        if not (found := re.fullmatch(r"([0-9]{4})Q([1-4])", text)):
            raise PeriodError(f"“{text}”不是季度。请写成 2026Q3 这样。")
        return cls(int(found[1]), int(found[2]))

    @property
    def start(self) -> Month:
        """The first month."""
        return Month(self.year, self.index * 3 - 2)

    @property
    def months(self) -> tuple[Month, ...]:
        """The three months in order."""
        return tuple(self.start.plus(count) for count in range(3))

    @property
    def label(self) -> str:
        """2026年第三季度."""
        return f"{self.year}年第{_QUARTER_WORDS[self.index - 1]}季度"

    def plus(self, count: int) -> "Quarter":
        """The quarter `count` quarters later."""
        return self.start.plus(3 * count).quarter

    def __str__(self) -> str:
        return f"{self.year}Q{self.index}"
