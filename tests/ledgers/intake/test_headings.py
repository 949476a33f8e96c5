"""Headings as offices print them, and the fields they mean."""

import pytest

from ledgers.intake.headings import UNKNOWN, claims, heading_key, unit_in, year_in
from ledgers.intake.kinds import ANNUAL_LIST, KINDS


def meaning(*path: str, year: int | None = None) -> str:
    """Key of the field the headings (outermost first) most likely mean."""
    found = claims(path, ANNUAL_LIST, year)
    return found[0].field.key if found else ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("总投资（万元)", "总投资"),
        ("备　　注", "备注"),
        ("2026 年计划投资", "年度计划投资"),
        ("本年度计划投资（万元", "年度计划投资"),
        ("截至2025年12月底累计完成投资", "截至上年底累计完成投资"),
        ("责任人/联系电话", "责任人联系电话"),
        ("总投资：亿元", "总投资"),
        ("（万元）", ""),
    ],
)
def test_a_heading_is_reduced_to_its_words(text, key):
    assert heading_key(text) == key


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("项目全称", "name"),
        ("在线平台项目代码", "project_code"),
        ("总投资(亿元)", "total_investment"),
        ("项目总投资", "total_investment"),
        ("今年计划", "annual_plan"),
        ("年度计划投资（万元)", "annual_plan"),
        ("2026年度投资计划", "annual_plan"),
        ("年计划形象进度", "goal"),
        ("牵头单位", "responsible"),
        ("起止年限", "period"),
        ("建设年限(起/止)", "period"),
        ("项目工期", "period"),
        ("实施进度分类", "stage"),
        ("投资主体", "owner_name"),
        ("项目属地", "address"),
        ("建设内容和规模", "content"),
        ("主要建设内容及规模", "content"),
        ("至上年末累计完成投资", "done_before"),
        ("截至2025年底累计完成投资", "done_before"),
        ("责任人及联系电话", "contact"),
        ("项目负责人及电话", "contact"),
        ("拟开工时间", "plan_start"),
        ("分包领导", "leader"),
        ("项目责任单位", "responsible"),
        ("建设单位名称", "owner_name"),
        ("2026年预计完成投资（万元）", "annual_plan"),
        ("计划开竣工时间", "period"),
        ("年度投资完成率", ""),
        ("1-2月完成投资", ""),
        ("项目资金缺口（万元）", ""),
        ("照片", ""),
    ],
)
def test_spellings_seen_in_real_sheets_are_known(heading, field):
    assert meaning(heading) == field


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("2026年", "计划投资"), "annual_plan"),
        (("2026年计划", "投资"), "annual_plan"),
        (("2026年计划", "主要建设内容"), "goal"),
        (("2026年", "总投资"), ""),
        (("项目基本情况", "项目名称"), "name"),
        (("项目基本情况", "总投资", "（亿元）"), "total_investment"),
        (("建设起止年限", "起"), "start"),
        (("起止年限", "止"), "finish"),
        (("工作安排", "起"), ""),
        (("总投资", "合计"), "total_investment"),
        (("总投资", "其中：政府投资"), ""),
    ],
)
def test_two_levels_are_read_together(path, field):
    assert meaning(*path) == field


def test_a_plan_of_another_year_is_not_the_plan_of_the_list():
    assert (meaning("2025年计划投资", year=2026), meaning("2026年计划投资", year=2026)) == ("", "annual_plan")


def test_the_very_words_are_surer_than_an_alias_and_an_alias_than_a_pattern():
    sure = [claims((text,), ANNUAL_LIST, None)[0].sure for text in ("责任单位", "主管部门", "建设规模")]
    assert sure == sorted(sure, reverse=True) == [1.0, 0.991, 0.8]


def test_units_in_headings_are_found_in_any_brackets():
    texts = ["总投资（亿元）", "总投资(万元)", "总投资【元】", "总投资/万元", "总投资", "总投资（亿）"]
    assert [unit_in(text) for text in texts] == ["亿元", "万元", "元", "万元", "", "亿元"]


def test_another_unit_of_money_is_none_of_the_three():
    texts = [
        "总投资（美元）",
        "总投资（万美元）",
        "总投资（千万元）",
        "总投资/百万元",
        "总投资（千元）",
        "总投资（百万）",
    ]
    assert {unit_in(text) for text in texts} == {UNKNOWN}
    assert {heading_key(text) for text in texts[2:4]} == {"总投资"}


def test_a_year_is_one_year_or_none():
    texts = ("龙亭区２０２６年名单", "2025年和2026年", "名单", "二〇二六年度重点项目")
    assert [year_in(text) for text in texts] == [2026, None, None, 2026]


def test_every_field_of_the_official_list_can_be_read_back():
    official = (
        "序号 项目名称 项目代码 级别 是否重大 领域 阶段 建设单位 统一社会信用代码 建设地点 建设规模及主要内容",
        "建设起止年限 总投资 截至上年底累计完成 计划投资 形象进度目标 计划开工月 计划竣工月 分包区领导 责任单位",
        "首席服务官 备注",
    )
    assert [meaning(heading) for heading in " ".join(official).split()] == [
        next(field.key for field in ANNUAL_LIST.fields if field.label == heading)
        for heading in " ".join(official).split()
    ]


def test_no_heading_is_claimed_by_two_fields_alike():
    aliases = [alias for field in ANNUAL_LIST.fields for alias in field.aliases]
    assert sorted(aliases) == sorted(set(aliases))


def test_kinds_and_fields_are_found_by_key():
    assert KINDS["annual_list"].field("name").label == "项目名称"
    with pytest.raises(KeyError):
        ANNUAL_LIST.field("nothing")
