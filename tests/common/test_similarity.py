import pytest
from hypothesis import given
from hypothesis import strategies as st

from longting.common.similarity import Facts, Match, is_near, similarity

COIL = "年产1500万平方米环保型防水卷材和{}吨防水涂料项目"
LONG = "华苑路片区老旧小区配套基础设施提升"


@pytest.mark.parametrize(
    ("a", "b", "score"),
    [
        ("龙湖音乐喷泉项目", "龙亭区龙湖音乐喷泉建设工程", 100),
        ("工业静脉产业园项目（第一期）", "工业静脉产业园1期", 100),
        ("古唐花园社区", "古唐花园小区", 60),
        ("青龙山花园", "陶瓷标准化厂房", 0),
        ("甲", "乙", 0),
        ("", "", 0),
    ],
)
def test_likeness_of_two_names(a, b, score):
    assert similarity(a, b) == score


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_bounded(a, b):
    assert 0 <= similarity(a, b) == similarity(b, a) <= 100


def test_the_same_project_code_is_certain_whatever_the_names():
    one = Facts("甲地块", project_code="2312-441402-04-01-605702")
    other = Facts("乙大厦二期", project_code="23124414020401605702")
    assert is_near(one, other) == Match("项目代码相同（2312-441402-04-01-605702）", 100)


def test_the_same_name_is_near():
    assert is_near(Facts("凤凰广场"), Facts(" 凤凰广场项目\u3000")) == Match("名称相同", 100)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (COIL.format(2500), COIL.format(2000)),
        ("高端智能制造产业园(一期)", "高端智能制造产业园(二期)"),
        ("高端智能制造产业园", "高端智能制造产业园(三期)"),
        ("高端智能制造产业园十二期", "高端智能制造产业园二十期"),
        ("龙亭区第一中学迁建", "龙亭区第二中学迁建"),
        ("年产1.5万吨味精项目", "年产15万吨味精项目"),
        ("老旧小区改造三标段", "老旧小区改造四标段"),
    ],
)
def test_other_numbers_or_phases_are_other_projects(a, b):
    same = {"uscc": "914403001922038216", "town": "410202201", "owner": "富森生物科技"}
    assert is_near(Facts(a, **same), Facts(b, **same)) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("高端智能制造产业园(一期)", "高端智能制造产业园第1期项目"),
        ("高端智能制造产业园Ⅱ期", "高端智能制造产业园二期"),
        ("高端智能制造产业园二十期", "高端智能制造产业园20期"),
        ("高端智能制造产业园十二期", "高端智能制造产业园12期"),
        ("年产1,500吨味精项目", "年产1500吨味精项目"),
        ("华苑路片区（项目代码2312-441402-04-01-605702）", "华苑路片区"),
    ],
)
def test_one_phase_or_number_may_be_written_in_many_ways(a, b):
    assert is_near(Facts(a), Facts(b)) == Match("名称相同", 100)


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"owner": "富森生物科技"}, "名称相近（85%），建设单位相同"),
        ({"uscc": "914403001922038216"}, "名称相近（85%），建设单位相同"),
        ({"town": "410202201"}, "名称相近（85%），所在乡镇（街道）相同"),
        ({"town": "410202201", "owner": "甲公司"}, "名称相近（85%），建设单位、所在乡镇（街道）相同"),
    ],
)
def test_a_like_name_is_near_with_the_same_owner_or_town(shared, reason):
    one, other = "大运河九龙湾文旅融合产业园", "九龙湾文旅融合产业园"
    assert is_near(Facts(one, **shared), Facts(other, **shared)) == Match(reason, 85)


def test_a_like_name_alone_is_not_enough():
    one = Facts("大运河九龙湾文旅融合产业园", town="410202201", owner="甲建设", uscc="914403001922038216")
    other = Facts("九龙湾文旅融合产业园", town="410202202", owner="甲")
    assert is_near(one, other) is None


def test_a_very_like_name_alone_is_enough():
    assert is_near(Facts(LONG), Facts(f"{LONG}改")) == Match("名称相近（96%）", 96)


def test_unlike_names_of_one_owner_are_not_near():
    assert is_near(Facts("凤凰广场", owner="甲公司"), Facts("龙湖喷泉", owner="甲公司")) is None
