"""`understand`: a whole workbook as projects of one kind, with every doubt at its cell.

Steps of STYLE rule 47: read → plain rows → normalise → check. The database comes later and elsewhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count

from ledgers.intake.checks import check_across
from ledgers.intake.declaration import Kind
from ledgers.intake.grid import Grid
from ledgers.intake.layout import Layout, find_layout
from ledgers.intake.mapping import Override, apply_overrides, describe_columns, override_for
from ledgers.intake.money_units import stated_unit
from ledgers.intake.normalise import Normaliser, Resolver
from ledgers.intake.outcome import Row, Skipped, Understood, WrongTemplate
from ledgers.intake.rows import DataRow, Rows
from ledgers.intake.whole import doubts_of_list
from longting.accounts.unit_names import UnitName, resolve_unit
from longting.common.sheets.book import Sheet, Workbook

_MOST_TABLES = 20
"""Headings on one sheet that are tried as the head of another table; beyond, they are taken for repetitions."""


@dataclass(slots=True)
class _Work:
    """What reading one workbook needs and gathers."""

    kind: Kind
    year: int | None
    overrides: Mapping[str, Override]
    resolve: Resolver
    stated: str
    layouts: list[Layout] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lacking: list[Layout] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)


def understand(
    workbook: Workbook,
    kind: Kind,
    units: Sequence[UnitName],
    *,
    mapping_overrides: Mapping[str, Override] | None = None,
    year: int | None = None,
) -> Understood:
    """Read every visible sheet that is a list of `kind`.

    `units` are the organisations a responsible unit may be. `mapping_overrides` says what a person decided about
    columns: by title as printed (levels joined with " / "), or by `工作表!H`. `year` is the list's year; without it the
    title tells.

    Raises:
        WrongTemplate: when no sheet has the name and the other required columns of the kind.
    """
    known = tuple(units)
    resolve = cache(lambda text: resolve_unit(text, known))
    work = _Work(kind, year, mapping_overrides or {}, resolve, stated_unit(workbook.sheets))
    for sheet in workbook.sheets:
        _read_sheet(work, sheet)
    if not work.layouts:
        raise _wrong_template(work)
    check_across(work.rows)
    return _told(work, workbook.notes)


def _told(work: _Work, notes: tuple[str, ...]) -> Understood:
    years = [layout.year for layout in work.layouts if layout.year]
    return Understood(
        kind=work.kind.key,
        year=work.year or (years[0] if years else None),
        sheets=tuple(dict.fromkeys(layout.sheet for layout in work.layouts)),
        mapping=tuple(meaning for layout in work.layouts for meaning in layout.meanings),
        rows=tuple(work.rows),
        skipped=tuple(work.skipped),
        notes=(*notes, *work.notes, *_tallied(work.tally)),
    )


def _read_sheet(work: _Work, sheet: Sheet) -> None:
    if sheet.hidden:
        work.notes.append(f"工作表“{sheet.name}”是隐藏的，没有读取。要导入请先取消隐藏。")
        return
    grid = Grid(sheet)
    layout = find_layout(grid, work.kind, work.year)
    if layout:
        apply_overrides(layout, work.overrides)
    if layout is None or _missing(work.kind, layout):
        if layout:
            work.lacking.append(layout)
        if sheet.cells:
            work.notes.append(f"工作表“{sheet.name}”没有可识别的表头，没有读取。")
        return
    if work.year and layout.printed_year and layout.printed_year != work.year:
        work.notes.append(f"工作表“{sheet.name}”写的是 {layout.printed_year} 年，按 {work.year} 年读取，请确认。")
    work.skipped.extend(_above(grid, layout))
    _read_tables(work, grid, layout)
    hidden = sum(row.sheet == sheet.name and row.row in sheet.hidden_rows for row in work.rows)
    if hidden:
        work.notes.append(f"工作表“{sheet.name}”有 {hidden} 行是隐藏的，也读取了。")


def _read_tables(work: _Work, grid: Grid, layout: Layout) -> None:
    """The table under this heading, and further ones below whose headings differ."""
    tries = count(1)
    table: Layout | None = layout
    while table:
        table.year = table.year or layout.year
        describe_columns(table, grid, work.kind, work.stated, work.overrides)
        decided = partial(override_for, table, overrides=work.overrides)
        table.doubts = tuple(doubts_of_list(grid, table, work.kind, decided))
        work.layouts.append(table)
        table = _read_table(work, grid, table, tries)


def _read_table(work: _Work, grid: Grid, layout: Layout, tries: Iterator[int]) -> Layout | None:
    """Read down to the end of the sheet, or to a heading with other columns, which is returned."""
    rows, following = Rows(grid, layout, work.kind), None
    found: list[DataRow] = []
    for one in rows.read():
        if isinstance(one, DataRow):
            found.append(one)
            continue
        if one.what == "header" and (following := _other_table(work, grid, layout, one.row, tries)):
            break
        work.skipped.append(one)
    normaliser = Normaliser(grid, layout, work.kind, work.resolve, work.tally)
    work.rows.extend(normaliser.read(data, rows.continued.get(data.row, [])) for data in found)
    if following:
        work.skipped.extend(_heading_rows(grid, following))
    return following


def _other_table(work: _Work, grid: Grid, layout: Layout, row: int, tries: Iterator[int]) -> Layout | None:
    """The table beginning at this repeated heading, when its columns stand differently."""
    words = grid.words(row)
    if any(words == grid.words(known) for known in range(layout.first, layout.last + 1)) or next(tries) > _MOST_TABLES:
        return None
    other = find_layout(grid, work.kind, layout.year, start=row, among=1)
    if other is None:
        return None
    apply_overrides(other, work.overrides)
    return other if other.columns != layout.columns and not _missing(work.kind, other) else None


def _missing(kind: Kind, layout: Layout) -> list[str]:
    return [one.label for one in kind.required if one.key not in layout.columns]


def _above(grid: Grid, layout: Layout) -> Iterator[Skipped]:
    for row in grid.rows:
        if row < layout.first:
            yield Skipped(layout.sheet, row, "title", _first_text(grid, row))
    yield from _heading_rows(grid, layout)


def _heading_rows(grid: Grid, layout: Layout) -> Iterator[Skipped]:
    for row in grid.rows:
        if layout.first <= row <= layout.last:
            yield Skipped(layout.sheet, row, "header", _first_text(grid, row))


def _first_text(grid: Grid, row: int) -> str:
    cells = grid.sheet.cells[row]
    return cells[min(cells)].text.strip()[:100]


def _wrong_template(work: _Work) -> WrongTemplate:
    """The refusal, told from the sheet that came nearest."""
    best = max(work.lacking, key=lambda layout: len(layout.columns), default=None)
    columns = best.columns if best else {}
    found = tuple(one.label for one in work.kind.fields if one.key in columns)
    missing = tuple(one.label for one in work.kind.required if one.key not in columns)
    seen = f"认出了{'、'.join(found)}，" if found else "没有认出任何列，"
    advice = "请检查表头文字，或改用系统的模板。"
    message = f"这不是{work.kind.label}：{seen}缺少{'、'.join(missing)}。{advice}"
    return WrongTemplate(message, found=found, missing=missing)


def _tallied(tally: Counter[str]) -> Iterator[str]:
    if tally["carried"]:
        yield f"合并单元格 {tally['carried']} 处已展开到每一行。"
    if tally["text_numbers"]:
        yield f"{tally['text_numbers']} 处金额是文本，已转成数字。"
