"""The list of declarations: scope, filters, what came back first, who holds what, export, query counts."""

from io import BytesIO

import openpyxl
import pytest

from approvals.enums import Action, ListAction
from longting.audit.models import AuditEvent
from tests.approvals import makers
from tests.approvals.mending import moment, returned
from tests.factories import client_of, organisation

pytestmark = pytest.mark.django_db

URL = "/declarations/"
LIST_QUERIES = 9
APPLICANT_QUERIES = 11


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(moment(24))


def page(user, **query):
    response = client_of(user).get(URL, query)
    assert response.status_code == 200
    return response


def listed(user, **query) -> list[str]:
    return sorted(row["cells"][1].text for row in page(user, **query).context["rows"])


def column(response, label: str) -> list[str]:
    return [cell.text for row in response.context["rows"] for cell in row["cells"] if cell.label == label]


@pytest.fixture
def three(cast):
    """A draft, one before the unit, one returned."""
    makers.make_draft(cast, name="甲地块")
    makers.submitted(cast, name="乙厂房")
    returned(cast, name="丙水厂")


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("owner", ["丙水厂", "乙厂房", "甲地块"]), ("beijiao", ["丙水厂", "乙厂房"]), ("officer", ["丙水厂", "乙厂房"]),
        ("auditor", ["丙水厂", "乙厂房", "甲地块"]), ("outsider", []), ("zhujian", []),
    ],
)  # fmt: skip
def test_everybody_sees_what_concerns_him(cast, three, person, expected):
    assert listed(getattr(cast, person)) == expected


def test_the_administrator_has_no_business_here(cast):
    assert client_of(cast.admin).get(URL).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "submitted"}, ["乙厂房"]),
        ({"stage": "1"}, ["丙水厂", "甲地块"]),
        ({"stage": "2"}, ["乙厂房"]),
        ({"stage": "4"}, []),
        ({"year": "2027"}, ["丙水厂", "乙厂房", "甲地块"]),
        ({"year": "2026"}, []),
        ({"returned": "on"}, ["丙水厂"]),
        ({"q": "yicf"}, []),
        ({"q": "厂房"}, ["乙厂房"]),
        ({"q": "LT-S-2027"}, ["丙水厂", "乙厂房", "甲地块"]),
        ({"state": "wonderful"}, []),
        ({"stage": "9"}, []),
    ],
)
def test_each_filter_narrows_the_rows(cast, three, query, expected):
    assert listed(cast.owner, **query) == expected


def test_a_unit_can_be_chosen_and_reaches_nothing_beyond_ones_sight(cast, three):
    other = organisation("柳园口乡人民政府").pk
    assert listed(cast.officer, unit=organisation("北郊乡人民政府").pk) == ["丙水厂", "乙厂房"]
    assert (listed(cast.officer, unit=other), listed(cast.outsider, unit=other)) == ([], [])


def test_an_ended_declaration_stands_in_no_stage(cast):
    makers.act(makers.submitted(cast), Action.WITHDRAW, cast.owner)
    assert [listed(cast.owner, stage=stage) for stage in "1234"] == [[], [], [], []]


def test_who_holds_it_and_for_how_long_stands_in_the_row(cast, three, time_machine):
    time_machine.move_to(moment(27))
    shown = page(cast.owner, sort="number")
    assert column(shown, "现在谁手里") == ["示范建设", "北郊乡", "示范建设"]
    assert column(shown, "已用(工作日)") == ["3", "3", "3"]


def test_a_draft_before_the_committee_is_shown_with_the_committee(cast):
    makers.before_committee(cast)
    assert column(page(cast.committee), "现在谁手里") == ["委员会"]


def test_what_is_over_is_in_nobodys_hands(cast):
    makers.act(makers.submitted(cast), Action.WITHDRAW, cast.owner)
    shown = page(cast.owner)
    assert (column(shown, "现在谁手里"), column(shown, "已用(工作日)")) == (["已办结"], ["—"])


def test_what_came_back_stands_first_for_its_owner_and_for_nobody_else(cast, three, time_machine):
    time_machine.move_to(moment(26))
    rows = page(cast.owner).context["returned"]
    assert [(row["name"], row["who"], row["text"]) for row in rows] == [
        ("丙水厂", "北郊乡人民政府 11月24日退回，已 2 个工作日", "三处要补正")
    ]
    assert rows[0]["until"] == "2026年12月1日前补正并重新提交（5 个工作日）"
    assert [page(person).context["returned"] for person in (cast.beijiao, cast.officer)] == [[], []]


def test_what_is_late_with_mending_is_told_so(cast, three, time_machine):
    time_machine.move_to(moment(30).replace(month=12, day=2))
    assert page(cast.owner).context["returned"][0]["until"].endswith("，已超期")


def test_only_those_who_apply_are_offered_to_begin(cast):
    people = (cast.owner, cast.beijiao, cast.officer, cast.beijiao_head)
    labels = [[action["label"] for action in page(person).context["actions"]] for person in people]
    assert labels == [["起草申报"], ["起草申报"], [], []]


def test_the_export_is_what_is_seen_and_is_recorded(cast, three):
    response = client_of(cast.officer).get(URL, {"q": "厂房", "cols": "number,name,total,holder", "export": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in list(sheet.iter_rows())[-1]][1:] == ["乙厂房", 5000, "北郊乡"]
    assert AuditEvent.objects.order_by("-seq").first().summary == "导出申报清单，1 件"


def test_names_are_shown_as_text(cast):
    makers.submitted(cast, name="<b>厂房</b>")
    html = page(cast.officer).content.decode()
    assert ("<b>厂房</b>" in html, "&lt;b&gt;厂房&lt;/b&gt;" in html) == (False, True)


def test_the_page_says_what_to_do_when_there_is_nothing(cast):
    assert page(cast.zhujian).context["empty"]["title"] == "还没有申报"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, rows, django_assert_num_queries):
    for number in range(rows):
        makers.shortlisted(cast, name=f"第{number}号地块")
    makers.move(ListAction.SUBMIT, cast.office_head)
    client = client_of(cast.leader)
    client.get(URL)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(URL).context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_neither_does_it_grow_with_what_came_back(cast, rows, django_assert_num_queries):
    for number in range(rows):
        returned(cast, name=f"第{number}号地块")
    client = client_of(cast.owner)
    client.get(URL)
    with django_assert_num_queries(APPLICANT_QUERIES):
        assert len(client.get(URL).context["returned"]) == rows
