"""One unit under many names, and never one of two."""

import pytest

from longting.accounts.unit_names import UnitName, resolve_unit
from tests.ledgers.intake.makers import UNITS

MEANT = {
    "区住房和城乡建设局": "住建局 区住建局 龙亭区住建局 住房和城乡建设局 区住房和城乡建设局 住房城乡建设局 住建",
    "区农业农村局": "农业农村局 区农业农村局 农业局",
    "区商务局": "商务局 区商务局 龙亭区商务局",
    "区发展和改革委员会": "发改委 区发改委 区发展改革委 发展和改革委员会 区发展和改革委员会 发改局",
    "区卫生健康委员会": "卫健委 区卫健委 卫健局 卫生健康委",
    "区市场监督管理局": "市场监管局 区市场监管局 市监局 市场监督管理局",
    "区教育体育局": "教体局 区教体局",
    "区文化和旅游局": "文旅局 区文旅局",
    "区应急管理局": "应急局 应急管理局",
    "区消防救援大队": "消防大队 区消防大队",
    "区房屋征收办公室": "征收办 区征收办 区房屋征收办",
    "市自然资源和规划局龙亭分局": "自然资源分局 自然资源局 国土分局 龙亭国土分局 市自然资源和规划局龙亭分局",
    "市生态环境局龙亭分局": "生态环境分局 环保分局 生态环境局 区生态环境分局",
    "午朝门街道办事处": "午朝门办 午朝门 午朝门街道 午朝门街道办 午朝门办事处 午朝门街道办事处",
    "大兴街道办事处": "大兴办事处 大兴街道办事处",
    "北道门街道办事处": "北道门街道 北道门办",
    "北书店街道办事处": "北书店办事处",
    "北郊乡人民政府": "北郊乡 北郊乡政府 北郊乡人民政府 龙亭区北郊乡 北郊乡党委 北郊",
    "柳园口乡人民政府": "柳园口乡 柳园口乡政府",
    "区委重大项目推进工作委员会办公室": "区项目办 项目办",
    "区委区政府": "区委区政府",
}


def codes(*texts: str, units=UNITS) -> list[str | None]:
    return [resolve_unit(text, units).code for text in texts]


@pytest.mark.parametrize(("name", "spellings"), MEANT.items())
def test_the_ways_offices_write_a_unit(name, spellings):
    assert {resolve_unit(text, UNITS).name for text in spellings.split()} == {name}


@pytest.mark.parametrize(
    "text", ["北道门 办事处", "北道门\n办事处", "　北道门办事处　", "北道门办事处（牵头）", "责任单位：北道门办"]
)
def test_blanks_breaks_and_notes_do_not_matter(text):
    assert resolve_unit(text, UNITS).name == "北道门街道办事处"


def test_a_unit_of_the_city_or_of_another_district_is_not_ours():
    assert codes("市住建局", "开封市住建局", "顺河区住建局", "市自然资源和规划局") == ["unknown_unit"] * 4


def test_two_that_fit_are_both_named_and_none_is_taken():
    match = resolve_unit("管理局", UNITS)
    assert (match.id, match.code) == (None, "ambiguous_unit")
    assert match.message == "“管理局”可能是“区应急管理局”、“区市场监督管理局”。请写全称。"
    assert [unit.short for unit in match.candidates] == ["区应急局", "区市场监管局"]


@pytest.mark.parametrize(
    "text",
    ["北郊乡、区住建局", "北郊乡/住建局", "北郊乡，区住建局", "北郊乡和区住建局", "北郊乡 住建局", "北郊乡\n住建局"],
)
def test_several_units_in_one_cell_are_a_doubt(text):
    match = resolve_unit(text, UNITS)
    assert (match.id, match.code) == (None, "several_units")
    assert match.message == (
        "写了几个单位（北郊乡人民政府、区住房和城乡建设局）。责任单位只能有一个，请留下牵头的，其余写进备注。"
    )


def test_several_names_of_one_unit_are_that_unit():
    assert resolve_unit("北郊乡、北郊乡政府", UNITS).name == "北郊乡人民政府"


def test_a_unit_beside_a_stranger_is_a_doubt_too():
    assert resolve_unit("北郊乡、水利局", UNITS).message.startswith("写了几个单位（北郊乡人民政府、水利局）")


def test_an_unknown_unit_is_answered_with_the_nearest_one():
    match = resolve_unit("区住建居", UNITS)
    assert match.message == "没有叫“区住建居”的单位。改为“区住房和城乡建设局”，或请在单位名录中登记别名。"
    assert [unit.name for unit in match.candidates] == ["区住房和城乡建设局"]


def test_a_stranger_is_sent_to_the_directory():
    message = "没有叫“水利局”的单位。请对照单位名录改正，或请在单位名录中登记别名。"
    assert resolve_unit("水利局", UNITS).message == message
    assert codes("水利局、民政局", "局", "区") == ["unknown_unit"] * 3


def test_a_cell_too_long_to_name_units_is_quoted_in_short():
    match = resolve_unit("北郊乡" * 10_000, UNITS)
    assert match.message == (f"没有叫“{'北郊乡' * 13}北…”的单位。请对照单位名录改正，或请在单位名录中登记别名。")


def test_nothing_is_no_unit():
    assert codes("", "　\n", "（牵头）") == ["empty_unit"] * 3


def test_a_closed_unit_is_named_as_closed_unless_an_open_one_fits_too():
    closed = UnitName(90, "金耀街道办事处", "金耀", active=False)
    assert resolve_unit("金耀办", [*UNITS, closed]).message == (
        "“金耀办”对应的“金耀街道办事处”已停用，不能作责任单位。请改为在用的单位，或请在单位名录中启用它。"
    )
    twin = UnitName(91, "北郊乡人民政府", active=False)
    assert resolve_unit("北郊乡", [*UNITS, twin]).name == "北郊乡人民政府"


def test_an_alias_of_the_directory_beats_every_rule():
    rival = UnitName(92, "区城市管理局", "区城管局", ("住建局",))
    assert resolve_unit("住建局", [*UNITS, rival]).id == 92
