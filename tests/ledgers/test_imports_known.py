"""Rows of known projects that say what the database says: a unit closed since is no error there."""

import pytest

from ledgers.kinds import kind_of
from longting.accounts.models import Organisation
from projects.models import Project
from tests.ledgers.books import PLAIN, TODAY, book, brought, checked, committed, doubts, row, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(cast):
    """凤凰广场 on the list, its unit closed since."""
    committed(book(PLAIN), cast.officer)
    Organisation.objects.filter(name="北郊乡人民政府").update(is_active=False)


def test_the_exported_list_of_a_closed_unit_comes_back_unchanged(cast, closed, tmp_path):
    path = tmp_path / "名单.xlsx"
    with path.open("wb") as out:
        kind_of("annual_list").export(out, year=2026, filters={}, user=cast.officer, today=TODAY)
    (found,) = checked(path, cast.officer).rows
    assert (found.status, doubts(found)) == ("same", [("responsible", "known_doubt", "note")])
    assert found.problems[0]["message"] == "“北郊乡人民政府”已停用。库里就是这个单位，按此不改动。"


def test_other_facts_of_such_a_row_are_written(cast, closed):
    committed(book(row(total=30000)), cast.officer)
    project = Project.objects.get()
    assert (project.total_investment, project.responsible.name) == (30000, "北郊乡人民政府")


def test_a_closed_unit_stays_an_error_of_a_new_project_and_of_one_of_another_unit(cast, closed):
    Project.objects.update(responsible=Organisation.objects.get(name="柳园口乡人民政府"))
    batch = brought(book(PLAIN, row(name="北区净水厂")), cast.officer)
    assert statuses(batch) == ["error", "error"]
