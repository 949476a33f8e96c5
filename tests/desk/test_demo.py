"""The demo: one cast and one set of projects, the same on every machine, and nothing twice."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from approvals.enums import State
from approvals.models import Declaration
from approvals.services.lists import issued_document
from longting.accounts.models import User
from longting.accounts.roles import Role
from longting.desk.demo.cast import CAST, PASSWORD
from longting.desk.demo.projects import SOURCE
from projects.enums import ListState, Stage
from projects.models import AnnualList, ListEntry, Project
from tests.factories import client_of

pytestmark = pytest.mark.django_db

NAMES = (
    "owner", "beijiao", "beijiao_head", "zhujian", "zhujian_head", "department", "officer", "office_head",
    "committee", "leader", "service", "auditor", "admin",
)  # fmt: skip


def load() -> list[str]:
    """What the command says."""
    out = io.StringIO()
    call_command("demo", "--no-serve", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def said():
    return load()


def rows() -> list[dict]:
    with SOURCE.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_account_of_the_issue_is_there_with_its_password(said):
    people = {user.username: user for user in User.objects.filter(username__in=NAMES)}
    assert [name for name in NAMES if not people[name].check_password(PASSWORD)] == []
    assert (tuple(CAST), PASSWORD) == (NAMES, "Longting-demo-2026")


def test_every_role_has_an_account_and_opens_its_workbench(said):
    people = list(User.objects.filter(username__in=NAMES))
    assert {post.role for user in people for post in user.posts.all()} == {role.value for role in Role}
    assert [user.username for user in people if client_of(user).get("/desk/").status_code != 200] == []


def test_projects_stand_in_every_stage_in_the_order_of_the_file(said):
    projects = list(Project.objects.filter(declarations__isnull=True).order_by("number"))
    assert [project.name for project in projects] == [row["name"] for row in rows()]
    assert {project.stage for project in projects} == {stage.value for stage in Stage}


def test_everything_invented_is_marked(said):
    assert Project.objects.exclude(is_demo=True, remark="演示数据").count() == 0
    assert ListEntry.objects.exclude(remark="演示数据").count() == 0


def test_there_is_a_declaration_in_every_state_and_one_returned_with_notes(said):
    found = Declaration.objects.filter(is_demo=True)
    assert {row.state for row in found} == {state.value for state in State}
    assert set(found.filter(notes__isnull=False).values_list("state", flat=True)) == {"returned"}


def test_one_list_of_declared_projects_is_issued(said):
    lists = AnnualList.objects.filter(state=ListState.ISSUED, entries__declaration__isnull=False).distinct()
    assert [issued_document(row) is not None for row in lists] == [True]


def test_plans_have_the_ratios_of_real_batches(said):
    """DOMAIN §7.2: from about a fifth to four fifths of the total, never more."""
    listed = ListEntry.objects.filter(annual_list__year=2026, project__total_investment__isnull=False)
    ratios = [entry.annual_plan / entry.project.total_investment for entry in listed.select_related("project")]
    assert len(ratios) > 20
    assert [ratio for ratio in ratios if not Decimal("0.18") < ratio < Decimal("0.82")] == []


def test_loading_again_changes_nothing(said):
    def stored():
        return list(Project.objects.order_by("pk").values_list("number", "name", "total_investment", "version"))

    before = stored()
    assert (said[0].partition("：")[0], load()[0].partition("：")[0]) == ("演示数据已装入", "演示数据早已装入")
    assert (stored(), User.objects.filter(username__in=NAMES).count()) == (before, len(NAMES))


def test_the_accounts_are_printed_with_unit_and_role(said):
    assert said[1] == "账号（密码都是 Longting-demo-2026）："
    assert [line.split()[0] for line in said[2:]] == list(NAMES)
    assert "officer       区项目办　经办人乙（项目办经办）" in said[8]
