"""Two people at one declaration at the same moment (SECURITY WF-01): 200 pairs, one winner each; and the same pairs
without the row lock, which shows that the race is real."""

from copy import copy
from uuid import uuid4

import pytest

from approvals.enums import Action
from approvals.models import Declaration, Step
from approvals.services import acts
from longting.accounts.roles import Role
from longting.common.errors import Conflict
from projects.models import Project
from tests import factories
from tests.approvals import makers
from tests.services.conftest import at_once

PAIRS = 100
CONTROL_PAIRS = 30


@pytest.fixture
def cast(postgresql):
    return factories.make_cast()


@pytest.fixture
def second(cast):
    """Another officer."""
    office = cast.officer.posts.get().organisation
    return factories.make_user("second_officer", Role.OFFICER, office, name="第二经办")


def many(cast, count: int) -> list[Declaration]:
    """Reported declarations, each of a project of its own."""
    first = makers.reported(cast)
    projects, rows = [], []
    for place in range(count):
        project = copy(first.project)
        project.pk, project.public_id, project.number = None, uuid4(), f"LT-R-{place:04d}"
        project._state.adding = True
        projects.append(project)
    for place, project in enumerate(Project.objects.bulk_create(projects)):
        row = copy(first)
        row.pk, row.public_id, row.number, row.project = None, uuid4(), f"LT-S-R-{place:04d}", project
        row._state.adding = True
        rows.append(row)
    return Declaration.objects.bulk_create(rows)


def pair(row: Declaration, one, other, actions: tuple[Action, Action]) -> list[object]:
    """Both acts begun together by two people."""

    def do(action: Action, actor):
        return acts.perform(row, action, version=row.version, comment="同时办理", actor=actor, today=makers.TODAY)

    return at_once(lambda: do(actions[0], one), lambda: do(actions[1], other))


@pytest.mark.parametrize(
    "actions", [(Action.RECEIVE, Action.RECEIVE), (Action.RECEIVE, Action.RETURN)], ids=("same", "against")
)
def test_of_two_at_once_exactly_one_acts(actions, cast, second):
    faults = []
    for row in many(cast, PAIRS):
        results = pair(row, cast.officer, second, actions)
        kinds = sorted(type(result).__name__ for result in results)
        steps = Step.objects.filter(declaration=row).count()
        if (kinds, steps) != (["Conflict", "Declaration"], 1):
            faults.append((row.number, results, steps))
    assert faults == []


def test_control_without_the_row_lock_some_act_twice(cast, second, monkeypatch):
    rows = many(cast, CONTROL_PAIRS)
    unlocked = Declaration.objects.select_related("project", "unit", "applicant")
    monkeypatch.setattr(acts, "locked", lambda declaration: unlocked.get(pk=declaration.pk))
    doubles = 0
    for row in rows:
        results = pair(row, cast.officer, second, (Action.RECEIVE, Action.RECEIVE))
        doubles += not any(isinstance(result, Conflict) for result in results)
    assert doubles > 0
