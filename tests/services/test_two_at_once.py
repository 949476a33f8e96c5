"""Two people who decide the same thing at the same moment: one act counts, the other is told (SECURITY D-16)."""

from decimal import Decimal

import pytest

from longting.accounts.roles import Role
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict
from projects.enums import Act, OverrideState
from projects.models import EligibilityOverride, ListEntry
from projects.services.lists import change_entry, open_list, put_entry
from projects.services.overrides import refuse_override, sign_override
from projects.services.projects import register_project
from tests import factories
from tests.projects.makers import TODAY, change, make_override, make_project
from tests.services.conftest import at_once

ROUNDS = 5


@pytest.fixture
def cast(postgresql):
    return factories.make_cast()


@pytest.fixture
def second_head(cast):
    """Another head of the office."""
    office = cast.office_head.posts.get().organisation
    return factories.make_user("second_head", Role.OFFICE_HEAD, office, name="许主任")


def kinds(results: list) -> list[str]:
    """Names of what came out, in an order of their own."""
    return sorted(type(result).__name__ for result in results)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_an_override_is_decided_once(cast, second_head, number):
    override = make_override(make_project(), cast.officer)
    decision = {"version": override.version, "note": "同意，依据见会议纪要。", "today": TODAY}
    results = at_once(
        lambda: sign_override(override, actor=cast.office_head, **decision),
        lambda: refuse_override(override, actor=second_head, **decision),
    )
    assert kinds(results) == ["Conflict", "EligibilityOverride"]
    row = EligibilityOverride.objects.get(pk=override.pk)
    winner = next(result for result in results if not isinstance(result, Conflict))
    assert (row.version, row.state, row.decided_by_id) == (2, winner.state, winner.decided_by_id)
    acts = AuditEvent.objects.filter(verb__in=(Act.OVERRIDE_SIGN, Act.OVERRIDE_REFUSE))
    assert [event.verb for event in acts] == [
        Act.OVERRIDE_SIGN if row.state == OverrideState.SIGNED else Act.OVERRIDE_REFUSE
    ]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_row_of_the_list_is_changed_once(cast, number):
    annual_list = open_list(2026, actor=cast.officer)
    entry = put_entry(annual_list, make_project(), values={"annual_plan": Decimal(100)}, actor=cast.officer)

    def plan(amount: int):
        values = {"annual_plan": Decimal(amount)}
        return change_entry(entry, values=values, version=1, reason="核对计划", actor=cast.officer)

    results = at_once(lambda: plan(200), lambda: plan(300))
    assert kinds(results) == ["Conflict", "ListEntry"]
    winner = next(result for result in results if isinstance(result, ListEntry))
    row = ListEntry.objects.get(pk=entry.pk)
    assert (row.version, row.annual_plan) == (2, winner.annual_plan)
    assert AuditEvent.objects.filter(verb=Act.LIST_CHANGE).count() == 1


def test_a_project_is_changed_once(cast):
    project = make_project()
    results = at_once(*(lambda words=words: change(project, values={"remark": words}) for words in ("甲", "乙")))
    assert kinds(results) == ["Conflict", "Project"]
    project.refresh_from_db()
    assert project.version == 2


def test_two_registrations_get_two_numbers(cast):
    values = [{"name": name, "responsible": cast.beijiao.posts.get().organisation} for name in ("甲项目", "乙项目")]
    results = at_once(*(lambda v=v: register_project(values=v, actor=cast.officer, today=TODAY).number for v in values))
    assert sorted(results) == ["LT-2026-0001", "LT-2026-0002"]


def test_two_openings_of_a_year_make_one_list(cast):
    results = at_once(*(lambda: open_list(2027, actor=cast.officer).pk for _ in range(2)))
    assert len(set(results)) == 1
    assert AuditEvent.objects.filter(verb=Act.LIST_OPEN).count() == 1
