"""Article 10: the criteria a–d, each alone, at its boundary and with facts missing."""

from decimal import Decimal

import pytest

from projects.eligibility import Rules
from projects.major import ARTICLE_10, MajorFacts, major_criteria

RULE = Rules("2022-1", Decimal(5000), Decimal(10000), 50)
STATED = "带动全区装备制造业集聚发展"
REASON = "惠" * 50


def criterion(key, **facts):
    return next(found for found in major_criteria(MajorFacts(**facts), RULE) if found.key == key)


def test_the_four_criteria_stand_in_the_order_of_the_article():
    found = major_criteria(MajorFacts(), RULE)
    assert [(f.key, f.article) for f in found] == [(key, ARTICLE_10) for key in "abcd"]


def test_nothing_known_meets_nothing():
    assert [f.holds for f in major_criteria(MajorFacts(), RULE)] == [False, None, False, False]


@pytest.mark.parametrize("listed", [True, False])
def test_a_project_on_the_city_list_meets_a(listed):
    assert criterion("a", on_city_list=listed).holds is listed


@pytest.mark.parametrize(
    ("industrial", "total", "significance", "holds", "text"),
    [
        (True, "9999.9999", STATED, False, "总投资低于 10,000.00 万元。"),
        (True, "10000", STATED, True, "产业项目，投资额度够，全局意义和带动作用已写明。"),
        (True, "10000", " ", None, "没有写明全局意义和带动作用。"),
        (True, None, STATED, None, "事实不全。"),
        (None, "10000", STATED, None, "事实不全。"),
        (False, "1", "", False, "不是产业项目；总投资低于 10,000.00 万元；没有写明全局意义和带动作用。"),
    ],
)
def test_b_asks_industry_the_amount_inclusive_and_a_statement(industrial, total, significance, holds, text):
    found = criterion(
        "b", is_industrial=industrial, total_investment=total and Decimal(total), significance=significance
    )
    assert (found.holds, found.text) == (holds, text)


@pytest.mark.parametrize(
    ("kind", "reason", "holds", "text"),
    [
        ("is_livelihood", REASON, True, "民生项目，理由已写明。"),
        ("is_infrastructure", "惠" * 49, None, "重要基础设施项目，理由还没有写够 50 字。"),
        ("is_government", REASON, False, "不是民生或重要基础设施项目。"),
    ],
)
def test_c_asks_livelihood_or_infrastructure_with_the_reason(kind, reason, holds, text):
    found = criterion("c", reason=reason, **{kind: True})
    assert (found.holds, found.text) == (holds, text)


@pytest.mark.parametrize(
    ("government", "funds", "holds", "text"),
    [
        (True, "0.0001", True, "政府投资项目，使用市本级以上资金。"),
        (True, "0", False, "没有使用市本级以上资金。"),
        (True, None, None, "政府投资项目，还没有填写资金来源。"),
        (False, "100", False, "不是政府投资项目。"),
    ],
)
def test_d_asks_government_money_of_city_level_or_above(government, funds, holds, text):
    found = criterion("d", is_government=government, higher_funds=funds and Decimal(funds))
    assert (found.holds, found.text) == (holds, text)
