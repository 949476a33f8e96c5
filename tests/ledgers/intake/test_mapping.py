"""What the page 列对应 is told, and what a person's decisions change."""

from ledgers.intake.mapping import Override
from tests.ledgers.intake.makers import read, sheet

HEADINGS = ["项目名称", "总投资", "主管部门", "责任单位", "照片", "建设规模"]


def columns(found) -> list[tuple[str, str, str, str]]:
    return [(one.column, one.field, one.unit, one.note) for one in found.mapping]


def one_sheet(*top):
    return sheet([*top, HEADINGS, ["城北污水处理厂", 22000, "商务局", "区住建局", "有", "一座"]])


def test_every_column_says_what_it_was_taken_for_and_why_not():
    assert columns(read(one_sheet())) == [
        ("A", "name", "", ""),
        ("B", "total_investment", "万元", "没写单位，按万元读取，请确认。"),
        ("C", "", "", "已有“责任单位”列，这一列不导入。"),
        ("D", "responsible", "", ""),
        ("E", "", "", "没有认出，不导入。"),
        ("F", "content", "", "按表头猜的，请确认。"),
    ]


def test_a_decision_by_title_moves_a_field_to_another_column():
    found = read(one_sheet(), mapping_overrides={"主管部门": Override("responsible")})
    assert found.rows[0].values["responsible"] == "区商务局"
    assert [one.column for one in found.mapping if one.field == "responsible"] == ["C"]


def test_a_decision_by_place_beats_one_by_title():
    decisions = {"总投资": Override("total_investment", "万元"), "名单!B": Override("total_investment", "亿元")}
    found = read(one_sheet(), mapping_overrides=decisions)
    assert (found.rows[0].status, found.mapping[1].unit_from) == ("flag", "choice")


def test_a_unit_chosen_by_a_person_makes_bare_numbers_sure():
    page = sheet([["项目名称", "总投资", "责任单位"], ["城北污水处理厂", 10, "区住建局"]])
    found = read(page, mapping_overrides={"总投资": Override("total_investment", "亿元")})
    assert (found.rows[0].values["total_investment"], found.rows[0].status) == ("100000", "ok")


def test_a_column_may_be_left_out():
    found = read(one_sheet(), mapping_overrides={"建设规模": Override("")})
    assert (found.rows[0].values["content"], found.mapping[5].note) == (None, "没有认出，不导入。")


def test_a_title_of_two_levels_is_joined():
    page = sheet([["项目名称", "总投资（万元）", "责任单位", "2026年"], [None, None, None, "计划投资（亿元）"]])
    titles = [one.title for one in read(page).mapping]
    assert titles == ["项目名称", "总投资(万元)", "责任单位", "2026年 / 计划投资(亿元)"]


def test_the_unit_comes_from_heading_corner_or_explanation():
    page = sheet([["", "", "单位：亿元"], ["项目名称", "总投资", "计划投资（万元）", "责任单位"]])
    assert [(one.unit, one.unit_from) for one in read(page).mapping if one.unit] == [
        ("亿元", "corner"),
        ("万元", "header"),
    ]
    told = [one.unit_from for one in read(one_sheet(), sheet([["以万元为单位"]], name="说明")).mapping if one.unit]
    assert told == ["corner"]
