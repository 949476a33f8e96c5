"""The same workbook back, with its bad cells coloured and commented."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from longting.common.sheets import annotate
from longting.common.sheets.annotate import Mark, mark_workbook
from longting.common.sheets.reader import UnreadableWorkbook, read_workbook
from tests.common.sheets.makers import book, number_cell, parts, saved, text_cell, zipped
from tests.common.sheets.ole_maker import error_record, hidden_row, merge_record, number_record, text_record, xls

SAMPLE = Path(__file__).parents[2] / "data" / "workbooks" / "年度重点项目名单_样例.xlsx"
RED, YELLOW = "FFFF9999", "FFFFEB84"


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def look(sheet, place: str) -> tuple[str, str]:
    """Colour and comment of a cell."""
    cell = sheet[place]
    return cell.fill.fgColor.rgb, cell.comment.text


def cells(data: bytes) -> list:
    return [
        (sheet.name, sheet.hidden, sheet.cells, set(sheet.merges)) for sheet in read_workbook(data, filename="x").sheets
    ]


def test_bad_cells_are_red_doubtful_ones_yellow_and_both_say_why():
    marks = [Mark("名单", 2, "B", "bad", "请核对单位。"), Mark("名单", 3, "A", "warn", "请确认。")]
    sheet = opened(mark_workbook(book([["项目名称", "总投资"], ["甲", 1], ["乙", 2]]), marks))["名单"]
    assert (look(sheet, "B2"), look(sheet, "A3")) == ((RED, "请核对单位。"), (YELLOW, "请确认。"))


def test_nothing_else_of_the_sample_changes():
    data = SAMPLE.read_bytes()
    assert cells(mark_workbook(data, [Mark("重点项目", 7, "H", "bad", "请核对。")])) == cells(data)


def test_several_marks_of_one_cell_share_its_comment_and_the_worst_colour():
    marks = [Mark("名单", 1, "A", "warn", "一。"), Mark("名单", 1, "A", "bad", "二。")]
    assert look(opened(mark_workbook(book([["甲"]]), marks))["名单"], "A1") == (RED, "一。\n二。")


def test_an_older_comment_is_kept_below():
    made = opened(book([["甲"]]))
    made["名单"]["A1"].comment = openpyxl.comments.Comment("旧话", "某人")
    marked = mark_workbook(saved(made), [Mark("名单", 1, "A", "bad", "新话。")])
    assert look(opened(marked)["名单"], "A1")[1] == "新话。\n原批注：旧话"


def test_a_mark_on_a_merged_cell_goes_where_it_can_be_seen():
    marked = mark_workbook(book([["甲"], [None]], merges=["A1:A2"]), [Mark("名单", 2, "A", "warn", "请确认。")])
    assert look(opened(marked)["名单"], "A1") == (YELLOW, "第 2 行：请确认。")


def test_a_mark_without_a_column_stands_at_the_head_of_its_row():
    marked = mark_workbook(book([["甲"], ["乙"]]), [Mark("名单", 2, "", "bad", "责任单位没有填。")])
    assert look(opened(marked)["名单"], "A2") == (RED, "责任单位没有填。")


def test_a_mark_on_an_unknown_sheet_is_left_out():
    assert cells(mark_workbook(book([["甲"]]), [Mark("没有", 1, "A", "bad", "x")])) == cells(book([["甲"]]))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")'])
def test_text_stays_text_in_place_and_rewritten(monkeypatch, text):
    data = zipped(parts(f"<row>{text_cell('A1', text)}{number_cell('B1', -1)}</row>"))
    edited = mark_workbook(data, [Mark("名单", 1, "B", "bad", text)])
    monkeypatch.setattr(annotate, "_edit", lambda folder: None)
    assert cells(edited) == cells(mark_workbook(data, [Mark("名单", 1, "B", "bad", text)])) == cells(data)


def test_formulas_and_formats_stay_in_place():
    made = opened(book([["甲", "=1+1"]]))
    made["名单"]["A1"].font = openpyxl.styles.Font(bold=True)
    sheet = opened(mark_workbook(saved(made), [Mark("名单", 1, "A", "bad", "x")]))["名单"]
    assert (sheet["B1"].value, sheet["A1"].font.bold) == ("=1+1", True)


def test_a_book_that_cannot_be_edited_is_written_anew():
    styles = "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf/></cellXfs>"
    data = zipped(parts(f"<row>{text_cell('A1', '甲')}</row>", styles=styles))
    with pytest.raises(TypeError):
        opened(data)
    marked = mark_workbook(data, [Mark("名单", 1, "A", "bad", "请核对。")])
    assert (cells(marked), look(opened(marked)["名单"], "A1")) == (cells(data), (RED, "请核对。"))


def test_an_old_book_comes_back_as_a_new_one_with_the_same_cells():
    records = text_record(0, 0, 0) + number_record(1, 1, 12.5) + number_record(2, 1, 7) + error_record(3, 1, 0x17)
    old = xls(("一", 0, 0, records + hidden_row(1) + merge_record((0, 0, 0, 1))), ("藏", 1, 0, b""), words=("=甲",))
    marked = mark_workbook(old, [Mark("一", 2, "B", "warn", "请确认。")])
    sheet = opened(marked)["一"]
    assert [cell.value for cell in sheet["B"][1:]] == [12.5, 7, "#REF!"]
    assert (sheet["A1"].data_type, [merged.coord for merged in sheet.merged_cells.ranges]) == ("s", ["A1:B1"])
    assert opened(marked)["藏"].sheet_state == "hidden"


def test_dates_and_truth_survive_being_written_anew(monkeypatch):
    made = openpyxl.Workbook()
    made.active.append([date(2026, 3, 1), True, 1e300])
    monkeypatch.setattr(annotate, "_edit", lambda folder: None)
    assert cells(mark_workbook(saved(made), [])) == cells(saved(made))


def test_a_file_that_is_refused_cannot_be_marked_either():
    with pytest.raises(UnreadableWorkbook) as refused:
        mark_workbook(b"<html>", [])
    assert refused.value.code == "not_a_workbook"


def test_a_hostile_book_is_refused_when_it_has_to_be_written_anew(monkeypatch):
    monkeypatch.setattr(annotate, "_edit", lambda folder: None)
    with pytest.raises(UnreadableWorkbook) as refused:
        mark_workbook(zipped(parts(f"<row>{text_cell('XFD1', '甲')}</row>")), [])
    assert refused.value.code == "too_many_columns"
