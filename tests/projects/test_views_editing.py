"""Registering and changing a project in the browser: what is typed is kept, refused at its field, never doubled."""

from decimal import Decimal

import pytest

from longting.audit.models import AuditEvent
from longting.audit.services.once import new_token
from longting.documents.models import FormDraft
from projects.models import Project, RuleSet
from tests.factories import client_of, organisation
from tests.projects.makers import CODE, USCC, make_project, unit

pytestmark = pytest.mark.django_db

NEW = "/projects/new/"


def typed(**values) -> dict:
    """A form as a browser sends it."""
    usual = {
        "name": "世合节能系统门窗生产基地项目",
        "responsible": unit().pk,
        "total_investment": "5000",
        "fits_plan": "yes",
        "start_month": "2026-03",
        "end_month": "2028-12",
    }
    return usual | values


def shown_again(response) -> dict:
    """Errors of a form that was not accepted, by field."""
    assert response.status_code == 422
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def edit(project) -> str:
    return f"/projects/{project.public_id}/edit/"


def test_a_clerk_registers_for_the_own_unit_and_sees_the_answer(cast):
    client = client_of(cast.beijiao)
    response = client.post(NEW, typed(), follow=True)
    project = Project.objects.get()
    assert response.redirect_chain == [(f"/projects/{project.public_id}/", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        f"已登记世合节能系统门窗生产基地项目，编号 {project.number}。申报资格：符合（第八条　情形一）。"
    ]
    assert (project.responsible, project.total_investment) == (unit(), Decimal(5000))


def test_everything_typed_is_stored(cast):
    values = typed(
        project_code=CODE, uscc=USCC, field="产业转型发展", industry="30", category="工业", nature="new_build",
        stage="new", is_city="on", owner_name="世合门窗", owner=cast.owner.post.organisation.pk, land_mu="138.60",
        place="410202201", address="复兴大道", content="厂房\n\n 宿舍 ", started_on="2026-04-08", is_government="on",
        limb_reason="理由", significance="带动", fund_own="3000", fund_city="0.1亿元", leader_user=cast.leader.pk,
        leader_title="区长", service_officer_name="褚首席", members="王五 副乡长\n赵六",
        contact_1_duty="contact", contact_1_name="张三", contact_1_phone="１３８００００５６７８", remark="备注",
    )  # fmt: skip
    assert client_of(cast.officer).post(NEW, values).status_code == 302
    project = Project.objects.get()
    assert (project.town, project.village, project.content, project.is_city) == ("410202201", "", "厂房\n宿舍", True)
    assert sorted(project.funds.values_list("source", "amount")) == [("city", Decimal(1000)), ("own", Decimal(3000))]
    assert list(project.contacts.values_list("name", "phone")) == [("张三", "13800005678")]
    assert sorted(project.participants.values_list("part", "name", "title", "user__username")) == [
        ("leader", "陈区长", "区长", "leader"),
        ("member", "王五", "副乡长", None),
        ("member", "赵六", "", None),
        ("service_officer", "褚首席", "", None),
    ]


def test_codes_are_refused_beside_what_else_is_wrong(cast):
    response = client_of(cast.officer).post(NEW, typed(uscc="1", project_code="2026-1", total_investment="很多"))
    assert sorted(response.context["form"].errors) == ["project_code", "total_investment", "uscc"]


def test_an_opened_form_lists_the_members_as_they_were_named(cast):
    project = make_project(
        people=[{"part": "member", "name": "王五", "title": "组长"}, {"part": "member", "name": "赵六"}]
    )
    form = client_of(cast.officer).get(f"/projects/{project.public_id}/edit/").context["form"]
    assert form["members"].value() == "王五 组长\n赵六"


def test_a_community_brings_its_town(cast):
    client_of(cast.officer).post(NEW, typed(place="410202001009"))
    assert Project.objects.values_list("town", "village").get() == ("410202001", "410202001009")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"total_investment": "1e308"}, "total_investment"),
        ({"total_investment": "-1"}, "total_investment"),
        ({"total_investment": "近百亿元"}, "total_investment"),
        ({"fund_own": "5000.0001"}, "total_investment"),
        ({"fund_own": "abc"}, "fund_own"),
        ({"land_mu": "-1"}, "land_mu"),
        ({"land_mu": "1e308"}, "land_mu"),
        ({"land_mu": "1.234"}, "land_mu"),
        ({"land_mu": "多"}, "land_mu"),
        ({"uscc": "1"}, "uscc"),
        ({"project_code": "2026-1"}, "project_code"),
        ({"start_month": "2026.1"}, "start_month"),
        ({"end_month": "2026-02"}, "end_month"),
        ({"started_on": "明天"}, "started_on"),
        ({"completed_on": "2026-01-01", "started_on": "2026-02-01"}, "completed_on"),
        ({"stage": "done"}, "stage"),
        ({"field": "九大"}, "field"),
        ({"industry": "ZZ"}, "industry"),
        ({"place": "410203001"}, "place"),
        ({"responsible": ""}, "responsible"),
        ({"contact_1_name": "张三"}, "contact_1_duty"),
        ({"contact_1_duty": "contact", "contact_1_phone": "138****5678"}, "contact_1_phone"),
        ({"contact_1_duty": "contact", "contact_1_phone": "abc"}, "contact_1_phone"),
        ({"members": "名" * 41}, "members"),
        ({"members": "王五 副乡长\n赵六13800138000"}, "members"),
        ({"leader_name": "张三、李四"}, "leader_name"),
        ({"leader_name": "张三 李四"}, "leader_name"),
        ({"leader_name": "张三13800138000"}, "leader_name"),
        ({"service_officer_name": "王五13800138000"}, "service_officer_name"),
        ({"contact_1_name": "王五13800138000", "contact_1_duty": "contact"}, "contact_1_name"),
        ({"leader_user": "999999"}, "leader_user"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(cast, values, field):
    response = client_of(cast.officer).post(NEW, typed(**values))
    assert list(shown_again(response)) == [field]
    name, value = next(iter(values.items()))
    assert response.context["form"][name].value() == value
    assert Project.objects.count() == 0


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '=HYPERLINK("http://x")', "@SUM(A1)", "１２３工程"])
def test_script_formula_and_wide_text_are_only_text(cast, name):
    client = client_of(cast.officer)
    response = client.post(NEW, typed(name=name), follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert Project.objects.get().name == name.replace("１２３", "123")


def test_wide_digits_are_read(cast):
    client_of(cast.officer).post(NEW, typed(total_investment="１２０００．５"))
    assert Project.objects.get().total_investment == Decimal("12000.5")


def test_another_units_id_in_the_form_is_refused(cast):
    response = client_of(cast.beijiao).post(NEW, typed(responsible=organisation("柳园口乡人民政府").pk))
    assert shown_again(response) == {"responsible": ["责任单位不在可选范围内。请从列表中选择。"]}


def test_levels_and_leaders_sent_by_a_unit_are_not_read(cast):
    values = typed(is_province="on", is_major="on", leader_name="陈区长", owner=cast.owner.post.organisation.pk)
    client_of(cast.beijiao).post(NEW, values)
    project = Project.objects.get()
    assert (project.is_province, project.is_major, project.owner, project.participants.count()) == (
        False, False, None, 0,
    )  # fmt: skip


def test_what_is_no_input_is_not_read(cast):
    client_of(cast.officer).post(NEW, typed(number="X", version="99", is_demo="on", pending="{}", pk="7"))
    project = Project.objects.get()
    assert (project.number, project.version, project.is_demo) == ("LT-2026-0001", 1, False)


def test_near_projects_are_shown_before_and_registering_anyway_is_said(cast):
    make_project(name="世合节能系统门窗生产基地", responsible=unit("柳园口乡人民政府"))
    client = client_of(cast.beijiao)
    response = client.post(NEW, typed())
    assert (response.status_code, response.context["near"]["hidden"]) == (
        422, "另有 1 个不在您可见范围内的相近项目，请联系区项目办。",
    )  # fmt: skip
    assert Project.objects.count() == 1
    assert client.post(NEW, typed(checked_near="on")).status_code == 302
    assert (
        AuditEvent.objects.order_by("-seq").first().reason == "登记前已提示相近项目，登记人核对后确认不是同一个项目。"
    )


def test_a_double_click_registers_once(cast):
    client, token = client_of(cast.officer), new_token()
    first = client.post(NEW, typed(once=token, checked_near="on"))
    second = client.post(NEW, typed(once=token, checked_near="on"))
    assert (first.url, Project.objects.count()) == (second.url, 1)


def test_a_change_is_written_with_its_reason(cast):
    project = make_project()
    sent = typed(name=project.name, version=1, reason="按备案证", remark="新")
    response = client_of(cast.beijiao).post(edit(project), sent, follow=True)
    assert [str(m) for m in response.context["messages"]][0].startswith(f"已保存{project.name}。申报资格：符合")
    project.refresh_from_db()
    assert (project.remark, project.version, AuditEvent.objects.order_by("-seq").first().reason) == (
        "新",
        2,
        "按备案证",
    )


def test_opening_and_sending_unchanged_writes_nothing(cast):
    people = [
        {"part": "leader", "name": "陈区长", "title": "区长", "user": cast.leader},
        {"part": "member", "name": "甲"},
    ]
    contacts = [{"duty": "contact", "name": "张三", "phone": "13800005678"}]
    project = make_project(people=people, contacts=contacts, funds=[{"source": "own", "amount": Decimal("1.5")}])
    client = client_of(cast.officer)
    form = client.get(edit(project)).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    client.post(edit(project), sent)
    project.refresh_from_db()
    assert (project.version, AuditEvent.objects.count()) == (1, 1)


def test_a_reason_of_two_characters_is_refused_at_its_field(cast):
    project = make_project()
    response = client_of(cast.officer).post(edit(project), typed(name="新名字", version=1, reason="改名"))
    assert shown_again(response) == {"reason": ["请写明理由，至少 4 个字。"]}


def test_a_change_without_reason_is_refused_at_its_field(cast):
    project = make_project()
    response = client_of(cast.officer).post(edit(project), typed(name="新名字", version=1))
    assert shown_again(response) == {"reason": ["请写明修改理由，审计记录和项目的修改记录里会显示。"]}


def test_a_number_behind_its_mask_is_kept(cast):
    project = make_project(contacts=[{"duty": "contact", "name": "张三", "phone": "13800005678"}])
    row = {"contact_1_duty": "contact", "contact_1_name": "张三丰", "contact_1_phone": "138****5678"}
    client_of(cast.beijiao).post(edit(project), typed(name=project.name, version=1, reason="更正名称", **row))
    assert list(project.contacts.values_list("name", "phone")) == [("张三丰", "13800005678")]


def test_a_contact_left_empty_goes(cast):
    project = make_project(contacts=[{"duty": "contact", "name": "张三", "phone": "13800005678"}])
    client_of(cast.beijiao).post(edit(project), typed(name=project.name, version=1, reason="离任换人"))
    assert project.contacts.count() == 0


def test_a_unit_closed_since_stays_choosable_on_its_project(cast):
    project = make_project()
    type(project.responsible).objects.filter(pk=project.responsible_id).update(is_active=False)
    sent = typed(name=project.name, version=1, reason="补充备注", remark="新")
    assert client_of(cast.officer).post(edit(project), sent).status_code == 302


def test_a_field_of_an_older_version_stays_choosable_on_its_project(cast):
    project = make_project()
    Project.objects.update(field="先进制造业")
    sent = typed(name=project.name, version=1, reason="补充备注", remark="新", field="先进制造业")
    assert client_of(cast.officer).post(edit(project), sent).status_code == 302


def test_typing_is_kept_as_a_draft_until_it_is_sent(cast):
    client = client_of(cast.beijiao)
    client.post("/files/drafts/project/new/save/", typed(name="还没写完", is_livelihood="on"))
    form = client.get(NEW).context["form"]
    assert (form["name"].value(), form["is_livelihood"].value(), form.draft is None) == ("还没写完", "on", False)
    client.post(NEW, typed())
    assert (FormDraft.objects.count(), client.get(NEW).context["draft_at"]) == (0, None)


def test_a_draft_without_a_tick_unticks(cast):
    project = make_project(is_livelihood=True)
    client = client_of(cast.beijiao)
    client.post(f"/files/drafts/project/{project.public_id}/save/", typed(version=1))
    assert not client.get(edit(project)).context["form"]["is_livelihood"].value()


def test_the_only_unit_is_chosen_already(cast):
    assert client_of(cast.beijiao).get(NEW).context["form"].initial["responsible"] == unit().pk
    assert "responsible" not in client_of(cast.officer).get(NEW).context["form"].initial


@pytest.mark.parametrize("person", ["leader", "beijiao_head", "office_head", "owner", "admin"])
def test_who_may_not_register_is_refused(cast, person):
    client = client_of(getattr(cast, person))
    assert (client.get(NEW).status_code, client.post(NEW, typed()).status_code) == (403, 403)
    assert Project.objects.count() == 0


def test_without_a_rule_the_message_says_nothing_of_eligibility(cast):
    RuleSet.objects.all().delete()
    response = client_of(cast.officer).post(NEW, typed(), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        f"已登记世合节能系统门窗生产基地项目，编号 {Project.objects.get().number}。"
    ]
