"""Article 8: the table of boundaries, missing facts and limbs, and what is said about each."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from projects.eligibility import ARTICLE_8, RULES, Facts, Rules, all_hold, amount, judge
from projects.enums import Eligibility, Outcome

RULE = Rules("2022-1", Decimal(5000), Decimal(10000), 50)
INDUSTRY = Facts(total_investment=Decimal(5000), fits_plan=True)
REASON = "惠" * 50


def finding(verdict, key):
    return next(found for found in verdict.findings if found.key == key)


@pytest.mark.parametrize(
    ("total", "eligible"),
    [
        ("0", False),
        ("4999.9999", False),
        ("5000.0000", True),
        ("5000", True),
        ("5000.0001", True),
        ("10000000000", True),
    ],
)
def test_the_threshold_is_inclusive(total, eligible):
    verdict = judge(replace(INDUSTRY, total_investment=Decimal(total)), RULE)
    assert (verdict.eligible, verdict.limb) == (eligible, "一" if eligible else None)


@pytest.mark.parametrize(
    ("fits_plan", "total", "eligible"),
    [
        (True, None, None),
        (None, "5000", None),
        (None, None, None),
        (None, "4999.9999", False),
        (False, None, False),
        (False, "5000", False),
    ],
)
def test_a_missing_fact_leaves_the_result_open_unless_the_other_decides(fits_plan, total, eligible):
    facts = Facts(total_investment=total and Decimal(total), fits_plan=fits_plan)
    assert judge(facts, RULE).eligible is eligible


@pytest.mark.parametrize("kind", ["is_livelihood", "is_infrastructure", "is_government"])
@pytest.mark.parametrize(("reason", "eligible"), [("", None), ("  \n", None), ("惠" * 49, False), (REASON, True)])
def test_the_second_limb_asks_a_reason_and_no_amount(kind, reason, eligible):
    facts = Facts(total_investment=Decimal("0.0001"), fits_plan=False, reason=reason, **{kind: True})
    verdict = judge(facts, RULE)
    assert (verdict.eligible, verdict.limb) == (eligible, "二" if eligible else None)


def test_a_reason_alone_is_no_limb():
    assert judge(Facts(Decimal(1), False, reason=REASON), RULE).eligible is False


def test_the_first_limb_is_named_when_both_hold():
    verdict = judge(replace(INDUSTRY, is_government=True, reason=REASON), RULE)
    assert (verdict.eligible, verdict.limb, verdict.what_would_change) == (
        True,
        "一",
        ["情形一、情形二都成立；两种情形都不再成立，结论才会改变。"],
    )


def test_each_condition_is_a_rule_of_article_8_in_order():
    verdict = judge(INDUSTRY, RULE)
    assert len(verdict.findings) == len(RULES)
    assert [(f.key, f.limb, f.article) for f in verdict.findings] == [
        ("fits_plan", "一", ARTICLE_8),
        ("total_investment", "一", ARTICLE_8),
        ("public_interest", "二", ARTICLE_8),
        ("reason", "二", ARTICLE_8),
    ]


def test_the_verdict_carries_the_version_of_the_rule():
    assert judge(INDUSTRY, RULE).rule_label == "2022-1"


@pytest.mark.parametrize(
    ("total", "value", "text"),
    [
        (None, "未填写", "还没有填写总投资。"),
        ("4999.9999", "4,999.9999 万元", "总投资低于 5,000.00 万元，差 0.0001 万元。"),
        ("5000", "5,000.00 万元", "总投资达到 5,000.00 万元。"),
    ],
)
def test_the_amount_is_shown_with_every_digit_that_matters(total, value, text):
    found = finding(judge(Facts(total and Decimal(total)), RULE), "total_investment")
    assert (found.value, found.text, found.source) == (value, text, "主档：总投资")


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (Facts(), ["还没有说明是否符合区产业规划。", "还没有填写总投资。"]),
        (INDUSTRY, []),
        (replace(INDUSTRY, is_livelihood=True), ["还没有写认定理由。"]),
    ],
)
def test_missing_facts_are_named_in_sentences(facts, missing):
    assert judge(facts, RULE).missing == missing


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        (INDUSTRY, ["不再符合区产业规划，结论不再是符合。", "总投资核减到 5,000.00 万元以下，结论不再是符合。"]),
        (
            Facts(is_government=True, reason=REASON),
            ["不再认定为民生、重要基础设施或政府投资项目，结论不再是符合。", "删去认定理由，结论不再是符合。"],
        ),
        (
            Facts(Decimal(10), True, is_government=True, reason="短"),
            ["按情形一：总投资核定到 5,000.00 万元以上。", "按情形二：写明认定理由，不少于 50 字。"],
        ),
        (
            Facts(None, False),
            [
                "按情形一：调整建设内容，使项目符合区产业规划；填写总投资。",
                "按情形二：认定为具有较大影响的民生、重要基础设施或政府投资项目；写明认定理由，不少于 50 字。",
            ],
        ),
        (
            Facts(Decimal(5000), None, reason=REASON),
            [
                "按情形一：对照区产业规划说明项目符合与否。",
                "按情形二：认定为具有较大影响的民生、重要基础设施或政府投资项目。",
            ],
        ),
    ],
)
def test_it_says_what_would_change_the_result(facts, changes):
    assert judge(facts, RULE).what_would_change == changes


@pytest.mark.parametrize(
    ("facts", "outcomes"),
    [
        (Facts(), [Outcome.MISSING, Outcome.MISSING, Outcome.UNUSED, Outcome.UNUSED]),
        (INDUSTRY, [Outcome.MET, Outcome.MET, Outcome.UNUSED, Outcome.UNUSED]),
        (
            Facts(Decimal(1), False, is_livelihood=True, reason="短"),
            [Outcome.UNMET, Outcome.UNMET, Outcome.MET, Outcome.UNMET],
        ),
    ],
)
def test_each_condition_has_a_word_of_its_own(facts, outcomes):
    assert [found.outcome for found in judge(facts, RULE).findings] == outcomes


def test_several_kinds_are_named_together():
    facts = Facts(is_livelihood=True, is_infrastructure=True, is_government=True)
    assert finding(judge(facts, RULE), "public_interest").value == "民生项目、重要基础设施项目、政府投资项目"


def test_the_result_has_a_word_for_each_answer():
    verdicts = (judge(INDUSTRY, RULE), judge(Facts(Decimal(1), False), RULE), judge(Facts(), RULE))
    assert [verdict.outcome for verdict in verdicts] == [
        Eligibility.ELIGIBLE,
        Eligibility.INELIGIBLE,
        Eligibility.UNKNOWN,
    ]


def test_another_version_has_another_threshold():
    assert judge(INDUSTRY, replace(RULE, threshold=Decimal("5000.0001"))).eligible is False


@pytest.mark.parametrize("answers", list(product([True, False, None], repeat=2)))
def test_one_no_decides_then_one_unknown_leaves_it_open(answers):
    expected = False if False in answers else None if None in answers else True
    assert all_hold(answers) is expected


@pytest.mark.parametrize(
    ("wan", "shown"), [("5000", "5,000.00 万元"), ("0.0001", "0.0001 万元"), ("12345.125", "12,345.125 万元")]
)
def test_an_amount_is_never_rounded_up_to_a_threshold(wan, shown):
    assert amount(Decimal(wan)) == shown
