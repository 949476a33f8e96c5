"""Official papers in Word: page, fonts, order of the parts, tables, page numbers (GB/T 9704-2012)."""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from longting.common.columns import Column
from longting.documents.content import identify
from longting.documents.word import Attachment, Heading, Paper, Text, day_words, document_number, write_paper

COLUMNS = (
    Column("no", "序号", lambda row: row["no"], "number"),
    Column("name", "项目名称", lambda row: row["name"]),
    Column("start", "开工月", lambda row: row.get("start"), "month"),
    Column("total", "总投资", lambda row: row.get("total"), "wan", "万元"),
    Column("plan", "计划投资", lambda row: row.get("plan"), "wan", "万元", "2027年"),
    Column("goal", "目标", lambda row: row.get("goal"), group="2027年"),
)
ROWS = (
    {"no": 1, "name": "一号厂", "total": Decimal("8000.1"), "goal": "封顶"},
    {"no": 2, "name": "二号厂", "total": Decimal("0.2")},
)
LIST = Attachment(
    "2027年度区重点项目名单", COLUMNS, ROWS, (1, 4, 2, 3, 3, 3), ("total", "plan"), "单位：万元", "校验码 9f3c"
)
PAPER = Paper(
    masthead="中共开封市龙亭区委\n重大项目推进工作委员会办公室文件",
    number="龙项目办〔2027〕1号",
    title="关于印发\n《2027年度区重点项目名单》的通知",
    addressee="各乡、办，区直有关单位",
    body=(
        Text("现印发给你们。"),
        Heading("一、总体"),
        Heading("（一）分类", 2),
        Heading("1.分项", 3),
        Text("共 2 个。"),
    ),
    signer="区委重大项目推进工作委员会办公室",
    signed_on=date(2027, 1, 5),
    printer="区项目办",
    printed_on=date(2027, 1, 6),
    copies="区委办公室。",
    attachments=(LIST,),
)


def written(paper: Paper = PAPER) -> tuple[bytes, Document]:
    out = BytesIO()
    write_paper(paper, out)
    return out.getvalue(), Document(BytesIO(out.getvalue()))


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def run_of(document, text: str):
    """The run that says `text`: its Chinese font, its size, its colour."""
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs if run.text == text)
    fonts = run._element.rPr.find(qn("w:rFonts"))
    return fonts.get(qn("w:eastAsia")), run.font.size, run.font.color.rgb and str(run.font.color.rgb)


def paragraph_of(document, text: str):
    return next(paragraph for paragraph in document.paragraphs if paragraph.text == text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("龙项目办〔2027〕1号", "龙项目办〔2027〕1号"),
        ("龙项目办[2022] 03 号", "龙项目办〔2022〕3号"),
        ("龙政办【2027】第12号", "龙政办〔2027〕12号"),
        (" 汴政（2021）010 号 ", "汴政〔2021〕10号"),
        ("区委常委会第 9 次会议纪要", "区委常委会第9次会议纪要"),
        ("龙 项目办〖２０２７〗１２", "龙项目办〔2027〕12号"),
        ("龙项目办\u200b〔2027〕12号", "龙项目办〔2027〕12号"),
        ("", ""),
    ],
)
def test_a_number_is_printed_with_six_cornered_brackets_and_no_padding(text, printed):
    assert document_number(text) == printed


def test_a_day_is_printed_without_padding():
    assert day_words(date(2027, 1, 5)) == "2027年1月5日"


def test_the_parts_stand_in_their_order():
    _, document = written()
    assert texts(document) == [
        "中共开封市龙亭区委", "重大项目推进工作委员会办公室文件", "龙项目办〔2027〕1号", "关于印发",
        "《2027年度区重点项目名单》的通知", "各乡、办，区直有关单位：", "现印发给你们。", "一、总体", "（一）分类",
        "1.分项", "共 2 个。", "附件：2027年度区重点项目名单", "区委重大项目推进工作委员会办公室", "2027年1月5日",
        "附件",
        "2027年度区重点项目名单", "单位：万元", "校验码 9f3c",
    ]  # fmt: skip


