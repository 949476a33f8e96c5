"""In which unit the bare numbers of a sheet stand: its headings, its corner (`单位：万元`), or a note in words."""

import re
import unicodedata

from ledgers.intake.grid import Grid
from ledgers.intake.headings import unit_in
from longting.common.sheets.book import Sheet

_WRITERS = "(?<!填报)(?<!报送)(?<!责任)(?<!建设)(?<!牵头)"
_ANY = "[十百千]*(?:[万亿]?[美港欧日]?元|[万亿])"
_CORNER = re.compile(_WRITERS + rf"单位[:(]*(?:人民币)?({_ANY})(?![\u4e00-\u9fff])")
_ALONE = re.compile(rf"[(]?({_ANY})[)]?|.*[(]({_ANY})[)]")
"""A unit as all a cell says, or in brackets at the end of a title."""
_IN_WORDS = re.compile("以(亿元|万元|元)(?:人民币)?为(?:计量|金额)?单位")
_SEARCHED = 100


def corner_unit(grid: Grid, first: int) -> str:
    """The unit stated above the heading that begins at row `first`: UNKNOWN for one we do not know, "" when none is."""
    for row in grid.rows:
        if row >= first:
            break
        for cell in grid.sheet.cells[row].values():
            text = _plain(cell.text)
            if match := _CORNER.search(text) or _ALONE.fullmatch(text):
                return unit_in(next(filter(None, match.groups())))
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
