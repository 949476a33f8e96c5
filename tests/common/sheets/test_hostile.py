"""Files made to harm: each ends in one Chinese sentence, soon, and without harm to this process (IM-02)."""

import subprocess
import sys
import time

import pytest

from longting.common.sheets import sandbox
from longting.common.sheets.reader import read_workbook
from longting.common.sheets.refusals import MESSAGES, Refusal
from tests.common.sheets.makers import HEAD, book, ods, parts, refusal, text_cell, zipped
from tests.common.sheets.ole_maker import merge_record, number_record, ole, record, xls

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


COST = """
import resource, sys, time
from longting.common.sheets.reader import UnreadableWorkbook, read_workbook
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, started = peak(), time.monotonic()
try:
    read_workbook(sys.argv[1], filename="x")
except UnreadableWorkbook as refused:
    print(refused.code, time.monotonic() - started, peak() - before)
"""
PROBE = """
import os
importlib.import_module(program)
strangers = sorted({"django", "celery", "longting.celery"} & set(sys.modules))
print(strangers, sorted(os.environ), sys.stdin.read())
"""


def codes(*sources: bytes) -> list[str]:
    return [refusal(source)[0] for source in sources]


def test_a_cell_in_the_last_corner_is_refused_by_its_name():
    data = zipped(parts(f'<row>{text_cell("A1", "甲")}</row><row r="1048576">{text_cell("XFD1048576", "乙")}</row>'))
    assert len(data) < 5000
    assert refusal(data) == ("too_many_columns", MESSAGES["too_many_columns"].format(cell="XFD1048576"))


def test_a_cell_far_below_is_refused_when_the_array_would_be_huge():
    first = "".join(text_cell(f"{letter}1", "甲") for letter in "ABCDE")
    data = zipped(parts(f'<row>{first}</row><row r="1048576">{text_cell("A1048576", "乙")}</row>'))
    assert refusal(data) == ("too_spread", MESSAGES["too_spread"].format(cell="E1048576"))


def cost_of_refusal(path) -> tuple[str, float, int]:
    """Code, seconds and megabytes it takes a fresh process to refuse a file."""
    answer = subprocess.run([sys.executable, "-c", COST, str(path)], capture_output=True, text=True, check=True)
    code, seconds, megabytes = answer.stdout.split()
    return code, float(seconds), int(megabytes)


def test_a_million_equal_rows_are_refused_by_how_they_pack():
    assert codes(zipped(parts("<row><c><v>1</v></c></row>" * 1_000_000))) == ["bomb"]


def test_a_million_different_rows_are_refused_soon_and_with_little_memory(tmp_path):
    rows = "".join(f'<row r="{row}"><c><v>{row * 7919 % 10007}</v></c></row>' for row in range(1, 1_000_001))
    (tmp_path / "long.xlsx").write_bytes(zipped(parts(rows)))
    code, seconds, megabytes = cost_of_refusal(tmp_path / "long.xlsx")
    assert (code, seconds < 10, megabytes < 50) == ("too_many_rows", True, True)


def test_two_hundred_megabytes_are_refused_without_being_read(tmp_path):
    with (tmp_path / "big.xlsx").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    code, seconds, megabytes = cost_of_refusal(tmp_path / "big.xlsx")
    assert (code, seconds < 1, megabytes < 5) == ("too_big", True, True)


def test_a_gigabyte_in_a_small_file_is_refused():
    data = zipped(parts("") | {"xl/sharedStrings.xml": b" " * (150 * 1024 * 1024)})
    assert codes(data) == ["bomb"]


def test_document_types_are_refused_wherever_they_stand():
    sheet = parts(f"<row>{text_cell('A1', '甲')}</row>")
    hostile = [
        sheet | {"xl/worksheets/sheet1.xml": sheet["xl/worksheets/sheet1.xml"].replace(HEAD, HEAD + dtd)}
        for dtd in (LAUGHS, OUTSIDE)
    ]
    hostile += [
        sheet | {"xl/sharedStrings.xml": f"{HEAD}{LAUGHS}<sst/>"},
        sheet | {"docProps/app.xml": OUTSIDE + "<x/>"},
    ]
    assert codes(*map(zipped, hostile), ods("", before=OUTSIDE)) == ["dtd"] * 5


def test_a_drawing_may_carry_a_document_type():
    data = zipped(parts(f"<row>{text_cell('A1', '甲')}</row>") | {"xl/media/a.svg": "<!DOCTYPE svg><svg/>"})
    assert len(read_workbook(data, filename="x").sheets[0].cells) == 1


