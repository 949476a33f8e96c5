"""Decisions about cells, and the workbook as it reads with them. No database."""

from ledgers.decisions import is_typed, left_blank, patched, patches, project_choice
from ledgers.intake.outcome import Row
from longting.common.sheets.book import Cell, Merge, Sheet, Workbook


def sheet(*merges: Merge, name: str = "名单") -> Sheet:
    cells = {1: {1: Cell("text", "甲"), 2: Cell("text", "乡"), 28: Cell("text", "远")}, 2: {1: Cell("text", "乙")}}
    return Sheet(name, cells=cells, merges=merges)


def book(*sheets: Sheet) -> Workbook:
    return Workbook("名单.xlsx", sheets, "0" * 64)


def texts(found: Sheet) -> dict[tuple[int, int], str]:
    return {(row, column): cell.text for row, line in found.cells.items() for column, cell in line.items()}


def test_decisions_are_told_apart_by_their_words():
    decided = {"project": "@project:ab-1", "period": "@blank", "total_investment": "5亿元", "remark": "@accept"}
    assert [is_typed(said) for said in decided.values()] == [False, False, True, False]
    assert (left_blank(decided), project_choice(decided), is_typed("")) == (["period"], "ab-1", False)
    assert [project_choice({"project": said}) for said in ("@new", "@accept", "")] == ["@new", "", ""]


def test_a_typed_text_and_a_blank_become_patches_of_their_cells():
    row = Row("名单", 2, "乙", letters={"name": "A", "responsible": "B", "remark": "AB"})
    decided = {"name": "丙", "responsible": "@blank", "remark": "@accept", "goal": "封顶"}
    assert patches([row], {("名单", 2): decided}) == {("名单", 2, 1): "丙", ("名单", 2, 2): ""}
    assert patches([row], {("名单", 2): {"remark": "远处"}}) == {("名单", 2, 28): "远处"}


def test_only_the_patched_cells_say_something_else():
    found = patched(book(sheet(), sheet(name="别的")), {("名单", 1, 1): "丙", ("名单", 2, 2): "", ("名单", 3, 3): "新"})
    first, other = found.sheets
    assert texts(first) == {(1, 1): "丙", (1, 2): "乡", (1, 28): "远", (2, 1): "乙", (2, 2): "", (3, 3): "新"}
    assert texts(other) == texts(sheet())


def test_a_merge_around_a_patched_cell_is_spread_out_and_others_stay():
    far, around = Merge(1, 28, 2, 28), Merge(1, 2, 2, 2)
    found = patched(book(sheet(far, around)), {("名单", 2, 2): "村"}).sheets[0]
    assert (found.merges, found.cell(1, 2).text, found.cell(2, 2).text) == ((far,), "乡", "村")
    found = patched(book(sheet(far, around)), {("名单", 1, 2): "镇"}).sheets[0]
    assert (found.cell(1, 2).text, found.cell(2, 2).text) == ("镇", "乡")


def test_the_original_workbook_is_left_alone():
    original = book(sheet())
    patched(original, {("名单", 1, 1): "丙"})
    assert texts(original.sheets[0]) == texts(sheet())
