"""The project's own page, its history, its telephone numbers: who sees what, and what it says."""

from decimal import Decimal

import pytest

from longting.audit.models import AuditEvent
from longting.common.periods import Month
from projects.models import RuleSet
from projects.services.lists import open_list, put_entry
from tests.factories import client_of
from tests.projects.makers import change, make_override, make_project, unit

pytestmark = pytest.mark.django_db

CONTACTS = [{"duty": "contact", "name": "张三", "phone": "13800005678"}]
DETAIL_QUERIES = 15


def page(user, project, what: str = ""):
    return client_of(user).get(f"/projects/{project.public_id}/{what}")


@pytest.mark.parametrize("what", ["", "history/", "edit/"])
def test_an_outsider_finds_nothing(cast, what):
    assert page(cast.outsider, make_project(), what).status_code == 404


@pytest.mark.parametrize(
    ("person", "what", "status"),
    [
        ("beijiao", "", 200), ("beijiao_head", "", 200), ("officer", "", 200), ("office_head", "", 200),
        ("leader", "", 200), ("auditor", "", 200), ("committee", "", 200), ("admin", "", 403),
        ("admin", "history/", 403),
        ("beijiao", "edit/", 200), ("officer", "edit/", 200), ("beijiao_head", "edit/", 403), ("leader", "edit/", 403),
        ("office_head", "edit/", 403), ("beijiao", "override/", 403), ("office_head", "override/", 403),
    ],
)  # fmt: skip
def test_each_role_opens_what_it_may(cast, person, what, status):
    assert page(getattr(cast, person), make_project(), what).status_code == status


def test_a_clerk_who_only_takes_part_may_look_and_not_write(cast):
    member = {"part": "member", "name": "赵住建", "user": cast.zhujian}
    project = make_project(people=[member])
    assert (page(cast.zhujian, project).status_code, page(cast.zhujian, project, "edit/").status_code) == (200, 403)


def test_the_owner_sees_the_project_and_changes_nothing(cast):
    project = make_project(owner=cast.owner.post.organisation)
    shown = page(cast.owner, project).context
    assert (shown["may_edit"], shown["may_reveal"], shown["may_request"]) == (False, False, False)


@pytest.mark.parametrize(
    ("person", "expected"),
    [("officer", (True, True, True)), ("beijiao", (True, True, False)), ("leader", (False, False, False))],
)
def test_acts_are_offered_by_permission(cast, person, expected):
    shown = page(getattr(cast, person), make_project(contacts=CONTACTS)).context
    assert (shown["may_edit"], shown["may_reveal"], shown["may_request"]) == expected


def test_the_answer_of_article_8_explains_itself(cast):
    card = page(cast.officer, make_project(total_investment=Decimal("4999.9999"))).context["card"]
    assert (card["headline"], card["open"]) == ("不符合申报条件", True)
    assert [row["cells"][1]["text"] for row in card["rows"]] == ["符合", "4,999.9999 万元", "未认定", "未填写"]
    assert [row["cells"][3]["text"] for row in card["rows"]] == ["满足", "不满足", "未采用", "未采用"]
    assert card["words"].startswith("规则版本 2022-1（2022年3月21日起生效，龙项目办〔2022〕3号）。按情形一：")


def test_missing_facts_are_told(cast):
    card = page(cast.officer, make_project(total_investment=None)).context["card"]
    assert (card["headline"], card["missing"]) == ("待核实，还缺事实", ["还没有填写总投资。"])


def test_an_override_waiting_is_shown_to_all_and_decided_by_the_head(cast):
    project = make_project(total_investment=Decimal(1))
    make_override(project, cast.officer)
    waiting = {user: page(user, project).context["waiting"] for user in (cast.officer, cast.office_head, cast.beijiao)}
    assert [row["may_decide"] for row in waiting.values()] == [False, True, False]
    assert page(cast.officer, project).context["may_request"] is False


def test_a_head_who_asked_is_told_why_not(cast):
    project = make_project(total_investment=Decimal(1))
    make_override(project, cast.office_head)
    waiting = page(cast.office_head, project).context["waiting"]
    assert (waiting["may_decide"], waiting["blocked"]) == (False, "提出人不能签批自己的改判，请另一位负责人签批。")


def test_a_signed_override_is_told_beside_the_computed_result(cast):
    project = make_project(total_investment=Decimal(1))
    override = make_override(project, cast.officer)
    client_of(cast.office_head).post(f"/projects/overrides/{override.pk}/sign/", {"version": 1})
    card = page(cast.beijiao, project).context["card"]
    assert (card["headline"], card["basis"]) == ("符合申报条件", "经区项目办负责人签批改判")
    assert "当时系统按规则 2022-1 判定为不符合" in card["override"]


def test_without_a_rule_the_page_says_so(cast):
    RuleSet.objects.all().delete()
    answer = page(cast.officer, make_project())
    assert answer.context["card"] is None
    assert "今天没有生效的认定规则，不能判定。" in answer.content.decode()


