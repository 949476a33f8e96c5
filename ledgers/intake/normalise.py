"""A row of cells as a `Row`: each column read by its kind, then what the cells say together."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from ledgers.intake import values
from ledgers.intake.declaration import Field, Kind
from ledgers.intake.grid import Grid
from ledgers.intake.headings import UNKNOWN, unit_in
from ledgers.intake.layout import Layout
from ledgers.intake.outcome import Row
from ledgers.intake.rows import DataRow
from ledgers.intake.vocabulary import levels_in_words, only_a_stage
from longting.accounts.unit_names import UnitMatch
from longting.common.codes import find_project_code
from longting.common.sheets.book import Cell, column_letter
from longting.common.text import tidy

Resolver = Callable[[str], UnitMatch]

_READERS: dict[str, Callable[[Row, Field, Cell], None]] = {
    "text": values.read_text,
    "lines": values.read_lines,
    "int": values.read_serial,
    "month": values.read_month,
    "period": values.read_period,
    "people": values.read_people,
    "stage": values.read_stage_or_nature,
    "nature": values.read_stage_or_nature,
    "level": values.read_levels,
    "yesno": values.read_yes_no,
    "code": values.read_code,
    "uscc": values.read_code,
}
_INTO_MONTHS = ("period", "start", "finish")
"""Fields that only give start_month and end_month."""


_TELLING = ("money", "month", "period", "unit", "code", "uscc")
"""Kinds of fields of which, as of the name, one column must be right when two differ; a second remark may well."""
_TWO_COLUMNS = (
    "“{label}”有两列（{letters[0]} 列和 {letters[1]} 列），这一行写的不一样。"
    "请在列对应里选定一列，或确认按 {letters[0]} 列。"
)
_PART = re.compile("其中[:：、]")
_PART_OF_ANOTHER = "“{name}”像是上面那个项目的一部分，会重复计算。确是单独的项目请确认，否则留着不处理，它不会写入。"


class Normaliser:
    """Reads the rows of one table. `tally` counts what was done on the way, for the notes."""

    def __init__(self, grid: Grid, layout: Layout, kind: Kind, resolve: Resolver, tally: Counter[str]):
        self._grid = grid
        self._layout = layout
        self._kind = kind
        self._resolve = resolve
        self._tally = tally
        self._letters = {key: column_letter(column) for key, column in layout.columns.items()}
        self._shared_cells: dict[tuple[int, int], bool] = {}
        self._units = {
            meaning.field: UNKNOWN if meaning.unit_from == "unknown" else meaning.unit
            for meaning in layout.meanings
            if meaning.unit_from != "assumed"
        }

    def read(self, data: DataRow, lines: list[int]) -> Row:
        """The project in this row; `lines` are further lines merged under its name, which are not read."""
        row = Row(self._layout.sheet, data.row, self._name(data.row))
        row.values = {one.key: None for one in self._kind.fields if one.key not in _INTO_MONTHS}
        row.values |= {"start_month": None, "end_month": None}
        row.letters = self._letters
        for field in self._kind.fields:
            if field.key in self._layout.columns:
                self._read_cell(row, field)
                self._compare_twins(row, field)
        if lines:
            span = f"第 {data.row}—{max(lines)} 行"
            message = f"{span}的项目名称合并在一起，只读了第一行。请把要保留的内容都写在第一行。"
            row.doubt("name", "continued_rows", "flag", message)
        complete(row, self._layout, data.section_stage)
        row.problems.extend(self._layout.doubts)
        return row

    def _name(self, row: int) -> str:
        return tidy(self._grid.carried(row, self._layout.columns["name"]).text)

    def _read_cell(self, row: Row, field: Field) -> None:
        number, column = row.row, self._layout.columns[field.key]
        cell = self._grid.carried(number, column)
        if cell.blank:
            return
        row.raw[field.key] = cell.text
        self._tally["carried"] += self._grid.head_of(number, column) != number
        self._tally["text_numbers"] += field.kind == "money" and cell.kind == "text"
        if cell.kind == "error":
            message = f"单元格里是错误值 {cell.text}。请修正公式，或直接填写内容。"
            row.doubt(field.key, "cell_error", "error", message)
        elif cell.unvalued:
            message = "公式的结果没有保存在文件里。请用 WPS 或 Excel 打开后保存，再上传；或直接填写内容。"
            row.doubt(field.key, "formula_without_value", "error", message)
        else:
            self._dispatch(row, field, cell)

    def _dispatch(self, row: Row, field: Field, cell: Cell) -> None:
        if field.kind == "unit":
            values.read_unit(row, field, cell, self._resolve)
        elif field.kind != "money":
            _READERS[field.kind](row, field, cell)
        elif self._shared(row.row, self._layout.columns[field.key]):
            message = f"{field.label}合并在几个项目上，看不出各是多少。请取消合并，分别填写。"
            row.doubt(field.key, "merged_amount", "flag", message)
        else:
            values.read_money(row, field, cell, self._units.get(field.key, ""))

    def _compare_twins(self, row: Row, field: Field) -> None:
        """Another column of the very same heading that says something else: nobody knows which one counts."""
        mine, unit = self._layout.columns[field.key], self._units.get(field.key, "")
        cell = self._grid.carried(row.row, mine)
        for column in self._layout.twins.get(field.key, ()) if self._is_telling(field) else ():
            other = self._grid.carried(row.row, column)
            written = unit_in("".join(self._layout.paths[column])) or unit
            if other.blank or values.say_the_same(field, (cell, unit), (other, written)):
                continue
            letters = (column_letter(mine), column_letter(column))
            row.doubt(field.key, "two_columns", "flag", _TWO_COLUMNS.format(label=field.label, letters=letters))

    @staticmethod
    def _is_telling(field: Field) -> bool:
        return field.key == "name" or field.kind in _TELLING

    def _shared(self, row: int, column: int) -> bool:
        """Whether a merged cell covers several projects."""
        rows = self._grid.span(row, column)
        if (rows.start, column) not in self._shared_cells:
            name = self._layout.columns["name"]
            heads = {self._grid.head_of(other, name) for other in rows}
            named = sum(not self._grid.sheet.cell(head, name).blank for head in heads)
            self._shared_cells[rows.start, column] = named > 1
        return self._shared_cells[rows.start, column]


def complete(row: Row, layout: Layout, section_stage: str | None) -> None:
    """What the row says besides its cells: stage from its section, code in its name, level in its remark; and what is
    missing or contradicts itself."""
    found = row.values
    _check_identity(row)
    found["project_code"] = found.get("project_code") or find_project_code(row.name)
    for level in levels_in_words(found.get("remark") or ""):
        key = {"省": "is_province", "市": "is_city"}.get(level, "")
        if key and not found[key]:
            found[key] = "是"
    _settle_stage(row, section_stage)
    _join_months(row, layout)
    _join_people(row)
    _check_amounts(row)
    _check_year(row, layout.year)


def _check_identity(row: Row) -> None:
    """Without name and unit a row is no project; 其中：… is counted in the project above."""
    if not row.name and "name" not in {problem.field for problem in row.problems}:
        row.doubt("name", "name_missing", "error", "项目名称没有填。补上名称，或删除这一行。")
    if "responsible" not in row.raw:
        row.doubt("responsible", "responsible_missing", "error", "责任单位没有填。请补上责任单位。")
    if _PART.match(row.name):
        row.doubt("name", "part_of_another", "flag", _PART_OF_ANOTHER.format(name=row.name))


def _settle_stage(row: Row, section_stage: str | None) -> None:
    """The stage by its column, else by 项目类型 that says nothing but a stage, else by the section."""
    found = row.values
    if not found["stage"] and (stage := only_a_stage(found["category"] or "")):
        found["stage"], found["category"] = stage, None
    if section_stage and not found["stage"]:
        found["stage"] = section_stage
    elif section_stage and found["stage"] != section_stage:
        message = f"所在分类是{section_stage}，本行写的是{found['stage']}，按本行读取。"
        row.doubt("stage", "stage_differs", "note", message)


def _join_months(row: Row, layout: Layout) -> None:
    """start_month and end_month: from the period, else 开工时间 and 竣工时间, else (none printed) the plan."""
    found = row.values
    for target, own, plan in (("start_month", "start", "plan_start"), ("end_month", "finish", "plan_finish")):
        separate = found.pop(own, None)
        printed = "period" in layout.columns or own in layout.columns
        found[target] = found[target] or separate or (None if printed else found[plan])
    start, end = found["start_month"], found["end_month"]
    if start and end and end < start:
        message = f"止于 {end}，早于起始的 {start}。请核对起止年月。"
        row.doubt("finish" if "finish" in layout.columns else "plan_finish", "end_before_start", "error", message)


def _join_people(row: Row) -> None:
    """A telephone in its own column belongs to the one person beside it."""
    people, phone = row.parsed.get("contact", []), row.values["contact_phone"]
    if phone and len(people) == 1 and not people[0][1]:
        row.parsed["contact"] = [(people[0][0], phone)]
    elif phone and not people:
        row.parsed["contact"] = [("", phone)]


def _check_amounts(row: Row) -> None:
    total, plan, done = (
        Decimal(text) if (text := row.values[key]) else None
        for key in ("total_investment", "annual_plan", "done_before")
    )
    if total is not None and plan is not None and plan > total:
        row.doubt("annual_plan", "plan_over_total", "error", "年度计划大于总投资。请核对单位或小数点。")
    if total is not None and done is not None and done > total:
        row.doubt("done_before", "done_over_total", "note", "截至上年底累计完成已大于总投资。请核对。")


def _check_year(row: Row, year: int | None) -> None:
    end = row.values["end_month"]
    if year and end and int(end[:4]) < year:
        row.doubt("period", "ends_before_year", "note", f"建设期止于 {end}，早于名单年度 {year} 年。请核对是否结转。")
