"""The block above the list: what came back to its applicant, from whom, with which words, and how long ago."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from approvals.selectors.holding import workdays
from approvals.selectors.returned import own_returned
from approvals.selectors.windows import window_of
from approvals.windows import day_words


def returned_rows(user, today: date) -> list[dict]:
    """One line for each returned declaration of the person's own organisation."""
    closing: dict[tuple[int, int], str] = {}
    rows = []
    for row in own_returned(user):
        place = (row.year, row.batch)
        if place not in closing:
            closing[place] = _until(*place, today)
        at = timezone.localtime(row.held_since)
        rows.append(
            {
                "name": row.name,
                "url": reverse("approvals:declaration-detail", args=[row.public_id]),
                "who": f"{row.returned_by} {at.month}月{at.day}日退回",
                "text": row.returned_words or "",
                "days": f"已 {workdays(row.held_since, today)} 个工作日",
                "until": closing[place],
            }
        )
    return rows


def _until(year: int, batch: int, today: date) -> str:
    """Until when it had better come back; what was returned may come back after the window has closed as well."""
    window = window_of(year, batch)
    name = f"{year}年度第 {batch} 批申报"
    if today > window.closes_on:
        return f"{name}已截止，退回的仍可再次提交，须赶在汇总上报之前"
    return f"{name} {day_words(window.closes_on)}截止"
