import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from longting.accounts import passwords
from longting.accounts.models import User
from longting.accounts.passwords import PRESETS, days_left, local_words, make_temporary, problems

MLPS, ASVS = PRESETS["mlps"], PRESETS["asvs"]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ab1-xyqwz", ["密码至少 10 个字符，现在是 9 个。"]),
        ("abcxyqwzmk", ["密码须含大写字母、小写字母、数字、符号四类中的至少 3 类。"]),
        ("Hao-kaifeng-26", ["密码里有容易猜到的“kaifeng”，请换掉。"]),
        ("Hao-K4IFENG-26", ["密码里有容易猜到的“kaifeng”，请换掉。"]),
        ("Hao-lOngt1ng-26", ["密码里有容易猜到的“longting”，请换掉。"]),
        ("Hao-Ｐ＠ssw0rd-26", ["密码里有容易猜到的“password”，请换掉。"]),
        ("我们项目办Aa2026", ["密码里有容易猜到的“项目办”，请换掉。"]),
        ("Hao-beijiao-li-26", ["密码里有容易猜到的“beijiao”，请换掉。"]),
        ("Hao-li.si.2026", ["密码里有容易猜到的“lisi”，请换掉。"]),
        ("Hao-56789-wuyu", ["密码里有连续或重复的“56789”，请打乱。"]),
        ("Hao-edcba-wuyu", ["密码里有连续或重复的“edcba”，请打乱。"]),
        ("Hao-zzzzz-wuyu2", ["密码里有连续或重复的“zzzzz”，请打乱。"]),
        ("wuyu-hao-2026-YE", []),
        ("1234", ["密码至少 10 个字符，现在是 4 个。", "密码须含大写字母、小写字母、数字、符号四类中的至少 3 类。"]),
    ],
)
def test_the_rules_name_everything_that_is_wrong(password, words):
    assert problems(password, "li.si", MLPS) == words


def test_the_long_preset_asks_for_length_alone():
    assert problems("xuyu wo yao yi ju", "li.si", ASVS) == []


def test_the_long_preset_refuses_fourteen_characters():
    assert problems("xuyu wo yao yi", "li.si", ASVS) == ["密码至少 15 个字符，现在是 14 个。"]


def test_a_short_account_name_is_no_reason_to_refuse():
    assert problems("Hao-ab-wuyu-26", "ab", MLPS) == []


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("dress", ["{}", "{}2026", "{}@2026", "Aa{}123!", "{}_Ab-2026x"])
def test_no_local_word_passes_in_any_dress(preset, dress, settings):
    settings.PASSWORD_RULES = preset
    passed = [word for word in local_words() if not problems(dress.format(word.capitalize()), "li.si", PRESETS[preset])]
    assert passed == []


@pytest.mark.parametrize("preset", PRESETS)
def test_three_thousand_common_passwords_are_refused(preset, settings):
    settings.PASSWORD_RULES = preset
    common = sorted(CommonPasswordValidator().passwords)[:3000]
    assert [word for word in common if _accepted(word)] == []


def _accepted(password):
    try:
        validate_password(password, User(username="li.si", name="李四"))
    except ValidationError:
        return False
    return True


def test_a_good_password_passes_all_validators():
    assert _accepted("wuyu-Hao-2026")


def test_the_help_text_of_the_classes_preset_names_the_classes():
    expected = "至少 10 个字符，含大写字母、小写字母、数字、符号中的至少 3 类；不要用地名、单位名、账号和连续字符。"
    assert passwords.RuleValidator().get_help_text() == expected


def test_the_help_text_of_the_long_preset_names_the_length(settings):
    settings.PASSWORD_RULES = "asvs"
    assert passwords.RuleValidator().get_help_text() == "至少 15 个字符；不要用地名、单位名、账号和连续字符。"


def test_a_misspelt_preset_stops_the_start(settings):
    settings.PASSWORD_RULES = "none"
    assert [error.id for error in passwords.check_preset(None)] == ["accounts.E001"]


def test_a_known_preset_starts():
    assert passwords.check_preset(None) == []


@pytest.mark.parametrize(("age", "left"), [(0, 90), (76, 14), (89, 1), (90, 0), (91, -1)])
def test_days_left_counts_down_to_the_change(age, left):
    assert days_left(NOW - timedelta(days=age), NOW) == left


def test_a_password_never_changed_has_no_term():
    assert days_left(None, NOW) is None


def test_the_long_preset_does_not_rotate(settings):
    settings.PASSWORD_RULES = "asvs"
    assert days_left(NOW - timedelta(days=400), NOW) is None


def test_a_temporary_password_can_be_read_aloud():
    made = make_temporary()
    assert re.fullmatch(r"(?:[2-9A-HJ-NP-Za-kmnp-z]{5}-){2}[2-9A-HJ-NP-Za-kmnp-z]{5}", made)


def test_an_unlucky_draw_is_drawn_again(monkeypatch):
    draws = iter("a" * 15 + "Zk7mqRx4vTb9wHs")
    monkeypatch.setattr(passwords.secrets, "choice", lambda alphabet: next(draws))
    assert make_temporary() == "Zk7mq-Rx4vT-b9wHs"


def test_a_temporary_password_is_stored_as_a_hash_that_fits():
    stored = passwords.hash_temporary("Zk7mq-Rx4vT-b9wHs")
    assert stored.startswith("pbkdf2_sha256$30000$")
    assert check_password("Zk7mq-Rx4vT-b9wHs", stored)
