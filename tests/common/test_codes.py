import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.codes import (
    USCC_ALPHABET,
    CodeCheck,
    check_project_code,
    check_uscc,
    find_project_code,
    organisation_code,
)

SOUND = "914403001922038216"


@pytest.mark.parametrize(
    "raw", [SOUND, f" {SOUND[:9]} {SOUND[9:]} ", "９１４４０３００１９２２０３８２１６", int(SOUND), f"'{SOUND}"]
)
def test_a_sound_code_is_stored_plain(raw):
    assert check_uscc(raw) == CodeCheck(SOUND, SOUND)


@pytest.mark.parametrize("raw", [None, "", "   "])
def test_an_empty_code_is_no_problem(raw):
    assert (check_uscc(raw), organisation_code(raw), check_project_code(raw)) == (CodeCheck(), CodeCheck(), CodeCheck())
    assert check_uscc(raw).ok


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("91350100M000100Y4Z", "bad_character"),
        ("914403001922038217", "bad_check_digit"),
        ("914403001922038261", "bad_check_digit"),
        ("9144030019220382l6", "bad_check_digit"),
        ("O14403001922038216", "bad_character"),
        ("B14403001922038216", "bad_department"),
        ("9144A3001922038216", "bad_area"),
        ("91440300192203821", "wrong_length"),
        ("9144030019220382166", "wrong_length"),
        ("19220382-1", "wrong_length"),
        ("9.14102E+16", "lost_digits"),
        (9.14102e16, "lost_digits"),
        (9.144030019220382e17, "lost_digits"),
        ("无", "wrong_length"),
    ],
)
def test_a_broken_code_is_reported(raw, problem):
    check = check_uscc(raw)
    assert (check.ok, check.problem) == (False, problem)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("9.14102E+16", "“9.14102E+16”是被表格改成科学计数法的数字，后几位已经丢失。请把单元格设为文本后重新填写。"),
        (914403.0, "统一社会信用代码应为 18 位，现在是 6 位。请对照营业执照补全。"),
        ("91350100M000100Y4Z", "统一社会信用代码里不会有“Z”。请核对：1 常被误写成 I，0 成 O，5 成 S，2 成 Z。"),
        ("192203821", "“192203821”是 9 位，像是组织机构代码。请填写 18 位统一社会信用代码。"),
    ],
)
def test_a_message_says_what_is_wrong_and_what_to_do(raw, message):
    assert check_uscc(raw).message == message


def test_a_broken_organisation_code_inside_is_only_a_warning():
    check = check_uscc("91410202192203820E")
    assert (check.ok, check.warning) == (True, "其中的组织机构代码（第9至17位）校验不符。请对照营业执照核对。")


@pytest.mark.parametrize(("prefix", "last"), [("A1", "Q"), ("N1", "C"), ("Y1", "4"), ("11", "2"), ("52", "T")])
def test_every_registering_department_is_accepted(prefix, last):
    body = f"{prefix}410202000000000"
    assert [symbol for symbol in USCC_ALPHABET if check_uscc(body + symbol).ok] == [last]


@given(st.text(USCC_ALPHABET, min_size=9, max_size=9), st.integers(0, 16), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_symbol_never_passes(subject, position, symbol):
    body = f"91410202{subject}"
    code = next(body + last for last in USCC_ALPHABET if check_uscc(body + last).ok)
    wrong = code[:position] + symbol + code[position + 1 :]
    assert check_uscc(wrong).ok == (wrong == code)


@pytest.mark.parametrize(
    ("raw", "code", "problem"),
    [
        ("19220382-1", "19220382-1", None),
        ("192203821", "19220382-1", None),
        ("d2143569x", "D2143569-X", None),
        ("19220382-2", "19220382-2", "bad_check_digit"),
        ("1922038-21", "19220382-1", None),
        ("1922", "1922", "bad_shape"),
        ("19220382Y", "19220382Y", "bad_shape"),
    ],
)
def test_an_organisation_code_is_checked(raw, code, problem):
    check = organisation_code(raw)
    assert (check.code, check.problem) == (code, problem)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2312-441402-04-01-605702", "2312-441402-04-01-605702"),
        ("23124414020401605702", "2312-441402-04-01-605702"),
        ("２３１２－４４１４０２－０４－０１－６０５７０２", "2312-441402-04-01-605702"),
        ("2312—441402—04—01—605702", "2312-441402-04-01-605702"),
        ("2017-450114-48-01-900353", "2017-450114-48-01-900353"),
    ],
)
def test_a_project_code_is_normalised(raw, code):
    assert check_project_code(raw) == CodeCheck(code, code.replace("-", ""))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("2313-441402-04-01-605702", "bad_time"),
        ("2300-441402-04-01-605702", "bad_time"),
        ("1604-441402-04-01-605702", "bad_time"),
        ("2312-441402-04-01-60570", "bad_shape"),
        ("2312-441402-04-01-6057O2", "bad_shape"),
        ("٢٣١٢-441402-04-01-605702", "bad_shape"),
        ("正在办理", "bad_shape"),
        (2.312441402040160e19, "lost_digits"),
    ],
)
def test_a_broken_project_code_is_reported(raw, problem):
    assert check_project_code(raw).problem == problem


def test_a_wrong_month_names_both_forms():
    message = check_project_code("2313-441402-04-01-605702").message
    assert message == "项目代码前四位“2313”既不是年月（如 2312）也不是年份（如 2017）。请对照备案证明核对。"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("华苑路片区配套基础设施建设（项目代码2312-441402-04-01-605702）", "2312-441402-04-01-605702"),
        ("代码：2312 441402 04 01 605702", "2312-441402-04-01-605702"),
        ("2313-441402-04-01-605702，更正为2312-441402-04-01-605702", "2312-441402-04-01-605702"),
        ("2312-441402-04-01-6057021", None),
        ("电话 0371-22003050", None),
        (None, None),
    ],
)
def test_a_project_code_is_found_inside_a_text(text, code):
    assert find_project_code(text) == code
