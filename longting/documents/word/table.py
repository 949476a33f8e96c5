"""A table on a paper: its heading repeats on every sheet, a row is never torn, the last row sums up."""

from dataclasses import replace

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from longting.common.columns import NOTHING, NUMERIC, cells, heading_rows
from longting.documents.word.marks import BODY, HEI, element, line, write
from longting.documents.word.paper import Attachment

TEXT_SIZE = "小五"
CLOSE = Pt(13)
_CENTRED = frozenset({"month", "bool", "date", "tag", "light"})


def add_table(document, attached: Attachment, width: int) -> None:
    """The table of an attachment, `width` wide (EMU), with its unit line above and its note below."""
    if attached.unit_line:
        _small(document, attached.unit_line, WD_ALIGN_PARAGRAPH.RIGHT)
    heads = heading_rows(attached.columns)
    count = len(heads) + len(attached.rows) + bool(attached.totals)
    table = document.add_table(rows=count, cols=len(attached.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    # A row's cells are looked up once: asking the table for each cell walks the whole grid.
    lines = [list(row.cells) for row in table.rows]
    _set_widths(table, lines, [round(width * share / sum(attached.shares)) for share in attached.shares])
    _write_heads(table, lines, heads)
    for number, row in enumerate(attached.rows, start=len(heads)):
        _write_row(lines[number], attached, row)
    if attached.totals:
        _write_totals(lines[-1], attached)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    if attached.note:
        _small(document, attached.note, WD_ALIGN_PARAGRAPH.LEFT)


def _set_widths(table, lines, widths: list[int]) -> None:
    """Narrow cell margins too: small print needs every millimetre of a lying sheet."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=57, type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in lines:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width


def _write_heads(table, lines, heads) -> None:
    for level, head in enumerate(heads):
        for part in head:
            cell = lines[level][part.position]
            if part.colspan > 1 or part.rowspan > 1:
                cell = cell.merge(lines[level + part.rowspan - 1][part.position + part.colspan - 1])
            text = f"{part.text}\n（{part.unit}）" if part.unit else part.text
            _fill(cell, text, WD_ALIGN_PARAGRAPH.CENTER, HEI)
    for row in table.rows[: len(heads)]:
        row._tr.get_or_add_trPr().append(element("tblHeader"))


def _write_row(line_cells, attached: Attachment, row) -> None:
    for place, (column, cell) in enumerate(zip(attached.columns, cells(attached.columns, row), strict=True)):
        side = WD_ALIGN_PARAGRAPH.LEFT
        if column.kind in _CENTRED or place == 0:
            side = WD_ALIGN_PARAGRAPH.CENTER
        elif column.kind in NUMERIC:
            side = WD_ALIGN_PARAGRAPH.RIGHT
        _fill(line_cells[place], "" if cell.text == NOTHING else cell.text, side)


def _write_totals(line_cells, attached: Attachment) -> None:
    """合计：N 个 over the columns before the first sum; sums are exact."""
    keys = [column.key for column in attached.columns]
    first = min(keys.index(key) for key in attached.totals)
    label = line_cells[0].merge(line_cells[first - 1])
    _fill(label, f"合计：{len(attached.rows)} 个", WD_ALIGN_PARAGRAPH.CENTER, HEI)
    for place, column in enumerate(attached.columns[first:], start=first):
        text = ""
        if column.key in attached.totals:
            known = [value for value in map(column.value, attached.rows) if value is not None]
            text = cells([replace(column, value=sum)], known)[0].text if known else ""
        _fill(line_cells[place], text, WD_ALIGN_PARAGRAPH.RIGHT, HEI)


def _fill(cell, text: str, side, font: str = BODY) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = side
    line(paragraph, exactly=CLOSE)
    write(paragraph, text, font, TEXT_SIZE)


def _small(document, text: str, side) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    line(paragraph, exactly=Pt(18))
    write(paragraph, text, BODY, "五号")
