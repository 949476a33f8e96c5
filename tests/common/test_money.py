from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.money import (
    MAX_WAN,
    MoneyError,
    Unit,
    format_wan,
    format_yi,
    from_yuan,
    plain_wan,
    to_yuan,
)

YUAN = st.integers(min_value=-(10**14), max_value=10**14)


@pytest.mark.parametrize(
    ("wan", "yuan"),
    [("0", 0), ("5000", 50_000_000), ("4999.9999", 49_999_999), ("0.0001", 1), ("1E+4", 10**8), (str(MAX_WAN), 10**14)],
)
def test_wan_becomes_whole_yuan(wan, yuan):
    assert to_yuan(Decimal(wan)) == yuan


@pytest.mark.parametrize(
    ("wan", "message"),
    [
        ("4658.57001", "4658.57001 万元不是整元。请最多填写四位小数。"),
        ("-0.0001", "金额不能小于 0。请填写 0 或正数。"),
        ("10000000000.0001", "金额超过上限 10,000,000,000 万元。请核对单位是不是写成了元。"),
        ("1E+1000000", "金额超过上限 10,000,000,000 万元。请核对单位是不是写成了元。"),
        ("NaN", "金额不是数字。请填写以万元为单位的数字。"),
        ("-Infinity", "金额不是数字。请填写以万元为单位的数字。"),
    ],
)
def test_an_amount_that_cannot_be_stored_is_refused(wan, message):
    with pytest.raises(MoneyError) as refused:
        to_yuan(Decimal(wan))
    assert str(refused.value) == message


def test_a_difference_may_be_negative_when_asked_for():
    assert to_yuan(Decimal("-0.5"), allow_negative=True) == -5000


@given(YUAN)
def test_yuan_survive_the_way_out_and_back(yuan):
    assert to_yuan(from_yuan(yuan), allow_negative=True) == yuan


@given(YUAN)
def test_the_plain_text_of_an_amount_is_the_amount(yuan):
    assert Decimal(plain_wan(from_yuan(yuan))) == from_yuan(yuan)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("4658.570", "4658.57"),
        ("1E+5", "100000"),
        ("100000.0000", "100000"),
        ("0E-4", "0"),
        ("-0.00", "0"),
        ("-5.50", "-5.5"),
    ],
)
def test_plain_text_has_no_exponent_and_no_trailing_zeros(value, text):
    assert plain_wan(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("12000", "12,000.00"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("-0.001", "0.00"),
        ("-12000", "-12,000.00"),
        (str(MAX_WAN), "10,000,000,000.00"),
    ],
)
def test_a_page_shows_two_places(value, text):
    assert format_wan(value and Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, "—"), ("108500", "10.85"), ("50", "0.01"), ("100000000", "10,000.00")]
)
def test_wan_are_shown_in_yi(value, text):
    assert format_yi(value and Decimal(value)) == text


@pytest.mark.parametrize(("unit", "wan"), [(Unit.YUAN, "0.0001"), (Unit.WAN, "1"), (Unit.YI, "10000")])
def test_a_unit_knows_its_worth_in_wan(unit, wan):
    assert unit.wan == Decimal(wan)
