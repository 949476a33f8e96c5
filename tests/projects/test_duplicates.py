"""Near-duplicates: found by code, by either end of the name, and never telling more than the reader may see."""

import pytest

from projects.selectors.duplicates import near_duplicates
from tests.projects.makers import CODE, USCC, make_project, unit

pytestmark = pytest.mark.django_db

NAME = "世合节能系统门窗生产基地项目"


def found(values, user) -> list[tuple[str, str]]:
    return [(row.project.name, row.reason) for row in near_duplicates(values, user).seen]


@pytest.mark.parametrize("name", ["开封市世合节能系统门窗生产基地建设项目", " 世合节能系统门窗 生产基地 "])
def test_the_same_name_in_other_words_is_found(cast, name):
    make_project(name=NAME)
    make_project(name="黄河大街北延道路工程")
    assert found({"name": name}, cast.officer) == [(NAME, "名称相同")]


@pytest.mark.parametrize("name", ["新世合节能系统门窗生产基地项目", "世合节能系统门窗生产基地园项目"])
def test_a_name_that_differs_at_one_end_is_found_when_the_owner_is_the_same(cast, name):
    make_project(name=NAME, owner_name="世合门窗有限公司")
    reasons = found({"name": name, "owner_name": "世合门窗有限公司"}, cast.officer)
    assert [(found_name, reason[-6:]) for found_name, reason in reasons] == [(NAME, "建设单位相同")]


def test_the_same_code_is_found_under_any_name(cast):
    make_project(name=NAME, project_code=CODE)
    rows = found({"name": "完全不同的名字", "project_code": CODE.replace("-", "")}, cast.officer)
    assert rows == [(NAME, f"项目代码相同（{CODE}）")]


def test_the_owners_code_brings_names_that_differ_at_both_ends_and_nothing_else(cast):
    make_project(name="甲乙世合节能系统门窗生产基地丙丁", uscc=USCC)
    make_project(name="黄河大街北延道路工程", uscc=USCC)
    assert found({"name": "世合节能系统门窗生产基地"}, cast.officer) == []
    rows = found({"name": "世合节能系统门窗生产基地", "uscc": USCC}, cast.officer)
    assert [name for name, _ in rows] == ["甲乙世合节能系统门窗生产基地丙丁"]


def test_another_phase_is_another_project(cast):
    make_project(name="高端智能制造产业园(一期)")
    assert found({"name": "高端智能制造产业园(二期)"}, cast.officer) == []


def test_a_project_is_not_its_own_duplicate(cast):
    assert not near_duplicates(make_project(name=NAME), cast.officer)


def test_nothing_is_near_to_nothing(cast):
    make_project(name=NAME)
    assert not near_duplicates({"name": ""}, cast.officer)


def test_a_project_out_of_sight_is_counted_and_not_named(cast):
    make_project(name=NAME, responsible=unit("柳园口乡人民政府"))
    result = near_duplicates({"name": NAME}, cast.beijiao)
    assert (result.seen, result.hidden, bool(result)) == ([], 1, True)
    assert result.hidden_words == "另有 1 个不在您可见范围内的相近项目，请联系区项目办。"


def test_who_sees_all_is_told_of_none_hidden(cast):
    make_project(name=NAME)
    assert near_duplicates({"name": NAME}, cast.officer).hidden_words == ""


def test_the_nearest_stands_first(cast):
    make_project(name=f"新{NAME}", town="410202201")
    make_project(name=NAME, town="410202201")
    assert [name for name, _ in found({"name": NAME, "town": "410202201"}, cast.officer)] == [NAME, f"新{NAME}"]


def test_it_takes_two_queries(cast, django_assert_num_queries):
    make_project(name=NAME)
    assert cast.officer.permissions
    with django_assert_num_queries(2):
        near_duplicates({"name": NAME}, cast.officer)
