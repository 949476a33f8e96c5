"""Cleaning the private files of this part (SECURITY PR-03). Named in settings.SWEEPS."""

from datetime import timedelta

from django.db.models.functions import Coalesce

from ledgers import vault
from ledgers.enums import BatchState
from ledgers.models import ImportBatch

#: An export is as old as its rows: after a week it is made anew rather than trusted.
EXPORT_LIFE = timedelta(days=7)
#: The workbook of an import that has ended, for questions about it.
IMPORT_LIFE = timedelta(days=30)
ENDED = tuple(state.value for state in BatchState if state not in (BatchState.WAITING, BatchState.CHECKED))


def sweep_files(now) -> int:
    """Delete old exports, workbooks of imports ended long ago, old files nothing points to; returns how many."""
    return _discard(vault.EXPORTS, _older(vault.EXPORTS, now - EXPORT_LIFE)) + _sweep_imports(now - IMPORT_LIFE)


def _sweep_imports(limit) -> int:
    """First the row lets go of its file, then the file goes: a crash in between leaves a file nothing points to."""
    done = ImportBatch.objects.filter(state__in=ENDED).alias(ended=Coalesce("committed_at", "checked_at", "created_at"))
    done.filter(ended__lt=limit).exclude(stored_name="").update(stored_name="")
    old = _older(vault.IMPORTS, limit)
    kept = set(ImportBatch.objects.filter(stored_name__in=old).values_list("stored_name", flat=True)) if old else set()
    return _discard(vault.IMPORTS, [name for name in old if name not in kept])


def _older(shelf: str, limit) -> list[str]:
    return [name for name, _, written_at in vault.files_on(shelf) if written_at < limit]


def _discard(shelf: str, names: list[str]) -> int:
    for name in names:
        vault.discard(shelf, name)
    return len(names)
