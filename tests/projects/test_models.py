"""Names of rows as people read them."""

from datetime import date
from decimal import Decimal

import pytest

from projects.models import (
    AnnualList,
    EligibilityOverride,
    FundSource,
    ListEntry,
    NumberSeries,
    Participant,
    ProjectContact,
)
from tests.projects.makers import make_override, make_project, rule_in_force

pytestmark = pytest.mark.django_db


def test_rows_are_named_in_words(cast):
    project = make_project(name="世合门窗")
    annual = AnnualList(title="2026年度区重点项目名单")
    assert [str(row) for row in (project, rule_in_force(), make_override(project, cast.officer))] == [
        "世合门窗", "2022-1", "世合门窗 待签批",
    ]  # fmt: skip
    assert str(ListEntry(annual_list=annual, serial=3, project=project)) == "2026年度区重点项目名单 3 世合门窗"
    assert str(NumberSeries(prefix="LT-2026-", last=7)) == "LT-2026-7"


def test_what_hangs_on_a_project_is_named_in_words():
    rows = (
        Participant(part="leader", name="陈区长", since=date(2026, 1, 1)),
        ProjectContact(duty="contact", name="张三"),
        ProjectContact(duty="contact"),
        FundSource(source="own"),
    )
    assert [str(row) for row in rows] == ["陈区长（分包领导）", "张三", "联系人", "企业自筹"]


def test_what_hangs_on_a_project_is_seen_by_those_who_see_it(cast):
    project = make_project(
        contacts=[{"duty": "contact", "name": "张三"}],
        funds=[{"source": "own", "amount": Decimal(1)}],
        people=[{"part": "leader", "name": "陈区长"}],
    )
    make_override(project, cast.officer)
    models = (ProjectContact, FundSource, Participant, EligibilityOverride)
    seen = {
        user: [model.objects.visible_to(user).count() for model in models] for user in (cast.beijiao, cast.outsider)
    }
    assert seen == {cast.beijiao: [1, 1, 1, 1], cast.outsider: [0, 0, 0, 0]}
