"""The programs of the child run in this process (limits off), so that every line of them is seen by the tests."""

import io
import json
import math
import resource
import struct
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from longting.common.sheets import child, limits, marking
from longting.common.sheets.biff import survey_xls
from longting.common.sheets.ole import Container
from longting.common.sheets.reader import load_lines
from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Extent, Facts, place_of
from longting.common.sheets.survey_ods import survey_ods
from tests.common.sheets.makers import book, number_cell, ods, parts, saved, text_cell, zipped
from tests.common.sheets.ole_maker import (
    bof,
    error_record,
    hidden_row,
    merge_record,
    number_record,
    ole,
    record,
    xls,
    xls_stream,
)


@pytest.fixture(autouse=True)
def _free(monkeypatch):
    monkeypatch.setattr(child, "confine", lambda: None)
    monkeypatch.setattr(marking, "confine", lambda: None)


@pytest.fixture
def answer(tmp_path, capsys):
    """Runs the reading program on bytes; its lines."""

    def run(data: bytes, kind: str) -> list[dict]:
        (tmp_path / "book").write_bytes(data)
        assert child.main([str(tmp_path / "book"), kind]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_the_limits_are_those_of_the_design(monkeypatch):
    set_to = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, pair: set_to.update({what: pair[0]}))
    limits.confine()
    assert set_to == {
        resource.RLIMIT_AS: 512 * 1024 * 1024,
        resource.RLIMIT_CPU: 20,
        resource.RLIMIT_FSIZE: 64 * 1024 * 1024,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f"<row>{text_cell('GS1', 'x')}</row>", "too_many_columns"),
        ("<row><c><v>1</v></c></row>" * 20_001, "too_many_rows"),
        (f'<row>{text_cell("GR1", "x")}</row><row r="30000">{text_cell("A30000", "x")}</row>', "too_spread"),
        (f"<row>{text_cell('A0', 'x')}</row>", "damaged"),
        (f"<row>{text_cell('甲1', 'x')}</row>", "damaged"),
        ('<row r="x"><c><v>1</v></c></row>', "damaged"),
    ],
)
def test_a_survey_refuses_before_the_parser_sees_anything(answer, rows, code):
    assert answer(zipped(parts(rows)), "xlsx")[-1]["refuse"] == code


def test_formulas_errors_units_and_hidden_rows_are_remembered(answer):
    made = openpyxl.Workbook()
    made.active.append([10, "=1/0"])
    made.active["A1"].number_format = '0"亿元"'
    made.active.row_dimensions[1].hidden = True
    assert answer(saved(made), "xlsx")[:2] == [
        {"sheet": "Sheet", "hidden": False, "merges": [], "hidden_rows": [1]},
        {"row": 1, "cells": [[1, "n", "10", "", "亿元"], [2, "", "", "fu", ""]]},
    ]


def test_values_of_formulas_and_errors_are_told(answer):
    cells = '<c r="A1"><f>B1</f><v>7</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="e"><v></v></c>'
    lines = answer(zipped(parts(f"<row>{cells}</row>")), "xlsx")
    assert lines[1]["cells"] == [[1, "n", "7", "f", ""], [2, "e", "#N/A", "", ""], [3, "e", "#错误", "", ""]]


def test_a_sheet_whose_only_cells_are_bare_formulas_is_told(answer):
    lines = answer(zipped(parts('<row r="4"><c r="B4"><f>A1</f></c></row>')), "xlsx")
    assert lines[1] == {"row": 4, "cells": [[2, "", "", "fu", ""]]}


def test_too_many_merges_are_refused(answer):
    merges = '<mergeCell ref="A1:B1"/>' * 50_001
    assert answer(zipped(parts("", after=merges)), "xlsx")[-1]["refuse"] == "too_many_merges"


