"""Comparing rows with the database and writing them: what the check of a workbook cannot easily show."""

import pytest

from ledgers import matching
from ledgers.compare import begin, wrong_amounts
from ledgers.facts import HEADERS
from ledgers.models import ColumnMapping, ImportRow, SavedView
from ledgers.resources import AnnualListResource
from longting.audit.services import SYSTEM
from longting.common.periods import Month
from projects.enums import Source
from projects.models import ListEntry, Project, RuleSet
from projects.services.projects import register_project
from tests.factories import organisation
from tests.ledgers.books import PLAIN, TODAY, book, brought, checked, committed, doubts, row, statuses

pytestmark = pytest.mark.django_db
FIELD = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "领域")


def register(name: str = "凤凰广场", funds=(), **values) -> Project:
    values = {"name": name, "responsible": organisation("北郊乡人民政府")} | values
    return register_project(values=values, funds=funds, actor=SYSTEM, today=TODAY)


def resource(**more) -> AnnualListResource:
    given = {"actor": SYSTEM, "today": TODAY, "year": 2026, "places": ["第 3 行"], "source": "名单.xlsx"}
    return AnnualListResource(**(given | more))


def facts(**said) -> dict:
    empty = dict.fromkeys(HEADERS) | {"pending": {}, "choice": ""}
    return empty | {"name": "凤凰广场", "responsible": organisation("北郊乡人民政府").pk} | said


def test_a_slip_of_ours_is_never_taken_for_a_good_row(cast):
    with pytest.raises(TypeError):
        resource().check([facts(responsible=[])])


def test_a_slip_before_the_first_row_is_not_swallowed(cast):
    with pytest.raises(ValueError, match="badly formed"):
        resource().check([facts(choice="no-uuid")])


def test_rows_are_looked_up_in_chunks_without_losing_any(cast, monkeypatch):
    monkeypatch.setattr(matching, "CHUNK", 1)
    project = register()
    found = resource(places=["第 3 行", "第 4 行"]).check([facts(), facts(name="凤凰广场项目")])
    assert [one.found.pk for one in found] == [project.pk, None]


def test_a_field_is_known_by_its_aliases_and_other_words_wait(cast):
    data = book((*PLAIN, "工业"), (*row(name="北区净水厂"), "说不清"), headings=FIELD)
    first, second = checked(data, cast.officer).rows
    assert (statuses(checked(data, cast.officer)), doubts(first)) == (["new", "new"], [])
    assert doubts(second) == [("field", "unknown_field", "note")]
    committed(data, cast.officer)
    assert list(Project.objects.order_by("pk").values_list("field", "pending")) == [
        ("产业转型发展", {}), ("", {"field": "说不清"}),
    ]  # fmt: skip


def test_without_a_rule_in_force_no_field_is_taken(cast):
    RuleSet.objects.all().delete()
    found = checked(book((*PLAIN, "工业"), headings=FIELD), cast.officer).rows[0]
    assert "（未发布）" in found.problems[0]["message"]


def test_a_total_below_the_sources_of_funds_is_refused_at_its_cell(cast):
    register(funds=[{"source": Source.OWN, "amount": 15000}], total_investment=20000)
    found = checked(book(row(total=12000)), cast.officer).rows[0]
    assert doubts(found) == [("total_investment", "refused", "error")]
    assert found.problems[0]["message"].startswith("库里登记的资金来源合计 15,000.00 万元")


def test_a_plan_over_a_total_that_only_the_database_knows_is_refused(cast):
    register(total_investment=4000)
    found = checked(book(row(total=None)), cast.officer).rows[0]
    assert (doubts(found), found.problems[0]["column"]) == ([("annual_plan", "refused", "error")], "D")


def test_a_planned_finish_before_the_start_is_wrong():
    project = begin(Project(), None)
    project.entry = ListEntry(plan_start=Month(2026, 9), plan_finish=Month(2026, 3))
    assert wrong_amounts(project) == {"plan_finish": "计划竣工月早于计划开工月。请核对两个月份。"}


def test_a_period_the_database_does_not_settle_stays_a_doubt(cast):
    register(start_month=Month(2025, 5))
    found = checked(book(row(period="2026.1-2027.12")), cast.officer).rows[0]
    assert doubts(found) == [("period", "ambiguous_month", "flag")]


def test_a_new_doubt_of_a_known_project_is_a_change(cast):
    committed(book(PLAIN), cast.officer)
    data = book((*PLAIN, "若干亩"), headings=("项目名称", "责任单位", "总投资", "计划投资", "起止年限", "用地需求"))
    assert checked(data, cast.officer).rows[0].changes == {"待核实": ["—", "用地需求（亩）“若干亩”"]}
    committed(data, cast.officer)
    assert Project.objects.get().pending == {"land_mu": "若干亩"}


def test_rows_and_their_tables_name_themselves(cast):
    batch = brought(book(PLAIN), cast.officer)
    told = ColumnMapping(title="特别说明", field="remark")
    view = SavedView(label="北郊乡在建")
    assert [str(one) for one in (batch, batch.rows.get(), told, view)] == [
        "名单.xlsx", "名单 3", "特别说明 → remark", "北郊乡在建",
    ]  # fmt: skip


def test_who_may_not_import_sees_no_import(cast):
    batch = brought(book(PLAIN), cast.officer)
    seen = {
        name: type(batch).objects.visible_to(getattr(cast, name)).count() for name in ("officer", "beijiao", "admin")
    }
    assert seen == {"officer": 1, "beijiao": 0, "admin": 0}
    assert [ImportRow.objects.visible_to(person).count() for person in (cast.officer, cast.beijiao)] == [1, 0]
