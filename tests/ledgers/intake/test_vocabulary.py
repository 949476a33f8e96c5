"""Words of stage, nature, level, yes and no."""

import pytest

from ledgers.intake.vocabulary import levels_in_words, levels_of, nature_of, stage_of, yes_or_no


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("拟开工 计划新开工 预备新开工 新开工 计划开工 新开工项目", "新开工"),
        ("在建 续建 结转 续建项目 是否转结", "续建"),
        ("竣工 投产 建成 建成投产 拟竣工 完工", "竣工"),
        ("前期 储备 预备 谋划 重点前期", "前期"),
        ("新建 扩建 新开工及续建 工业 暂缓", None),
    ],
)
def test_stage_words(words, stage):
    assert {stage_of(word) for word in words.split()} == {stage}


def test_a_stage_broken_over_two_lines_is_still_one():
    assert stage_of(" 新\n开 工　") == "新开工"


@pytest.mark.parametrize(
    ("word", "nature"),
    [
        ("新建", "新建"),
        ("改扩建", "扩建"),
        ("改建", "改建"),
        ("改造", "改建"),
        ("整体搬迁", "迁建"),
        ("技改", "技术改造"),
        ("技术改造", "技术改造"),
        ("单纯购置", "单纯购置"),
        ("恢复", "恢复"),
        ("新建、扩建", None),
        ("续建", None),
    ],
)
def test_nature_words(word, nature):
    assert nature_of(word) == nature


def test_levels_of_a_column_and_levels_in_a_remark():
    assert [levels_of(text) for text in ("省、市、区", "省级", "区重点", "重点")] == [
        ("省", "市", "区"),
        ("省",),
        ("区",),
        (),
    ]
    remarks = ("省重点", "市级重点、省重点", "位于市区，靠近省道", "区重点")
    assert [levels_in_words(text) for text in remarks] == [("省",), ("省", "市"), (), ("区",)]


def test_yes_and_no_in_all_their_signs():
    assert {yes_or_no(word) for word in ("是", "√", "✔", "Y", "yes", "１")} == {True}
    assert {yes_or_no(word) for word in ("否", "×", "N", "no", "0", "—", "不是")} == {False}
    assert yes_or_no("也许") is None
