"""The standing of a project: the rule, the override over it, and the same answer from the database."""

from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from projects.enums import Eligibility
from projects.models import Project
from projects.selectors.standing import major_criteria_of, verdict_of, with_overrides, with_standing
from tests.projects.makers import make_override, make_project, rule_in_force

pytestmark = pytest.mark.django_db


def signed(override, by):
    fields = {"state": "signed", "decided_by": by, "decided_at": timezone.now()}
    type(override).objects.filter(pk=override.pk).update(**fields)


def test_without_override_the_rule_counts():
    standing = verdict_of(make_project(), rule_in_force())
    assert (standing.eligible, standing.outcome, standing.basis) == (True, Eligibility.ELIGIBLE, "第八条　情形一")


def test_a_result_that_rests_on_no_limb_names_the_article():
    standing = verdict_of(make_project(fits_plan=None), rule_in_force())
    assert (standing.outcome, standing.basis) == (Eligibility.UNKNOWN, "第八条")


def test_a_signed_override_counts_and_says_so(cast):
    project = make_project(total_investment=Decimal(10))
    override = make_override(project, cast.officer)
    assert verdict_of(project, rule_in_force()).eligible is False
    signed(override, cast.office_head)
    standing = verdict_of(project, rule_in_force())
    assert (standing.eligible, standing.basis) == (True, "经区项目办负责人签批改判")
    assert standing.verdict.eligible is False


def test_the_latest_signature_counts(cast):
    project = make_project()
    for eligible in (False, True, False):
        signed(make_override(project, cast.officer, eligible=eligible), cast.office_head)
    assert verdict_of(project, rule_in_force()).eligible is False


def test_overrides_of_a_page_come_with_one_query(cast, django_assert_num_queries):
    signed(make_override(make_project(), cast.officer, eligible=False), cast.office_head)
    make_project()
    rule = rule_in_force()
    with django_assert_num_queries(2):
        rows = list(with_overrides(Project.objects.order_by("number")))
        assert [verdict_of(row, rule).eligible for row in rows] == [False, True]


def test_the_database_gives_the_same_answer_as_the_rule():
    rule = rule_in_force()
    amounts = (None, Decimal("4999.9999"), Decimal(5000))
    reasons = ("", "惠" * 49, "惠" * 50)
    for plan, total, claimed, reason in product((None, False, True), amounts, (False, True), reasons):
        make_project(fits_plan=plan, total_investment=total, is_livelihood=claimed, limb_reason=reason)
    rows = list(with_standing(Project.objects.all(), rule))
    assert len(rows) == 54
    assert [row.standing for row in rows] == [verdict_of(row, rule).outcome.value for row in rows]


@pytest.mark.parametrize("eligible", [True, False])
def test_the_database_knows_signed_overrides_only(cast, eligible):
    rule, project = rule_in_force(), make_project(fits_plan=None)
    override = make_override(project, cast.officer, eligible=eligible)
    assert with_standing(Project.objects.all(), rule).get().standing == Eligibility.UNKNOWN
    signed(override, cast.office_head)
    expected = Eligibility.ELIGIBLE if eligible else Eligibility.INELIGIBLE
    assert with_standing(Project.objects.all(), rule).get().standing == expected


def test_money_of_the_city_or_above_meets_criterion_d():
    funds = [{"source": "own", "amount": Decimal(10)}, {"source": "city", "amount": Decimal(1)}]
    project = make_project(is_government=True, funds=funds)
    assert [found.holds for found in major_criteria_of(project, rule_in_force())] == [False, False, False, True]


def test_a_project_without_sources_leaves_criterion_d_open():
    project = make_project(is_government=True, is_city=True, total_investment=Decimal(10000), significance="带动全区")
    assert [found.holds for found in major_criteria_of(project, rule_in_force())] == [True, True, False, None]
