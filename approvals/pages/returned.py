"""The block above the list: what came back to its applicant, from whom, with which words, and until when to mend it."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from approvals.models import Declaration
from approvals.pages.applying import MENDING_DAYS
from approvals.selectors.holding import workdays
from approvals.selectors.returned import own_returned
from approvals.windows import day_words
from longting.common.workdays import Calendar


def returned_rows(user, today: date) -> list[dict]:
    """One line for each returned declaration of the person's own organisation."""
    return [_row(row, today) for row in own_returned(user)]


def _row(row: Declaration, today: date) -> dict:
    day = timezone.localdate(row.held_since)
    due = Calendar.shipped().add(day, MENDING_DAYS)
    late = "，已超期" if today > due else ""
    return {
        "name": row.name,
        "url": reverse("approvals:declaration-detail", args=[row.public_id]),
        "who": f"{row.returned_by} {day.month}月{day.day}日退回，已 {workdays(row.held_since, today)} 个工作日",
        "text": row.returned_words or "",
        "until": f"{day_words(due)}前补正并重新提交（{MENDING_DAYS} 个工作日）{late}",
    }
