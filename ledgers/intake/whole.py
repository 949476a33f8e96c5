"""Doubts about a table as a whole: whether it is of the year it is read for, and an annual list at all.

They stand at every row, because none of them may be written on a guess; one answer does for all.
"""

import re
from collections.abc import Callable, Iterator

from ledgers.intake.declaration import Kind
from ledgers.intake.grid import Grid
from ledgers.intake.headings import claims, year_in
from ledgers.intake.layout import Layout
from ledgers.intake.outcome import LIST, Problem
from longting.common.sheets.book import column_letter
from longting.common.text import tidy

OTHER_YEAR, MONTHLY = "other_year", "monthly_report"
_OTHER_YEAR = (
    "{letter} 列“{title}”写的是 {said} 年，名单是 {year} 年，看不出是哪一年的{label}，这一列没有读取。"
    "是 {year} 年的，请在列对应里选“{label}”；名单是 {said} 年的，请放弃这次导入，填写年度 {said} 重新上传。"
)
_MONTHLY = "“{said}”像是月度进度表，不是{kind}。确是{kind}请确认，否则请放弃这次导入。"
_MONTH = r"(?:(?<![-—~至到\d])\d{1,2}|[一二三四五六七八九十]{1,3}|本|当|上)月份?"
_PROGRESS = "进度|进展|完成|推进|调度"
_TITLE = re.compile(
    rf"{_MONTH}[^日]{{0,12}}?(?:{_PROGRESS})|月报|月度.{{0,10}}(?:{_PROGRESS})|(?:{_PROGRESS}).{{0,8}}\(?{_MONTH}\)?$"
    "|(?:进度|进展|调度|(?:进展|完成|推进)情况)(?:统计|汇总|调度|通报|一览)?表"
)
_COLUMN = re.compile(rf"(?:\d{{4}}年)?{_MONTH}.{{0,4}}(?:{_PROGRESS})")
_LONGEST_TITLE = 60
_EXPLAINS = re.compile("^(?:注|备注|说明|填表|填报)")


def doubts_of_list(grid: Grid, layout: Layout, kind: Kind, is_decided: Callable[[int], bool]) -> Iterator[Problem]:
    """The doubts about this table; `is_decided` tells columns of which a person has said what they mean."""
    free = [one for one in sorted(layout.paths) if one not in layout.columns.values() and not is_decided(one)]
    yield from _other_years(layout, kind, free)
    if said := _monthly(grid, layout, free):
        yield Problem("", LIST, MONTHLY, "flag", _MONTHLY.format(said=said, kind=kind.label))


def _other_years(layout: Layout, kind: Kind, free: list[int]) -> Iterator[Problem]:
    """Columns of a yearly fact that no other column gives, under the year of another list."""
    for column in free:
        path = layout.paths[column]
        said, claimed = year_in("".join(path)), claims(path, kind, None)
        if said is None or said == layout.year or not claimed:
            continue
        field = claimed[0].field
        if field.yearly and field.key not in layout.columns:
            letter, title = column_letter(column), " / ".join(tidy(text) for text in path)[:40]
            words = {"letter": letter, "title": title, "said": said, "year": layout.year, "label": field.label}
            yield Problem(letter, LIST, OTHER_YEAR, "flag", _OTHER_YEAR.format(**words))


def _monthly(grid: Grid, layout: Layout, free: list[int]) -> str:
    """The title, the name of the sheet or the heading that speaks of the progress of a month; "" when none does."""
    above = [cell.text for row in grid.rows if row < layout.first for cell in grid.sheet.cells[row].values()]
    for text in (*above, grid.sheet.name):
        plain = "".join(tidy(text).split())
        if len(plain) <= _LONGEST_TITLE and not _EXPLAINS.match(plain) and _TITLE.search(plain):
            return plain
    headings = ("".join(tidy(text).split()) for one in free for text in layout.paths[one])
    return next((text for text in headings if _COLUMN.match(text)), "")
