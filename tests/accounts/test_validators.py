import pytest

from longting.accounts.validators import clean_phone, clean_username, phone_problem, username_problem

BAD_NAME = "账号用 3 至 40 个小写字母、数字、点、横线，以字母开头，例如 beijiao.li。"
BAD_PHONE = "电话写成 11 位手机号，或 0371-22003050 这样的座机号。"


@pytest.mark.parametrize(("raw", "clean"), [(" Admin ", "admin"), ("ｂｅｉ２", "bei2"), ("li.si", "li.si")])
def test_an_account_name_is_compared_half_width_and_small(raw, clean):
    assert clean_username(raw) == clean


@pytest.mark.parametrize("name", ["abc", "li.si-2_x", "a" * 40])
def test_a_proper_account_name_has_no_problem(name):
    assert username_problem(name) == ""


@pytest.mark.parametrize("name", ["ab", "1abc", "李四四", "a b c", "a" * 41, "<script>", ""])
def test_an_improper_account_name_is_explained(name):
    assert username_problem(name) == BAD_NAME


@pytest.mark.parametrize("phone", ["", "13800138000", "0371-22003050", "037122003050", "22003050", "0371-22003050-12"])
def test_a_proper_telephone_number_has_no_problem(phone):
    assert phone_problem(phone) == ""


@pytest.mark.parametrize("phone", ["1380013800", "12345678901", "110", "=1+1", "13800138000x"])
def test_an_improper_telephone_number_is_explained(phone):
    assert phone_problem(phone) == BAD_PHONE


def test_a_telephone_number_loses_spaces_and_width():
    assert clean_phone("１３８ 0013 8000") == "13800138000"
