import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from longting.common.columns import Column
from longting.common.periods import Month
from longting.common.xlsx import CellError, LedgerSheet, write_ledger

NAME = Column("name", "项目名称", itemgetter(0), kind="link", width=30)
PLAN = Column("plan", "计划投资", itemgetter(1), kind="wan", unit="万元", group="2026年")
START = Column("start", "计划开工月", itemgetter(2), kind="month", group="2026年")
LAND = Column("land", "用地", itemgetter(3), kind="number", unit="亩")
DAY = Column("day", "入库日期", itemgetter(4), kind="date")
COLUMNS = (NAME, PLAN, START, LAND, DAY)
ROWS = [
    ("蓄水坝、节制闸工程", Decimal("12800.0001"), Month(2026, 3), 35, date(2026, 1, 5)),
    ("陇海医院医养结合项目", Decimal("0.1"), None, Decimal("7.25"), datetime(2026, 1, 6, 18, 0)),
    ("建祥产业园项目", None, Month(2026, 10), None, None),
]
LEDGER = LedgerSheet(
    title="龙亭区2026年重点项目名单",
    columns=COLUMNS,
    total_keys=("plan", "land"),
    numbered=True,
    sheet_name="重点项目",
    check_code="a1b2c3d4e5f6",
)
ONE_TEXT = LedgerSheet.plain([Column("c", "列", lambda row: row)], sheet_name="文本")


def written(sheet, rows):
    out = io.BytesIO()
    count = write_ledger(sheet, iter(rows), out)
    out.seek(0)
    return out, count


def page_of(sheet, rows):
    return load_workbook(written(sheet, rows)[0]).worksheets[0]


def test_a_ledger_reads_as_it_was_meant():
    page = page_of(LEDGER, ROWS)
    filler = "填报单位（盖章）：　　　　填报人：　　　　联系电话：　　　　填报日期："
    assert list(page.iter_rows(values_only=True)) == [
        ("龙亭区2026年重点项目名单", None, None, None, None, None),
        (filler, None, None, None, "单位：万元、亩", None),
        ("序号", "项目名称", "2026年", None, "用地（亩）", "入库日期"),
        (None, None, "计划投资（万元）", "计划开工月", None, None),
        (1, "蓄水坝、节制闸工程", 12800.0001, "2026-03", 35, datetime(2026, 1, 5)),
        (2, "陇海医院医养结合项目", 0.1, None, 7.25, datetime(2026, 1, 6, 18, 0)),
        (3, "建祥产业园项目", None, "2026-10", None, None),
        ("合计：3 个", None, 12800.1001, None, 42.25, None),
        ("主要负责人签字：", None, None, None, None, None),
    ]


def test_a_column_without_any_figure_has_no_sum():
    page = page_of(LEDGER, [("建祥产业园项目", None, Month(2026, 10), 0, None)])
    assert [cell.value for cell in page[6]] == ["合计：1 个", None, None, None, 0, None]


def test_a_second_reader_sees_the_same_values():
    rows = CalamineWorkbook.from_filelike(written(LEDGER, ROWS)[0]).get_sheet_by_name("重点项目").to_python()
    assert rows[4] == [1.0, "蓄水坝、节制闸工程", 12800.0001, "2026-03", 35.0, date(2026, 1, 5)]
    assert rows[7] == ["合计：3 个", "", 12800.1001, "", 42.25, ""]


def test_title_lines_heading_total_and_signature_are_merged():
    assert sorted(str(merged) for merged in page_of(LEDGER, ROWS).merged_cells.ranges) == [
        "A1:F1", "A2:D2", "A3:A4", "A8:B8", "A9:F9", "B3:B4", "C3:D3", "E2:F2", "E3:E4", "F3:F4",
    ]  # fmt: skip


