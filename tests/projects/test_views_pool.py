"""The project list: scope, filters, search, columns, export, query counts."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from longting.audit.models import AuditEvent
from projects.models import Project, RuleSet
from tests.factories import client_of, organisation
from tests.projects.makers import CODE, USCC, make_override, make_project, unit

pytestmark = pytest.mark.django_db

URL = "/projects/"
OTHER = "柳园口乡人民政府"
LIST_QUERIES = 12


def names(response) -> list[str]:
    return [row["cells"][1].text for row in response.context["rows"]]


def listed(user, **query) -> list[str]:
    response = client_of(user).get(URL, query)
    assert response.status_code == 200
    return sorted(names(response))


@pytest.fixture
def three(cast):
    """Three projects that differ in everything a filter asks."""
    make_project(
        name="世合门窗基地", stage="new", nature="new_build", field="产业转型发展", town="410202201", is_city=True,
        project_code=CODE, uscc=USCC, owner_name="世合门窗有限公司", total_investment=Decimal(100000),
    )  # fmt: skip
    make_project(name="黄河路改造", responsible=unit(OTHER), stage="continued", nature="rebuild", fits_plan=False)
    make_project(name="实验高中", total_investment=None, pending={"total_investment": "近百亿元"})


def test_a_unit_sees_its_own_projects_only(cast, three):
    assert listed(cast.beijiao) == ["世合门窗基地", "实验高中"]
    assert listed(cast.outsider) == ["黄河路改造"]
    assert listed(cast.zhujian) == []


def test_the_office_sees_all(cast, three):
    assert listed(cast.officer) == ["世合门窗基地", "实验高中", "黄河路改造"]


def test_who_takes_part_sees_the_project(cast):
    make_project(name="高铁片区", people=[{"part": "service_officer", "name": "褚首席", "user": cast.service}])
    make_project(name="别的项目")
    assert listed(cast.service) == ["高铁片区"]


def test_the_administrator_has_no_business_here(cast):
    assert client_of(cast.admin).get(URL).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "门窗"}, ["世合门窗基地"]),
        ({"q": "shmc"}, ["世合门窗基地"]),
        ({"q": "hhlgz"}, ["黄河路改造"]),
        ({"q": CODE[-6:]}, ["世合门窗基地"]),
        ({"stage": "new"}, ["世合门窗基地"]),
        ({"nature": "rebuild"}, ["黄河路改造"]),
        ({"field": "产业转型发展"}, ["世合门窗基地"]),
        ({"town": "410202201"}, ["世合门窗基地"]),
        ({"level": "is_city"}, ["世合门窗基地"]),
        ({"total_min": "5000.0001"}, ["世合门窗基地"]),
        ({"total_min": "0.5亿元", "total_max": "5000"}, ["黄河路改造"]),
        ({"standing": "eligible"}, ["世合门窗基地"]),
        ({"standing": "ineligible"}, ["黄河路改造"]),
        ({"standing": "unknown"}, ["实验高中"]),
        ({"in_doubt": "on"}, ["实验高中"]),
        ({"in_doubt": ""}, ["世合门窗基地", "实验高中", "黄河路改造"]),
        ({"standing": "wonderful"}, []),
        ({"total_min": "1e308"}, []),
    ],
)
def test_each_filter_narrows_the_rows(cast, three, query, expected):
    assert listed(cast.officer, **query) == expected


def test_a_unit_can_be_chosen(cast, three):
    assert listed(cast.officer, responsible=organisation(OTHER).pk) == ["黄河路改造"]


def test_a_filter_never_reaches_beyond_ones_sight(cast, three):
    assert listed(cast.beijiao, responsible=organisation(OTHER).pk, q="黄河") == []


def test_standing_is_shown_with_its_word_and_follows_a_signature(cast):
    project = make_project(total_investment=Decimal(1))
    override = make_override(project, cast.officer)
    fields = {"state": "signed", "decided_by": cast.office_head, "decided_at": timezone.now()}
    type(override).objects.filter(pk=override.pk).update(**fields)
    row = client_of(cast.officer).get(URL).context["rows"][0]
    assert [cell.text for cell in row["cells"] if cell.label == "资格"] == ["符合"]


def test_without_a_rule_there_is_no_standing(cast, three):
    RuleSet.objects.all().delete()
    head = client_of(cast.officer).get(URL, {"standing": "eligible"})
    assert ("资格" in [heading.text for heading in head.context["head"][0]], names(head)) == (False, [])


def test_names_are_shown_as_text(cast):
    make_project(name="<script>alert(1)</script>厂房")
    html = client_of(cast.officer).get(URL).content.decode()
    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;厂房" in html


def test_the_export_is_what_is_seen_and_is_recorded(cast, three):
    response = client_of(cast.officer).get(URL, {"q": "门窗", "cols": "number,name,total", "export": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[-1][1:] == ["世合门窗基地", 100000]
    assert AuditEvent.objects.order_by("-seq").first().summary == "导出项目库清单，1 个项目"


def test_only_those_who_may_register_are_offered_it(cast):
    labels = {
        user: [action["label"] for action in client_of(user).get(URL).context["actions"]]
        for user in (cast.beijiao, cast.leader)
    }
    assert labels == {cast.beijiao: ["登记项目"], cast.leader: []}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, rows, django_assert_num_queries):
    for number in range(rows):
        make_override(make_project(name=f"第{number}号地块"), cast.officer)
    client = client_of(cast.leader)
    client.get(URL)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(names(client.get(URL))) == rows


def test_the_page_says_what_to_do_when_there_is_nothing(cast):
    assert client_of(cast.zhujian).get(URL).context["empty"]["title"] == "还没有项目"
    assert Project.objects.count() == 0


def test_too_long_a_search_is_said_in_chinese(cast):
    page = client_of(cast.officer).get("/projects/", {"q": "x" * 5000})
    assert (page.status_code, "最多 100 个字。请缩短。" in page.text) == (200, True)
