"""Setting the days on which declarations may be submitted."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from approvals.enums import Act
from approvals.models import DeclarationWindow
from approvals.selectors.windows import window_of
from longting.accounts.roles import Permission
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict


@transaction.atomic
def set_window(
    year: int, batch: int, *, opens_on: date, closes_on: date, note: str = "", version: int = 0, actor
) -> DeclarationWindow:
    """Set the window of one list. `version` 0 = it was the customary one. Raises ValidationError at its field,
    Conflict when somebody set it meanwhile."""
    if not actor.may(Permission.SET_WINDOW):
        raise PermissionDenied
    if not (2000 <= year <= 2100 and 1 <= batch <= 9):
        raise ValidationError({"year": "年度写成 2027 这样的四位年份，批次从 1 到 9。"})
    if closes_on < opens_on:
        raise ValidationError({"closes_on": "截止日期不能早于开放日期。"})
    before = window_of(year, batch).words
    row = DeclarationWindow.objects.select_for_update().filter(year=year, batch=batch).first()
    if version != (row.version if row else 0):
        raise Conflict()
    row = row or DeclarationWindow(year=year, batch=batch, version=0)
    row.opens_on, row.closes_on, row.note = opens_on, closes_on, note.strip()
    row.set_by, row.set_at, row.version = actor, clock.now(), row.version + 1
    row.save()
    after = window_of(year, batch).words
    text = f"设置{row}为 {after}"
    record(
        Entry(Act.WINDOW_SET, "window", row.pk, str(row), text, {"申报时间": [before, after]}, row.note), actor=actor
    )
    return row
