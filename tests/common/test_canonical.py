from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.canonical import canonical_json, digest, short
from longting.common.enums import Labelled
from longting.common.periods import Bimonth, Month, Quarter


class State(Labelled):
    DRAFT = "draft", "起草"


PINNED = "ee1f28862a1417fb3349b52ca76da1d89e6bf70caa92eeea8a5901e70a73d7e6"
BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "龙亭"]}, '{"a":[true,null,"龙亭"],"b":1}'),
        ({State.DRAFT: State.DRAFT}, '{"draft":"draft"}'),
        (Decimal("4658.5700"), '"4658.57"'),
        (Decimal("1E+3"), '"1000"'),
        ((Decimal("-0.0"),), '["0"]'),
        (date(2026, 10, 1), '"2026-10-01"'),
        (datetime(2026, 10, 1, 8, tzinfo=BEIJING), '"2026-10-01T00:00:00.000000+00:00"'),
        ([Month(2026, 10), Bimonth(2026, 5), Quarter(2026, 4)], '["2026-10","2026-09/2026-10","2026Q4"]'),
    ],
)
def test_the_canonical_text_is_pinned(value, text):
    assert canonical_json(value) == text.encode("utf-8")


@pytest.mark.parametrize("value", [1.5, [1.5], {"a": {"b": 1.5}}, {1: "a"}, {1, 2}, b"a", datetime(2026, 10, 1)])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_decimal_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="is not an amount"):
        canonical_json(Decimal(value))


def test_one_moment_has_one_form_in_every_zone():
    moment = datetime(2026, 10, 1, 8, 30, tzinfo=BEIJING)
    assert canonical_json(moment) == canonical_json(moment.astimezone(UTC))


def test_the_digest_is_pinned():
    assert digest({"name": "凤凰广场", "plan": Decimal("9920.00"), "month": Month(2026, 10)}) == PINNED


def test_papers_print_the_first_twelve_characters():
    assert short(PINNED) == PINNED[:12]


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers()))
def test_the_order_of_keys_does_not_matter(content):
    assert digest(content) == digest(dict(reversed(content.items())))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(0, 8))
def test_trailing_zeros_do_not_matter(value, zeros):
    assert digest(value) == digest(Decimal(f"{value:f}{'0' * zeros}"))
