from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.periods import Month, MonthText, PeriodText, parse_month, parse_period

DOUBTS = [
    ("2026年-2028年", "month_missing"),
    ("2026-2028", "month_missing"),
    ("2026", "month_missing"),
    (2026, "month_missing"),
    ("2019年二季度", "month_missing"),
    ("2026年底", "month_missing"),
    ("2026年3月至2028年", "month_missing"),
    ("8个月", "duration_only"),
    ("8-18个月", "duration_only"),
    ("建设工期24个月", "duration_only"),
    ("2年", "duration_only"),
    ("2026.13", "no_such_month"),
    (2026.13, "no_such_month"),
    ("2026-00", "no_such_month"),
    ("2025年13月至2026年5月", "no_such_month"),
    ("2026.1", "ambiguous_month"),
    (2026.1, "ambiguous_month"),
    ("2026.1月", "ambiguous_month"),
    ("2024.1-2025.12", "ambiguous_month"),
    ("2026.3–2028.1", "ambiguous_month"),
    ("２０２６．１", "ambiguous_month"),
    ("2027.5-2026.3", "end_before_start"),
    ("2021年7月底", "start_or_end"),
    ("2021年7月完成", "start_or_end"),
    ("2021年7月底完成", "start_or_end"),
    ("2026.123", "not_a_period"),
    ("25.2-27.7", "not_a_period"),
    ("分期实施", "not_a_period"),
    ("2020-10-17签约", "not_a_period"),
    ("2025年3月、2026年4月、2027年5月", "not_a_period"),
    ("<script>2026-03</script>", "not_a_period"),
    (True, "not_a_period"),
    (5, "not_a_period"),
    (float("nan"), "not_a_period"),
    (float("inf"), "not_a_period"),
    (1e300, "not_a_period"),
]


def month(text):
    return text and Month.parse(text)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("2025.2–2027.7", "2025-02", "2027-07"),
        ("2024.06-2026.10", "2024-06", "2026-10"),
        ("2026年4月至2028年7月", "2026-04", "2028-07"),
        ("2026年4月—2027年1月", "2026-04", "2027-01"),
        ("2026 年 4 月 至 2027 年 5 月", "2026-04", "2027-05"),
        ("2025-05/2026-06", "2025-05", "2026-06"),
        ("2025-05-2026-06", "2025-05", "2026-06"),
        ("2026/5至2028/1", "2026-05", "2028-01"),
        ("2025/1至2028/2", "2025-01", "2028-02"),
        ("2025.11–2026.2", "2025-11", "2026-02"),
        ("2026.9～2029.2", "2026-09", "2029-02"),
        ("２０２５．２－２０２７．７", "2025-02", "2027-07"),
        ("2025.02.15-2027.07.30", "2025-02", "2027-07"),
        ("2025.1.15-2027.7.30", "2025-01", "2027-07"),
        ("2025年3月1日至2027年7月30日", "2025-03", "2027-07"),
        ("2025年3月至12月", "2025-03", "2025-12"),
        ("计划2025年3月开工，2027年7月竣工", "2025-03", "2027-07"),
        ("2025.2-2027.7(30个月)", "2025-02", "2027-07"),
        ("202502-202707", "2025-02", "2027-07"),
        ("2026.5-2026.5", "2026-05", "2026-05"),
        ("2018.6", "2018-06", None),
        ("2021年7月底开工", "2021-07", None),
        ("2021年7月底前", None, "2021-07"),
        ("2021年7月底建成", None, "2021-07"),
        ("2020年3月至2021年7月底", "2020-03", "2021-07"),
        ("2020年3月至2021年7月完成", "2020-03", "2021-07"),
        ("2020-03开工", "2020-03", None),
        ("2018-03-22开工", "2018-03", None),
        ("2017年9月建成", None, "2017-09"),
        ("—2027年6月", None, "2027-06"),
        ("至2027年6月", None, "2027-06"),
        ("2025年3月—", "2025-03", None),
        ("2025年3-12月", "2025-03", "2025-12"),
        ("竣工时间：2027.6", None, "2027-06"),
        ("2027年6月止", None, "2027-06"),
        ("2026年12月底前完工", None, "2026-12"),
        ("2025-03-01 00:00:00", "2025-03", None),
        (date(2026, 3, 31), "2026-03", None),
        (datetime(2026, 3, 31, 9), "2026-03", None),
        (45717, "2025-03", None),
        ("45717", "2025-03", None),
        (45717.75, "2025-03", None),
        (202502, "2025-02", None),
        (Decimal("2026.10"), "2026-10", None),
        (None, None, None),
        ("  ", None, None),
        ("—", None, None),
        ("待定", None, None),
    ],
)
def test_a_period_is_read(raw, start, end):
    assert parse_period(raw) == PeriodText(month(start), month(end), original="" if raw is None else str(raw))


@pytest.mark.parametrize(("raw", "problem"), DOUBTS)
def test_a_doubtful_period_gives_its_problem_and_neither_month(raw, problem):
    read = parse_period(raw)
    assert (read.start, read.end, read.problem, read.original) == (None, None, problem, str(raw))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2026.13", "没有 13 月。写成“2026年12月”这样。"),
        (
            "2024.1-2025.12",
            "“2024.1”可能是 2024年1月，也可能是 2024年10月被表格去掉了末尾的 0。请写成 2024-01 或 2024-10。",
        ),
        ("2027.5-2026.3", "止于 2026年3月，早于起始的 2027年5月。请核对起止年月。"),
        ("2026-2028", "“2026-2028”没有写月份。请写到月，如 2026-03/2027-10。"),
        ("8个月", "“8个月”只有工期。请写起止年月，如 2026-03/2027-10。"),
        (
            "2021年7月底",
            "“2021年7月底”只写了一个月份，看不出是开工还是竣工。请写成“2021年7月开工”或“2021年7月竣工”，或写起止两个月份。",
        ),
        ("分" * 50, f"“{'分' * 40}…”看不出年月。请写成 2026-03/2027-10 这样。"),
    ],
)
def test_a_message_says_what_is_wrong_and_what_to_write(raw, message):
    assert parse_period(raw).message == message


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2025-01", "2025-01"),
        ("2026年1月", "2026-01"),
        ("2026.01", "2026-01"),
        ("2021年7月底", "2021-07"),
        (2026.2, "2026-02"),
        (2026.9, "2026-09"),
        (2026.11, "2026-11"),
        (2026.12, "2026-12"),
        ("", None),
    ],
)
def test_a_month_is_read(raw, read):
    assert parse_month(raw) == MonthText(month(read), original=str(raw))


def test_two_months_are_not_one():
    read = parse_month("2025.2–2027.7")
    assert (read.month, read.problem) == (None, "not_a_month")
    assert read.message == "“2025.2–2027.7”里不止一个月份。请只写一个，如 2026-10。"


def test_a_doubtful_month_is_reported_like_a_period():
    assert parse_month("2026.1").problem == "ambiguous_month"


@given(st.builds(Month, st.integers(1900, 2099), st.integers(1, 12)))
def test_every_way_of_printing_a_month_is_read_back(printed):
    assert {parse_month(str(printed)).month, parse_month(printed.label).month} == {printed}


@given(st.one_of(st.text(max_size=60), st.text("0129.-/年月日至~ 个开工", max_size=24), st.floats(), st.integers()))
def test_no_input_raises_and_a_problem_never_comes_with_a_month(raw):
    read = parse_period(raw)
    assert (read.problem is None) == (read.message == "")
    assert read.problem is None or (read.start, read.end) == (None, None)
