"""The page of the declaration windows: years around now, as set or customary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from approvals.enums import WindowOrigin, WindowState
from approvals.models import DeclarationWindow
from approvals.selectors.windows import window_of
from approvals.windows import Window, day_words, default_window, year_to_declare
from longting.accounts.roles import Permission
from longting.common.columns import Column, cells, heading_rows

BATCHES = (1, 2)


@dataclass(frozen=True)
class Line:
    """One window of the page; `row` None while the customary days stand."""

    window: Window
    row: DeclarationWindow | None
    today: date

    @property
    def setter(self) -> str:
        """Who set it when."""
        if self.row is None:
            return ""
        return f"{self.row.set_by.name if self.row.set_by else '系统'}　{timezone.localtime(self.row.set_at):%Y-%m-%d}"


WINDOWS = (
    Column("list", "名单", lambda line: f"{line.window.year}年度 第 {line.window.batch} 批", width=14),
    Column("state", "状态", lambda line: line.window.state(line.today), "tag"),
    Column("opens", "开放日期", lambda line: line.window.opens_on, "date"),
    Column("closes", "截止日期（含当天）", lambda line: line.window.closes_on, "date"),
    Column("origin", "来源", lambda line: WindowOrigin.SET if line.row else WindowOrigin.CUSTOMARY, "tag"),
    Column("note", "说明", lambda line: line.row.note if line.row else "", width=24),
    Column("setter", "设置人", lambda line: line.setter, width=16),
)
EDIT = Column("edit", "修改", lambda line: "设置时间", "link", url=lambda line: edit_url(line.window))


def windows_page(user, today: date) -> dict:
    """The context of the list of windows."""
    may_edit = user.may(Permission.SET_WINDOW)
    columns = (*WINDOWS, EDIT) if may_edit else WINDOWS
    lines = lines_of(today)
    current = [line.window for line in lines if line.window.state(today) is WindowState.OPEN]
    return {
        "head": heading_rows(columns),
        "rows": [{"cells": cells(columns, line)} for line in lines],
        "today": today,
        "words": "；".join(f"{one.year}年度第 {one.batch} 批申报开放到{day_words(one.closes_on)}" for one in current),
        "may_edit": may_edit,
    }


def lines_of(today: date) -> Sequence[Line]:
    """Last year's to next year's windows and whatever else was set, the latest first. One query."""
    known = {(row.year, row.batch): row for row in DeclarationWindow.objects.select_related("set_by")}
    now = year_to_declare(today)
    usual = {(year, batch) for year in range(now - 1, now + 2) for batch in BATCHES}
    places = sorted(usual | set(known), key=lambda place: (-place[0], place[1]))
    return [Line(_window(place, known.get(place)), known.get(place), today) for place in places]


def _window(place: tuple[int, int], row: DeclarationWindow | None) -> Window:
    return Window(*place, row.opens_on, row.closes_on) if row else default_window(*place)


def known_window(year: int, batch: int) -> tuple[Window, DeclarationWindow | None]:
    """The window as it stands, with its row when somebody set it."""
    return window_of(year, batch), DeclarationWindow.objects.filter(year=year, batch=batch).first()


def edit_url(window: Window) -> str:
    """Where the days of a window are set."""
    return reverse("approvals:window-edit", args=[window.year, window.batch])
