"""The declaration window of a year's list: as set by the office, else the customary one."""

from approvals.models import DeclarationWindow
from approvals.windows import Window, default_window


def window_of(year: int, batch: int = 1) -> Window:
    """The window in which declarations for this list may be submitted."""
    row = DeclarationWindow.objects.filter(year=year, batch=batch).first()
    return Window(year, batch, row.opens_on, row.closes_on) if row else default_window(year, batch)
