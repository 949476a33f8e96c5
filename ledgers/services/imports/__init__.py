"""Imports: taken in, checked, resolved, written or given up. `check_job` is named in settings.JOB_HANDLERS."""

from ledgers.services.imports.again import check_again
from ledgers.services.imports.check import check_batch, recheck_batch
from ledgers.services.imports.commit import NO_CHANGE, Committed, commit_batch, commit_or_queue, discard_batch, words_of
from ledgers.services.imports.job import check_job
from ledgers.services.imports.marked import marked_workbook
from ledgers.services.imports.receive import Received, receive_workbook
from ledgers.services.imports.resolve import resolve_rows, says_more

__all__ = [
    "NO_CHANGE",
    "Committed",
    "Received",
    "check_again",
    "check_batch",
    "check_job",
    "commit_batch",
    "commit_or_queue",
    "discard_batch",
    "marked_workbook",
    "receive_workbook",
    "recheck_batch",
    "resolve_rows",
    "says_more",
    "words_of",
]
