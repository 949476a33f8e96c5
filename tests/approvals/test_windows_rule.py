"""When declarations may be submitted, without a database."""

from datetime import date

import pytest

from approvals.enums import WindowState
from approvals.windows import Window, default_window, year_to_declare

WINDOW = Window(2027, 1, date(2026, 11, 1), date(2026, 12, 30))
AHEAD = "2027年度第 1 批申报 2026年11月1日开放，现在可以填写、保存，还不能提交。"
OVER = "2027年度第 1 批申报已于 2026年12月30日截止，不能再提交。可以继续填写，留待下一批。"


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2026, 10, 31), WindowState.AHEAD, AHEAD),
        (date(2026, 11, 1), WindowState.OPEN, ""),
        (date(2026, 12, 30), WindowState.OPEN, ""),
        (date(2026, 12, 31), WindowState.CLOSED, OVER),
    ],
)
def test_both_days_belong_to_the_window(today, state, words):
    assert (WINDOW.state(today), WINDOW.against(today)) == (state, words)


def test_the_customary_windows():
    assert default_window(2027) == WINDOW
    assert default_window(2026, 2).words == "2026年7月1日—2026年7月31日"


@pytest.mark.parametrize(("today", "year"), [(date(2026, 6, 30), 2026), (date(2026, 7, 1), 2027)])
def test_from_july_on_the_next_year_is_declared(today, year):
    assert year_to_declare(today) == year
