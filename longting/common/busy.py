"""A database that is busy with somebody else's long write: knowing it, and not waiting for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

#: How the two databases say that somebody else holds what is wanted.
_HELD = ("locked", "lock timeout")
_USUAL_SECONDS = 5  # of sqlite3, when the settings name none


def is_busy(fault: BaseException | None) -> bool:
    """Whether `fault`, or what it came from, is a lock held too long by another write."""
    while fault is not None:
        if isinstance(fault, OperationalError) and any(word in str(fault) for word in _HELD):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


@contextmanager
def not_waiting() -> Iterator[None]:
    """For a write that may as well be left out: while another one runs it raises OperationalError at once, instead of
    keeping a page for as long. PostgreSQL locks rows and not the database, so nothing is changed there."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", _USUAL_SECONDS) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
