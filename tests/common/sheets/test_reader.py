"""Honest books of every kind are read cell by cell, with true row and column numbers."""

import hashlib
from datetime import date, datetime, time

import openpyxl
import pytest

from longting.common.sheets.book import EMPTY, Cell, Merge, Sheet, cell_name, column_letter
from longting.common.sheets.reader import read_workbook
from tests.common.sheets.makers import book, number_cell, ods, parts, saved, text_cell, zipped


def only(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data, filename="名单.xlsx").sheets
    return sheet


def values(data: bytes) -> dict[str, tuple[str, str]]:
    """Kind and text of every cell, by its name."""
    return {
        cell_name(row, column): (cell.kind, cell.text)
        for row, cells in only(data).rows()
        for column, cell in cells.items()
    }


def test_rows_and_columns_keep_their_places_below_and_right_of_blanks():
    data = zipped(parts(f'<row r="7">{text_cell("C7", "甲")}</row><row r="9">{number_cell("E9", 5)}</row>'))
    assert values(data) == {"C7": ("text", "甲"), "E9": ("number", "5")}


def test_every_type_of_cell_has_a_plain_text():
    made = openpyxl.Workbook()
    made.active.append([True, False, date(2026, 3, 1), datetime(2026, 3, 1, 8, 30), time(8, 30), 58000, 4658.57, "甲"])
    assert list(values(saved(made)).values()) == [
        ("bool", "TRUE"),
        ("bool", "FALSE"),
        ("date", "2026-03-01"),
        ("date", "2026-03-01 08:30:00"),
        ("text", "08:30:00"),
        ("number", "58000"),
        ("number", "4658.57"),
        ("text", "甲"),
    ]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.1", "0.1"),
        ("30000.000000000004", "30000"),
        ("1E+2", "100"),
        ("1e308", "1e+308"),
        ("-0", "0"),
        ("-12.5", "-12.5"),
        ("914102001234567890", "9.14102001234568e+17"),
        ("0.0000001", "0.0000001"),
    ],
)
def test_numbers_have_at_most_the_fifteen_digits_a_spreadsheet_keeps(stored, text):
    assert values(zipped(parts(f"<row>{number_cell('A1', stored)}</row>"))) == {"A1": ("number", text)}


def test_a_number_beyond_all_measure_is_an_error_cell():
    assert values(zipped(parts(f"<row>{number_cell('A1', '1e400')}</row>"))) == {"A1": ("error", "#NUM!")}


def test_dates_of_the_1904_calendar_are_the_dates_people_see():
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["A1"] = date(2026, 3, 1)
    assert values(saved(made)) == {"A1": ("date", "2026-03-01")}


