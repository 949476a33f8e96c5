"""When declarations may be submitted (申报时间): one window per year and batch. Pure.

The default is the customary one: for the list of a year from 1 November to 30 December of the year before.
"""

from dataclasses import dataclass
from datetime import date

from approvals.enums import WindowState

#: The yearly batch and those of 年中调整 that one year may have.
MOST_BATCHES = 9


@dataclass(frozen=True)
class Window:
    """Both days inclusive."""

    year: int
    batch: int
    opens_on: date
    closes_on: date

    def state(self, today: date) -> WindowState:
        """Where the window stands on `today`."""
        if today < self.opens_on:
            return WindowState.AHEAD
        return WindowState.OPEN if today <= self.closes_on else WindowState.CLOSED

    def against(self, today: date) -> str:
        """Why nothing can be submitted on `today`, and when it can; "" while the window is open."""
        state = self.state(today)
        if state is WindowState.OPEN:
            return ""
        name = f"{self.year}年度第 {self.batch} 批"
        if state is WindowState.AHEAD:
            return f"{name}申报 {day_words(self.opens_on)}开放，现在可以填写、保存，还不能提交。"
        return f"{name}申报已于 {day_words(self.closes_on)}截止，不能再提交。可以继续填写，留待下一批。"

    @property
    def words(self) -> str:
        """The span as printed."""
        return f"{day_words(self.opens_on)}—{day_words(self.closes_on)}"


def default_window(year: int, batch: int = 1) -> Window:
    """The customary window of the yearly batch; for later batches the July of the year itself (年中调整)."""
    if batch == 1:
        return Window(year, batch, date(year - 1, 11, 1), date(year - 1, 12, 30))
    return Window(year, batch, date(year, 7, 1), date(year, 7, 31))


def year_to_declare(today: date) -> int:
    """The year whose list is being declared: from July on that of the next year."""
    return today.year + 1 if today.month >= 7 else today.year


def day_words(day: date) -> str:
    """`2026年11月1日`."""
    return f"{day.year}年{day.month}月{day.day}日"
