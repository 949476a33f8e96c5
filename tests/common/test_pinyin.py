import pytest

from longting.common.pinyin import initials


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("龙亭区", "ltq"),
        ("午朝门街道", "wcmjd"),
        ("开封柳园口", "kflyk"),
        ("做座", "zz"),
        ("堌门、炘源晶300MW", "gmxyj300mw"),
        ("ＡＢ科技（2期）", "abkj2q"),
        ("A-b c", "abc"),
        ("，Ω㎡①é", ""),
        ("𠀀", ""),
        ("", ""),
    ],
)
def test_initials_of_a_text(text, found):
    assert initials(text) == found


def test_the_table_reaches_from_the_first_to_the_last_character():
    assert initials("啊座亍齄") == "azcz"
