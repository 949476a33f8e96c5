"""The workbook given back with its doubtful cells coloured and commented."""

from ledgers.enums import RowStatus
from ledgers.models import ImportBatch
from ledgers.services.imports.check import source_of
from longting.common.errors import Refused
from longting.common.sheets.annotate import Mark, mark_workbook
from longting.common.sheets.reader import UnreadableWorkbook

LEVELS = {"error": "bad", "flag": "warn"}


def marks_of(rows) -> list[Mark]:
    """One mark for each doubt that waits for a person; `rows` have sheet, row and problems."""
    return [
        Mark(row.sheet, row.row, problem["column"], LEVELS[problem["level"]], problem["message"])
        for row in rows
        for problem in row.problems
        if problem["level"] in LEVELS
    ]


def marked_workbook(batch: ImportBatch) -> bytes:
    """The bytes of the marked workbook. Raises Refused when the file is gone or cannot be marked."""
    doubtful = batch.rows.filter(status__in=(RowStatus.ERROR, RowStatus.FLAG)).order_by("id")
    try:
        return mark_workbook(source_of(batch), marks_of(doubtful))
    except UnreadableWorkbook as refusal:
        raise Refused(refusal.message) from refusal