def test_doubts_of_the_workbook_stand_at_their_facts(cast):
    project = make_project(total_investment=None, start_month=None, end_month=None,
                           pending={"total_investment": "近百亿元", "period": "2026.1—2027.6"})  # fmt: skip
    shown = page(cast.beijiao, project).context
    assert [row["label"] for row in shown["doubts"]] == ["总投资", "建设起止年限"]
    assert (shown["money"]["doubt"], shown["money"]["span"]) == ("近百亿元", "—")


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (Month(2026, 3), Month(2028, 1), "2026年3月—2028年1月"),
        (Month(2026, 3), None, "2026年3月 起"),
        (None, Month(2028, 1), "至 2028年1月"),
    ],
)
def test_the_period_is_printed_by_what_is_known(cast, start, end, span):
    assert page(cast.officer, make_project(start_month=start, end_month=end)).context["money"]["span"] == span


def test_money_without_a_source_is_told(cast):
    project = make_project(funds=[{"source": "own", "amount": Decimal(3000)}])
    assert page(cast.officer, project).context["money"]["gap"] == "还有 2,000.00 万元没有落实来源。"


def test_the_office_reaches_the_plan_of_the_year_from_here(cast):
    project = make_project()
    entry = put_entry(open_list(2026, actor=cast.officer), project, values={}, actor=cast.officer)
    urls = {
        user: page(user, project).context["entry_rows"][0]["cells"][-1].url for user in (cast.officer, cast.beijiao)
    }
    assert urls == {cast.officer: f"/projects/entries/{entry.pk}/", cast.beijiao: ""}


def test_demo_data_and_levels_are_marked(cast):
    project = make_project(is_city=True)
    type(project).objects.update(is_demo=True)
    assert [mark["label"] for mark in page(cast.officer, project).context["tags"]] == ["市重点", "演示数据"]


def test_near_projects_in_sight_are_links_and_others_a_number(cast):
    project = make_project(name="世合节能系统门窗生产基地")
    make_project(name="世合节能系统门窗生产基地项目", responsible=unit("柳园口乡人民政府"))
    assert page(cast.beijiao, project).context["near"] == {
        "rows": [], "any": True, "hidden": "另有 1 个不在您可见范围内的相近项目，请联系区项目办。",
    }  # fmt: skip
    assert [row["reason"] for row in page(cast.officer, project).context["near"]["rows"]] == ["名称相同"]


def test_numbers_are_masked_until_asked_for_and_asking_is_recorded(cast):
    project = make_project(contacts=CONTACTS)
    masked = page(cast.beijiao, project).content.decode()
    assert ("138****5678" in masked, "13800005678" in masked) == (True, False)
    shown = client_of(cast.beijiao).post(f"/projects/{project.public_id}/contacts/")
    assert (shown.status_code, "13800005678" in shown.content.decode()) == (200, True)
    assert AuditEvent.objects.order_by("-seq").first().verb == "contacts_reveal"


@pytest.mark.parametrize(("person", "status"), [("outsider", 404), ("leader", 403), ("auditor", 403)])
def test_numbers_are_not_for_everybody(cast, person, status):
    project = make_project(contacts=CONTACTS)
    assert client_of(getattr(cast, person)).post(f"/projects/{project.public_id}/contacts/").status_code == status
    assert AuditEvent.objects.filter(verb="contacts_reveal").count() == 0


def test_looking_needs_a_post(cast):
    assert page(cast.beijiao, make_project(), "contacts/").status_code == 405


def test_history_shows_both_values_the_reason_and_the_order_of_the_form(cast):
    project = make_project(cast.officer)
    change(project, actor=cast.officer, values={"total_investment": Decimal("5000.0001"), "address": "复兴大道"})
    row = page(cast.beijiao, project, "history/").context["rows"][0]
    assert (row["who"], row["reason"]) == ("区委重大项目推进工作委员会办公室　吴经办", "核对备案证")
    assert row["changes"] == [
        {"label": "建设地点", "old": "", "new": "复兴大道"},
        {"label": "总投资", "old": "5,000.00 万元", "new": "5,000.0001 万元"},
    ]


def test_long_histories_come_in_pages(cast, monkeypatch):
    monkeypatch.setattr("projects.views.projects.HISTORY_PAGE", 2)
    project = make_project()
    for number in range(3):
        project = change(project, values={"remark": f"第{number}次"})
    first = page(cast.officer, project, "history/")
    assert (len(first.context["rows"]), first.context["is_first"]) == (2, True)
    second = page(cast.officer, project, f"history/{first.context['older']}")
    assert (len(second.context["rows"]), second.context["older"], second.context["is_first"]) == (2, "", False)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "１"])
def test_a_strange_position_is_the_first_page(cast, before):
    assert len(page(cast.officer, make_project(), f"history/?before={before}").context["rows"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(cast, rows, django_assert_num_queries):
    project = make_project(contacts=CONTACTS * rows, funds=[{"source": "own", "amount": Decimal(1)}])
    for year in range(2026, 2026 + rows):
        put_entry(open_list(year, actor=cast.officer), project, values={}, actor=cast.officer)
    client = client_of(cast.leader)
    client.get(f"/projects/{project.public_id}/")
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(f"/projects/{project.public_id}/")
