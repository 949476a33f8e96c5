"""The one writer of workbooks: openpyxl makes a small styled shell, the rows are streamed into its sheet.

Rows are written as they arrive, so memory does not grow with their number, and text is always written as text:
no value can become a formula. The writer knows cells and columns, not projects. Pure: no Django, no settings.
"""

from longting.common.xlsx.encode import CellError
from longting.common.xlsx.layout import LedgerSheet
from longting.common.xlsx.writer import write_ledger

__all__ = ["CellError", "LedgerSheet", "write_ledger"]
