"""Versions of the rules: added, never changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from longting.audit.models import AuditEvent
from projects.enums import Eligibility, RuleState
from projects.models import RuleSet
from projects.seed import FIELDS, first_rule_set
from projects.selectors.rules import preview_rules, rule_versions
from projects.services.rules import create_rule_set
from tests.projects.makers import TODAY, make_project, rule_in_force

pytestmark = pytest.mark.django_db


def publish(actor, **values) -> RuleSet:
    usual = {
        "label": "2027-1",
        "effective_from": date(2027, 1, 1),
        "threshold": Decimal(6000),
        "major_threshold": Decimal(20000),
        "reason_min": 60,
        "fields": [{"label": "产业转型发展", "aliases": ["工业"]}],
        "basis": "龙项目办〔2027〕1号",
        "actor": actor,
        "today": TODAY,
    }
    return create_rule_set(**(usual | values))


def test_the_first_version_is_that_of_the_document():
    rule = rule_in_force()
    assert (rule.label, rule.effective_from, rule.threshold, rule.major_threshold, rule.reason_min) == (
        "2022-1", date(2022, 3, 21), Decimal(5000), Decimal(10000), 50,
    )  # fmt: skip
    assert rule.field_labels == [field["label"] for field in FIELDS]


def test_planting_twice_adds_nothing():
    first_rule_set()
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("民生", "民生和社会事业改善"),
        ("城市更新（片区）", "基础设施建设"),
        ("产业转型发展", "产业转型发展"),
        ("九大", ""),
        ("", ""),
    ],
)
def test_a_printed_field_is_known_by_its_aliases(words, label):
    assert rule_in_force().field_for(words) == label


def test_a_new_version_judges_from_its_day_on(cast):
    publish(cast.office_head)
    assert RuleSet.objects.in_force(date(2026, 12, 31)).label == "2022-1"
    assert RuleSet.objects.in_force(date(2027, 1, 1)).label == "2027-1"


def test_publishing_is_recorded_against_the_version_before(cast):
    rule = publish(cast.office_head)
    event = AuditEvent.objects.get()
    assert (event.verb, event.target_id, event.actor_name) == ("rule_create", str(rule.pk), "郑主任")
    assert '"重点项目投资门槛":["5,000.00 万元","6,000.00 万元"]' in event.changes
    assert event.summary == "发布认定规则 2027-1，2027-01-01 起生效"


def test_the_very_first_version_has_nothing_before_it(cast):
    RuleSet.objects.all().delete()
    publish(cast.office_head)
    assert '"情形二理由最少字数":["—","60"]' in AuditEvent.objects.get().changes


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"effective_from": TODAY - timedelta(days=1)}, ["effective_from"]),
        ({"label": "2022-1"}, ["label"]),
        ({"threshold": Decimal(0)}, ["threshold"]),
        ({"major_threshold": Decimal("5999.9999")}, ["major_threshold"]),
        ({"fields": []}, ["fields"]),
        ({"fields": [{"label": "甲", "aliases": []}] * 2}, ["fields"]),
        ({"basis": ""}, ["basis"]),
    ],
)
def test_each_wrong_value_is_refused_at_its_field(cast, values, fields):
    with pytest.raises(ValidationError) as caught:
        publish(cast.office_head, **values)
    assert list(caught.value.message_dict) == fields


def test_two_versions_never_begin_on_one_day(cast):
    publish(cast.office_head)
    with pytest.raises(ValidationError) as caught:
        publish(cast.office_head, label="2027-2")
    assert list(caught.value.message_dict) == ["effective_from"]


def test_a_version_may_begin_today(cast):
    assert publish(cast.office_head, effective_from=TODAY).effective_from == TODAY


def test_versions_stand_in_order_with_the_one_in_force_marked(cast):
    publish(cast.office_head)
    publish(cast.office_head, label="2026-2", effective_from=TODAY)
    assert [(version.rule.label, version.state) for version in rule_versions(TODAY)] == [
        ("2027-1", RuleState.COMING),
        ("2026-2", RuleState.CURRENT),
        ("2022-1", RuleState.PAST),
    ]


def test_the_preview_lists_what_would_change_in_sight(cast):
    now, then = rule_in_force().rules, publish(cast.office_head).rules
    falls = make_project(total_investment=Decimal("5999.9999"))
    make_project(total_investment=Decimal(6000))
    make_project(total_investment=None)
    seen = preview_rules(now, then, cast.office_head)
    assert [(moved.project, moved.before, moved.after) for moved in seen.moved] == [
        (falls, Eligibility.ELIGIBLE, Eligibility.INELIGIBLE)
    ]
    assert (seen.count, seen.capped) == (1, False)
    assert preview_rules(now, then, cast.outsider).count == 0


def test_the_preview_stops_counting(cast, monkeypatch):
    monkeypatch.setattr("projects.selectors.rules.MOST_COUNTED", 1)
    now, then = rule_in_force().rules, publish(cast.office_head).rules
    make_project(), make_project()
    seen = preview_rules(now, then, cast.office_head)
    assert (seen.count, seen.capped, len(seen.moved)) == (1, True, 2)
