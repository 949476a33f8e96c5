"""Sheets as plain data, the units of the district, and short ways to understand them."""

import json
from collections.abc import Iterable
from pathlib import Path

from ledgers.intake.grid import Grid
from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.intake.layout import Layout, find_layout
from ledgers.intake.outcome import Row, Understood
from ledgers.intake.read import understand
from longting.accounts.unit_names import UnitName
from longting.common.sheets.book import Cell, Merge, Sheet, Workbook

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "workbooks"
SAMPLE = DATA / "年度重点项目名单_样例.xlsx"
EXPECTED = DATA / "年度重点项目名单_样例.expected.json"

HEADINGS = ["序号", "项目名称", "总投资（万元）", "2026年计划投资（万元）", "建设起止年限", "责任单位", "备注"]


def district() -> list[UnitName]:
    """The seeded organisations, numbered from 1."""
    seed = ROOT / "longting" / "accounts" / "data" / "organisations.json"
    listed = json.loads(seed.read_text(encoding="utf-8"))["organisations"]
    return [UnitName(n, one["name"], one["short"], tuple(one["aliases"])) for n, one in enumerate(listed, start=1)]


UNITS = district()


def cell(value: object) -> Cell:
    """Text, number, or a cell given whole."""
    if isinstance(value, Cell):
        return value
    return Cell("text", value) if isinstance(value, str) else Cell("number", f"{value:.15g}")


def sheet(rows: Iterable[Iterable], *merges: str, name: str = "名单", **more) -> Sheet:
    """A sheet from A1 on; None and "" leave a cell empty. Merges are written `1,1,2,3` (top, left, bottom, right)."""
    cells = {
        row: found
        for row, values in enumerate(rows, start=1)
        if (found := {column: cell(value) for column, value in enumerate(values, start=1) if value not in (None, "")})
    }
    ranges = tuple(Merge(*map(int, merge.split(","))) for merge in merges)
    return Sheet(name, cells=cells, merges=ranges, **more)


def workbook(*sheets: Sheet) -> Workbook:
    return Workbook("名单.xlsx", sheets, "0" * 64)


def read(*sheets: Sheet, **more) -> Understood:
    """These sheets understood as the annual list."""
    return understand(workbook(*sheets), ANNUAL_LIST, UNITS, **more)


def read_rows(*rows: Iterable, merges: tuple[str, ...] = (), headings: list[str] | None = None) -> list[Row]:
    """Projects of a sheet with the usual headings in row 1."""
    return list(read(sheet([headings or HEADINGS, *rows], *merges)).rows)


def project(**facts) -> Row:
    """One project with usual facts, some of them replaced; keys are headings, `...` takes a column away."""
    usual = {"项目名称": "城北污水处理厂", "总投资（万元）": "10000", "责任单位": "区住建局"} | facts
    usual = {heading: value for heading, value in usual.items() if value is not ...}
    (row,) = read_rows(list(usual.values()), headings=list(usual))
    return row


def problems(row: Row) -> list[tuple[str, str, str]]:
    """Column, code and level of each."""
    return [(one.column, one.code, one.level) for one in row.problems]


def layout_of(found: Sheet, year: int | None = None) -> Layout | None:
    return find_layout(Grid(found), ANNUAL_LIST, year)