def test_a_document_type_is_refused(answer):
    data = parts("") | {"docProps/x.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}
    assert answer(zipped(data), "xlsx")[-1]["refuse"] == "dtd"


def test_parts_that_are_no_xml_are_passed_over_unless_they_say_they_are(answer):
    sheet = parts(f"<row>{number_cell('A1', 1)}</row>")
    assert "end" in answer(zipped(sheet | {"xl/printerSettings/p.bin": b"\0\1"}), "xlsx")[-1]
    assert answer(zipped(sheet | {"docProps/x.xml": b"\0\1"}), "xlsx")[-1]["refuse"] == "damaged"


def test_memory_that_runs_out_ends_the_process_with_a_code(answer, monkeypatch):
    def starve(path, kind):
        raise MemoryError

    def leave(code):
        raise SystemExit(code)

    monkeypatch.setattr(child, "read", starve)
    monkeypatch.setattr(child.os, "_exit", leave)
    with pytest.raises(SystemExit) as left:
        answer(b"", "xlsx")
    assert left.value.code == 70


def test_a_book_without_a_sheet_is_damaged(answer):
    bare = xls()
    assert answer(bare, "xls")[-1]["refuse"] == "damaged"


def test_old_books_are_surveyed_too(answer):
    assert answer(xls(before=record(0x002F, bytes(6))), "xls")[-1]["refuse"] == "encrypted"
    assert answer(xls(("一", 0, 1, b"")), "xls")[-1]["refuse"] == "macro"
    assert answer(xls(("一", 0, 0, record(0x0208, b"x"))), "xls")[-1]["refuse"] == "damaged"
    read = answer(xls(("一", 0, 0, number_record(4, 2, 1) + merge_record((4, 5, 2, 2)))), "xls")
    assert (read[0]["merges"], read[1]["row"]) == ([[5, 3, 6, 3]], 5)


def test_free_books_are_surveyed_too(answer):
    locked = '<m:manifest xmlns:m="urn:x"><m:encryption-data/></m:manifest>'
    assert answer(ods("", manifest=locked), "ods")[-1]["refuse"] == "encrypted"
    assert answer(ods("<broken"), "ods")[-1]["refuse"] == "damaged"
    cell = '<table:table-cell office:value-type="{}"{}><text:p>x</text:p></table:table-cell>'
    merged = cell.format("string", ' table:number-rows-spanned="2" table:formula="of:=A1"')
    row = f'<table:table-row table:visibility="filter">{merged}</table:table-row>'
    lines = answer(ods(row), "ods")
    assert lines[0] == {"sheet": "名单", "hidden": False, "merges": [[1, 1, 2, 1]], "hidden_rows": [1]}
    assert lines[1]["cells"] == [[1, "s", "x", "f", ""]]


def test_every_type_of_value_has_its_letter():
    values = (
        "甲",
        True,
        5,
        0.0,
        1e20,
        math.inf,
        date(2026, 3, 1),
        datetime(2026, 3, 1),
        datetime(2026, 3, 1, 8),
        time(8),
    )
    assert [child.encode(value) for value in values] == [
        ("s", "甲"),
        ("b", "TRUE"),
        ("n", "5"),
        ("n", "0"),
        ("n", "1e+20"),
        ("e", "#NUM!"),
        ("d", "2026-03-01"),
        ("d", "2026-03-01"),
        ("d", "2026-03-01 08:00:00"),
        ("s", "08:00:00"),
    ]


def test_records_that_stop_without_an_end_are_read_as_far_as_they_go():
    stream = xls_stream([("一", 0, 0, error_record(0, 0, 7) + hidden_row(4)), ("图", 0, 2, b"")], ())
    (facts,) = survey_xls(ole({"Workbook": stream[: -len(bof(0x10)) - 8]}))
    assert (facts.errors, facts.hidden_rows) == ({(1, 1): "#DIV/0!"}, {5})


def test_a_free_book_may_lack_a_manifest_and_fold_away_blank_rows():
    row = '<t:table-row t:visibility="collapse"><t:table-cell/></t:table-row>'
    content = f'<x xmlns:t="urn:t"><t:table t:name="名单">{row}</t:table></x>'
    with zipfile.ZipFile(io.BytesIO(zipped({"content.xml": content}))) as archive:
        assert survey_ods(archive) == {"名单": Facts()}


def test_a_stream_that_leaves_its_table_is_damaged():
    data = bytearray(ole({"Workbook": b"w" * 9_000}))
    at = data.find("Workbook".encode("utf-16-le"))
    struct.pack_into("<I", data, at + 116, 0x00FFFFFF)
    with pytest.raises(Refusal) as refused:
        Container(bytes(data)).stream("Workbook")
    assert refused.value.code == "damaged"


def test_an_answer_that_was_cut_off_is_no_answer():
    with pytest.raises(Refusal) as refused:
        list(load_lines(['{"row": 1, "cells": []}']))
    assert refused.value.code == "too_complex"


def test_an_extent_grows_in_every_direction():
    extent = Extent()
    for place in ((5, 5), (5, 5), (3, 9), (9, 3)):
        extent.add(*place)
    assert extent.rows == 3
    with pytest.raises(Refusal) as refused:
        extent.add(100_000, 200)
    assert refused.value.facts == {"cell": "GR100000"}


def test_places_are_read_from_their_names():
    assert [place_of(name) for name in ("A1", "XFD1048576", "ab12")] == [(1, 1), (1_048_576, 16_384), (12, 28)]


def marked(tmp_path, way: str, data: bytes, marks: list) -> openpyxl.Workbook:
    (tmp_path / "source").write_bytes(data)
    (tmp_path / "marks").write_text(json.dumps(marks))
    paths = [str(tmp_path / name) for name in ("source", "marks", "out.xlsx")]
    assert marking.main([way, *paths]) == 0
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def test_marks_are_put_in_place(tmp_path):
    marks = [["名单", 1, "", "warn", "一。"], ["名单", 2, "A", "bad", "二。"], ["没有", 1, "A", "bad", "x"]]
    made = marked(tmp_path, "edit", book([["甲"], [None]], merges=["A1:A2"]), marks)
    assert made["名单"]["A1"].comment.text == "一。\n第 2 行：二。"


def test_a_book_is_written_anew_from_what_was_read(tmp_path):
    cells = [
        [1, "s", "=甲\x07", "", ""],
        [2, "n", "5", "", ""],
        [3, "n", "5.5", "", ""],
        [4, "d", "2026-03-01", "", ""],
    ]
    more = [[5, "b", "TRUE", "", ""], [6, "", "", "fu", ""], [7, "d", "2026-03-01 08:30:00", "", ""]]
    merged = [[1, "s", "看不见", "", ""]]
    lines = [
        {"sheet": "表", "hidden": True, "merges": [[1, 1, 2, 1]], "hidden_rows": []},
        {"row": 1, "cells": cells + more},
        {"row": 2, "cells": merged},
        {"sheet": "二", "hidden": False, "merges": [], "hidden_rows": []},
        {"end": True},
    ]
    made = marked(tmp_path, "rewrite", "\n".join(map(json.dumps, lines)).encode(), [])
    values = [cell.value for cell in made["表"][1]]
    assert (values[0], values[1:3], values[4:]) == ("=甲", [5, 5.5], [True, None, "2026-03-01 08:30:00"])
    assert (made["表"]["A1"].data_type, made["表"]["D1"].value.isoformat()[:10]) == ("s", "2026-03-01")
    assert (made["表"]["A2"].value, made["表"].sheet_state) == (None, "hidden")