def test_twenty_thousand_merges_are_read():
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(2, 20_002))
    data = zipped(parts(f"<row>{text_cell('A1', '甲')}</row>", after=f"<mergeCells>{merges}</mergeCells>"))
    assert len(read_workbook(data, filename="x").sheets[0].merges) == 20_000


def test_more_merges_than_any_table_has_are_refused():
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(2, 50_003))
    assert codes(zipped(parts("", after=f"<mergeCells>{merges}</mergeCells>"))) == ["too_many_merges"]


def test_columns_beyond_two_hundred_are_refused():
    assert codes(zipped(parts(f"<row>{text_cell('GS1', '甲')}</row>"))) == ["too_many_columns"]


def test_twenty_thousand_rows_are_read_and_one_more_is_not():
    rows = [[number] for number in range(20_000)]
    assert len(read_workbook(book(rows), filename="x").sheets[0].cells) == 20_000
    assert codes(book([*rows, [0]])) == ["too_many_rows"]


def test_a_repeated_block_of_an_ods_book_counts_as_often_as_it_stands_for():
    cell = '<table:table-cell office:value-type="float" office:value="1"{}><text:p>1</text:p></table:table-cell>'
    wide = ods("<table:table-row>" + cell.format(' table:number-columns-repeated="16384"') + "</table:table-row>")
    long = ods('<table:table-row table:number-rows-repeated="1000000">' + cell.format("") + "</table:table-row>")
    assert codes(wide, long) == ["too_many_columns", "too_many_rows"]


def test_passwords_are_told_in_every_format():
    manifest = '<m:manifest xmlns:m="urn:x"><m:encryption-data/></m:manifest>'
    new = ole({"EncryptedPackage": b"x" * 5000})
    assert codes(new, xls(before=record(0x002F, bytes(6))), ods("", manifest=manifest)) == ["encrypted"] * 3


def test_old_books_obey_the_same_limits():
    wide, macro = xls(("一", 0, 0, number_record(0, 200, 1))), xls(("一", 0, 1, b""))
    corner = xls(("一", 0, 0, number_record(0, 0, 1) + number_record(65_535, 199, 1)))
    assert codes(wide, macro, corner) == ["too_many_columns", "macro", "too_spread"]


def test_old_books_with_broken_records_are_damaged():
    cut = record(0x0203, b"\x01")
    assert (
        codes(xls(("一", 0, 0, cut)), ole({"Workbook": b""}), xls(("一", 0, 0, record(0x0208, b"x"))))
        == ["damaged"] * 3
    )


def test_files_that_only_claim_to_be_books_are_refused():
    broken = parts("") | {"xl/worksheets/sheet1.xml": "<worksheet><row"}
    nowhere = parts("") | {"xl/workbook.xml": "<notabook/>"}
    assert codes(zipped(broken), zipped(nowhere)) == ["damaged", "damaged"]


@pytest.mark.parametrize("place", ["1A", "A", "A0", "ABCD1", "Ａ1"])
def test_a_cell_with_no_real_place_is_damage(place):
    assert codes(zipped(parts(f"<row>{text_cell(place, '甲')}</row>"))) == ["damaged"]


def test_many_copies_of_one_long_text_end_in_words_not_in_a_crash():
    cell = "<c t='s'><v>0</v></c>"
    strings = f"<sst><si><t>{'长' * 30_000}</t></si></sst>"
    rows = "".join(f"<row>{cell * 150}</row>" for _ in range(200))
    noise = "".join(f"<!--{number * 7919}-->" for number in range(200_000))
    data = zipped(parts(rows, after=noise) | {"xl/sharedStrings.xml": strings})
    assert codes(data) == ["too_complex"]


def test_a_child_that_outlives_the_clock_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.0)
    started = time.monotonic()
    with pytest.raises(Refusal) as refused:
        sandbox.run("longting.common.sheets.child", tmp_path, "book", "xlsx")
    assert (refused.value.code, time.monotonic() - started < 5) == ("too_complex", True)


def test_the_sandbox_knows_neither_the_application_nor_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "never")
    monkeypatch.setattr(sandbox, "_LAUNCH", sandbox._LAUNCH.rsplit("\n", 2)[0] + PROBE)
    answer = sandbox.run("longting.common.sheets.child", tmp_path)
    assert answer.read_text() == "[] ['LANG', 'PYTHONUTF8'] \n"


def test_merged_old_books_give_each_its_own_answer():
    data = [merge_record((0, 0, 0, 1)) + number_record(0, 0, number) for number in range(5)]
    read = [read_workbook(xls(("一", 0, 0, one)), filename="x").sheets[0].cell(1, 1).text for one in data]
    assert read == ["0", "1", "2", "3", "4"]
