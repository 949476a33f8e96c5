"""Puts a paper on its sheets: A4 with the margins of the standard, 版头, 主体, attached tables, 版记, page numbers."""

from datetime import UTC, datetime, time
from typing import BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from longting.documents.word import marks
from longting.documents.word.colophon import float_colophon, foot_colophon
from longting.documents.word.fonts import name_fonts
from longting.documents.word.marks import BODY, HEI, KAI, RED, TITLE, indent, line, rule, write
from longting.documents.word.paper import Heading, Paper, day_words
from longting.documents.word.table import add_table

WIDTH, HEIGHT = 210, 297
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
TYPE_WIDTH = (WIDTH - LEFT - RIGHT) / 25.4 * 72
"""Width of the 版心 in points: 156 mm."""
MASTHEAD_MOST = 48
MASTHEAD_BEFORE = Mm(35)
_HEADINGS = {1: HEI, 2: KAI}


def write_paper(paper: Paper, out: BinaryIO) -> None:
    """Write the paper to `out` as a Word document."""
    document = Document()
    _prepare(document, paper)
    _head(document, paper)
    _body(document, paper)
    for number, attached in enumerate(paper.attachments, start=1):
        _attach(document, attached, number if len(paper.attachments) > 1 else 0)
    if paper.attachments:
        _last_sheet(document, paper)
    else:
        float_colophon(document, paper)
    document.save(out)


def _prepare(document, paper: Paper) -> None:
    """Page, grid of 22 lines of 28 characters, fonts, page numbers, the file's own facts."""
    name_fonts(document)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(marks.SIZE["三号"]), marks.LATIN
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    document.settings.odd_and_even_pages_header_footer = True
    _upright(document.sections[0])
    _number_pages(document.sections[0])
    facts, moment = document.core_properties, datetime.combine(paper.signed_on, time.min, tzinfo=UTC)
    facts.title, facts.author, facts.subject = paper.title.replace("\n", ""), paper.signer, paper.number
    facts.created = facts.modified = moment
    facts.comments, facts.last_modified_by, facts.revision, facts.language = "", paper.signer, 1, "zh-CN"


def _upright(section) -> None:
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(WIDTH), Mm(HEIGHT)
    marks.margins(section, top=TOP, right=RIGHT, bottom=BOTTOM, left=LEFT)
    _grid(section)


def _lying(section) -> None:
    """A sheet turned round: what was above is now left, so that the stapled edge stays the stapled edge."""
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(HEIGHT), Mm(WIDTH)
    marks.margins(section, top=LEFT, right=TOP, bottom=RIGHT, left=BOTTOM)
    _grid(section, is_table=True)


def _grid(section, *, is_table: bool = False) -> None:
    """The grid of 22 lines, which small print in a table must not snap to; the number stands 7 mm below the 版心."""
    section.footer_distance = Mm(RIGHT - 12 if is_table else BOTTOM - 12)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(marks.element("docGrid", **({} if is_table else {"type": "lines"}), linePitch=579))


def _number_pages(section) -> None:
    """4号 宋体, one character in from the outer edge: right on odd pages, left on even ones."""
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left")


def _number(footer, side, outer: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent(paragraph, **{outer: 1}, size="四号")
    marks.page_number(paragraph)


def _head(document, paper: Paper) -> None:
    """版头: the issuing body in red, its number, the red rule 4 mm below."""
    parts = paper.masthead.split("\n")
    size = min(MASTHEAD_MOST, int(TYPE_WIDTH / max(map(len, parts))))
    for place, part in enumerate(parts):
        mast = _paragraph(document, WD_ALIGN_PARAGRAPH.CENTER)
        line(mast, exactly=Pt(round(size * 1.3)), before=0 if place else MASTHEAD_BEFORE)
        write(mast, part, TITLE, size, colour=RED)
    _blank(document, 2)
    number = _paragraph(document, WD_ALIGN_PARAGRAPH.CENTER)
    write(number, paper.number)
    rule(number, bottom=18, colour=RED, space=11)
    _blank(document, 2)


def _body(document, paper: Paper) -> None:
    for part in paper.title.split("\n"):
        title = _paragraph(document, WD_ALIGN_PARAGRAPH.CENTER)
        line(title, exactly=Pt(35))
        write(title, part, TITLE, "二号")
    _blank(document, 1)
    write(_paragraph(document), f"{paper.addressee}：")
    for part in paper.body:
        paragraph = _paragraph(document, WD_ALIGN_PARAGRAPH.JUSTIFY)
        indent(paragraph, first=2)
        font = _HEADINGS.get(part.level, BODY) if isinstance(part, Heading) else BODY
        write(paragraph, part.text, font)
        paragraph.paragraph_format.keep_with_next = isinstance(part, Heading)
    _attachment_note(document, paper)
    _signature(document, paper)


def _attachment_note(document, paper: Paper) -> None:
    """附件：1.… one blank line below the body; numbers only where there are several."""
    if not paper.attachments:
        return
    _blank(document, 1)
    many = len(paper.attachments) > 1
    for place, attached in enumerate(paper.attachments, start=1):
        paragraph = _paragraph(document)
        indent(paragraph, first=2 if place == 1 else 5)
        number = f"{place}. " if many else ""
        write(paragraph, f"{'附件：' if place == 1 else ''}{number}{attached.title}")


def _signature(document, paper: Paper) -> None:
    """The date four characters in from the right, the issuing body centred above it."""
    day = day_words(paper.signed_on)
    signer, dated = _ems(paper.signer), _ems(day)
    overhang = (signer - dated) / 2
    left_over = max(0.0, 4 - overhang)
    _blank(document, 2)
    for text, right in ((paper.signer, left_over), (day, left_over + overhang)):
        paragraph = _paragraph(document, WD_ALIGN_PARAGRAPH.RIGHT)
        indent(paragraph, right=max(right, 0))
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = text == paper.signer
        write(paragraph, text)


def _attach(document, attached, number: int) -> None:
    """附件 on a sheet of its own: the word at the upper left, the title, the table."""
    _lying(document.add_section(WD_SECTION.NEW_PAGE))
    mark = _paragraph(document)
    write(mark, f"附件{number or ''}", HEI)
    title = _paragraph(document, WD_ALIGN_PARAGRAPH.CENTER)
    line(title, exactly=Pt(35))
    write(title, attached.title, TITLE, "二号")
    add_table(document, attached, width=Mm(HEIGHT - TOP - BOTTOM))


def _last_sheet(document, paper: Paper) -> None:
    """版记 stands on the last side of the paper, which is an even one."""
    section = document.add_section(WD_SECTION.EVEN_PAGE)
    _upright(section)
    section.even_page_footer.is_linked_to_previous = False
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left")
    foot_colophon(section.even_page_footer, paper)


def _paragraph(document, alignment=WD_ALIGN_PARAGRAPH.LEFT):
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    line(paragraph)
    return paragraph


def _blank(document, lines: int) -> None:
    for _ in range(lines):
        write(_paragraph(document), "")


def _ems(text: str) -> float:
    """Width in characters: figures and Latin letters take half of one."""
    return sum(0.5 if char.isascii() else 1 for char in text)
