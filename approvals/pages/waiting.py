"""How long somebody has had a thing on his desk, in working days, as a light."""

from dataclasses import dataclass
from datetime import date, datetime

from approvals.selectors.holding import workdays

#: Working days a unit has for screening one declaration.
SCREENING_DAYS = 5


@dataclass(frozen=True)
class Wait:
    """A light with its words; `days` used of `limit`."""

    days: int
    limit: int

    @property
    def colour(self) -> str:
        """Red past the limit, yellow on the last two days."""
        return "r" if self.days > self.limit else "y" if self.days >= self.limit - 1 else "g"

    @property
    def label(self) -> str:
        """`正常 2 / 5 个工作日`."""
        word = {"r": "严重", "y": "预警", "g": "正常"}[self.colour]
        return f"{word} {self.days} / {self.limit} 个工作日"


def days_held(since: datetime, today: date) -> int:
    """Working days since the day it came, that day not counted."""
    return workdays(since, today)


def screening_wait(since: datetime, today: date) -> Wait:
    """How a unit stands with what waits for its screening."""
    return Wait(days_held(since, today), SCREENING_DAYS)
