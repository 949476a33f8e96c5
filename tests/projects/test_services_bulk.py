"""Many projects in one act: what was judged is written only while it still stands."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from longting.audit.services import SYSTEM
from longting.common.errors import Conflict
from projects.models import ListEntry, Project
from projects.services.bulk import Draft, Stored, draft_change, draft_project, write_drafts
from projects.services.lists import change_entry, open_list, put_entry
from tests.projects.makers import TODAY, change, facts, make_project

pytestmark = pytest.mark.django_db
COMMON = {"reason": "导入《名单.xlsx》第 3 行", "actor": SYSTEM, "today": TODAY}


@pytest.fixture
def this_year(db):
    return open_list(2026, actor=SYSTEM)


@pytest.fixture
def entry(this_year):
    """A project of 5000 万元 on the list of 2026 with a plan of 3000."""
    return put_entry(this_year, make_project(), values={"annual_plan": Decimal(3000)}, actor=SYSTEM)


def draft(entry: ListEntry, *, plan: dict | None = None, other=None, people=None, **values) -> Draft:
    """A judged change of the project as it is now."""
    project, held = Project.objects.get(pk=entry.project_id), ListEntry.objects.get(pk=entry.pk)
    stored = Stored(project, held, [], [], other)
    return draft_change(stored, values=values, contacts=None, people=people, plan=plan or {}, **COMMON)


def write(annual_list, *drafts: Draft) -> list[Project]:
    return write_drafts(drafts, annual_list=annual_list, actor=SYSTEM, today=TODAY)


def unchanged(entry: ListEntry) -> bool:
    return Project.objects.get(pk=entry.project_id).total_investment == 5000


def test_total_and_plan_fall_together(this_year, entry):
    write(this_year, draft(entry, plan={"annual_plan": Decimal(2000)}, total_investment=Decimal(2500)))
    entry.refresh_from_db()
    assert (entry.annual_plan, entry.project.total_investment) == (2000, 2500)


def test_a_total_below_its_own_plan_is_refused(entry):
    with pytest.raises(ValidationError) as refusal:
        draft(entry, total_investment=Decimal(2500))
    assert list(refusal.value.message_dict) == ["annual_plan"]


def test_a_total_below_the_plan_of_another_list_is_refused(entry):
    with pytest.raises(ValidationError) as refusal:
        draft(entry, other=(Decimal(4000), "2025年度区重点项目名单"), total_investment=Decimal(3500))
    [words] = refusal.value.message_dict["total_investment"]
    assert words.startswith("总投资小于2025年度区重点项目名单上的年度计划 4,000.00 万元。")


def test_a_smaller_plan_of_another_list_and_a_total_that_stays_are_no_matter(this_year, entry):
    plan = (Decimal(9000), "2025年度区重点项目名单")
    write(this_year, draft(entry, other=plan, remark="补充"))
    write(this_year, draft(entry, other=(Decimal(3500), plan[1]), total_investment=Decimal(3500)))
    assert Project.objects.get().total_investment == 3500


def test_two_names_of_one_part_are_refused(entry):
    with pytest.raises(ValidationError, match="只能有一名"):
        draft(entry, people=[{"part": "leader", "name": "陈区长 李区长"}])


def test_a_plan_that_rose_elsewhere_since_stops_all(this_year, entry):
    judged = draft(entry, total_investment=Decimal(3500))
    other = open_list(2025, actor=SYSTEM)
    put_entry(other, entry.project, values={"annual_plan": Decimal(4000)}, actor=SYSTEM)
    with pytest.raises(Conflict):
        write(this_year, judged)


def test_a_plan_that_rose_on_this_list_since_stops_all(this_year, entry):
    judged = draft(entry, total_investment=Decimal(3500))
    values = {"annual_plan": Decimal(4500)}
    change_entry(entry, values=values, version=entry.version, reason="核对计划", actor=SYSTEM)
    with pytest.raises(Conflict):
        write(this_year, judged)
    assert unchanged(entry)


def test_a_project_that_changed_since_stops_all_though_only_its_plan_is_written(this_year, entry):
    judged = draft(entry, plan={"annual_plan": Decimal(4800)})
    change(Project.objects.get(), values={"total_investment": Decimal(4000)})
    with pytest.raises(Conflict):
        write(this_year, judged)
    entry.refresh_from_db()
    assert entry.annual_plan == 3000


def test_an_entry_that_left_the_list_since_stops_all(this_year, entry):
    judged = draft(entry, remark="补充")
    entry.delete()
    with pytest.raises(Conflict):
        write(this_year, judged)
    assert Project.objects.get().remark == ""


def test_new_projects_are_numbered_in_their_order(this_year, entry):
    words = {"contacts": (), "people": (), "plan": {}, **COMMON}
    made = write(this_year, *(draft_project(values=facts(name=name), **words) for name in ("甲项目", "乙项目")))
    assert [project.number for project in made] == ["LT-2026-0002", "LT-2026-0003"]
    assert list(ListEntry.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2, 3]