def test_a_ledger_prints_on_a3_landscape_with_its_head_on_each_page():
    page = page_of(LEDGER, ROWS)
    setup = page.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (8, "landscape", 1, 0)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.freeze_panes) == (True, "A5")
    assert page.print_title_rows == "$1:$4"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert page.oddFooter.right.text == "核验码 a1b2c3d4e5f6"


def test_a4_portrait_is_possible():
    setup = page_of(LedgerSheet(title="表", columns=COLUMNS, paper="A4", orientation="portrait"), ROWS).page_setup
    assert (setup.paperSize, setup.orientation) == (9, "portrait")


def test_each_kind_has_its_number_format_and_side():
    page = page_of(LEDGER, ROWS)
    formats = [(cell.number_format, cell.alignment.horizontal) for cell in page[5]]
    assert formats == [
        ("#,##0", "right"),
        ("@", "left"),
        ("#,##0.00", "right"),
        ("@", "center"),
        ("#,##0", "right"),
        ("yyyy-mm-dd", "center"),
    ]
    assert (page["E6"].number_format, page["F6"].number_format) == ("#,##0.00##", "yyyy-mm-dd hh:mm")
    assert (page["C8"].number_format, page["C8"].font.bold, page["B7"].border.left.style) == ("#,##0.00", True, "thin")


def test_columns_have_their_widths_and_long_text_higher_rows():
    page = page_of(LEDGER, [*ROWS, ("长" * 60, None, None, None, None), ("一\n二\n三", None, None, None, None)])
    assert (page.column_dimensions["A"].width, page.column_dimensions["B"].width) == (6, 30)
    assert [page.row_dimensions[row].height for row in (5, 8, 9)] == [21, 85, 53]


def test_the_count_of_rows_is_returned_and_progress_told():
    told = []
    out = io.BytesIO()
    rows = ((f"项目{n}", Decimal(n), None, None, None) for n in range(2050))
    assert write_ledger(LEDGER, rows, out, progress=told.append) == 2050
    assert told == [1024, 2048]


def test_sums_are_exact_where_floats_are_not():
    out, _ = written(LEDGER, ((f"项目{n}", Decimal("0.1"), None, None, None) for n in range(1000)))
    xml = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="C1005" s="\d+"><v>([^<]*)</v>', xml) == ["100.0"]


def test_amounts_are_written_with_their_exact_digits():
    out, _ = written(LEDGER, [("大", Decimal("123456789012.3456"), None, Decimal("1E+3"), None)])
    xml = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="[CE]5" s="\d+"><v>([^<]*)</v>', xml) == ["123456789012.3456", "1000"]


HOSTILE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", ";=", ',"=', "=1+1&cmd|' /C calc'!A0")


@pytest.mark.parametrize("prefix", HOSTILE)
def test_no_text_becomes_a_formula(prefix):
    sheet = LedgerSheet(title=prefix + "1", columns=[Column("c", prefix + "2", lambda row: row)], footer_lines=[prefix])
    out, _ = written(sheet, [prefix + "cmd"])
    assert "<f>" not in zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    page = load_workbook(out).worksheets[0]
    cells = [page["A1"], page["A3"], page["A4"], page["A5"]]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", prefix + "1"),
        ("s", prefix + "2"),
        ("s", prefix + "cmd"),
        ("s", prefix),
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("半\ud800边", "半边"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        (" 前后 ", " 前后 "),
        ("行\r\n行", "行\r\n行"),
        ("\r", "\r"),
        ("😀䶮", "😀䶮"),
        ("007", "007"),
        ("_x0041_", "_x0041_"),
        ("91410200MA44ABCD1X", "91410200MA44ABCD1X"),
    ],
)
def test_text_is_kept_as_it_is_but_for_control_characters(text, kept):
    rows = CalamineWorkbook.from_filelike(written(ONE_TEXT, [text])[0]).get_sheet_by_name("文本").to_python()
    assert rows[1] == [kept]