def test_error_cells_say_which_error():
    data = zipped(parts('<row><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))
    assert values(data) == {"A1": ("error", "#REF!"), "B1": ("error", "#DIV/0!")}


def test_formulas_give_their_stored_value_and_are_counted():
    cells = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>IF(A1,"","")</f><v></v></c><c r="C1"><f>A1</f><v/></c>'
    )
    workbook = read_workbook(zipped(parts(f"<row>{cells}</row>")), filename="名单.xlsx")
    assert workbook.sheets[0].cells == {
        1: {
            1: Cell("number", "2", formula=True),
            2: Cell("empty", "", formula=True),
            3: Cell("empty", "", formula=True, unvalued=True),
        }
    }
    assert workbook.notes == ("3 个公式取保存在文件里的显示值。",)


def test_a_formula_below_all_values_is_still_seen():
    sheet = only(zipped(parts(f'<row>{text_cell("A1", "甲")}</row><row r="5"><c r="B5"><f>A1</f></c></row>')))
    assert sheet.cell(5, 2) == Cell(formula=True, unvalued=True)


def test_an_understated_dimension_loses_nothing():
    rows = "".join(f"<row>{text_cell(f'A{row}', '甲')}</row>" for row in range(1, 22))
    sheet = only(zipped(parts(rows, before='<dimension ref="A1:A5"/>')))
    assert len(sheet.cells) == 21


def test_rows_and_cells_without_numbers_count_on():
    data = zipped(parts("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))
    assert values(data) == {"A1": ("number", "1"), "B1": ("number", "2"), "A2": ("number", "3")}


def test_an_empty_fill_in_the_styles_does_not_matter():
    styles = "<fills><fill/></fills><cellXfs><xf numFmtId='0'/></cellXfs>"
    assert values(zipped(parts(f"<row>{text_cell('A1', '甲')}</row>", styles=styles))) == {"A1": ("text", "甲")}


def test_merges_hidden_rows_and_hidden_sheets_are_told():
    made = openpyxl.Workbook()
    made.active["A1"], made.active["A3"] = "甲", "乙"
    made.active.merge_cells("A1:B2")
    made.active.row_dimensions[3].hidden = True
    made.create_sheet("藏").sheet_state = "hidden"
    made.create_sheet("深藏").sheet_state = "veryHidden"
    sheets = read_workbook(saved(made), filename="名单.xlsx").sheets
    assert sheets[0].merges == (Merge(1, 1, 2, 2),)
    assert sheets[0].hidden_rows == {3}
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet", False), ("藏", True), ("深藏", True)]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('#,##0"万元"', "万元"),
        ('0.00"亿"', "亿"),
        ("#,##0元", "元"),
        ("0.00", ""),
        ('0!.0,"万元"', "?"),
        ('0,"万"', "?"),
    ],
)
def test_a_unit_that_only_the_number_format_shows_is_told(code, unit):
    made = openpyxl.Workbook()
    made.active["A1"] = 10
    made.active["A1"].number_format = code
    assert only(saved(made)).cell(1, 1) == Cell("number", "10", unit=unit)


def test_text_that_looks_like_a_formula_or_a_script_stays_text():
    texts = ["=1+1", "+1", "-1", "@x", "<script>alert(1)</script>", "\t=1", "＝1"]
    made = openpyxl.Workbook()
    for row, text in enumerate(texts, start=1):
        made.active.cell(row, 1).value = text
        made.active.cell(row, 1).data_type = "s"
    assert list(values(saved(made)).values()) == [("text", text) for text in texts]


def test_a_long_text_comes_whole():
    assert only(book([["长" * 32_767]])).cell(1, 1).text == "长" * 32_767


def test_an_ods_book_is_read_with_merges_errors_and_formulas():
    data = ods(
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<text:p>甲</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" office:value="2"'
        ' table:formula="of:=1+1"><text:p>2</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    )
    sheet = only(data)
    assert sheet.cells == {1: {1: Cell("text", "甲")}, 2: {1: Cell("number", "2", formula=True)}}
    assert (sheet.merges, sheet.hidden_rows) == ((Merge(1, 1, 1, 2),), {2})


def test_a_path_is_read_like_bytes_and_the_hash_is_that_of_the_file(tmp_path):
    data = book([["甲"]])
    (tmp_path / "x").write_bytes(data)
    assert read_workbook(tmp_path / "x", filename="x") == read_workbook(data, filename="x")
    assert read_workbook(data, filename="x").sha256 == hashlib.sha256(data).hexdigest()


def test_links_to_other_books_are_ignored_and_said():
    data = zipped(
        parts(f"<row>{number_cell('A1', 1)}</row>") | {"xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    )
    notes = read_workbook(data, filename="x").notes
    assert notes == ("文件引用了别的工作簿，只取保存在文件里的值，没有打开那些文件。",)


def test_places_have_the_names_people_know():
    assert [column_letter(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert (cell_name(12, 8), Sheet("x").cell(1, 1), Sheet("x").last_row) == ("H12", EMPTY, 0)


def test_a_sheet_is_found_by_name():
    workbook = read_workbook(book([["甲"]], title="名单"), filename="x")
    assert workbook.sheet("名单").last_row == 1
    with pytest.raises(KeyError):
        workbook.sheet("没有")
