"""What the cells of an import say beside what was printed."""

import pytest

from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.models import ImportRow
from ledgers.pages.cells import money_cell, name_cell, period_cell, printed, text_cell
from ledgers.pages.doubts import doubts_of, frame_of


def line(raw=None, decisions=None, problems=(), **values) -> ImportRow:
    found = {"start_month": None, "end_month": None} | values
    return ImportRow(pk=7, row=9, raw=raw or {}, values=found, decisions=decisions or {}, problems=list(problems))


def problem(field="period", level="flag", code="x", choices=(), typed=True) -> dict:
    words = {"column": "G", "field": field, "code": code, "level": level, "message": f"{code}。"}
    return words | {"choices": [{"value": one, "label": one} for one in choices], "typed": typed}


@pytest.mark.parametrize(
    ("printed_as", "value", "text", "note"),
    [
        ("100000", "100000", "100,000.00", ""),
        ("１０００００", "100000", "100,000.00", ""),
        ("39,800.00 万元", "39800", "39,800.00", ""),
        ("3.98亿", "39800", "39,800.00", "3.98亿"),
        ("7700（概算）", "7700", "7,700.00", "7700（概算）"),
        ("", "7700", "7,700.00", ""),
        ("近百亿元", None, "近百亿元", ""),
        ("", None, "—", ""),
    ],
)
def test_an_amount_shows_its_print_when_that_is_another_number(printed_as, value, text, note):
    shown = money_cell(line({"annual_plan": printed_as}, annual_plan=value), "annual_plan", "万元")
    assert (shown["text"], shown["note"]) == (text, note)


def test_a_bare_number_of_another_unit_is_shown_with_it():
    assert money_cell(line({"annual_plan": "3.98"}, annual_plan="39800"), "annual_plan", "亿元")["note"] == "3.98 亿元"


def test_what_was_left_for_later_shows_its_print_beside_nothing():
    total = line({"total_investment": "近百亿元"}, {"total_investment": "@blank"})
    period = line({"period": "2026.1"}, {"period": "@blank"})
    shown = [money_cell(total, "total_investment", ""), period_cell(period)]
    assert [(one["text"], one["note"]) for one in shown] == [("—", "近百亿元"), ("—", "2026.1")]


@pytest.mark.parametrize(
    ("raw", "start", "end", "text", "note"),
    [
        ({"period": "2025.2–2027.7"}, "2025-02", "2027-07", "2025年2月—2027年7月", ""),
        ({"period": "2025—2027"}, "2025-01", "2027-12", "2025年1月—2027年12月", "2025—2027"),
        ({"start": "2025-02", "finish": "2027-07"}, "2025-02", "2027-07", "2025年2月—2027年7月", ""),
        ({"period": "2026年3月开工"}, "2026-03", None, "2026年3月 起", ""),
        ({"period": "2026年3月建成"}, None, "2026-03", "至 2026年3月", ""),
        ({}, "2026-03", None, "2026年3月 起", ""),
        ({"period": "2026.13"}, None, None, "2026.13", ""),
        ({}, None, None, "—", ""),
    ],
)
def test_a_period_shows_its_print_when_its_months_are_others(raw, start, end, text, note):
    shown = period_cell(line(raw, start_month=start, end_month=end))
    assert (shown["text"], shown["note"]) == (text, note)


def test_a_name_that_is_missing_is_said_to_be_empty():
    assert (name_cell(ImportRow(name=""))["text"], name_cell(ImportRow(name="水厂"))["text"]) == ("（空）", "水厂")


def test_a_unit_is_shown_as_understood_else_as_printed():
    known, unknown = line({"responsible": "北道"}, responsible="北道门街道办事处"), line({"responsible": "甲局"})
    assert [text_cell(one, "responsible")["text"] for one in (known, unknown, line())] == [
        "北道门街道办事处", "甲局", "—"
    ]  # fmt: skip


def test_a_long_print_is_cut_and_stands_on_one_line():
    assert printed(line({"content": "甲\n乙 " + "丙" * 100}), "content") == "甲 乙 " + "丙" * 76 + "……"


def test_the_worst_doubt_frames_the_cell():
    levels = (["note"], ["note", "flag"], ["flag", "error"])
    rows = [line(problems=[problem(level=level, field=level) for level in some]) for some in levels]
    assert [frame_of(doubts_of(one, ANNUAL_LIST, {})) for one in rows] == ["", "warn", "bad"]


def test_two_doubts_about_one_field_share_their_inputs():
    one = line(problems=[problem(choices=["甲", "乙"]), problem(choices=["乙", "丙"], typed=False)])
    [doubt] = doubts_of(one, ANNUAL_LIST, {})
    assert [option["value"] for option in doubt["select"]["options"]] == ["", "甲", "乙", "丙"]
    assert doubt["typed"]["hint"] == "改为，如 2026年3月—2028年6月"


def test_a_note_alone_asks_nothing():
    [doubt] = doubts_of(line(problems=[problem(level="note", choices=["甲"])]), ANNUAL_LIST, {})
    assert (doubt["select"], doubt["typed"], doubt["messages"][0]["colour"]) == (None, None, "s")


def test_a_field_the_kind_does_not_know_has_no_label():
    [doubt] = doubts_of(line(problems=[problem(field="former")]), ANNUAL_LIST, {})
    assert (doubt["label"], doubt["typed"]["hint"]) == ("", "改为")


def test_one_answer_for_all_alike_is_announced():
    [doubt] = doubts_of(line(problems=[problem("responsible", code="unknown_unit")]), ANNUAL_LIST, {})
    assert [message["text"] for message in doubt["messages"]] == ["unknown_unit。", "写法相同的各行一起改。"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("@blank", "先留空，入库后补"),
        ("@accept", "确认无误"),
        ("@new", "作为新项目"),
        ("@project:1b4", "对应库里已有的项目"),
        ("12亿元", "改为“12亿元”"),
        ("长" * 50, f"改为“{'长' * 40}……”"),
    ],
)
def test_a_decision_is_told_in_words(said, words):
    [doubt] = doubts_of(line(decisions={"name": said}), ANNUAL_LIST, None)
    assert doubt["messages"] == [{"text": f"已选：{words}", "colour": "s"}]


def test_a_decision_that_stands_is_the_chosen_option():
    open_one = line(problems=[problem(choices=["甲"])], decisions={"period": "甲"})
    [doubt] = doubts_of(open_one, ANNUAL_LIST, {})
    assert [(one["label"], one["selected"]) for one in doubt["select"]["options"]] == [
        ("保留这个选择", True), ("撤回这个选择", False)
    ]  # fmt: skip
