"""The programs of the child, called here in one process: limits are not set, answers are the same."""

import json
import struct

import pytest

from longting.common.sheets import child, marking
from longting.common.sheets.biff import survey_xls
from longting.common.sheets.ole import Container
from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey_xlsx import unit_of_format
from tests.common.sheets.makers import book, number_cell, ods, parts, text_cell, zipped
from tests.common.sheets.ole_maker import bof, error_record, formula_record, number_record, ole, record, xls, xls_stream


@pytest.fixture(autouse=True)
def _free(monkeypatch):
    monkeypatch.setattr(child, "confine", lambda: None)
    monkeypatch.setattr(marking, "confine", lambda: None)


def told(tmp_path, data: bytes, kind: str, capsys) -> list[dict]:
    (tmp_path / "book").write_bytes(data)
    assert child.main([str(tmp_path / "book"), kind]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_answer_is_a_line_for_each_sheet_and_row_and_an_end(tmp_path, capsys):
    cells = f"{text_cell('A1', '甲')}{number_cell('B1', 5)}<c r='C1'><f>B1</f></c>"
    assert told(tmp_path, zipped(parts(f"<row>{cells}</row>")), "xlsx", capsys) == [
        {"sheet": "名单", "hidden": False, "merges": [], "hidden_rows": []},
        {"row": 1, "cells": [[1, "s", "甲", "", ""], [2, "n", "5", "", ""], [3, "", "", "fu", ""]]},
        {"end": True},
    ]


def test_a_refusal_is_one_line_with_its_facts(tmp_path, capsys):
    lines = told(tmp_path, zipped(parts(f"<row>{text_cell('XFD1', '甲')}</row>")), "xlsx", capsys)
    assert lines == [{"refuse": "too_many_columns", "facts": {"cell": "XFD1"}}]


def test_whatever_the_parser_says_becomes_damage(tmp_path, capsys):
    assert told(tmp_path, b"PK", "xlsx", capsys) == [{"refuse": "damaged", "facts": {}}]


def test_other_formats_answer_in_the_same_shape(tmp_path, capsys):
    cell = '<table:table-cell office:value-type="{}"><text:p>x</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    free = told(tmp_path, ods(row.format("string") + row.format("error")), "ods", capsys)
    old = told(tmp_path, xls(("一", 0, 0, number_record(0, 0, 1))), "xls", capsys)
    assert [line.get("cells") for line in free] == [None, [[1, "s", "x", "", ""]], [[1, "e", "#错误", "", ""]], None]
    assert [line.get("cells") for line in old] == [None, [[1, "n", "1", "", ""]], None]


def test_a_password_found_by_the_parser_is_told_like_any_other(tmp_path, monkeypatch, capsys):
    def refuse(source):
        raise child.python_calamine.PasswordError("locked")

    monkeypatch.setattr(child.python_calamine, "load_workbook", refuse)
    assert told(tmp_path, book([["甲"]]), "xlsx", capsys) == [{"refuse": "encrypted", "facts": {}}]


def test_records_of_charts_inside_a_sheet_are_passed_over():
    chart = bof(0x0020) + number_record(0, 250, 1) + record(0x000A)
    (facts,) = survey_xls(xls(("一", 0, 0, chart + formula_record(1, 1, struct.pack("<d", 5.0)))))
    assert facts.formulas == {(2, 2)}


def test_errors_of_old_books_have_names():
    result = b"\x02\x00\x24\x00\x00\x00\xff\xff"
    (facts,) = survey_xls(xls(("一", 0, 0, formula_record(0, 0, result) + error_record(1, 0, 0x99))))
    assert facts.errors == {(1, 1): "#NUM!", (2, 1): "#错误"}


def test_a_row_of_packed_numbers_counts_all_its_columns():
    packed = record(0x00BD, struct.pack("<HH", 0, 195) + struct.pack("<HI", 0, 0) * 6 + struct.pack("<H", 200))
    with pytest.raises(Refusal) as refused:
        survey_xls(xls(("一", 0, 0, packed)))
    assert refused.value.facts == {"cell": "GS1"}


def test_streams_small_and_large_come_back_whole():
    container = Container(ole({"小": b"abc" * 30, "大": b"xyz" * 3000, "空": b""}, storages=("夹",)))
    assert {name: container.stream(name) for name in ("小", "大", "空")} == {
        "小": b"abc" * 30,
        "大": b"xyz" * 3000,
        "空": b"",
    }
    assert container.names == {"小", "大", "空", "夹"}


def test_a_container_bigger_than_its_header_table_is_read_through_further_tables():
    data = bytearray(ole({"Workbook": b"w" * 9_000}))
    sector = (len(data) - 512) // 512
    tables = struct.unpack_from("<II", data, 76)
    data += struct.pack("<128I", *tables, *[0xFFFFFFFF] * 125, 0xFFFFFFFE)
    struct.pack_into("<II", data, 76, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<II", data, 68, sector, 2)
    assert Container(bytes(data)).stream("Workbook") == b"w" * 9_000


def test_broken_containers_are_damaged():
    good = ole({"Workbook": xls_stream([("一", 0, 0, b"")], ())})
    short, odd, circle = good[:200], bytearray(good), bytearray(good)
    odd[30] = 5
    at = struct.unpack_from("<I", good, 76)[0] * 512 + 512
    struct.pack_into("<I", circle, at, 0)
    codes = []
    for data in (short, bytes(odd), bytes(circle)):
        with pytest.raises(Refusal) as refused:
            survey_xls(data)
        codes.append(refused.value.code)
    assert codes == ["damaged"] * 3


@pytest.mark.parametrize("code", ["0.00", "@", 'yyyy"年"m"月"', "[Red]0"])
def test_ordinary_number_formats_show_no_unit(code):
    assert unit_of_format(code) == ""


def test_marking_fails_with_a_code_and_not_with_a_trace(tmp_path, capsys):
    (tmp_path / "book").write_bytes(b"PK")
    (tmp_path / "marks").write_text("[]")
    paths = [str(tmp_path / name) for name in ("book", "marks", "out")]
    assert marking.main(["edit", *paths]) == 1
    assert capsys.readouterr().err.startswith("BadZipFile")
