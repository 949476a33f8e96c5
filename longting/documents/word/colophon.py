"""版记: who gets a copy, who printed it on which day, between rules, at the foot of the last sheet."""

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from longting.documents.word.marks import SIZE, element, indent, line, write
from longting.documents.word.paper import Paper, day_words

TYPE_WIDTH = 156
TWIPS = round(TYPE_WIDTH / 25.4 * 1440)
#: Thickness of the outer and the inner rules in eighths of a point: 0.35 mm and 0.25 mm.
RULES = (("top", 8), ("bottom", 8), ("insideH", 6))
CHARACTER = Pt(SIZE["四号"])
GAP = Mm(7)


def foot_colophon(footer, paper: Paper) -> None:
    """Into the footer of a last section of its own, above its page number: there it stands on the lower edge of the
    版心 in every program."""
    table = _table(footer.add_table(_lines(paper), 1, Mm(TYPE_WIDTH)), paper)
    number = footer.paragraphs[0]._p
    number.addprevious(table._tbl)
    gap = footer.add_paragraph()
    line(gap, exactly=GAP)
    number.addprevious(gap._p)


def float_colophon(document, paper: Paper) -> None:
    """Below the text of a paper without attachments: it floats down to the lower edge of the 版心."""
    table = _table(document.add_table(_lines(paper), 1), paper)
    place = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    table._tbl.tblPr.insert(0, place)
    line(document.add_paragraph(), exactly=Pt(1))


def _lines(paper: Paper) -> int:
    return 1 + bool(paper.copies)


def _table(table, paper: Paper):
    _strip(table)
    if paper.copies:
        write(_line_of(table.rows[0].cells[0]), f"抄送：{paper.copies}", size="四号")
    printed = _line_of(table.rows[-1].cells[0])
    printed.paragraph_format.tab_stops.add_tab_stop(Mm(TYPE_WIDTH) - CHARACTER, WD_TAB_ALIGNMENT.RIGHT)
    write(printed, f"{paper.printer}\t{day_words(paper.printed_on)}印发", size="四号")
    return table


def _strip(table) -> None:
    """No sides, no style: three rules over the whole 版心."""
    properties = table._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    properties.append(element("tblW", w=TWIPS, type="dxa"))
    borders = element("tblBorders")
    for edge, thick in RULES:
        borders.append(element(edge, val="single", sz=thick, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=0, type="dxa"))
    properties.append(margins)


def _line_of(cell):
    cell.width = Mm(TYPE_WIDTH)
    paragraph = cell.paragraphs[0]
    line(paragraph, exactly=Pt(26))
    indent(paragraph, left=1, right=1, size="四号")
    return paragraph