def test_the_sheets_are_a4_with_the_margins_of_the_standard():
    _, document = written()
    body, table, last = document.sections
    size = [round(value.mm) for value in (body.page_width, body.page_height)]
    assert size == [210, 297]
    for section in (body, last):
        edges = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
        assert [round(edge.mm) for edge in edges] == [37, 28, 26, 35]
    assert (table.orientation, round(table.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    assert (last.orientation, last.start_type) == (WD_ORIENT.PORTRAIT, WD_SECTION.EVEN_PAGE)


@pytest.mark.parametrize(
    ("text", "font", "size", "colour"),
    [
        ("中共开封市龙亭区委", "方正小标宋简体", 27, "FF0000"),
        ("龙项目办〔2027〕1号", "仿宋_GB2312", 16, None),
        ("关于印发", "方正小标宋简体", 22, None),
        ("现印发给你们。", "仿宋_GB2312", 16, None),
        ("一、总体", "黑体", 16, None),
        ("（一）分类", "楷体_GB2312", 16, None),
        ("1.分项", "仿宋_GB2312", 16, None),
        ("附件", "黑体", 16, None),
    ],
)
def test_each_part_has_its_font_and_size(text, font, size, colour):
    _, document = written()
    assert run_of(document, text) == (font, Pt(size), colour)


def test_the_red_rule_stands_below_the_number_and_the_body_is_indented_by_two_characters():
    _, document = written()
    properties = paragraph_of(document, "龙项目办〔2027〕1号")._p.pPr
    bottom = properties.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (bottom.get(qn("w:color")), bottom.get(qn("w:space"))) == ("FF0000", "11")
    indent = paragraph_of(document, "现印发给你们。")._p.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_the_date_is_four_characters_in_and_the_signer_centred_above():
    _, document = written(replace(PAPER, signer="区项目办"))
    found = [paragraph_of(document, text)._p.pPr.find(qn("w:ind")) for text in ("区项目办", "2027年1月5日")]
    assert [place.get(qn("w:rightChars")) for place in found] == ["500", "400"]
    _, document = written()
    assert paragraph_of(document, PAPER.signer)._p.pPr.find(qn("w:ind")) is None
    assert paragraph_of(document, "2027年1月5日")._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "500"


def test_pages_are_numbered_on_their_outer_edge():
    _, document = written()
    body = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((body.footer, "right"), (body.even_page_footer, "left")):
        properties = footer.paragraphs[0]._p
        assert "".join(node.text or "" for node in properties.iter(qn("w:t"), qn("w:instrText"))) == "—  PAGE  —"
        assert properties.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_the_table_repeats_its_heading_keeps_its_rows_whole_and_sums_up():
    _, document = written()
    (table,) = document.tables
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    assert lines[0] == ["序号", "项目名称", "开工月", "总投资\n（万元）", "2027年", "2027年"]
    assert lines[1][4:] == ["计划投资\n（万元）", "目标"]
    assert lines[2:4] == [["1", "一号厂", "", "8,000.10", "", "封顶"], ["2", "二号厂", "", "0.20", "", ""]]
    assert lines[4] == ["合计：2 个"] * 3 + ["8,000.30", "", ""]
    marks = [
        [row._tr.trPr.find(qn(f"w:{name}")) is not None for name in ("tblHeader", "cantSplit")] for row in table.rows
    ]
    assert marks == [[True, True]] * 2 + [[False, True]] * 3


def test_a_table_without_sums_unit_and_note_has_none():
    plain = replace(LIST, totals=(), unit_line="", note="")
    _, document = written(replace(PAPER, attachments=(plain,)))
    assert len(document.tables[0].rows) == 4
    assert texts(document)[-1] == "2027年度区重点项目名单"


def test_who_gets_a_copy_stands_on_the_lower_edge_of_the_last_sheet():
    _, document = written()
    footer = document.sections[-1].even_page_footer
    (table,) = footer.tables
    assert [row.cells[0].text for row in table.rows] == ["抄送：区委办公室。", "区项目办\t2027年1月6日印发"]
    assert [node.tag.rpartition("}")[2] for node in footer._element] == ["tbl", "p", "p"]


def test_without_attachments_it_floats_below_the_text():
    _, document = written(replace(PAPER, attachments=(), copies=""))
    (table,) = document.tables
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:tblpYSpec")), len(table.rows), len(document.sections)) == ("bottom", 1, 1)
    assert "附件" not in "".join(texts(document))


def test_several_attachments_are_numbered():
    other = replace(LIST, title="责任分工表")
    _, document = written(replace(PAPER, attachments=(LIST, other)))
    found = texts(document)
    assert found[11:13] == ["附件：1. 2027年度区重点项目名单", "2. 责任分工表"]
    assert [text for text in found if text in ("附件1", "附件2")] == ["附件1", "附件2"]


def test_fonts_that_are_not_installed_have_a_stand_in_and_the_language_is_chinese():
    data, document = written()
    table = zipfile.ZipFile(BytesIO(data)).read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>' in table
    assert 'w:eastAsia="zh-CN"' in document.styles.element.xml


def test_the_file_tells_what_it_is_and_when_it_was_signed():
    _, document = written()
    facts = document.core_properties
    assert (facts.title, facts.author, facts.subject) == (
        "关于印发《2027年度区重点项目名单》的通知", PAPER.signer, PAPER.number
    )  # fmt: skip
    assert (facts.created.date(), facts.revision, facts.comments) == (date(2027, 1, 5), 1, "")


def test_the_file_is_one_that_this_house_would_take_back():
    data, _ = written()
    assert identify("名单.docx", data).key == "docx"


def test_the_table_is_as_wide_as_the_sheet_allows():
    _, document = written()
    widths = [column.width for column in document.tables[0].columns]
    assert [round(width / Mm(225), 3) for width in widths] == [0.062, 0.25, 0.125, 0.188, 0.188, 0.188]