def test_a_cell_too_long_for_a_workbook_is_refused_with_row_and_column():
    with pytest.raises(CellError) as refusal:
        written(ONE_TEXT, ["短", "长" * 32_768])
    assert str(refusal.value) == "第 3 行“列”有 32,768 个字，一个单元格最多 32,767 个字。请先缩短。"
    assert len(page_of(ONE_TEXT, ["长" * 32_767])["A2"].value) == 32_767


@pytest.mark.parametrize("value", [0.1, True, Decimal("NaN"), "12"])
def test_a_number_that_is_not_exact_is_refused(value):
    sheet = LedgerSheet.plain([Column("c", "总投资", lambda row: row, kind="wan")], sheet_name="表")
    with pytest.raises(CellError) as refusal:
        written(sheet, [value])
    assert str(refusal.value) == f"第 2 行“总投资”不是精确的数字：{value!r}。"


def test_a_day_before_spreadsheets_agree_is_written_as_text():
    sheet = LedgerSheet.plain([DAY], sheet_name="表")
    assert page_of(sheet, [(0, 0, 0, 0, date(1899, 5, 1))])["A2"].value == "1899-05-01"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr("longting.common.xlsx.writer.LAST_ROW", 4)
    with pytest.raises(CellError) as refusal:
        written(ONE_TEXT, ["一", "二", "三"])
    assert str(refusal.value) == "一张工作表最多 4 行，放不下这么多条。请先用条件缩小范围。"


def test_a_plain_sheet_is_heading_and_rows_only():
    page = page_of(LedgerSheet.plain([NAME, LAND], sheet_name="导出[1]/所见"), ROWS)
    assert (page.title, page.freeze_panes, page.print_title_rows) == ("导出1所见", "A2", "$1:$1")
    assert list(page.iter_rows(values_only=True)) == [
        ("项目名称", "用地（亩）"),
        ("蓄水坝、节制闸工程", 35),
        ("陇海医院医养结合项目", 7.25),
        ("建祥产业园项目", None),
    ]
    assert page.merged_cells.ranges == set()


def test_a_narrow_ledger_puts_both_lines_into_one():
    page = page_of(LedgerSheet(title="表", columns=[LAND], filler_line="填报单位："), [])
    assert page["A2"].value == "填报单位：　单位：万元、亩"


def test_a_template_has_drop_downs_from_a_hidden_sheet_and_empty_styled_rows():
    sheet = LedgerSheet(
        title="模板", columns=[NAME, PLAN], choices={"name": ["新开工", "=续建"]}, blank_rows=3, footer_lines=()
    )
    book = load_workbook(written(sheet, [])[0])
    page, lists = book.worksheets
    rule = page.data_validations.dataValidation[0]
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "=choice_1", "A5:A1048576")
    assert (lists.sheet_state, [cell.value for cell in lists["A"]]) == ("hidden", ["新开工", "=续建"])
    assert lists["A2"].data_type == "s"
    assert book.defined_names["choice_1"].attr_text == "'选项'!$A$1:$A$2"
    assert [page.cell(row, 1).border.left.style for row in (5, 7, 8)] == ["thin", "thin", None]


def test_personal_columns_are_masked_unless_the_sheet_reveals_them():
    phone = Column("phone", "联系电话", lambda row: row, kind="phone", personal=True)
    shown = [
        page_of(LedgerSheet.plain([phone], sheet_name="表", reveal=reveal), ["13812345678"])["A2"].value
        for reveal in (False, True)
    ]
    assert shown == ["138****5678", "13812345678"]


def test_rows_are_read_one_by_one_and_never_kept():
    alive = []

    class Row(str):
        def __init__(self, text):
            alive.append(1)

        def __del__(self):
            alive.pop()

    peaks = []

    def rows():
        for n in range(2000):
            peaks.append(len(alive))
            yield Row(n)

    written(ONE_TEXT, rows())
    assert max(peaks) <= 2
