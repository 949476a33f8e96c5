import pytest

from longting.accounts.models import Organisation
from longting.audit.models import AuditEvent
from tests.factories import client_of, make_organisation, organisation

LIST = "/account/organisations/"
REASON = "机构改革方案"
NEW = {"code": "SJJ", "name": "区审计局", "short": "审计局", "kind": "bureau", "parent": "", "order": 240, "uscc": ""}


@pytest.fixture
def admin(cast):
    return client_of(cast.admin)


def of(row, **changes):
    known = {"code": row.code, "name": row.name, "short": row.short, "kind": row.kind, "parent": row.parent_id or ""}
    more = {"order": row.order, "uscc": row.uscc, "aliases": "\n".join(row.aliases), "version": row.version}
    return known | more | {"reason": REASON} | changes


def rows(answer):
    return [[cell.text for cell in row["cells"]] for row in answer.context["rows"]]


def test_units_stand_below_their_parent_in_the_order_of_the_office(admin):
    parent = organisation("区财政局")
    make_organisation("财政服务中心", "bureau", parent=parent, order=2)
    make_organisation("财政评审中心", "bureau", parent=parent, order=1)
    shown = [row[0] for row in rows(admin.get(LIST))]
    place = shown.index("区财政局")
    assert shown[place : place + 4] == ["区财政局", "　财政评审中心", "　财政服务中心", "市自然资源和规划局龙亭分局"]


def test_pages_of_the_tree_follow_each_other(admin):
    first = admin.get(f"{LIST}?size=20")
    second = admin.get(f"{LIST}{first.context['pager']['next_url']}")
    assert rows(first) + rows(second) == rows(admin.get(LIST))


def test_people_in_office_today_are_counted_once(admin):
    found = {row[0]: row[5] for row in rows(admin.get(LIST))}
    assert (found["区住房和城乡建设局"], found["区财政局"]) == ("3", "0")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=北郊", ["北郊乡人民政府"]),
        ("q=zjj", ["区住房和城乡建设局"]),
        ("kind=committee", ["区委重大项目推进工作委员会"]),
        ("active=0", []),
    ],
)
def test_the_list_is_narrowed_by_its_filters(admin, query, found):
    assert [row[0] for row in rows(admin.get(f"{LIST}?{query}"))] == found


def test_a_new_organisation_is_made(admin):
    answer = admin.post(f"{LIST}new/", NEW | {"aliases": "审计\n\n 审计 \n区审计机关"})
    assert answer.url == LIST
    assert organisation("区审计局").aliases == ["审计", "区审计机关"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "ZJJ"}, "code"),
        ({"name": "区财政局"}, "name"),
        ({"uscc": "91410200MA1234567X"}, "uscc"),
        ({"kind": "ministry"}, "kind"),
        ({"order": "-1"}, "order"),
    ],
)
def test_an_organisation_that_cannot_be_made_keeps_what_was_typed(admin, change, field):
    answer = admin.post(f"{LIST}new/", NEW | {"aliases": "审计"} | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert answer.context["form"]["aliases"].value() == "审计"


def test_an_edit_is_recorded_in_the_history_of_the_organisation(admin):
    row = organisation("区商务局")
    assert admin.post(f"{LIST}{row.pk}/edit/", of(row, aliases="商务局")).url == LIST
    history = admin.get(f"{LIST}{row.pk}/edit/").context["history"]
    assert (history[0]["text"], history[0]["note"]) == ("修改区商务局的别名", REASON)


def test_an_edit_from_an_old_page_answers_409(admin):
    row = organisation("区商务局")
    Organisation.objects.filter(pk=row.pk).update(version=2)
    answer = admin.post(f"{LIST}{row.pk}/edit/", of(row, aliases="商务局"))
    assert (answer.status_code, answer.context["form"]["aliases"].value()) == (409, "商务局")


def test_an_organisation_without_people_closes_and_opens(admin):
    row = organisation("区商务局")
    data = {"state-version": 1, "state-reason": REASON}
    assert admin.post(f"{LIST}{row.pk}/deactivate/", data).url == LIST
    assert not organisation("区商务局").is_active
    assert admin.get(f"{LIST}{row.pk}/edit/").context["state_title"] == "启用单位"
    assert admin.post(f"{LIST}{row.pk}/activate/", data | {"state-version": 2}).url == LIST
    assert organisation("区商务局").is_active


def test_an_organisation_with_people_stays_open_and_says_why(admin):
    row = organisation("北郊乡人民政府")
    answer = admin.post(f"{LIST}{row.pk}/deactivate/", {"state-version": 1, "state-reason": REASON})
    assert answer.status_code == 422
    assert answer.context["state_form"].non_field_errors()[0].startswith("北郊乡人民政府还有 2 个任职")


@pytest.mark.parametrize("act", ["deactivate/", "activate/"])
def test_a_change_of_state_needs_a_reason(admin, act):
    row = organisation("区商务局")
    answer = admin.post(f"{LIST}{row.pk}/{act}", {"state-version": 1, "state-reason": ""})
    assert (answer.status_code, list(answer.context["state_form"].errors)) == (422, ["reason"])


def test_the_towns_of_the_district_come_in_closed(admin):
    page = admin.post(f"{LIST}towns/", follow=True).content.decode()
    assert "已导入" in page
    assert not organisation("城西街道办事处").is_active
    again = admin.post(f"{LIST}towns/", follow=True).content.decode()
    assert "区划里的乡镇街道都已在表里。" in again
    assert (
        AuditEvent.objects.filter(verb="organisation_create").count()
        == Organisation.objects.filter(is_active=False).count()
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_tree_asks_the_same_questions_for_one_row_and_for_three(admin, number, django_assert_num_queries):
    parent = organisation("区财政局")
    for place in range(number):
        make_organisation(f"财政服务中心第{place}分部", "bureau", parent=parent)
    admin.get(f"{LIST}?q=财政服务")
    with django_assert_num_queries(8):
        assert len(rows(admin.get(f"{LIST}?q=财政服务"))) == number
