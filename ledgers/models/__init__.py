from ledgers.models.import_job import ImportBatch, ImportRow
from ledgers.models.mapping import ColumnMapping
from ledgers.models.saved_view import SavedView

__all__ = ["ColumnMapping", "ImportBatch", "ImportRow", "SavedView"]
