import pytest

from longting.common.areas import find_town, is_division, name_of, towns, villages


def test_the_district_has_fourteen_towns_in_code_order():
    codes = [town.code for town in towns()]
    assert (len(codes), codes) == (14, sorted(codes))


def test_a_town_knows_its_kind_and_short_name():
    found = {town.code: (town.name, town.kind, town.short) for town in towns()}
    assert found["410202201"] == ("北郊乡", "乡", "北郊")
    assert found["410202002"] == ("午朝门街道", "街道", "午朝门")


def test_communities_belong_to_their_town():
    assert villages("410202002") == (("410202002011", "午朝门社区"), ("410202002012", "文昌社区"))
    assert villages("410203001") == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [("410202", "龙亭区"), ("410202202", "柳园口乡"), ("410202002012", "文昌社区"), ("410203", ""), ("", "")],
)
def test_a_code_has_a_name_or_is_no_division(code, name):
    assert (name_of(code), is_division(code)) == (name, bool(name))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("北郊乡", "410202201"),
        ("午朝门", "410202002"),
        ("柳园口", "410202202"),
        ("开封市龙亭区柳园口乡辛庄村北", "410202202"),
        ("午朝门办辖区", "410202002"),
        ("大兴办事处", "410202003"),
        ("西湖", "410202009"),
        ("星云社区", "410202201"),
        ("北郊乡大宏社区", "410202201"),
        ("金耀社区", "410202007"),
        ("大宏社区", None),
        ("北郊乡、柳园口乡", None),
        ("杏花营", None),
        ("杏花营农场", "410202400"),
        ("西湖大道北侧", None),
        ("重大兴建工程", None),
        ("复兴大道与金明大道交叉口", None),
        ("", None),
    ],
)
def test_the_town_is_found_in_a_place(text, code):
    assert find_town(text) == code
