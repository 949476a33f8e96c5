"""In which unit the bare numbers of a sheet stand: its headings, its corner (`单位：万元`), or a note in words."""

import re
import unicodedata

from ledgers.intake.grid import Grid
from longting.common.sheets.book import Sheet

_WRITERS = "(?<!填报)(?<!报送)(?<!责任)(?<!建设)(?<!牵头)"
_CORNER = re.compile(_WRITERS + r"单位[:(]*(亿元|万元|元)(?![\u4e00-\u9fff])")
_ALONE = re.compile(r"[(]?(亿元|万元|元)[)]?")
_IN_WORDS = re.compile("以(亿元|万元|元)(?:人民币)?为(?:计量|金额)?单位")
_SEARCHED = 100


def corner_unit(grid: Grid, first: int) -> str:
    """The unit stated above the heading that begins at row `first`; "" when none is."""
    for row in grid.rows:
        if row >= first:
            break
        for cell in grid.sheet.cells[row].values():
            text = _plain(cell.text)
            if match := _CORNER.search(text) or _ALONE.fullmatch(text):
                return match[1]
    return ""


def stated_unit(sheets: tuple[Sheet, ...]) -> str:
    """The unit an explanation anywhere in the workbook states in words (`投资额以万元为单位`); "" when none does."""
    for sheet in sheets:
        rows = sorted(sheet.cells)
        for row in rows[:_SEARCHED] + rows[_SEARCHED:][-_SEARCHED:]:
            for cell in sheet.cells[row].values():
                if match := _IN_WORDS.search(_plain(cell.text)):
                    return match[1]
    return ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
