"""Where the table stands on a sheet and what its columns mean.

The heading may begin at any row and take one to three rows; merged or not, two levels or one. The block of rows under
which most fields of the kind find a column is the heading; the fewer rows it needs, the better.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledgers.intake.declaration import Kind
from ledgers.intake.grid import Covers, Grid
from ledgers.intake.headings import Claim, claims, heading_key, year_in
from ledgers.intake.outcome import ColumnMeaning, Problem

_DEEPEST = 3
_FEWEST = 3
"""A sheet with fewer fields of the kind (the name among them) is no list of this kind."""

LONGEST_HEADING = 200
"""Characters of a cell that are looked at when its row is told apart; nobody's heading is longer."""

_NO_TITLE = re.compile("日期|月.{0,3}日|号")
"""What dates of filing and numbers of documents have, and titles have not."""

Path = tuple[str, ...]


@dataclass(slots=True)
class Layout:
    """One table on one sheet: its heading rows, its columns by field, and the words over each column.

    `rivals` are columns whose field another one took; `twins` those among them that claimed it just as surely;
    `doubts` are about the table as a whole.
    """

    sheet: str
    first: int
    last: int
    year: int | None
    columns: dict[str, int]
    paths: dict[int, Path]
    sure: dict[str, float]
    rivals: dict[int, str] = field(default_factory=dict)
    twins: dict[str, list[int]] = field(default_factory=dict)
    meanings: tuple[ColumnMeaning, ...] = ()
    printed_year: int | None = None
    doubts: tuple[Problem, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """Comparable forms of all its headings, to know a repeated heading by; a row of units has the form ""."""
        return frozenset(heading_key(text) for path in self.paths.values() for text in path) | {""}


def find_layout(grid: Grid, kind: Kind, year: int | None, *, start: int = 1, among: int = 100) -> Layout | None:
    """The table whose heading begins among the first rows from `start` on; None when there is none of this kind.

    `year` is the list's year when it is known; otherwise the title above the heading or the sheet's name tells it.
    """
    rows = [row for row in grid.rows if row >= start][:among]
    if not rows:
        return None
    finder = _Finder(grid, kind, grid.covers(rows[0], rows[-1] + _DEEPEST))
    best = finder.best(rows, year)
    if best is None:
        return None
    printed = _title_year(grid, rows, best)
    best.year = year or printed
    best = finder.whole(best)
    best.printed_year = printed
    return best


def _rank(layout: Layout) -> tuple[int, int]:
    return len(layout.columns), layout.first - layout.last


def _twins(
    bids: list[tuple[float, int, Claim]], columns: dict[str, int], sure: dict[str, float]
) -> dict[str, list[int]]:
    """Field → further columns whose headings claim it as surely as the one that has it, and that mean nothing else."""
    taken = set(columns.values())
    twins: dict[str, list[int]] = {}
    for certainty, column, claim in bids:
        if column not in taken and certainty == sure.get(claim.field.key):
            twins.setdefault(claim.field.key, []).append(column)
    return twins


def _title_year(grid: Grid, rows: list[int], layout: Layout) -> int | None:
    """The year in a title above the heading, in the sheet's name, or else the latest one a heading names."""
    above = [cell.text for row in rows if row < layout.first for cell in grid.sheet.cells[row].values()]
    for text in above:
        if "年" in text and not _NO_TITLE.search(text) and (year := year_in(text)):
            return year
    if year := year_in(grid.sheet.name):
        return year
    years = [year for path in layout.paths.values() if (year := year_in("".join(path)))]
    return max(years, default=None)


class _Finder:
    """Tries blocks of rows as headings."""

    def __init__(self, grid: Grid, kind: Kind, covers: Covers):
        self._grid = grid
        self._kind = kind
        self._covers = covers
        self._known: dict[tuple[Path, int | None], list[Claim]] = {}

    def best(self, rows: list[int], year: int | None) -> Layout | None:
        """The best block; once one has all required columns, nothing below it competes (that is another table)."""
        best: Layout | None = None
        for first in rows:
            if best and first > best.last and all(one.key in best.columns for one in self._kind.required):
                break
            if self._promising(first):
                blocks = [self.assign(top, last, year) for top, last in self._blocks(first)]
                best = max((block for block in (best, *blocks) if block), key=_rank, default=None)
        return best

    def _blocks(self, row: int) -> Iterator[tuple[int, int]]:
        """First and last row of the blocks around this row: groups may stand above it, lower levels below. A row with
        numbers other than years is no heading."""
        for top in range(max(1, row - _DEEPEST + 1), row + 1):
            for last in range(top, top + _DEEPEST):
                cells = self._grid.sheet.cells.get(last, {}).values()
                if any(cell.kind != "text" and year_in(cell.text) is None for cell in cells):
                    break
                if last >= row:
                    yield top, last

    def _promising(self, row: int) -> bool:
        """Whether at least two texts of the row are headings of the kind."""
        cells = self._grid.sheet.cells[row].values()
        texts = [cell.text[:LONGEST_HEADING] for cell in cells if cell.kind == "text"]
        return sum(bool(self._claims((text,), None)) for text in texts) >= 2

    def assign(self, first: int, last: int, year: int | None) -> Layout | None:
        """These rows as the heading; None when too few fields find a column, or the name finds none."""
        paths = dict(self._paths(first, last))
        bids = [(claim.sure, column, claim) for column, path in paths.items() for claim in self._claims(path, year)]
        columns: dict[str, int] = {}
        sure: dict[str, float] = {}
        rivals: dict[int, str] = {}
        for _, column, claim in sorted(bids, key=lambda bid: (-bid[0], bid[1])):
            if column in columns.values():
                continue
            if claim.field.key in columns:
                rivals.setdefault(column, claim.field.key)
                continue
            columns[claim.field.key], sure[claim.field.key] = column, claim.sure
            rivals.pop(column, None)
        if "name" not in columns or len(columns) < _FEWEST:
            return None
        twins = _twins(bids, columns, sure)
        return Layout(self._grid.sheet.name, first, last, year, columns, paths, sure, rivals, twins)

    def whole(self, layout: Layout) -> Layout:
        """The heading with all its rows: merges that reach above or below it, then lower levels that are not merged."""
        first, last = self._reach(layout)
        layout = self.assign(first, last, layout.year) or layout
        while self._is_lower_level(layout, layout.last + 1):
            longer = self.assign(layout.first, layout.last + 1, layout.year)
            if longer is None:
                break
            layout = longer
        return layout

    def _reach(self, layout: Layout) -> tuple[int, int]:
        """First and last row of the merged headings over the columns that were found."""
        first, last, mapped = layout.first, layout.last, set(layout.columns.values())
        for (row, column), (top, _) in self._covers.items():
            if column in mapped and top <= layout.last and row >= layout.first:
                first, last = min(first, top), max(last, row)
        return first, last

    def _is_lower_level(self, layout: Layout, row: int) -> bool:
        """A row of words only, right below, that names neither project nor unit: `（万元）`, `全年`, `计划投资`."""
        cells = {column: cell for column, cell in self._grid.sheet.cells.get(row, {}).items() if not cell.blank}
        if not cells or any(cell.kind != "text" for cell in cells.values()):
            return False
        named = {layout.columns.get(key) for key in ("name", "serial", "responsible")}
        mapped = set(layout.columns.values())
        return not named & set(cells) and (len(cells) > 1 or self._keeps_meaning(layout, row, mapped & set(cells)))

    def _keeps_meaning(self, layout: Layout, row: int, columns: set[int]) -> bool:
        """Whether one word alone in the row adds to the meaning of its column instead of taking it away."""
        longer = self.assign(layout.first, row, layout.year)
        return bool(columns) and longer is not None and longer.columns == layout.columns

    def _claims(self, path: Path, year: int | None) -> list[Claim]:
        if (path, year) not in self._known:
            self._known[path, year] = claims(path, self._kind, year)
        return self._known[path, year]

    def _paths(self, first: int, last: int) -> Iterator[tuple[int, Path]]:
        """Column → the texts over it, outermost first, repeated texts of one merge once."""
        used = {column for row in range(first, last + 1) for column in self._grid.sheet.cells.get(row, {})}
        used |= {column for row, column in self._covers if first <= row <= last}
        above: dict[int, str] = {}
        for column in sorted(used):
            texts: list[str] = []
            for row in range(first, last + 1):
                text = self._text(row, column) or self._group_on_the_left(row, column, last, above)
                if text and text not in texts:
                    texts.append(text)
                above[row] = text
            if texts:
                yield column, tuple(texts)

    def _group_on_the_left(self, row: int, column: int, last: int, above: dict[int, str]) -> str:
        """An unmerged group heading stands over its first column only; those to its right belong to it too."""
        below = any(self._text(lower, column) for lower in range(row + 1, last + 1))
        below_left = any(self._text(lower, column - 1) for lower in range(row + 1, last + 1))
        return above.get(row, "") if below and below_left and (row, column) not in self._covers else ""

    def _text(self, row: int, column: int) -> str:
        cell = self._grid.sheet.cell(*self._covers.get((row, column), (row, column)))
        return "" if cell.blank else cell.text[:LONGEST_HEADING].strip()
