from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.money import MESSAGES, Amount, Unit, format_wan, from_yuan, parse_amount, plain_wan


@pytest.mark.parametrize(
    ("raw", "value", "unit", "approximate", "note"),
    [
        ("１０００００", "100000", None, False, ""),
        (" 12000 ", "12000", None, False, ""),
        ("12000\n", "12000", None, False, ""),
        ("12 000", "12000", None, False, ""),
        ("100000万元", "100000", Unit.WAN, False, ""),
        ("100000 万元", "100000", Unit.WAN, False, ""),
        ("17980（概算）", "17980", None, False, "概算"),
        ("17980概算", "17980", None, False, "概算"),
        ("概算17980", "17980", None, False, ""),
        ("155,000.00", "155000", None, False, ""),
        ("15，000", "15000", None, False, ""),
        ("约10.85亿元", "108500", Unit.YI, True, ""),
        ("30亿左右", "300000", Unit.YI, True, ""),
        ("总投资约5亿元", "50000", Unit.YI, True, ""),
        ("5亿元（约）", "50000", Unit.YI, True, "约"),
        ("1.5亿元", "15000", Unit.YI, False, ""),
        ("1亿5000万元", "15000", Unit.WAN, False, ""),
        ("31000(含拆迁)", "31000", None, False, "含拆迁"),
        ("3亿元，其中拆迁0.5亿元", "30000", Unit.YI, False, "其中拆迁0.5亿元"),
        ("31000（概算）(含拆迁)", "31000", None, False, "概算；含拆迁"),
        ("5580万元", "5580", Unit.WAN, False, ""),
        ("5580万", "5580", Unit.WAN, False, ""),
        ("5580（万元）", "5580", Unit.WAN, False, ""),
        ("242亿元", "2420000", Unit.YI, False, ""),
        ("人民币5000万元整", "5000", Unit.WAN, False, ""),
        ("￥5000", "5000", None, False, ""),
        ("5000元", "0.5", Unit.YUAN, False, ""),
        ("4658.57", "4658.57", None, False, ""),
        ("4658.570000", "4658.57", None, False, ""),
        ("0", "0", None, False, ""),
    ],
)
def test_an_amount_is_read(raw, value, unit, approximate, note):
    assert parse_amount(raw) == Amount(Decimal(value), unit, approximate, note, original=raw)


@pytest.mark.parametrize("raw", [None, "", "  ", "/", "—", "-", "待定", "无", "（　）".strip("（）"), "\ufeff"])
def test_an_empty_cell_has_neither_value_nor_problem(raw):
    read = parse_amount(raw)
    assert (read.value, read.problem, read.message) == (None, None, "")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("≥5000", "vague_amount"),
        ("近百亿元", "vague_amount"),
        ("近30亿元", "vague_amount"),
        ("100亿元以上", "vague_amount"),
        ("上百亿", "vague_amount"),
        ("百亿元", "vague_amount"),
        ("几千万", "vague_amount"),
        ("5000余万元", "vague_amount"),
        ("5000多万元", "vague_amount"),
        ("超5亿元", "vague_amount"),
        ("不低于5亿元", "vague_amount"),
        ("5000（以上）", "vague_amount"),
        ("5000-8000", "vague_amount"),
        ("5000—8000万元", "vague_amount"),
        ("1亿元至2亿元", "vague_amount"),
        (".7亿元", "damaged_number"),
        ("5000.", "damaged_number"),
        ("1.2.3", "damaged_number"),
        ("1,5", "damaged_number"),
        ("12 00", "damaged_number"),
        ("9.1E+4", "damaged_number"),
        ("-5", "negative"),
        ("－５", "negative"),
        (-5.0, "negative"),
        ("1e308", "too_large"),
        ("10000000000.0001", "too_large"),
        (10**400, "too_large"),
        (1e15, "too_large"),
        (1e308, "too_large"),
        (Decimal("1E+1000000"), "too_large"),
        ("NaN", "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("-inf"), "not_a_number"),
        (True, "not_a_number"),
        ("见附件", "not_a_number"),
        ("一亿元", "not_a_number"),
        ("（概算）", "not_a_number"),
        ("=SUM(H6:H75)", "not_a_number"),
        ("1" * 201, "not_a_number"),
        ("4658.57001", "too_precise"),
        ("4658.570000000001", "too_precise"),
        ("5000.5元", "too_precise"),
        (0.00001, "too_precise"),
        ("$500", "foreign_currency"),
        ("500美元", "foreign_currency"),
        ("500万（美元）", "foreign_currency"),
        ("#REF!", "cell_error"),
        ("#N/A", "cell_error"),
        ("#DIV/0!", "cell_error"),
    ],
)
def test_a_doubtful_amount_gives_its_problem_and_no_value(raw, problem):
    read = parse_amount(raw)
    assert (read.value, read.problem, read.original) == (None, problem, str(raw))


def test_a_message_says_what_is_wrong_and_what_to_write():
    assert parse_amount("近百亿元").message == "“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。"


def test_a_long_text_is_cut_in_the_message():
    assert parse_amount("见" * 50).message == MESSAGES["not_a_number"].format(text="见" * 40 + "…")


@pytest.mark.parametrize(
    ("raw", "value"),
    [(4658.570000000001, "4658.57"), (33333.3333333333, "33333.3333"), (0.1 + 0.2, "0.3"), (2640, "2640"), (0.0, "0")],
)
def test_a_number_of_a_spreadsheet_is_taken_to_the_whole_yuan(raw, value):
    assert parse_amount(raw).value == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("3.98", Unit.YI, "39800"),
        (3.98, Unit.YI, "39800"),
        ("3980万元", Unit.YI, "3980"),
        (Decimal("12345"), Unit.YUAN, "1.2345"),
    ],
)
def test_the_unit_of_the_heading_holds_where_none_is_written(raw, unit, value):
    assert parse_amount(raw, unit).value == Decimal(value)


@given(st.integers(min_value=0, max_value=10**14))
def test_every_plain_text_is_read_back_exactly(yuan):
    assert parse_amount(plain_wan(from_yuan(yuan))).value == from_yuan(yuan)


@given(st.integers(min_value=0, max_value=10**12))
def test_every_shown_text_is_read_back(hundreds):
    amount = from_yuan(hundreds * 100)
    assert parse_amount(format_wan(amount)).value == amount


@given(st.integers(min_value=0, max_value=10**14))
def test_no_float_of_a_workbook_loses_a_yuan(yuan):
    assert parse_amount(float(from_yuan(yuan))).value == from_yuan(yuan)


@given(
    st.one_of(
        st.text(max_size=60), st.text("0123456789.,-万亿元约近（）()上 ~至E", max_size=20), st.floats(), st.decimals()
    )
)
def test_no_input_raises_and_a_problem_never_comes_with_a_value(raw):
    read = parse_amount(raw)
    assert (read.problem is None) == (read.message == "")
    assert read.value is None or read.problem is None
