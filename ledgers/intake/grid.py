"""A sheet with its merged cells spread out, for reading headings and carrying values down."""

from longting.common.sheets.book import Cell, Merge, Sheet

_WIDEST = 200

Covers = dict[tuple[int, int], tuple[int, int]]
"""Place inside a merged range → the range's first cell."""


class Grid:
    """A sheet plus its merges. Overlapping merges (no office program writes them) are taken in order of place."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.rows = sorted(sheet.cells)
        self._merges: list[Merge] = sorted(sheet.merges)
        self._columns: dict[int, dict[int, int]] = {}
        self._bottoms: dict[tuple[int, int], int] = {}
        self._wide = {(merge.top, merge.left) for merge in self._merges if merge.right > merge.left}

    def is_wide(self, row: int, column: int) -> bool:
        """Whether the cell is merged with its neighbours to the right."""
        return (row, column) in self._wide

    def head_of(self, row: int, column: int) -> int:
        """The row whose cell speaks for this place: the first row of a vertical merge, else the row itself."""
        if column not in self._columns:
            self._columns[column] = self._spread(column)
        return self._columns[column].get(row, row)

    def carried(self, row: int, column: int) -> Cell:
        """The cell at a place; inside a vertical merge, the cell that was merged."""
        return self.sheet.cell(self.head_of(row, column), column)

    def span(self, row: int, column: int) -> range:
        """The rows of the vertical merge around this place, or this row alone."""
        head = self.head_of(row, column)
        return range(head, self._bottoms.get((head, column), row) + 1)

    def words(self, row: int) -> dict[int, str]:
        """Column → text of the row's own cells."""
        return {column: cell.text for column, cell in self.sheet.cells.get(row, {}).items() if not cell.blank}

    def covers(self, first: int, last: int) -> Covers:
        """Which places of these rows a merged range covers."""
        covers: Covers = {}
        for merge in self._merges:
            if merge.top > last:
                break
            if merge.bottom < first or (max(merge.top, first), merge.left) in covers:
                continue
            for row in range(max(merge.top, first), min(merge.bottom, last) + 1):
                for column in range(merge.left, min(merge.right, _WIDEST) + 1):
                    covers[row, column] = (merge.top, merge.left)
        return covers

    def _spread(self, column: int) -> dict[int, int]:
        """Row → first row, for every row inside a vertical merge that begins in this column."""
        rows: dict[int, int] = {}
        for merge in self._merges:
            if merge.left == column and merge.bottom > merge.top and merge.top not in rows:
                last = min(merge.bottom, self.sheet.last_row)
                self._bottoms[merge.top, column] = last
                rows.update(dict.fromkeys(range(merge.top, last + 1), merge.top))
        return rows
