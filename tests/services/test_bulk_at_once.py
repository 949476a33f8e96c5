"""An import that writes while somebody changes one of its rows: no total falls below a plan, nobody waits for ever."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from longting.audit.services import SYSTEM
from longting.common.errors import Conflict
from projects.models import ListEntry, Project
from projects.services.bulk import Stored, draft_change, write_drafts
from projects.services.lists import change_entry, open_list, put_entry
from tests.projects.makers import TODAY, change, make_project
from tests.services.conftest import at_once

ROUNDS = 5


@pytest.fixture
def entry(postgresql):
    """A project of 5000 万元 on the list of 2026 with a plan of 3000."""
    return put_entry(open_list(2026, actor=SYSTEM), make_project(), values={"annual_plan": Decimal(3000)}, actor=SYSTEM)


def importing(entry: ListEntry, *, plan: dict, **values):
    """What an import does at the end: it writes rows that were judged before."""
    held = ListEntry.objects.select_related("project__responsible").get(pk=entry.pk)
    stored = Stored(held.project, held, [], [])
    common = {"actor": SYSTEM, "today": TODAY}
    judged = draft_change(stored, values=values, contacts=None, people=None, plan=plan, reason="导入", **common)
    return lambda: write_drafts([judged], annual_list=entry.annual_list, **common)


def fits(entry: ListEntry) -> bool:
    """Whether the total still covers every plan."""
    total = Project.objects.get(pk=entry.project_id).total_investment
    return all(plan <= total for plan in ListEntry.objects.values_list("annual_plan", flat=True))


def told(results: list) -> int:
    """How many were told that it does not go; anything else that was raised, such as a deadlock, is a fault."""
    raised = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, Conflict | ValidationError) for one in raised), raised
    return len(raised)


def planning(entry: ListEntry, amount: int):
    values = {"annual_plan": Decimal(amount)}
    return lambda: change_entry(entry, values=values, version=entry.version, reason="核对计划", actor=SYSTEM)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_total_falls_while_the_plan_of_its_row_rises(entry, number):
    results = at_once(importing(entry, plan={}, total_investment=Decimal(3500)), planning(entry, 4500))
    assert (told(results), fits(entry)) == (1, True)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_total_falls_while_the_plan_on_another_list_rises(entry, number):
    plan = {"annual_plan": Decimal(1000)}
    other = put_entry(open_list(2025, actor=SYSTEM), entry.project, values=plan, actor=SYSTEM)
    results = at_once(importing(entry, plan={}, total_investment=Decimal(3500)), planning(other, 4500))
    assert (told(results), fits(entry)) == (1, True)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_plan_rises_while_the_total_falls(entry, number):
    lower = {"total_investment": Decimal(4000)}
    project = Project.objects.get(pk=entry.project_id)
    results = at_once(importing(entry, plan={"annual_plan": Decimal(4800)}), lambda: change(project, values=lower))
    assert (told(results), fits(entry)) == (1, True)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_imports_of_the_same_row_write_once(entry, number):
    results = at_once(*(importing(entry, plan={}, total_investment=Decimal(total)) for total in (6000, 7000)))
    assert sorted(type(one).__name__ for one in results) == [Conflict.__name__, "list"]
