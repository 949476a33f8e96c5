"""The shell of a workbook, made by openpyxl: everything that does not depend on the number of rows.

The sheet is saved with its lines above the body and one probe cell per style below them; the saved XML then tells
the id of each style and is cut in two where the rows will be streamed in.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from longting.common.xlsx.encode import clean_text
from longting.common.xlsx.layout import LedgerSheet, unit_line_column

SHEET_PART = "xl/worksheets/sheet1.xml"
PAPERS = {"A3": 8, "A4": 9}
FONT = "宋体"
CREATOR = "龙亭区重大项目管理"
LIST_SHEET = "选项"
LAST_ROW = 1_048_576

_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="EAEFF5")
_TITLE_HEIGHT, _LINE_HEIGHT, _HEAD_HEIGHT = 36, 22, 30

# name: (horizontal, wraps, number format); the same names with "total_" in front are bold
_STYLES = {
    "text": ("left", True, "@"),
    "mark": ("center", False, "@"),
    "int": ("right", False, "#,##0"),
    "decimal": ("right", False, "#,##0.00##"),
    "wan": ("right", False, "#,##0.00"),
    "percent": ("right", False, "#,##0.0"),
    "date": ("center", False, "yyyy-mm-dd"),
    "datetime": ("center", False, "yyyy-mm-dd hh:mm"),
}
_PROBES = [*_STYLES, *(f"total_{name}" for name in ("text", "int", "decimal", "wan")), "footer"]


@dataclass(frozen=True)
class Shell:
    """`parts` are all of the package but the sheet, which is `head`, the rows, `</sheetData>`, the merges, `tail`."""

    parts: list[tuple[str, bytes]]
    head: str
    tail: str
    styles: dict[str, int]


def build_shell(sheet: LedgerSheet) -> Shell:
    """Everything of the workbook except its rows and the merged cells."""
    book = Workbook()
    book.properties.creator = CREATOR
    page = book.active
    page.title = re.sub(r"[\[\]:*?/\\']", "", clean_text(sheet.sheet_name))[:31] or "台账"
    _write_lines(page, sheet)
    _write_headings(page, sheet)
    _set_page(page, sheet)
    _add_choices(book, page, sheet)
    for offset, name in enumerate(_PROBES):
        _style(page.cell(sheet.first_body_row + offset, 1), name)
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as package:
        xml = package.read(SHEET_PART).decode()
        parts = [(name, package.read(name)) for name in package.namelist() if name != SHEET_PART]
    return _cut(xml, parts, sheet.first_body_row)


def _cut(xml: str, parts: list[tuple[str, bytes]], first_row: int) -> Shell:
    head, probes_and_tail = xml.split(f'<row r="{first_row}"', 1)
    probes, tail = probes_and_tail.split("</sheetData>", 1)
    ids = [int(found) for found in re.findall(r'<c r="A\d+" s="(\d+)"', probes)]
    head = re.sub(r"<dimension [^>]*/>", "", head)  # a stated size smaller than the sheet makes readers lose rows
    return Shell(parts, head, tail, dict(zip(_PROBES, ids, strict=True)))


def _write_lines(page: Worksheet, sheet: LedgerSheet) -> None:
    if sheet.title:
        title = _text(page, 1, 1, sheet.title)
        title.font = Font(name="黑体", size=20)
        title.alignment = Alignment(horizontal="center", vertical="center")
        page.row_dimensions[1].height = _TITLE_HEIGHT
    row, right = sheet.lines_above, unit_line_column(sheet)
    lines = [(1, "left", sheet.filler_line), (right, "right", sheet.unit_line)]
    if not right:
        lines = [(1, "left", f"{sheet.filler_line}　{sheet.unit_line}".strip("　"))]
    for column, side, text in lines if sheet.filler_line or sheet.unit_line else ():
        cell = _text(page, row, column, text)
        cell.font = Font(name=FONT, size=11)
        cell.alignment = Alignment(horizontal=side, vertical="center")
        page.row_dimensions[row].height = _LINE_HEIGHT


def _write_headings(page: Worksheet, sheet: LedgerSheet) -> None:
    first = sheet.lines_above + 1
    for row in range(first, sheet.first_body_row):
        page.row_dimensions[row].height = _HEAD_HEIGHT
        for column in range(1, len(sheet.all_columns) + 1):
            cell = page.cell(row, column)
            cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), _HEAD_FILL, _BOX
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for row, headings in enumerate(sheet.headings, start=first):
        for heading in headings:
            unit = f"（{heading.unit}）" if heading.unit else ""
            _text(page, row, heading.position + 1, heading.text + unit)


def _set_page(page: Worksheet, sheet: LedgerSheet) -> None:
    for position, column in enumerate(sheet.all_columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    page.freeze_panes = f"A{sheet.first_body_row}"
    page.print_title_rows = f"1:{sheet.first_body_row - 1}"
    page.page_setup.orientation = sheet.orientation
    page.page_setup.paperSize = PAPERS[sheet.paper]
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    for side, inches in (("left", 0.5), ("right", 0.5), ("top", 0.6), ("bottom", 0.7)):
        setattr(page.page_margins, side, inches)
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    if sheet.check_code:
        page.oddFooter.right.text = "核验码 " + clean_text(sheet.check_code).replace("&", "&&")


def _add_choices(book: Workbook, page: Worksheet, sheet: LedgerSheet) -> None:
    listed = [(n, column) for n, column in enumerate(sheet.all_columns, start=1) if sheet.choices.get(column.key)]
    if not listed:
        return
    lists = book.create_sheet(LIST_SHEET)
    lists.sheet_state = "hidden"
    for place, (position, column) in enumerate(listed, start=1):
        options = sheet.choices[column.key]
        for row, option in enumerate(options, start=1):
            _text(lists, row, place, option)
        letter, name = get_column_letter(place), f"choice_{place}"
        book.defined_names[name] = DefinedName(name, attr_text=f"'{LIST_SHEET}'!${letter}$1:${letter}${len(options)}")
        rule = DataValidation("list", formula1=f"={name}", allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.label, f"请从列表中选择“{column.label}”。"
        target = get_column_letter(position)
        rule.add(f"{target}{sheet.first_body_row}:{target}{LAST_ROW}")
        page.add_data_validation(rule)


def _style(cell, name: str) -> None:
    if name == "footer":
        cell.font, cell.alignment = Font(name=FONT, size=11), Alignment(horizontal="left", vertical="center")
        return
    base = name.removeprefix("total_")
    horizontal, wraps, number_format = _STYLES[base]
    cell.font, cell.border = Font(name=FONT, size=11, bold=base != name), _BOX
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=wraps)
    cell.number_format = number_format


def _text(page: Worksheet, row: int, column: int, text: str):
    cell = page.cell(row, column, clean_text(text))
    cell.data_type = "s"  # a title that begins with "=" stays text
    return cell


def total_style(kind: str, value: Decimal | int) -> str:
    """Name of the style of a sum in the 合计 row."""
    return "total_wan" if kind == "wan" else "total_int" if isinstance(value, int) else "total_decimal"
